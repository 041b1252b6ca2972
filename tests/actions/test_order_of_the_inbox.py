"""The inbox begins with what holds somebody up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from board.actions.rows import inbox_of
from board.core.case import Task
from tests.tui.sample import SUMMARIES


def test_a_late_condition_stands_above_a_look_that_is_late_for_longer() -> None:
    """Given evidence too old for a year and a condition late since yesterday, then the condition is read first."""
    look = Task(SUMMARIES[0], "look-again", "Evidence is too old.", date(2025, 10, 5), overdue=True)
    condition = replace(look, act="prove", words="Condition c1 is late.", due=date(2026, 10, 4))
    vote = replace(look, act="vote", words="Vote.", due=date(2026, 10, 7), overdue=False)
    assert inbox_of([vote, look, condition]).mine == (condition, look, vote)
