"""One yes whose condition nobody can meet freezes a ring only until a seat puts the change to the full vote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from board.actions import browse, deciding, docketing, motioning
from board.actions.cases import load_case
from board.actions.verifying import verify
from board.core.conditions import open_conditions
from board.core.promises import promises
from board.core.record import Outcome
from tests.actions.test_dates_come_back import CONDITION, FIRST, SECOND, WIDER, decide, with_policy
from tests.boards import PROPOSAL, SmallBoard
from tests.trust.history import signed_board

PATCH = PROPOSAL.replace('change_class = "major"', 'change_class = "patch"')


def one_yes(board: SmallBoard) -> None:
    """A patch decided by one yes, with a condition that is due soon."""
    board.submit(FIRST, PATCH)
    docketing.open_proposal(board.session("kim"), FIRST)
    soon = replace(CONDITION, due=date(2026, 10, 6))
    board.vote("lena", FIRST, "approve-with-conditions", conditions=(soon,))
    seen = deciding.preview(board.session("ana"), FIRST)
    deciding.decide(board.session("ana"), FIRST, seen)
    assert seen.outcome is Outcome.APPROVED_WITH_CONDITIONS
    board.wait(days=10)


def test_a_pulled_standard_change_owes_no_condition_and_freezes_no_ring(tmp_path: Path) -> None:
    """Given one yes with a late condition, when a seat pulls the change, then four others may take the model on."""
    board = with_policy(signed_board(tmp_path))
    one_yes(board)
    motioning.pull(board.session("chiara"), FIRST)
    board.wait(minutes=1)
    session = board.session("ana")
    case = load_case(session.world, FIRST)
    assert not open_conditions(case, session.today)
    assert [each.words for each in promises(case, session.today)] == [
        "A seat put the decision to the full vote, so it binds nobody."
    ]
    board.submit(SECOND, WIDER)
    outcome = decide(board, SECOND)
    assert outcome is Outcome.APPROVED, browse.tally_of(board.session("ana"), SECOND).sum.sentence
    report = verify(board.path, from_genesis=True)
    assert not report.faults, report.faults


def test_while_nobody_pulls_it_its_late_condition_freezes_the_ring(tmp_path: Path) -> None:
    """Given the same, when nobody pulls it, then a wider ring waits for the condition."""
    board = with_policy(signed_board(tmp_path))
    one_yes(board)
    board.submit(SECOND, WIDER)
    assert decide(board, SECOND) is Outcome.RETURNED
    assert "condition c1 of" in browse.tally_of(board.session("ana"), SECOND).sum.sentence
