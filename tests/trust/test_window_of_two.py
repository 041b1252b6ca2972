"""Two who open together give the board the two working days more that the second may take to agree."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from board.actions import docketing
from board.actions.common import Hand
from board.core.dates import add_working_days, format_utc
from board.core.digest import sha256
from board.formats.dockets import append_opening
from tests.boards import PROPOSAL
from tests.trust.history import signed_board, submit
from tests.trust.test_openings_judged import by_hand, faults

ONE = "2026/0002-stemmer"
PATH = f"decisions/{ONE}/docket.toml"


@pytest.mark.parametrize(("days", "good"), [(5, False), (6, False), (7, True)])
def test_two_who_open_shorten_no_window(tmp_path: Path, days: int, good: bool) -> None:
    """Given a window of five working days, when two open with less than seven, then that is no opening."""
    board = signed_board(tmp_path)
    board.wait(minutes=1)
    submit(board, ONE, PROPOSAL)
    session = board.session("ben")
    world = session.world
    hand = Hand("ben", board.now, world.snapshot.commit, together=True)
    opening, _ = docketing.next_opening(world, docketing.case_to_open(world, ONE), hand)
    data = append_opening(b"", replace(opening, window_ends=add_working_days(session.today, days)))
    said = f'path = "{PATH}"\nsha256 = "{sha256(data)}"\nreason = "Nobody presides."\n'
    for number, member in enumerate(("ben", "lena"), 1):
        act = f"decisions/{ONE}/acts/{number}-{member}.toml"
        by_hand(board, {act: f"{said}at = {format_utc(board.now)}\n"}, member)
        board.wait(minutes=5)
    by_hand(board, {PATH: data.decode()}, "lena")
    assert faults(board) == ([] if good else [("docket.binding", PATH)])
