"""What older programs did not write or ask for is no way round: once the board goes by today's form, all of it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from board.actions import made
from board.actions.summing import sum_up
from board.actions.verifying import verify
from board.core.ballot import Condition
from board.core.charter import Member
from board.core.outcome import Outcome
from board.core.record import FollowUp, Record
from board.formats.followups import follow_up_name, write_follow_up
from board.trust.follow_ups import proposed_by
from board.trust.report import Report
from tests.boards import PROPOSAL, SmallBoard
from tests.core.test_waivers import SUM
from tests.trust.history import OPEN, History, decide_it, lived_board, open_it, signed_board, submit

CONDITION = Condition("c1", "Add a filter", "mo", date(2026, 11, 1), "a report", "kim")


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    """One proposal decided in today's form, one open with two ballots."""
    return lived_board(tmp_path)


def added(board: SmallBoard) -> History:
    """Commits of ours on top, dated after the board's own."""
    return History(board.path, clock=int(board.now.timestamp()))


def told(report: Report) -> list[tuple[str, str]]:
    return [(fault.code, fault.words) for fault in report.faults]


def test_row_71_no_record_is_of_an_older_form_than_the_one_before_it(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a record of form 4, when the next is written in form 3 throughout, then verify names both forms."""
    assert verify(board.path).status == 0
    board.vote("ana", OPEN, "approve")
    board.vote("chiara", OPEN, "approve")
    with monkeypatch.context() as older:
        in_form(older, 3)
        decide_it(board, OPEN)
    expected = [("decision.record", "The record claims form 3; the decision before it is of form 4 already.")]
    assert told(verify(board.path)) == expected
    assert told(verify(board.path, from_genesis=True)) == expected


def test_row_71_no_first_record_is_of_an_older_form_than_its_opening_asks_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a board that decided nothing yet, then its first record is no older either, and older rules hold nobody."""
    young = signed_board(tmp_path)
    young.wait(minutes=1)
    submit(young, OPEN, PROPOSAL.replace("tokenizer", "stemmer"))
    open_it(young, OPEN)
    for member in ("ana", "ben", "chiara", "lena"):
        young.vote(member, OPEN, "approve")
    with monkeypatch.context() as older:
        in_form(older, 3)
        decide_it(young, OPEN)
    words = "The record claims form 3; what is opened by this list is written in form 4."
    assert told(verify(young.path)) == [("decision.record", words)]


def in_form(older: pytest.MonkeyPatch, form: int) -> None:
    """From now on this program writes records in an older form throughout."""
    made_record, made_of = made.made_record, made.made_of
    older.setattr(made, "sum_up", lambda world, case, day: sum_up(world, replace(case, form=form), day))
    older.setattr(made, "made_of", lambda world, case, *more: made_of(world, replace(case, form=form), *more))
    older.setattr(made, "made_record", lambda *given: replace(made_record(*given), render=form))


def test_only_older_records_leave_open_who_proposed() -> None:
    """Given a record that names nobody, then any member may speak as the proposer only where its form is an old one."""
    record = Record(OPEN, 1, Outcome.APPROVED, 1, None, "kim", "", SUM)
    kim = Member("kim", "Kim Sato")
    assert proposed_by(replace(record, render=3), kim)
    assert not proposed_by(replace(record, render=4), kim)
    assert proposed_by(replace(record, render=4, proposer="kim"), kim)


@pytest.fixture
def conditional(board: SmallBoard) -> History:
    """A yes with a condition that mo owns and kim verifies."""
    board.vote("ana", OPEN, "approve-with-conditions", conditions=(CONDITION,))
    board.vote("chiara", OPEN, "approve")
    decide_it(board, OPEN)
    return added(board)


def test_nothing_is_verified_before_there_is_proof_of_it(conditional: History) -> None:
    """Given a condition, when its verifier finds it met before any proof, then that has no effect; after it, it has."""

    def give(number: int, kind: str, member: str, condition: str = "c1") -> None:
        made = FollowUp(number, kind, member, "Done.", condition)
        path = f"decisions/{OPEN}/follow-up/{follow_up_name(number, kind)}"
        conditional.commit({path: write_follow_up(made)}, member)

    before = conditional.tip
    give(1, "verified", "kim")
    [(code, words)] = told(verify(conditional.path))
    assert code == "follow-up.not-entitled"
    assert words == f"kim verified c1 of {OPEN}, and nobody had given proof of it."
    conditional.git("update-ref", "refs/heads/main", before)
    give(1, "proof", "mo")
    give(2, "verified", "kim")
    assert verify(conditional.path).status == 0


@pytest.mark.parametrize(("facts", "count"), [("facts = 3\n", 0), ("facts = 2\n", 1), ("", 1)])
def test_an_opening_by_an_older_list_is_told(tmp_path: Path, facts: str, count: int) -> None:
    """Given an opening by any list before today's, then verify tells of it."""
    board = signed_board(tmp_path)
    board.wait(minutes=1)
    board.submit(OPEN)
    open_it(board, OPEN)
    history, path = added(board), f"decisions/{OPEN}/docket.toml"
    docket = history.read(path).decode()
    assert "facts = 3\n" in docket
    history.git("update-ref", "refs/heads/main", f"{history.tip}~1")
    history.commit({path: docket.replace("facts = 3\n", facts)}, "kim")
    report = verify(board.path)
    assert not report.faults
    assert [fault.code for fault in report.trusted].count("trusted.facts") == count
