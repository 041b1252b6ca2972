"""Consent, standard change and emergency; what bars a yes; conditions and other majorities."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from board.core.ballot import Ballot, Condition
from board.core.case import Case
from board.core.charter import KindRule, Member
from board.core.checklist import Checklist, Effect, EffectKind, Question
from board.core.docket import Docket, Opening
from board.core.proposal import Tier
from board.core.record import Outcome
from board.core.review import Answer, Review, View
from board.core.risk import ends_on
from board.core.stage import tasks
from board.core.tally import tally, vote_asks
from tests.core.building import (
    AFTER,
    HOLDERS,
    MEMBERS,
    MONDAY,
    OPENING,
    ballot,
    case,
    charter,
)

EVERYBODY = tuple(ballot(holder) for holder in list(HOLDERS.values())[:4])

KEPT = {"data_disposal": False}
"""Nothing is disposed of, so that no further seat must sign and a model may be withdrawn by consent."""


def said(one: Case, today: date = AFTER) -> str:
    return tally(one, today).sentence


# Paths.


def test_consent_is_given_by_silence_to_the_end_of_the_window() -> None:
    one = case(kind="model-retire", facts=KEPT)
    before, after = tally(one, MONDAY), tally(one, AFTER)
    assert (before.outcome, before.may_decide) == (Outcome.APPROVED, False)
    assert before.why_not_yet == "A seat may still object: the window ends on 2026-10-12."
    assert after.may_decide
    assert after.sentence == (
        "4 seats have a vote; it passes by consent unless a seat objects; "
        "none objected by the last day for it, 2026-10-12: approved."
    )


@pytest.mark.parametrize(
    ("facts", "tier", "why"),
    [
        (KEPT, Tier.HIGH, "at tier high silence is no consent"),
        ({"data_disposal": True}, Tier.LIMITED, "what it states asks for more seats to vote"),
        ({"data_disposal": "unknown"}, Tier.LIMITED, "what it states asks for more seats to vote"),
        ({}, Tier.LIMITED, "what it states asks for more seats to vote"),
    ],
)
def test_silence_is_no_consent_where_much_is_at_stake(facts: dict[str, object], tier: Tier, why: str) -> None:
    """Given a withdrawal at tier high, or one that disposes of data, when nobody speaks, then it is not approved."""
    silent = tally(case(kind="model-retire", facts=facts, tier=tier), AFTER)
    assert silent.outcome is Outcome.NO_QUORUM
    assert silent.sentence.startswith(f"it was to pass by consent, but {why}, so it is put to the vote")
    everybody = (*EVERYBODY, ballot(HOLDERS["ethics"]))
    assert tally(case(*everybody, kind="model-retire", facts=facts, tier=tier), AFTER).outcome is Outcome.APPROVED


def test_at_tier_high_a_seat_that_must_sign_is_never_vacant() -> None:
    """Given nobody on the ethics panel, then tier high waits for one; below it the seat leaves the sum."""
    board = charter(members=tuple(one for one in charter().members if "ethics" not in one.seats))
    for tier, outcome in ((Tier.HIGH, Outcome.NO_QUORUM), (Tier.LIMITED, Outcome.APPROVED)):
        assert tally(case(*EVERYBODY, kind="model-adopt", board=board, tier=tier), AFTER).outcome is outcome
    high = tally(case(*EVERYBODY, kind="model-adopt", board=board, tier=Tier.HIGH), AFTER)
    assert "Ethics panel is vacant, and at tier high it must vote." in high.missing
    assert "ethics panel must vote at tier high, and nobody holds it" in high.sentence


def risky(likelihood: int, impact: int, ring: str) -> dict[str, object]:
    residual = {"likelihood": likelihood, "impact": impact}
    return {"target_ring": ring, "risks": [{"id": "r1", "text": "Harm", "basis": "Measured", "residual": residual}]}


def test_a_critical_risk_goes_no_further_than_the_sandbox() -> None:
    """Given four yes and a critical risk that is left, then a wider ring is barred, and nothing lifts that."""
    barred = tally(case(*EVERYBODY, facts=risky(5, 5, "general")), AFTER)
    assert barred.outcome is Outcome.RETURNED
    assert "a critical risk is left, and such a risk may not go beyond sandbox" in barred.sentence
    assert tally(case(*EVERYBODY, facts=risky(5, 5, "sandbox")), AFTER).outcome is Outcome.APPROVED
    assert tally(case(*EVERYBODY, facts=risky(4, 4, "general")), AFTER).outcome is Outcome.APPROVED


def test_an_approval_that_leaves_a_high_risk_ends_sooner() -> None:
    """Given a year by kind, when a high risk is left, then the approval lasts 180 days."""
    low, high = (case(kind="model-adopt", facts=risky(*each, "general")) for each in ((1, 2), (4, 4)))
    assert ends_on(low, MONDAY) == MONDAY + timedelta(days=365)
    assert ends_on(high, MONDAY) == MONDAY + timedelta(days=180)
    kept = case(kind="charter-change", facts=risky(4, 4, "general"))
    assert ends_on(kept, MONDAY) is None


def test_consent_with_conditions_or_abstention_is_no_objection() -> None:
    one = case(ballot("ana", "approve-with-conditions"), ballot("ben", "abstain"), kind="model-retire", facts=KEPT)
    assert tally(one, AFTER).outcome is Outcome.APPROVED_WITH_CONDITIONS
    assert "security says yes with conditions" in said(one)


@pytest.mark.parametrize("verdict", ["return", "reject"])
def test_any_objection_takes_a_consent_item_to_the_ordinary_vote(verdict: str) -> None:
    facts = KEPT
    pulled = tally(case(ballot("chiara", verdict), kind="model-retire", facts=facts), AFTER)
    assert pulled.outcome is Outcome.NO_QUORUM
    assert pulled.sentence.startswith(
        "it was to pass by consent, but product objects, so it is put to the vote; 4 seats have a vote;"
    )
    votes = (ballot("chiara", verdict), ballot("ben"), ballot("ana"), ballot("lena"))
    assert tally(case(*votes, kind="model-retire", facts=facts), AFTER).outcome is Outcome.APPROVED


def test_a_standard_change_needs_one_approval_by_somebody_else() -> None:
    facts = {"change_class": "patch"}
    own = tally(case(ballot("ana"), kind="model-change", facts=facts, proposer="ana"), MONDAY)
    assert own.outcome is Outcome.NO_QUORUM
    assert own.missing == ("One approval by somebody other than the proposer is missing.",)
    other = tally(case(ballot("ben"), kind="model-change", facts=facts, proposer="ana"), MONDAY)
    assert (other.outcome, other.may_decide, other.waiting_for) == (Outcome.APPROVED, True, ())
    pulled = tally(case(ballot("ben"), ballot("lena", "reject"), kind="model-change", facts=facts), MONDAY)
    assert pulled.outcome is Outcome.NO_QUORUM


@pytest.mark.parametrize(
    ("yes", "outcome"),
    [
        (("ben", "lena"), Outcome.APPROVED),
        (("chiara", "ana"), Outcome.APPROVED),
        (("chiara", "lena"), Outcome.REJECTED),
        (("ben",), Outcome.NO_QUORUM),
        ((), Outcome.NO_QUORUM),
    ],
)
def test_an_emergency_needs_two_seats_one_of_them_engineering_or_security(
    yes: tuple[str, ...], outcome: Outcome
) -> None:
    found = tally(case(*(ballot(each) for each in yes), kind="emergency-action"), MONDAY)
    assert found.outcome is outcome
    assert found.may_decide == outcome.yes


def test_an_emergency_is_never_confirmed_by_one_person_alone() -> None:
    members = (Member("ana", "Ana", seats=("engineering", "security")), Member("ben", "Ben", seats=("legal",)))
    both = ballot("ana", seats=("engineering", "security"))
    found = tally(case(both, kind="emergency-action", board=charter(members=members)), AFTER)
    assert found.outcome is Outcome.NO_QUORUM


# Bars.

BLOCK = Question(
    "R-05",
    "risk",
    "Does it reach every minimum?",
    judge="engineering",
    effects=(Effect(EffectKind.BLOCK, ("no", "unknown"), "Too weak"),),
)
RISK = (Checklist("risk", "Risk", questions=(BLOCK,)),)


def test_a_bad_blocking_answer_turns_a_majority_of_yes_into_returned() -> None:
    found = tally(case(*EVERYBODY, checklists=RISK, answers=(Answer("R-05", ("no",)),)), AFTER)
    assert found.outcome is Outcome.RETURNED
    assert found.sentence == (
        "4 seats have a vote; 4 say yes; at least 3 of the 4 seats must say yes (more than half); but R-05 is "
        "answered no, which bars approval: "
        "returned to the proposer."
    )
    assert found.missing == ("R-05 is answered no, which bars approval.",)
    assert found.unjudged == ("R-05",)


def test_a_blocking_question_nobody_answered_counts_as_unknown() -> None:
    found = tally(case(*EVERYBODY, checklists=RISK), AFTER)
    assert [(bar.question, bar.value) for bar in found.bars] == [("R-05", ("unknown",))]
    assert found.outcome is Outcome.RETURNED


def test_the_judging_seats_value_outranks_the_proposers() -> None:
    good, bad = (Answer("R-05", ("yes",)),), (Answer("R-05", ("no",)),)
    overruled = (Review("ben", (View("R-05", "engineering", value=("no",)),)),)
    cleared = (Review("ben", (View("R-05", "engineering", value=("yes",)),)),)
    assert tally(case(*EVERYBODY, checklists=RISK, answers=good, reviews=overruled), AFTER).outcome is Outcome.RETURNED
    passed = tally(case(*EVERYBODY, checklists=RISK, answers=bad, reviews=cleared), AFTER)
    assert (passed.outcome, passed.unjudged) == (Outcome.APPROVED, ())


def test_an_answer_that_its_seat_does_not_agree_to_is_not_said_to_be_answered_unknown() -> None:
    """Given a yes with which engineering disagrees, then what is missing says why it counts as unknown."""
    unsure = (Review("ben", (View("R-05", "engineering", "disagree"),)),)
    found = tally(case(*EVERYBODY, checklists=RISK, answers=(Answer("R-05", ("yes",)),), reviews=unsure), AFTER)
    (missing,) = found.missing
    assert missing.startswith("R-05 counts as unknown, because the seat that judges it (")
    assert missing.endswith(") disagrees with the answer or is unsure, which bars approval.")


def test_a_bar_does_not_turn_a_rejection_into_something_else() -> None:
    votes = tuple(ballot(who, "reject") for who in ("ben", "ana", "chiara", "lena"))
    assert tally(case(*votes, checklists=RISK), AFTER).outcome is Outcome.REJECTED


def test_a_waiver_lifts_a_bar_but_never_one_that_no_waiver_lifts() -> None:
    waived = {"R-05": "2026/0012-exception"}
    assert tally(case(*EVERYBODY, checklists=RISK, waivers=waived), AFTER).outcome is Outcome.APPROVED
    firm = replace(BLOCK, effects=(Effect(EffectKind.BLOCK_ALWAYS, ("unknown",)),))
    found = tally(case(*EVERYBODY, checklists=(Checklist("risk", "Risk", questions=(firm,)),), waivers=waived), AFTER)
    assert found.outcome is Outcome.RETURNED
    assert not found.bars[0].waivable


def test_bars_hold_on_consent_and_standard_paths_but_never_hold_up_an_emergency() -> None:
    retired = tally(case(kind="model-retire", facts=KEPT, checklists=RISK), AFTER)
    assert retired.outcome is Outcome.RETURNED
    assert "but R-05 is answered unknown, which bars approval: returned to the proposer." in retired.sentence
    patch = {"change_class": "patch"}
    assert (
        tally(case(ballot("ben"), kind="model-change", facts=patch, checklists=RISK), AFTER).outcome is Outcome.RETURNED
    )
    urgent = tally(case(ballot("ben"), ballot("ana"), kind="emergency-action", checklists=RISK), MONDAY)
    assert (urgent.outcome, urgent.bars) == (Outcome.APPROVED, ())


def test_no_board_may_approve_a_prohibited_use() -> None:
    votes = (*EVERYBODY, ballot("ruth"))
    found = tally(case(*votes, tier=Tier.PROHIBITED), AFTER)
    assert found.outcome is Outcome.RETURNED
    assert "but the use is prohibited and no board may approve it" in found.sentence


# Conditions and other kinds of majority.


def test_conditions_are_those_of_the_counted_yes_if_ballots() -> None:
    other = Condition("c1", "Write to the wards", "mo", date(2026, 11, 1), "Copy of the letter", "lena")
    votes = (
        ballot("ben", "approve-with-conditions"),
        ballot("ana", "approve-with-conditions", conditions=(other,)),
        ballot("lena"),
        ballot("chiara", "approve-with-conditions", revision="sha256:r0", conditions=(replace(other, text="Stale"),)),
    )
    found = tally(case(*votes), AFTER)
    assert [(each.id, each.owner) for each in found.conditions] == [("c1", "mo"), ("c2", "mo")]
    assert "Stale" not in [each.text for each in found.conditions]
    rejected = tally(case(votes[0], ballot("lena", "reject"), ballot("ana", "reject")), AFTER)
    assert rejected.conditions == ()


def test_a_kind_may_ask_for_more_than_two_thirds_or_for_at_least_two_thirds() -> None:
    votes = (*EVERYBODY[:2], ballot("chiara", "reject"), ballot("lena", "recuse"))
    more = KindRule("plain", majority=(2, 3))
    least = replace(more, majority_at_least=True)
    assert said(case(*votes, board=charter(rule=more))).endswith(
        "at least 3 of the 3 seats must say yes (more than two thirds), and fewer do: rejected."
    )
    assert said(case(*votes, board=charter(rule=least))).endswith(
        "at least 2 of the 3 seats must say yes (at least two thirds): approved."
    )


def test_a_window_without_an_end_waits_for_every_seat() -> None:
    endless: tuple[Opening, ...] = (replace(OPENING, window_ends=None),)
    found = tally(case(ballot("ben"), openings=endless), date(2030, 1, 1))
    assert not found.may_decide
    assert found.why_not_yet == "Security, product and legal have not voted, and the window has no end."


@pytest.mark.parametrize(("owner", "needs"), [("product", "chiara"), ("engineering", "ben"), ("ethics", "ruth")])
def test_the_quorum_of_an_exception_includes_the_seat_that_owns_the_failed_gate(owner: str, needs: str) -> None:
    """Given yes of everybody else, when the gate's own seat is silent or abstains, then nothing is approved."""
    others = [ballot(who) for who in ("ana", "ben", "chiara", "lena", "ruth") if who != needs]
    facts = {"gate": "R-05", "gate_owner": owner}
    for own in ([], [ballot(needs, "abstain")]):
        found = tally(case(*others, *own, kind="policy-exception", board=charter(), facts=facts), AFTER)
        assert found.outcome is Outcome.NO_QUORUM
        assert any("must vote" in words or "must say yes or no" in words for words in found.missing)
    signed = tally(case(*others, ballot(needs), kind="policy-exception", board=charter(), facts=facts), AFTER)
    assert signed.outcome is Outcome.APPROVED


def test_an_exception_that_names_no_owner_of_the_gate_asks_every_seat_to_sign() -> None:
    given = case(ballot("ana"), ballot("lena"), ballot("ben"), kind="policy-exception", board=charter())
    assert {line.seat for line in tally(given, AFTER).seats if line.must_sign} == {
        "engineering", "security", "product", "legal", "ethics",
    }  # fmt: skip


def test_seats_that_differ_on_a_question_that_can_bar_are_a_matter_for_the_meeting() -> None:
    """Given legal and engineering at odds, when it is summed up, then the sum and the chair's task say who differs."""
    at_odds = tuple(
        Review(member, (View("R-05", seat, value=(value,)),))
        for member, seat, value in (("ben", "engineering", "yes"), ("lena", "legal", "no"))
    )
    one = case(*EVERYBODY, checklists=RISK, answers=(Answer("R-05", ("yes",)),), reviews=at_odds)
    assert tally(one, AFTER).matters == (
        "R-05: Engineering: yes; Legal: no. Engineering, whose question it is, speaks first.",
    )
    [task] = [each for each in tasks(one, "ana", AFTER) if each.act == "decide"]
    assert "differ on R-05" in task.words
    of_one_mind = replace(one, reviews=at_odds[:1])
    assert tally(of_one_mind, AFTER).matters == ()
    note = replace(BLOCK, effects=(replace(BLOCK.effects[0], kind=EffectKind.NOTE),))
    harmless = replace(one, checklists=(Checklist("risk", "Risk", questions=(note,)),))
    assert tally(harmless, AFTER).matters == ()


def lifted(*ballots: Ballot, kind: str = "plain", facts: int = 3, **stated: object) -> Case:
    """A case whose blocking question is answered badly, with an exception in force that lifts the bar."""
    made = case(*ballots, kind=kind, checklists=RISK, waivers={"R-05": "2026/0012-exception"}, facts=stated)
    return replace(made, docket=Docket((replace(OPENING, facts=facts),)))


def test_where_an_exception_lifts_a_bar_the_seat_that_judges_the_question_must_sign() -> None:
    """Given the judge abstains or is silent, then three yes of four are no quorum, though the kind asks for no seat."""
    judge = RISK[0].questions[0].judge
    others = [each for each in EVERYBODY if judge not in each.seats]
    found = tally(lifted(*others), AFTER)
    assert found.outcome is Outcome.NO_QUORUM and f"{judge} must vote" in found.sentence
    assert [line.seat for line in found.seats if line.must_sign] == [judge]
    holder = next(each.member for each in EVERYBODY if judge in each.seats)
    assert tally(lifted(*others, ballot(holder, "abstain")), AFTER).outcome is Outcome.NO_QUORUM
    assert tally(lifted(*others, ballot(holder, "reject")), AFTER).outcome is Outcome.APPROVED
    aside = (ballot(holder, "recuse"), ballot("mo", "recuse"))
    assert tally(lifted(*others, *aside), AFTER).outcome is Outcome.APPROVED, "nobody may fill the seat"
    for facts in (1, 2):
        assert tally(lifted(*others, facts=facts), AFTER).outcome is Outcome.APPROVED, "as it was counted then"


@pytest.mark.parametrize("kind", ["model-retire", "model-change"])
def test_no_bar_is_lifted_by_silence_or_by_one_yes(kind: str) -> None:
    """Given the consent path or a standard change, then an exception that lifts a bar puts it to the vote."""
    facts = {"data_disposal": False, "change_class": "patch"}
    found = tally(lifted(EVERYBODY[0], kind=kind, **facts), AFTER)
    assert (found.way, found.outcome) == ("vote", Outcome.NO_QUORUM)
    words = "an exception lifts a bar, and the seat that judges the question must"
    assert f"{words} vote" in found.sentence
    older = tally(replace(lifted(EVERYBODY[0], kind=kind, **facts), form=3), AFTER).sentence
    assert f"{words} sign" in older and f"{words} vote" not in older, "what older pages say stays"
    assert tally(lifted(EVERYBODY[0], kind=kind, facts=2, **facts), AFTER).way in ("consent", "standard")


def test_an_exception_that_lifts_nothing_asks_for_nobody() -> None:
    """Given a good answer, or a bar that is still there, then the judge's seat is not asked for on that ground."""
    good = replace(lifted(*EVERYBODY), answers=(Answer("R-05", ("yes",)),))
    assert not any(line.must_sign for line in tally(good, AFTER).seats)
    elsewhere = replace(lifted(*EVERYBODY), waivers={"R-99": "2026/0012-exception"})
    assert tally(elsewhere, AFTER).outcome is Outcome.RETURNED
    assert not any(line.must_sign for line in tally(elsewhere, AFTER).seats)


def test_what_the_vote_takes_names_no_role_that_nobody_holds() -> None:
    """Given a charter change, then the sponsor is said to sign where there is one, and only there."""
    nobody = charter(members=tuple(one for one in MEMBERS if "sponsor" not in one.roles))
    told = [" ".join(vote_asks(case(kind="charter-change", board=board), MONDAY)) for board in (charter(), nobody)]
    assert ["the sponsor" in words for words in told] == [True, False]
