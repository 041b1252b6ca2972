"""Every effect of every question acts on a real case: it bars, raises tier or risk, drafts a condition, or is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from board.core.applying import Context, evaluate
from board.core.ballot import Ballot
from board.core.bars import NOT_AGREED, barring
from board.core.case import Case
from board.core.checklist import Effect, EffectKind, Question
from board.core.docket import Docket
from board.core.duties import duties
from board.core.kind import Kind
from board.core.proposal import Tier
from board.core.questions import BLOCKING, Standing, asked_in, case_tier, drafted_conditions, standing, standings
from board.core.record import Outcome
from board.core.review import Answer, Review, View
from board.core.risk import case_band
from board.core.rules import voting_seats
from board.core.tally import tally
from board.core.tier import HARMLESS, tier_of
from board.core.values import may_not_apply
from tests.content.loading import checklists, kinds, questions
from tests.content.test_reach import EFFECTS, answer_for, cases, stated
from tests.core.building import AFTER, HOLDERS, ballot, case, charter

BOARD = charter()
NO_USE: dict[str, object] = dict(HARMLESS)
"""Facts of a use that touches nobody; what a question needs is laid over them."""
YES = tuple(ballot(member) for member in HOLDERS.values())


def put(kind: Kind, facts: dict[str, object], tier: Tier, answers: tuple[Answer, ...], *ballots: Ballot) -> Case:
    """A case of a kind as the program builds it, opened at a tier."""
    return case(
        *ballots,
        kind=kind.id,
        tier=tier,
        board=BOARD,
        facts=facts,
        checklists=checklists(),
        kind_checklists=kind.checklists,
        extra_questions=kind.extra_questions,
        answers=answers,
    )


def before_it(question: Question) -> tuple[Answer, ...]:
    """Answers to the earlier questions that open this one's branch, by whichever case comes first."""
    whens = [*question.applies, *(effect.when for effect in question.effects)]
    opening = {earlier: values[0] for when in whens for earlier, values in when.after.items()}
    return tuple(Answer(earlier, (value,)) for earlier, value in opening.items())


def spoken(question: Question, effect: Effect) -> Answer:
    """The answer that sets an effect off, as somebody would give it."""
    value, evidence = answer_for(effect, question)
    return Answer(question.id, value, note="As it is.", evidence=("report",) if evidence else ())


def acting(question: Question, effect: Effect) -> Iterator[tuple[Case, Standing]]:
    """Cases in which the question is asked and answered so that the effect fires."""
    for kind in kinds().values():
        for proposal, tier, _ in cases(question, kind.id):
            facts = {**proposal.facts, **stated(effect.when)}
            made = put(kind, facts, tier, (*before_it(question), spoken(question, effect)), *YES)
            computed = {question.id: effect.answers[:1]} if question.computed else {}
            made = replace(made, computed=computed)
            one = next((each for each in asked_in(made) if each.question.id == question.id and not each.dropped), None)
            if one is not None:
                stood = standing(one, made)
                if effect in stood.effects:
                    yield made, stood


def act_of(made: Case, stood: Standing, effect: Effect) -> None:
    """Asserts that an effect does what its kind says."""
    question = stood.asked.question.id
    match effect.kind:
        case EffectKind.BLOCK_ALWAYS:
            waived = replace(made, waivers={question: "2026/0001-exception"})
            assert question in {bar.question for bar in barring(waived, standings(waived))}
            assert not tally(waived, AFTER).outcome.yes
        case EffectKind.BLOCK:
            assert question in {bar.question for bar in barring(made, standings(made))}
            assert tally(made, AFTER).outcome in (Outcome.RETURNED, Outcome.NO_QUORUM)
            waived = replace(made, waivers={question: "2026/0001-exception"})
            lifted = all(each.kind is not EffectKind.BLOCK_ALWAYS for each in stood.bars)
            assert (question not in {bar.question for bar in barring(waived, standings(waived))}) is lifted
        case EffectKind.COND:
            assert effect.text in {condition.text for condition in drafted_conditions(made)}
        case EffectKind.NOTE:
            assert effect in next(one for one in standings(made) if one.asked.question.id == question).effects
        case EffectKind.RAISE:
            pytest.fail("a raise is tested against the case without the answer")


LEVEL = [(question, effect) for question, effect in EFFECTS if effect.kind is not EffectKind.RAISE]
RAISES = [(question, effect) for question, effect in EFFECTS if effect.kind is EffectKind.RAISE]


def named(each: Question | Effect) -> str:
    """A question's id, an effect's words."""
    return each.id if isinstance(each, Question) else each.text


@pytest.mark.parametrize(("question", "effect"), LEVEL, ids=named)
def test_given_an_answer_when_it_stands_then_it_bars_or_drafts_or_is_told(question: Question, effect: Effect) -> None:
    found = next(acting(question, effect), None)
    assert found is not None, "no kind of proposal ever meets it"
    act_of(*found, effect)


@pytest.mark.parametrize(("question", "effect"), [pair for pair in RAISES if pair[1].to], ids=named)
def test_given_an_answer_that_raises_the_tier_then_the_tier_rises_and_the_new_duties_are_told(
    question: Question, effect: Effect
) -> None:
    """Given a use that is low by its facts, when the answer is given, then it is high, and the panel votes as well."""
    for kind in kinds().values():
        for proposal, tier, _ in cases(question, kind.id):
            facts = {**NO_USE, **proposal.facts, **stated(effect.when)}
            low = tier_of(replace(proposal, facts=facts), ())[0]
            seats = {seat.id for seat in voting_seats(BOARD, replace(proposal, facts=facts), low)}
            if low.rank >= Tier.HIGH.rank or tier is not low or "ethics" in seats:
                continue
            bare = put(kind, facts, low, before_it(question))
            told = replace(bare, answers=(*bare.answers, spoken(question, effect)))
            if case_tier(told)[0] is Tier.HIGH:
                assert case_tier(bare)[0] is low
                words = duties(bare, told)
                assert f"The tier rises from {low} to high." in words
                assert any("Ethics panel" in each and "vote" in each for each in words)
                assert f"{question.id} is answered" in " ".join(case_tier(told)[1])
                return
    # A question that is asked at tier high only finds nothing to raise; its answer is told all the same.
    assert question.applies and all(when.tiers == ("high",) for when in question.applies), "it never raises a tier"
    assert next(acting(question, effect), None) is not None


@pytest.mark.parametrize(("question", "effect"), [pair for pair in RAISES if not pair[1].to], ids=named)
def test_given_an_answer_that_raises_the_risk_then_the_risk_that_is_left_is_one_band_up(
    question: Question, effect: Effect
) -> None:
    rated = (Answer("R-15", ("2",), note="Short distress."), Answer("R-16", ("2",), note="Rarely seen."))
    for made, _ in acting(question, effect):
        if question.id in ("R-15", "R-16"):
            assert case_band(made) is not None
            return
        with_harm = replace(made, answers=(*made.answers, *rated))
        mild = tuple(each for each in with_harm.answers if each.question != question.id)
        good = good_answer(question, made)
        without = replace(with_harm, answers=(*mild, good) if good else mild)
        before, after = case_band(without), case_band(with_harm)
        if before is not None and after is not None and after.rank == before.rank + 1:
            return
    pytest.fail("no case in which the risk rises by a band")


def good_answer(question: Question, made: Case) -> Answer | None:
    """An answer without any effect in this case."""
    offered = [option.value for option in question.options] or ["yes", "no"]
    for value in offered:
        answer = Answer(question.id, (value,), note="As it is.", evidence=("report",))
        tried = replace(made, answers=(*(each for each in made.answers if each.question != question.id), answer))
        stood = next(each for each in standings(tried) if each.asked.question.id == question.id)
        if not stood.effects:
            return answer
    return None


def test_given_the_effects_then_all_five_sorts_are_used() -> None:
    used = Counter(effect.kind for _, effect in EFFECTS)
    assert set(used) == set(EffectKind)
    assert {question.id for question in questions()} == {question.id for question, _ in EFFECTS}


MILDER = {"R-07", "R-09", "R-11", "R-12", "R-14", "E-08", "X-2"}
"""Where nobody looked, the risk rises or a condition is drafted; what bars is that somebody looked and found it bad."""


def test_given_a_blank_then_it_bars_wherever_a_bad_answer_does() -> None:
    let_pass = set()
    for question in questions():
        blocks = [effect for effect in question.effects if effect.kind in (EffectKind.BLOCK, EffectKind.BLOCK_ALWAYS)]
        if blocks and not question.computed:
            made, _ = next(iter(acting(question, blocks[0])))
            blank = replace(made, answers=before_it(question))
            stood = next(each for each in standings(blank) if each.asked.question.id == question.id)
            assert stood.effects, f"{question.id}: a blank has no effect at all"
            let_pass |= set() if stood.bars else {question.id}
    assert let_pass == MILDER


def test_given_evidence_where_it_is_wanted_then_an_answer_without_it_is_told_apart() -> None:
    wanting = [(question, effect) for question, effect in EFFECTS if "no-evidence" in effect.answers]
    assert wanting
    for question, effect in wanting:
        made, stood = next(iter(acting(question, effect)))
        said = "none" if question.type == "multi" else "something"
        proven = evaluate(question.effects, (said,), Context(made.proposal, made.tier), evidence=True)
        assert effect in stood.effects
        assert effect not in proven


ACTING = [
    each
    for each in questions()
    if not each.computed
    and each.who_answers in ("", "proposer")
    and any(effect.kind in (*BLOCKING, EffectKind.RAISE) for effect in each.effects)
]


def disclaimed(question: Question) -> Iterator[tuple[Case, Standing]]:
    """One case of each kind that asks the question, opened by list 3, with two letters and a word for an answer."""
    said = (*before_it(question), Answer(question.id, ("n-a",), "No."))
    for kind in kinds().values():
        for proposal, tier, _ in cases(question, kind.id):
            made = put(kind, dict(proposal.facts), tier, said, *YES)
            made = replace(made, docket=Docket((replace(made.docket.openings[0], facts=3),)))
            one = next((each for each in asked_in(made) if each.question.id == question.id and not each.dropped), None)
            if one is not None:
                yield made, standing(one, made)
                break


@pytest.mark.parametrize("question", ACTING, ids=named)
def test_two_letters_lift_no_bar_and_no_raise_until_the_seat_that_judges_agrees(question: Question) -> None:
    """Given any kind that asks it, then the proposer's n-a acts as unknown does; agreed to, it answers yes-no only."""
    found = list(disclaimed(question))
    assert found, "no kind of proposal asks it"
    for made, stood in found:
        others = tuple(each for each in made.answers if each.question != question.id)
        unknown = replace(made, answers=(*others, Answer(question.id, ("unknown",), "No.")))
        view = View(question.id, stood.asked.judge, "agree")
        agreed = replace(made, reviews=(Review(HOLDERS[stood.asked.judge], (view,)),))
        assert (stood.value, stood.effects) == (("unknown",), standing(stood.asked, unknown).effects)
        bars = next((bar.value for bar in barring(made, standings(made)) if bar.question == question.id), ())
        yes_no = question.type == "yn"
        assert bars == ((NOT_AGREED if yes_no else "unknown",) if stood.bars else ())
        assert standing(stood.asked, agreed).value == (("n-a",) if yes_no else ("unknown",))
        early = replace(made, docket=Docket((replace(made.docket.openings[0], facts=2),)))
        took = may_not_apply(question, facts=2)
        assert standing(stood.asked, early).value == (("n-a",) if took else ("unknown",))
