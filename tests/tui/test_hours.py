"""What is due by the hour is shown by the hour, and read again when an hour that counts has passed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from board.actions.emergency import restrict
from board.core.listed import Task
from board.tui.desk import Desk
from board.tui.inbox import task_details
from board.tui.words import due_cell
from tests.boards import PROPOSAL, small_board
from tests.tui.sample import TRIAGE

AT = datetime(2026, 10, 8, 14, 0, tzinfo=UTC)
DAY = date(2026, 10, 8)


@pytest.mark.parametrize(
    ("minutes", "words", "tone"),
    [(150, "in 2 hours", "warn"), (30, "in < 1 hour", "warn"), (-30, "1 hour late", "bad")],
)
def test_a_moment_is_counted_down_in_hours_on_its_own_day(minutes: int, words: str, tone: str) -> None:
    cell = due_cell(DAY, DAY, False, AT, AT - timedelta(minutes=minutes))
    assert (cell.text, cell.tone) == (words, tone)
    assert len(cell.text) < 13, "it fits its column"


def test_a_task_in_full_names_the_time_of_day() -> None:
    task = Task(TRIAGE, "second", "A second seat's word is due in 2 hours.", DAY, at=AT)
    told = task_details(task, due_cell(DAY, DAY, False, AT, AT - timedelta(hours=2)), str, 60)
    assert "Due        2026-10-08 14:00 UTC in 2 hours" in told.plain


def test_an_inbox_that_stays_open_is_read_again_when_the_hour_has_passed(tmp_path: Path) -> None:
    """Given an emergency in an inbox on screen, when an hour or the day goes by, then the screens are told once."""
    board = small_board(tmp_path)
    proposal = board.submit(text=PROPOSAL.replace('kind = "model-change"', 'kind = "emergency-action"'))
    restrict(board.session("mo"), proposal, action="stop", text="It shows names.")
    desk = Desk(board.session("ana"))
    assert not desk.refresh(), "nothing was read yet"
    for passed in (timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)):
        desk.inbox()
        assert not desk.refresh()
        board.now += passed
        assert desk.refresh()
        assert not desk.refresh()
