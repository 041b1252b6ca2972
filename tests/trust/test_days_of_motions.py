"""A motion that acts at once is made while its round is open, by its own day too (trust.md §4, row 69)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from board.core.dates import format_utc
from tests.trust.history import open_it
from tests.trust.test_dates_judged import ONE, begun, by_hand, faults


def test_row_69_an_old_motion_does_not_act_in_a_new_round(tmp_path: Path) -> None:
    """Given a pull whose day lies before the round was opened, then it is no motion."""
    board = begun(tmp_path)
    open_it(board, ONE)
    path = f"decisions/{ONE}/motions/1.toml"
    old = format_utc(board.now - timedelta(days=9))
    text = f'kind = "pull"\nmember = "lena"\nnumber = 1\nround = 1\nreason = "x"\nat = {old}\n'
    by_hand(board, {path: text}, "lena")
    assert faults(board) == (1, [("motion.closed", path)])
