"""A motion that acts at once is made while its round is open, by its own day too (trust.md §4, row 69)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from board.actions import motioning
from board.actions.cases import load_case
from board.actions.docketing import open_proposal
from board.actions.verifying import verify
from board.core.dates import format_utc
from tests.trust.history import open_it
from tests.trust.test_dates_judged import DOCKET, MINOR, ONE, begun, by_hand, faults, opening


def test_row_69_an_old_motion_does_not_act_in_a_new_round(tmp_path: Path) -> None:
    """Given a pull whose day lies before the round was opened, then it is no motion."""
    board = begun(tmp_path)
    open_it(board, ONE)
    path = f"decisions/{ONE}/motions/1.toml"
    old = format_utc(board.now - timedelta(days=9))
    text = f'kind = "pull"\nmember = "lena"\nnumber = 1\nround = 1\nreason = "x"\nat = {old}\n'
    by_hand(board, {path: text}, "lena")
    assert faults(board) == (1, [("motion.closed", path)])


@pytest.mark.parametrize("kind", ["pull", "raise-tier"])
@pytest.mark.parametrize(("hours", "again"), [(26, False), (240, False), (240, True)])
def test_row_69_an_opening_dated_ahead_voids_no_motion(tmp_path: Path, hours: int, again: bool, kind: str) -> None:
    """Given file and commit of an opening dated ahead by the chair alone, then what a seat moves today counts."""
    board = begun(tmp_path, MINOR)
    far = board.now + timedelta(hours=hours)
    by_hand(board, {DOCKET: opening(board, "ana", far, alone=True)}, "ana", far)
    if again:
        open_proposal(board.session("kim"), ONE)
        board.wait(minutes=5)
    motioning.move(board.session("lena"), ONE, kind, to="high" if kind == "raise-tier" else "", reason="Look closer.")
    board.wait(minutes=5)
    assert verify(board.path).status == 0
    assert [each.kind for each in load_case(board.session("ben").world, ONE).motions] == [kind]
