"""Answers of earlier decisions: what is offered again, what never is, and whose word makes one count as confirmed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board.core.answering import answer_findings, confirmed
from board.core.case import Case
from board.core.checklist import Checklist, Option, Question
from board.core.prefilled import Earlier, last_time, told, unchanged, unfounded
from board.core.record import Outcome, Record
from board.core.review import Answer, Review, View
from tests.core.building import MONDAY, case, charter
from tests.core.test_waivers import SUM

SCANS = (Option("no", "no"), Option("two", "yes, two scans"), Option("one", "yes, one scan"))
ASKED = Question("R-02", "risk", "Could opening it run a program?", options=SCANS, type="scale", judge="security")
THEN = "2026/0012-adopt-triage"


def asking(
    *questions: Question, answers: tuple[Answer, ...] = (), reviews: tuple[Review, ...] = (), **facts: str
) -> Case:
    lists = (Checklist("risk", "Risk", questions=questions),)
    return case(checklists=lists, answers=answers, reviews=reviews, facts=dict(facts))


def decided(one: Case, proposal: str = THEN) -> Case:
    record = Record(proposal, 1, Outcome.APPROVED, 1, None, "kim", "", SUM)
    return replace(one, proposal=replace(one.proposal, id=proposal), record=record)


SAID = Answer("R-02", ("two",), "picklescan and fickling agree", ("scan",), "sure")


def test_an_answer_that_stood_is_offered_with_where_and_how() -> None:
    """Given a decision about the same model, then its answer is offered, with its note and without its evidence."""
    offered = last_time(asking(ASKED), [decided(asking(ASKED, answers=(SAID,)))], MONDAY)
    assert offered == {"R-02": Earlier(THEN, "approved", ("two",), "picklescan and fickling agree", rested=True)}
    taken = offered["R-02"].answer("R-02", "mo")
    assert taken == Answer("R-02", ("two",), SAID.note, prefilled=THEN, confirmed_by="mo")
    assert told(taken, charter(), {}) == f"pre-filled from {THEN}, confirmed by Mo Haddad"
    assert told(SAID, charter(), {}) == ""


def test_what_stood_is_the_judges_answer_and_the_newest_decision_goes_first() -> None:
    judged = Review("ana", (View("R-02", "security", "disagree", ("one",)),))
    older, newer = (
        decided(asking(ASKED, answers=(SAID,), reviews=seen), name) for seen, name in (((), "a"), ((judged,), "b"))
    )
    assert last_time(asking(ASKED), [newer, older], MONDAY)["R-02"] == Earlier("b", "approved", ("one",), rested=True)


@pytest.mark.parametrize(
    "other",
    [
        replace(ASKED, question="Could opening this file run a program?"),
        replace(ASKED, options=SCANS[:2]),
        replace(ASKED, options=(*SCANS[:1], Option("two", "yes, by two people"), SCANS[2])),
        replace(ASKED, type="multi"),
        replace(ASKED, id="R-03"),
    ],
)
def test_a_question_whose_words_or_choices_changed_is_not_offered(other: Question) -> None:
    assert last_time(asking(other), [decided(asking(ASKED, answers=(SAID,)))], MONDAY) == {}


def test_a_plan_is_not_offered_as_an_answer_to_what_runs_now() -> None:
    """Given a question that is asked in another tense once people use it, then the sandbox's answer is asked again."""
    two = replace(ASKED, running="Does opening it run a program?")
    before = decided(asking(two, answers=(SAID,), target_ring="sandbox"))
    assert last_time(asking(two, target_ring="beta"), [before], MONDAY) == {}
    assert last_time(asking(two, target_ring="sandbox"), [before], MONDAY)


def test_what_was_open_or_unknown_is_not_offered_nor_evidence_nor_what_can_be_no_answer_any_more() -> None:
    for answers in ((), (replace(SAID, value=("unknown",)),)):
        assert last_time(asking(ASKED), [decided(asking(ASKED, answers=answers))], MONDAY) == {}
    judge = Review("ana", (View("R-02", "security", "unsure"),))
    assert last_time(asking(ASKED), [decided(asking(ASKED, answers=(SAID,), reviews=(judge,)))], MONDAY) == {}
    proof = replace(ASKED, type="evidence", options=())
    given = replace(SAID, value=("scan.toml",))
    assert last_time(asking(proof), [decided(asking(proof, answers=(given,)))], MONDAY) == {}
    person = replace(ASKED, type="person", options=())
    left = replace(SAID, value=("Nobody Known",))
    assert last_time(asking(person), [decided(asking(person, answers=(left,)))], MONDAY) == {}


def test_another_value_drops_where_an_answer_came_from_and_another_note_does_not() -> None:
    before = Answer("R-02", ("two",), prefilled=THEN, confirmed_by="mo")
    noted = unchanged(Answer("R-02", ("two",), "Still so."), [before])
    assert (noted.prefilled, noted.confirmed_by, noted.note) == (THEN, "mo", "Still so.")
    assert unchanged(Answer("R-02", ("one",)), [before]) == Answer("R-02", ("one",))


@pytest.mark.parametrize(
    ("by", "proposer", "own"),
    [
        ("mo", "mo", True),
        ("mo", "Mo Haddad", True),
        ("Farah Nasser <farah@hollowoak.example>", "Farah Nasser <farah@hollowoak.example>", True),
        ("ana", "mo", False),
        ("", "mo", False),
        ("Mo Haddad", "farah", False),
    ],
)
def test_only_the_proposer_confirms(by: str, proposer: str, own: bool) -> None:
    """Given who confirmed a pre-filled answer, then anybody but the proposer is told, and her own answers never."""
    answer = Answer("R-02", ("two",), prefilled=THEN, confirmed_by=by)
    one = replace(asking(ASKED, answers=(answer,)))
    one = replace(one, proposal=replace(one.proposal, proposer=proposer))
    assert confirmed(answer, one.proposal, one.charter) is own
    codes = {found.code for found in answer_findings(one, "answers.toml")}
    assert ("answer.not-confirmed" in codes) is not own
    assert confirmed(SAID, one.proposal, one.charter)


def test_only_a_decision_in_which_the_same_stood_bears_an_answer_out() -> None:
    """Given a pre-filled answer, then a source that was not decided, or another way, is told instead of claimed."""
    taken, before = Answer("R-02", ("two",), prefilled=THEN, confirmed_by="mo"), asking(ASKED, answers=(SAID,))
    assert unfounded(taken, decided(before)) == ""
    assert unfounded(SAID, None) == ""
    withdrawn = decided(before)
    assert withdrawn.record is not None
    gone = replace(withdrawn, record=replace(withdrawn.record, outcome=Outcome.WITHDRAWN))
    judged = Review("ana", (View("R-02", "security", "disagree", ("one",)),))
    for source in (None, before, gone):
        assert unfounded(taken, source) == f"{THEN} is no earlier decision of this board"
    for source in (decided(asking(ASKED, answers=(SAID,), reviews=(judged,))), decided(asking())):
        assert unfounded(taken, source) == f"{THEN} was decided with another answer"
    why = {"R-02": unfounded(taken, None)}
    assert told(taken, charter(), why) == f"said to be pre-filled, but {THEN} is no earlier decision of this board"
    hers = asking(ASKED, answers=(taken,))
    hers = replace(hers, proposal=replace(hers.proposal, proposer="mo"))
    [found] = [one for one in answer_findings(hers, "answers.toml", why) if one.code == "answer.not-confirmed"]
    assert found.message == f"The answer to R-02 is {told(taken, charter(), why)}."
