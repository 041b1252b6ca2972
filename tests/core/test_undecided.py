"""A vote that nobody decides is told: the day its window ended, and for how long it waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from board.core.case import Case
from board.core.deadlines import deadlines
from tests.core.building import AFTER, case


def told(one: Case, days: int) -> list[str]:
    latest = one.docket.latest
    assert latest is not None and latest.window_ends is not None
    today = latest.window_ends + timedelta(days=days)
    found = (each.finding("p.md", today) for each in deadlines(one, today))
    return [each.message for each in found if each is not None and each.code == "vote.undecided"]


def test_a_window_that_is_over_is_told_until_the_board_decides() -> None:
    open_vote = case()
    latest = open_vote.docket.latest
    assert latest is not None
    assert told(open_vote, 0) == []
    words = f"ended 60 days ago, on {latest.window_ends}, and the board has not decided."
    assert told(open_vote, 60) == [f"The voting window {words}"]
    assert (latest.window_ends or AFTER) < AFTER


def test_an_emergency_is_told_by_the_day_of_its_ratification_alone() -> None:
    one = case()
    assert told(replace(one, proposal=replace(one.proposal, kind="emergency-action")), 60) == []
