"""Reports owed after an incident: by a day, or by the hour where a time is written."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from board.formats.incidents import read_incident

AT = datetime(2026, 3, 19, 9, 30, tzinfo=UTC)


def read(due: str) -> tuple[date | None, datetime | None, tuple[str, ...]]:
    """What a report says of its one clock, and the findings besides."""
    clock = f'[[clocks]]\nregime = "R"\ndue = {due}\n'
    text = f'+++\ntitle = "T"\ndate = 2026-03-16\ntags = ["t"]\n{clock}+++\nWords.\n'
    found = read_incident(text.encode(), "incidents/1.md")
    [clock] = found.value.clocks
    return clock.due, clock.at, tuple(each.code for each in found.findings)


@pytest.mark.parametrize("due", ["2026-03-19T09:30:00Z", '"2026-03-19T09:30:00Z"', "2026-03-19T10:30:00+01:00"])
def test_a_time_is_owed_by_the_hour(due: str) -> None:
    assert read(due) == (AT.date(), AT, ())


def test_a_day_is_owed_by_the_day() -> None:
    assert read("2026-03-19") == (AT.date(), None, ())


def test_a_time_that_is_none_is_found_and_a_time_without_a_zone_is_told() -> None:
    due, at, codes = read('"soon, at Ten"')
    assert (due, at) == (None, None) and codes
    due, at, codes = read("2026-03-19T09:30:00")
    assert (due, at) == (AT.date(), AT) and codes
