"""Which questions are asked, who judges them, which branches close, and what an answer does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board.core.applying import Context, evaluate
from board.core.case import Case
from board.core.checklist import Applicability, Checklist, Effect, EffectKind, Question
from board.core.proposal import Proposal, Tier
from board.core.questions import (
    Asked,
    Standing,
    asked,
    asked_in,
    case_tier,
    drafted_conditions,
    standing,
    standings,
    tier_by,
    wording,
)
from board.core.review import Answer, Review, View
from tests.core.building import ballot, case, charter


def question(name: str, **fields: object) -> Question:
    return Question(name, "risk", f"{name}?", **fields)  # type: ignore[arg-type]  # named by each test


def effect(kind: EffectKind, *answers: str, **fields: object) -> Effect:
    return Effect(kind, answers, **fields)  # type: ignore[arg-type]  # named by each test


def ask(
    *questions: Question,
    level: str = "full",
    tier: Tier = Tier.LIMITED,
    extra: tuple[str, ...] = (),
    values: dict[str, tuple[str, ...]] | None = None,
    kind: str = "model-adopt",
    **facts: object,
) -> list[Asked]:
    lists = (Checklist("risk", "Risk", questions=questions),)
    proposal = Proposal("a", "A", kind=kind, facts=facts)
    return list(asked(lists, {"risk": level} if level else {}, extra, proposal, tier, values or {}, charter()))


def names(found: list[Asked]) -> list[str]:
    return [each.question.id for each in found]


def made(
    one: Question,
    *answers: Answer,
    reviews: tuple[Review, ...] = (),
    others: tuple[Question, ...] = (),
    tier: Tier = Tier.LIMITED,
    **fields: object,
) -> Case:
    lists = (Checklist("risk", "Risk", questions=(one, *others)),)
    return case(checklists=lists, answers=answers, reviews=reviews, tier=tier, **fields)  # type: ignore[arg-type]  # named by each test


def stands(one: Question, *answers: Answer, **fields: object) -> Standing:
    found = made(one, *answers, **fields)  # type: ignore[arg-type]  # named by each test
    return standing(asked_in(found)[0], found)


# Which questions.

CORE, FINE = question("R-01", core=True), question("R-02")


@pytest.mark.parametrize(
    ("level", "tier", "facts", "found"),
    [
        ("full", Tier.LIMITED, {}, ["R-01", "R-02"]),
        ("lite", Tier.HIGH, {}, ["R-01"]),
        ("by-tier", Tier.LIMITED, {}, ["R-01"]),
        ("by-tier", Tier.HIGH, {}, ["R-01", "R-02"]),
        ("by-tier", Tier.PROHIBITED, {}, ["R-01", "R-02"]),
        ("by-ring", Tier.HIGH, {"target_ring": "beta"}, ["R-01"]),
        ("by-ring", Tier.LIMITED, {"target_ring": "general"}, ["R-01", "R-02"]),
        ("by-ring", Tier.LIMITED, {}, ["R-01", "R-02"]),
        ("by-size", Tier.HIGH, {"change_class": "patch"}, ["R-01"]),
        ("by-size", Tier.LIMITED, {"change_class": "major"}, ["R-01", "R-02"]),
        ("by-size", Tier.LIMITED, {"change_class": "unknown"}, ["R-01", "R-02"]),
        ("", Tier.LIMITED, {}, ["R-01", "R-02"]),
    ],
)
def test_how_a_checklist_is_asked(level: str, tier: Tier, facts: dict[str, object], found: list[str]) -> None:
    assert names(ask(CORE, FINE, level=level, tier=tier, **facts)) == found


def test_a_checklist_the_kind_does_not_name_is_not_asked_but_its_extra_questions_are() -> None:
    lists = (Checklist("ethics", "Ethics", questions=(CORE, FINE)),)
    found = asked(lists, {"risk": "full"}, ("R-02",), Proposal("a", "A"), Tier.HIGH, {}, charter())
    assert names(list(found)) == ["R-02"]


def test_an_extra_question_is_asked_whatever_its_level_and_applicability() -> None:
    elsewhere = question("R-19", applies=(Applicability(kinds=("ring-promote",)),))
    assert names(ask(elsewhere, level="lite", extra=("R-19",), kind="model-retire")) == ["R-19"]


def test_no_checklist_is_asked_of_a_charter_change() -> None:
    assert ask(CORE, level="", kind="charter-change") == []


@pytest.mark.parametrize(
    ("when", "facts", "applies"),
    [
        (Applicability(kinds=("model-adopt",)), {}, True),
        (Applicability(kinds=("dataset-admit",)), {}, False),
        (Applicability(tiers=("limited",)), {}, True),
        (Applicability(tiers=("high",)), {}, False),
        (Applicability(rings=("beta",)), {"target_ring": "beta"}, True),
        (Applicability(rings=("beta",)), {"target_ring": "unknown"}, True),
        (Applicability(rings=("beta",)), {"target_ring": "general"}, False),
        (Applicability(rings=("beta",)), {}, True),  # owed by this kind, so unknown
        (Applicability(facts={"generates_content": ("!none",)}), {"generates_content": ["text"]}, True),
        (Applicability(facts={"generates_content": ("!none",)}), {"generates_content": ["none"]}, False),
        (Applicability(facts={"export_destinations": ("!none",)}), {"export_destinations": []}, False),
        (Applicability(facts={"export_destinations": ("!none",)}), {}, False),
        (Applicability(facts={"interacts_with_people": ("yes",)}), {"interacts_with_people": True}, True),
        (Applicability(facts={"interacts_with_people": ("yes",)}), {"interacts_with_people": False}, False),
        (Applicability(facts={"interacts_with_people": ("yes",)}), {"interacts_with_people": "unknown"}, True),
        (Applicability(facts={"interacts_with_people": ("yes",)}), {}, True),  # owed by this kind, so unknown
        (Applicability(facts={"agentic": ("acts-alone",)}), {"agentic": "acts alone"}, True),
        (Applicability(kinds=("model-adopt",), rings=("beta",)), {"target_ring": "sandbox"}, False),
    ],
)
def test_a_question_applies_when_every_group_matches(
    when: Applicability, facts: dict[str, object], applies: bool
) -> None:
    assert bool(ask(question("Q", applies=(when,)), **facts)) is applies


def test_one_alternative_is_enough() -> None:
    either = (Applicability(kinds=("dataset-admit",)), Applicability(tiers=("limited",)))
    assert names(ask(question("Q", applies=either))) == ["Q"]


def test_the_judge_is_the_first_named_seat_that_votes_here() -> None:
    panel = question("E-07", judge="ethics", judge_without=("nobody", "product", "legal"))
    assert ask(panel, tier=Tier.HIGH)[0].judge == "ethics"
    assert ask(panel, tier=Tier.LIMITED)[0].judge == "product"
    assert ask(question("Q", judge="nobody"))[0].judge == ""


def test_the_tense_follows_the_ring() -> None:
    both = question("Q", running="Does it?")
    assert wording(both, Proposal("a", "A")) == "Q?"
    assert wording(both, Proposal("a", "A", facts={"target_ring": "sandbox"})) == "Q?"
    assert wording(both, Proposal("a", "A", facts={"target_ring": "general"})) == "Does it?"


# Branches.

EARLIER = question("E-04")
LATER = question("E-09", applies=(Applicability(after={"E-04": ("informs", "decides")}),))
LAST = question("E-10", applies=(Applicability(after={"E-09": ("yes",)}),))


@pytest.mark.parametrize("value", [(), ("informs",), ("unknown",), ("no", "decides")])
def test_a_branch_stays_open_while_the_earlier_answer_opens_it_or_is_not_known(value: tuple[str, ...]) -> None:
    assert ask(EARLIER, LATER, values={"E-04": value})[1].dropped == ""


def test_a_question_behind_a_closed_branch_is_dropped_and_so_is_what_hangs_on_it() -> None:
    found = ask(EARLIER, LATER, LAST, values={"E-04": ("no",), "E-09": ("yes",)})
    assert [each.dropped for each in found] == [
        "",
        "Dropped, because E-04 is answered no.",
        "Dropped with E-09, on which it depends.",
    ]


def test_another_open_alternative_keeps_a_question() -> None:
    either = replace(LATER, applies=(*LATER.applies, Applicability(kinds=("model-adopt",))))
    assert ask(EARLIER, either, values={"E-04": ("no",)})[1].dropped == ""


def test_a_dropped_question_is_never_scored() -> None:
    blocking = replace(LATER, effects=(effect(EffectKind.BLOCK, "unknown"),))
    closed = made(EARLIER, Answer("E-04", ("no",)), others=(blocking,))
    open_ = made(EARLIER, Answer("E-04", ("decides",)), others=(blocking,))
    assert [each.bars for each in standings(closed)] == [(), ()]
    assert [bool(each.bars) for each in standings(open_)] == [False, True]


def test_the_judging_seats_answer_opens_and_closes_branches() -> None:
    judged = replace(EARLIER, judge="security")
    review = Review("ana", (View("E-04", "security", value=("no",)),))
    found = asked_in(made(judged, Answer("E-04", ("decides",)), reviews=(review,), others=(LATER,)))
    assert found[1].dropped == "Dropped, because E-04 is answered no."


# Effects.

HERE = Context(Proposal("a", "A", facts={"target_ring": "beta"}), Tier.LIMITED, {"E-04": ("no",)})
BAD = effect(EffectKind.BLOCK, "no")
MILD = effect(EffectKind.COND, "some")


@pytest.mark.parametrize(
    ("effects", "value", "fired"),
    [
        ((BAD, MILD), ("no",), (BAD,)),
        ((BAD, MILD), ("some",), (MILD,)),
        ((BAD, MILD), ("yes",), ()),
        ((BAD, MILD), ("No ",), (BAD,)),
        ((BAD, MILD), (), (BAD,)),
        ((BAD, MILD), ("unknown",), (BAD,)),
        ((BAD, MILD), ("unsure",), (BAD,)),
        ((BAD, MILD), ("  ",), (BAD,)),
        ((BAD, MILD), ("n-a",), ()),
    ],
)
def test_an_answer_has_its_effects_and_unknown_those_of_the_worst_one(
    effects: tuple[Effect, ...], value: tuple[str, ...], fired: tuple[Effect, ...]
) -> None:
    assert evaluate(effects, value, HERE) == fired


def test_where_unknown_is_named_it_has_just_those_effects() -> None:
    named = effect(EffectKind.COND, "some", "unknown")
    assert evaluate((BAD, named), (), HERE) == (named,)


@pytest.mark.parametrize(
    ("token", "value", "evidence", "fires"),
    [
        ("any", ("face-scraping",), True, True),
        ("any", ("none",), True, False),
        ("any", ("none", "social-scoring"), True, True),
        ("no-evidence", ("yes",), False, True),
        ("no-evidence", ("yes",), True, False),
        ("no-evidence", ("n-a",), False, False),
        ("<183", ("182",), True, True),
        ("<183", ("183",), True, False),
        ("<183", ("many",), True, True),
        ("<183", ("nan",), True, True),
        (">8", ("8.1",), True, True),
        (">8", ("8 %",), True, True),
        (">8", ("7%",), True, False),
    ],
)
def test_tokens_for_any_for_missing_evidence_and_for_numbers(
    token: str, value: tuple[str, ...], evidence: bool, fires: bool
) -> None:
    one = effect(EffectKind.BLOCK, token)
    assert bool(evaluate((one,), value, HERE, evidence=evidence)) is fires


@pytest.mark.parametrize(
    ("when", "fires"),
    [
        (Applicability(rings=("beta", "general")), True),
        (Applicability(rings=("general",)), False),
        (Applicability(tiers=("high",)), False),
        (Applicability(after={"E-04": ("decides",)}), False),
    ],
)
def test_an_effect_only_bites_where_it_applies(when: Applicability, fires: bool) -> None:
    """Given a bad or a missing answer, then effects for another ring, tier or branch do not fire."""
    one = effect(EffectKind.BLOCK, "no", "unknown", when=when)
    assert bool(evaluate((one,), ("no",), HERE)) is fires
    assert bool(evaluate((one,), (), HERE)) is fires


# What an answer comes to.

JUDGED = question("R-05", judge="security", effects=(effect(EffectKind.BLOCK, "no"),))
YES, NO = Answer("R-05", ("yes",)), Answer("R-05", ("no",))


def view(member: str, seat: str = "", stance: str = "", *value: str) -> Review:
    return Review(member, (View("R-05", seat, stance, value),))


def test_a_proposers_answer_that_nobody_judged_stands_and_is_listed() -> None:
    found = stands(JUDGED, NO)
    assert (found.value, found.by, found.unjudged, len(found.bars)) == (("no",), "proposer", True, 1)


@pytest.mark.parametrize(
    ("review", "value"),
    [
        (view("ana", "security", "agree"), ("yes",)),
        (view("ana", "", "agree"), ("yes",)),
        (view("ana", "security", "disagree", "no"), ("no",)),
        (view("ana", "security", "", "no"), ("no",)),
        (view("ana", "security", "disagree"), ("unknown",)),
        (view("ana", "security", "unsure"), ("unknown",)),
    ],
)
def test_the_judging_seat_settles_the_value(review: Review, value: tuple[str, ...]) -> None:
    found = stands(JUDGED, YES, reviews=(review,))
    assert (found.value, found.by, found.unjudged) == (value, "security", False)


def test_agreeing_with_a_blank_leaves_it_unknown() -> None:
    assert len(stands(JUDGED, reviews=(view("ana", "security", "agree"),)).bars) == 1


def test_another_seats_view_is_shown_and_does_not_settle_it() -> None:
    found = stands(JUDGED, YES, reviews=(view("lena", "legal", "disagree", "no"),))
    assert (found.value, found.by, found.unjudged) == (("yes",), "proposer", True)


def test_a_view_without_a_stance_judges_nothing() -> None:
    note = Review("ana", (View("R-05", "security", note="I will look at this"),))
    assert stands(JUDGED, YES, reviews=(note,)).unjudged


def test_who_stands_aside_does_not_judge_her_alternate_does() -> None:
    votes = (ballot("ana", "recuse"),)
    reviews = (view("ana", "security", "", "no"), view("yusuf", "security", "agree"))
    lists = (Checklist("risk", "Risk", questions=(JUDGED,)),)
    found = case(*votes, checklists=lists, answers=(YES,), reviews=reviews)
    assert standings(found)[0].value == ("yes",)
    silent = replace(found, reviews=reviews[:1])
    assert standings(silent)[0].unjudged


def test_seats_that_differ_are_shown_not_averaged() -> None:
    reviews = (view("ana", "security", "agree"), view("lena", "legal", "", "no"), view("ben", "engineering", "agree"))
    assert stands(JUDGED, YES, reviews=reviews).split == "Engineering and Security: yes; Legal: no"
    assert stands(JUDGED, YES, reviews=reviews[:1]).split == ""


@pytest.mark.parametrize(("note", "bars"), [("", 1), ("There is no benchmark for a retirement.", 0)])
def test_not_applicable_needs_a_reason(note: str, bars: int) -> None:
    assert len(stands(JUDGED, Answer("R-05", ("n-a",), note)).bars) == bars


def test_a_blank_counts_as_unknown_at_the_tally() -> None:
    found = stands(JUDGED)
    assert (found.value, found.by, found.unjudged, len(found.bars)) == ((), "", False, 1)


def test_evidence_is_the_answer_where_evidence_is_asked_for() -> None:
    asks = question("R-08", type="evidence", effects=(effect(EffectKind.BLOCK, "unknown"),))
    assert stands(asks, Answer("R-08", evidence=("stress-run",))).bars == ()
    assert len(stands(asks, Answer("R-08", note="Later")).bars) == 1


def test_a_question_the_proposer_does_not_answer_waits_for_its_judge() -> None:
    panel = replace(JUDGED, who_answers="judge")
    assert stands(panel, YES).by == ""
    assert stands(panel, YES, reviews=(view("ana", "security", "", "yes"),)).value == ("yes",)


def test_what_the_program_computes_is_never_a_blank_and_outranks_everybody() -> None:
    own = replace(JUDGED, computed="hashes-fixed")
    assert stands(own).effects == ()
    found = stands(own, YES, reviews=(view("ana", "security", "agree"),), computed={"R-05": ("no",)})
    assert (found.value, found.by, found.computed, len(found.bars)) == (("no",), "computed", "no", 1)


def test_conditions_are_drafted_from_given_answers_only() -> None:
    asks = question("R-21", effects=(effect(EffectKind.COND, "none", "unknown", text="Set a spending limit."),))
    assert [each.text for each in drafted_conditions(made(asks, Answer("R-21", ("none",))))] == [
        "Set a spending limit."
    ]
    assert drafted_conditions(made(asks)) == ()


# Raising the tier.


def test_a_given_answer_can_raise_the_tier_of_an_opening_never_lower_it() -> None:
    asks = question("E-03", type="multi", effects=(effect(EffectKind.RAISE, "patients", "unknown", to="high"),))
    facts = {"interacts_with_people": True}

    def tier(*answers: Answer, one: Question = asks) -> Tier:
        return case_tier(made(one, *answers, openings=(), facts=facts))[0]

    assert tier() is tier(Answer("E-03", ("unknown",))) is Tier.HIGH, "a blank is never milder than unknown"
    assert tier(Answer("E-03", ("none",))) is Tier.LIMITED
    assert tier(Answer("E-03", ("patients",))) is Tier.HIGH
    lower = replace(asks, effects=(effect(EffectKind.RAISE, "patients", to="minimal"),))
    assert tier(Answer("E-03", ("patients",)), one=lower) is Tier.LIMITED
    reasons = case_tier(made(asks, Answer("E-03", ("patients",)), openings=(), facts=facts))[1]
    assert reasons == ("E-03 is answered patients.",)
    unsaid = made(asks, openings=(), facts=facts)
    assert case_tier(unsaid)[1] == ("E-03 is not answered; that counts as the higher tier.",)
    assert tier_by(unsaid, 2)[0] is Tier.LIMITED, "an opening by an older list stays as good as it was"


def test_the_judging_seats_view_can_raise_the_tier_too() -> None:
    asks = question("E-03", judge="security", effects=(effect(EffectKind.RAISE, "patients", to="high"),))
    view_of_ana = Review("ana", (View("E-03", "security", value=("patients",)),))
    facts = {"interacts_with_people": True}
    assert case_tier(made(asks, reviews=(view_of_ana,), openings=(), facts=facts))[0] is Tier.HIGH
