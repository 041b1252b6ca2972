"""Once the window is over the board may decide, and whoever would shut an alternate out by it is told."""

from __future__ import annotations

from pathlib import Path

from board.actions import deciding, docketing
from tests.boards import PROPOSAL, START, SmallBoard, small_board

FIRST = "2026/0001-tokenizer"


def warned(board: SmallBoard) -> list[str]:
    problems = deciding.preview(board.session("ana"), FIRST).problems
    return [one.message for one in problems if one.code == "seat.alternate-waits"]


def test_deciding_before_the_alternate_had_her_day_is_warned_of(tmp_path: Path) -> None:
    """Given product silent at the window's end, a Monday, then Tuesday is kim's; on Wednesday nobody is warned.

    Legal is silent as well, but nobody stands in for it. Once kim has voted, nothing is left to warn of.
    """
    board = small_board(tmp_path)
    board.submit(FIRST, PROPOSAL)
    docketing.open_proposal(board.session("kim"), FIRST)
    for member in ("ana", "ben"):
        board.vote(member, FIRST, "approve")
    board.now = START.replace(day=12)
    assert warned(board) == [], "the window is open"
    board.wait(days=1)
    (told,) = warned(board)
    assert told.startswith("Product did not vote, and its alternate is asked on 2026-10-13.")
    board.wait(days=1)
    assert warned(board) == []
    board.wait(days=-1)
    board.vote("kim", FIRST, "approve")
    assert warned(board) == []
