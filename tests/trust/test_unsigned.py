"""A board without signatures: what rests on author lines alone is counted, rounds without a decision among it."""

from __future__ import annotations

from pathlib import Path

from board.actions.deciding import defer
from board.actions.verifying import verify
from tests.boards import CHARTER_TEXT
from tests.cli.running import Board
from tests.trust.history import OPEN, live, signed_board


def test_what_rests_on_author_lines_is_counted_by_what_it_is(tmp_path: Path) -> None:
    """Given an unsigned board with a decision and a round put off, then both are named in what cannot be proven."""
    board = signed_board(tmp_path, CHARTER_TEXT, signs=False)
    live(board)
    defer(board.session("ana"), OPEN, "The tests are late.")
    (fault,) = verify(board.path, unsigned=True).unproven
    rest = "2 openings, 6 ballots, 1 undecided round and 1 decision among them"
    assert fault.words == f"11 commits rest on an author line alone, {rest}."
    ran = Board(board.path)("verify")
    assert ran.status == 3 and "1 undecided round" in " ".join(ran.out.split())
