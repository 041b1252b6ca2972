"""An exception shows the questions it would waive, and those of its gate; none of them bars the exception itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board.core.applying import Context, evaluate
from board.core.bars import barring
from board.core.case import Case
from board.core.checklist import EffectKind
from board.core.docket import Docket
from board.core.policy import Gate, Policy
from board.core.proposal import Tier
from board.core.questions import Standing, asked_in, case_tier, drafted_conditions, standings
from board.core.review import Answer
from board.core.risk import case_band
from board.core.stated import FACTS
from tests.content.loading import checklists, kinds
from tests.core.building import case

KIND = kinds()["policy-exception"]
POLICY = Policy(gates={"stress": Gate("security", questions=("R-08",)), "known": Gate("legal", questions=("C-06=x",))})


def exception(*answers: Answer, listed: int = FACTS, kind: str = "policy-exception", **facts: object) -> Case:
    """An exception with the shipped questions, opened by the list of this number."""
    made = case(
        kind=kind,
        tier=Tier.MINIMAL,
        facts=facts,
        checklists=checklists(),
        kind_checklists=KIND.checklists,
        answers=answers,
        policy=POLICY,
    )
    return replace(made, docket=Docket(tuple(replace(one, facts=listed) for one in made.docket.openings)))


def ids(made: Case) -> set[str]:
    return {each.question.id for each in asked_in(made)}


def of(made: Case, question: str) -> Standing:
    return next(each for each in standings(made) if each.asked.question.id == question)


def test_given_an_exception_then_it_meets_what_it_would_waive_and_the_questions_of_its_gate() -> None:
    more = {"waives": ["R-02", "R-14"], "gate": ["stress"]}
    assert ids(exception(**more)) - ids(exception()) == {"R-02", "R-14", "R-08"}
    assert ids(exception(gate=["known"])) - ids(exception()) == {"C-06"}, "a gate about one answer asks its question"


def test_given_a_draft_then_they_are_asked_before_the_board_takes_it_up() -> None:
    draft = replace(exception(waives=["R-02"]), docket=Docket())
    assert "R-02" in ids(draft)


def test_given_another_kind_or_an_opening_by_an_older_list_then_nothing_is_added() -> None:
    assert ids(exception(waives=["R-02"], listed=2)) == ids(exception())
    assert ids(exception(waives=["R-02"], kind="policy-change")) == ids(exception(kind="policy-change"))


@pytest.mark.parametrize("answer", ["unscanned", "unknown", ""])
def test_given_its_bad_answer_then_the_exception_is_not_barred_by_what_it_asks_to_lift(answer: str) -> None:
    made = exception(Answer("R-02", (answer,) if answer else ()), waives=["R-02"])
    stood = of(made, "R-02")
    said = evaluate(stood.asked.question.effects, (answer,), Context(made.proposal, made.tier))
    assert [one.kind for one in said] == [EffectKind.BLOCK]
    assert not stood.bars and not stood.asked.blocking
    assert "R-02" not in {bar.question for bar in barring(made, standings(made))}


def test_given_a_waived_question_that_raises_then_tier_and_risk_of_the_exception_stay() -> None:
    plain = exception()
    asked = exception(Answer("R-14", ("no-check",)), Answer("E-08", ("not-measured",)), waives=["R-14", "E-08"])
    assert (case_tier(asked)[0], case_band(asked)) == (case_tier(plain)[0], case_band(plain))


def test_given_an_answer_that_drafts_a_condition_then_the_exception_is_offered_it() -> None:
    made = exception(Answer("R-02", ("one-scan",)), waives=["R-02"])
    assert any("second, different tool" in one.text for one in drafted_conditions(made))


def test_given_a_question_that_every_exception_meets_then_waiving_it_lifts_nothing_here() -> None:
    made = exception(Answer("R-17", ("unknown",)), waives=["R-17"])
    assert of(made, "R-17").bars == of(exception(Answer("R-17", ("unknown",))), "R-17").bars
    assert not of(made, "R-17").asked.shown
