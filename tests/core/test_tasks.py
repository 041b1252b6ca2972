"""The inbox: what waits for me, why, until when; then what I wait for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given

from board.core.case import Case
from board.core.charter import KindRule
from board.core.checklist import Checklist, Question
from board.core.message import Message
from board.core.record import FollowUp, Outcome, Record, Sum
from board.core.review import Answer, Review, View
from board.core.stage import tasks
from tests.core.building import AFTER, CONDITION, HOLDERS, MEMBERS, MONDAY, OPENING, ballot, case, charter
from tests.core.test_tally_properties import cases

SUM = Sum(4, 4, 3, 3, 0, 4, 4, 3, 2, "4 seats.")
EVERYBODY = tuple(ballot(holder) for holder in list(HOLDERS.values())[:4])
RISK = (
    Checklist(
        "risk", "Risk", questions=(Question("R-02", "risk", "Could opening it run a program?", judge="security"),)
    ),
)


def record(outcome: Outcome = Outcome.APPROVED, **fields: object) -> Record:
    return Record("p", 1, outcome, 1, None, "kim", "", SUM, **fields)  # type: ignore[arg-type]  # named by each test


def lines(one: Case, member: str, today: date = MONDAY) -> list[tuple[str, str]]:
    return [(task.act, task.words) for task in tasks(one, member, today)]


def test_a_stranger_has_no_tasks() -> None:
    assert tasks(case(), "eve", MONDAY) == ()
    assert tasks(case(), "", MONDAY) == ()


def test_a_seat_that_has_not_spoken_owes_a_ballot_by_the_end_of_the_window() -> None:
    (task,) = tasks(case(), "lena", MONDAY)
    assert (task.act, task.words) == ("vote", "Your ballot is missing. The window ends in 7 days.")
    assert (task.due, task.overdue, task.mine) == (date(2026, 10, 12), False, True)


def test_after_the_window_the_ballot_is_overdue() -> None:
    (task,) = tasks(case(ballot("ben")), "lena", AFTER)
    reminder = "A reminder: until you vote, the seat stands as “did not vote”."
    assert (task.words, task.overdue) == (f"{reminder} Your ballot is missing. The window ended on 2026-10-12.", True)


def test_who_has_voted_or_stands_aside_owes_nothing() -> None:
    assert lines(case(ballot("lena")), "lena") == []
    assert lines(case(ballot("lena", "recuse")), "lena") == []
    assert lines(case(*EVERYBODY[:1], ballot("ana", "stop")), "lena") == [
        ("vote", "Your ballot is missing. The window ends in 7 days.")
    ]


def test_questions_of_my_seat_come_before_my_ballot() -> None:
    one = case(checklists=RISK)
    assert lines(one, "ana") == [("review", "1 question is yours to judge before you vote. The window ends in 7 days.")]
    assert lines(one, "lena")[0][0] == "vote"
    judged = Review("ana", (View("R-02", "security", "agree"),))
    assert lines(replace(one, reviews=(judged,)), "ana")[0][0] == "vote"
    blank = Review("ana", (View("R-02", "security"),))
    assert lines(replace(one, reviews=(blank,)), "ana")[0][0] == "review"


def test_a_stale_ballot_is_to_be_confirmed_with_the_reason() -> None:
    assert lines(case(ballot("lena", revision="sha256:r0")), "lena") == [
        (
            "confirm",
            "Your ballot no longer counts: it was cast on another revision of the proposal. The window ends in 7 days.",
        )
    ]


def test_an_alternate_is_asked_when_the_holder_stands_aside_or_stayed_silent() -> None:
    assert lines(case(), "mo") == []
    assert lines(case(ballot("ben", "recuse")), "mo") == [
        (
            "vote",
            "Engineering stands aside, and you are its alternate. Your ballot is missing. The window ends in 7 days.",
        )
    ]
    silent = lines(case(), "mo", AFTER)
    assert silent[0][1].startswith("Engineering did not vote by the end of the window, and you are the alternate.")


def test_the_sponsor_is_asked_to_sign_a_charter_change() -> None:
    votes = (*EVERYBODY, ballot("ruth"))
    assert lines(case(*votes, kind="charter-change"), "iris") == [
        ("vote", "As sponsor you must vote. The window ends in 7 days.")
    ]
    assert lines(case(*votes, ballot("iris", seats=()), kind="charter-change"), "iris") == []


def test_on_the_consent_path_the_words_say_that_silence_is_consent() -> None:
    assert lines(case(kind="model-retire", facts={"data_disposal": False}), "lena") == [
        ("vote", "It passes by consent unless a seat objects. Your ballot is missing. The window ends in 7 days.")
    ]


# Opening and deciding.


def test_chair_and_secretary_open_what_is_submitted_unless_it_is_their_own() -> None:
    one = case(openings=())
    words = ("open", "It is submitted and waits to be taken up.")
    assert lines(one, "ana") == lines(one, "kim") == [words]
    assert lines(one, "ben") == []
    assert words not in lines(case(openings=(), proposer="kim"), "kim")
    ((act, told),) = lines(replace(one, proposal=replace(one.proposal, kind="")), "ana")
    assert (act, told) == ("open", "It is submitted and has no kind. Before it can be taken up, its proposer adds one.")


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (case(rounds=(record(Outcome.NO_QUORUM),)), "The last round ended without a quorum. Open a new one."),
        (case(rounds=(record(Outcome.DEFERRED),)), "It was deferred. Open a new round when it is time."),
        (
            replace(case(rounds=(record(Outcome.RETURNED),)), tip_revision="sha256:r2"),
            "The proposer changed the text after it was returned. Open a new round.",
        ),
        (
            replace(case(), tip_revision="sha256:r2"),
            "The text changed since the board took it up. Accept it as a new revision, or leave it.",
        ),
        (
            case(current={"charter": "sha256:c1", "checklists": "sha256:k2", "policy": "sha256:p2"}),
            "Changed since it was opened: checklists and policy. They bind once it is opened again.",
        ),
    ],
)
def test_what_makes_the_secretary_open_again(one: Case, words: str) -> None:
    assert ("open", words) in lines(one, "kim")


def test_deciding_waits_for_chair_and_secretary_once_it_may_be_done_and_tells_no_outcome() -> None:
    assert ("decide", "Every seat has voted. The board can decide.") in lines(case(*EVERYBODY), "kim")
    assert ("decide", "The window has ended. The board can decide.") in lines(case(), "kim", AFTER)
    patch = case(ballot("ana"), kind="model-change", facts={"change_class": "patch"})
    assert ("decide", "It waits for no more votes. The board can decide.") in lines(patch, "kim"), (
        "before its window ends"
    )
    assert ("decide", "The outcome is settled. The board can decide.") in lines(case(ballot("lena", "stop")), "kim")
    assert lines(case(*EVERYBODY), "ben") == []
    assert lines(case(*EVERYBODY[:2]), "kim") == []


# Messages.


def message(author: str, to: str = "", kind: str = "question", file: str = "m1", re: str = "") -> Message:
    return Message(file, author, kind, "Which languages\nwere tested?", to=to, re=re)


@pytest.mark.parametrize(("to", "member"), [("mo", "mo"), ("legal", "lena"), ("", "mo"), ("proposer", "mo")])
def test_a_question_waits_for_the_member_the_seat_or_the_proposer_it_is_put_to(to: str, member: str) -> None:
    one = case(*EVERYBODY, messages=(message("ana", to),), proposer="mo")
    assert ("reply", "Ana Lindqvist asks: “Which languages were tested?”") in lines(one, member)
    assert not any(act == "reply" for act, _ in lines(one, "ben"))


def test_an_answered_question_waits_for_nobody() -> None:
    one = case(messages=(message("ana", "mo"), message("mo", kind="reply", file="m2", re="m1")))
    assert lines(one, "mo") == []


def test_who_asked_waits_for_the_answer() -> None:
    one = case(*EVERYBODY, messages=(message("ben", "mo"), message("ben", file="m2")))
    assert lines(one, "ben") == [
        ("wait", "Mo Haddad has not answered: “Which languages were tested?”"),
        ("wait", "The proposer has not answered: “Which languages were tested?”"),
    ]
    assert not any(task.mine for task in tasks(one, "ben", MONDAY))


# The proposer's side.


def test_the_proposer_waits_and_is_told_for_whom() -> None:
    one = case(ballot("ben"), ballot("ana"), proposer="mo", board=charter(rule=KindRule("plain")))
    assert lines(one, "mo") == [("wait", "Product and legal have not voted; the window ends in 7 days.")]
    assert lines(case(*EVERYBODY, proposer="mo"), "mo") == [("wait", "The chair or secretary can decide.")]
    assert lines(case(openings=(), proposer="mo"), "mo") == [("wait", "The chair or secretary has not opened it yet.")]
    stale = case(*EVERYBODY[:3], ballot("lena", revision="sha256:r0"), proposer="mo")
    assert lines(stale, "mo") == [("wait", "Legal must look at the new revision or rules; the window ends in 7 days.")]


def test_a_draft_and_a_returned_proposal_are_the_proposers_to_mend() -> None:
    draft = case(openings=(), proposer="mo", committed=False)
    assert lines(draft, "mo") == [("mend", "It is still a draft. Submit it when it is ready.")]
    returned = case(rounds=(record(Outcome.RETURNED),), proposer="mo")
    assert lines(returned, "mo") == [("mend", "The board sent it back: change what it asks for.")]
    mended = replace(returned, tip_revision="sha256:r2")
    assert [act for act, _ in lines(mended, "mo")] == ["wait"]


def test_a_proposer_is_told_how_many_questions_wait_for_her_answer_until_the_board_decides() -> None:
    """Given a question of the proposer without an answer, then it stands in her inbox and in nobody else's."""
    asks = (Checklist("risk", "Risk", questions=(Question("R-02", "risk", "Could it run a program?", applies=()),)),)
    one = case(proposer="mo", checklists=asks)
    line = ("questions", f"1 question waits for your answer: `board answer {one.id}`.")
    assert line in lines(one, "mo")
    assert line not in lines(one, "ben")
    assert line not in lines(replace(one, answers=(Answer("R-02", ("no",)),)), "mo")
    assert line not in lines(replace(one, tip_revision="sha256:r2"), "mo")
    assert line not in lines(replace(one, record=record()), "mo")


def test_an_approval_comes_up_for_renewal_thirty_days_before_it_ends() -> None:
    one = case(record=record(expires=MONDAY + timedelta(days=30)), proposer="mo")
    assert lines(one, "mo") == [("renew", "The approval ends in 30 days.")]
    assert lines(one, "mo", MONDAY - timedelta(days=1)) == []
    (late,) = tasks(one, "mo", MONDAY + timedelta(days=31))
    assert (late.act, late.overdue) == ("renew", True)
    assert lines(replace(one, superseded_by="2026/0020-b"), "mo") == []


# Conditions.


def test_a_condition_is_its_owners_to_prove_then_its_verifiers_to_check() -> None:
    one = case(record=record(Outcome.APPROVED_WITH_CONDITIONS, conditions=(CONDITION,)))
    assert lines(one, "mo") == [("prove", "Condition c1 is due in 15 days: Show error rates by language")]
    assert lines(one, "kim") == []
    (late,) = tasks(one, "mo", date(2026, 10, 23))
    assert (late.words, late.overdue) == ("Condition c1 is 3 days late: Show error rates by language", True)
    proven = replace(one, follow_ups=(FollowUp(1, "proof", "mo", condition="c1"),))
    assert lines(proven, "mo") == []
    assert [act for act, _ in lines(proven, "kim")] == ["verify"]
    verified = replace(proven, follow_ups=(*proven.follow_ups, FollowUp(2, "verified", "kim", condition="c1")))
    assert lines(verified, "kim") == []


def test_hostile_words_reach_the_inbox_clean() -> None:
    nasty = replace(CONDITION, text="Prove\x1b]0;owned\x07 it\u202e")
    one = case(record=record(conditions=(nasty,)), messages=())
    assert lines(one, "mo")[0][1] == "Condition c1 is due in 15 days: Prove⟦U+001B⟧]0;owned⟦U+0007⟧ it⟦U+202E⟧"


@given(cases())
def test_tasks_never_tell_a_verdict_and_always_say_something(one: Case) -> None:
    """Given any case, then no task's words carry a number of votes or an outcome, and every task has words."""
    for member in MEMBERS:
        for task in tasks(one, member.id, MONDAY):
            assert task.words.strip().endswith((".", "”"))
            assert not any(word in task.words for word in ("approve", "reject", "return", "say yes", "says yes", "no:"))


def test_the_latest_opening_counts_for_the_date() -> None:
    later = replace(OPENING, window_ends=date(2026, 10, 14))
    (task,) = tasks(case(openings=(OPENING, later)), "lena", MONDAY)
    assert task.due == date(2026, 10, 14)
