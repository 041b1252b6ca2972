"""A case as it would stand had it been opened on the day that signed commits allow, not on an earlier one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from board.core.case import Case
from board.core.dates import add_working_days, local_date, working_days_between


def opened_on(case: Case, at: datetime | None) -> Case:
    """The case with its latest opening at this moment, and a window as long as it had; None leaves it as it is."""
    latest = case.docket.latest
    if at is None or latest is None or latest.opened_at is None or latest.window_ends is None:
        return case
    zone, holidays = case.charter.timezone, case.charter.holidays
    days = working_days_between(local_date(latest.opened_at, zone), latest.window_ends, holidays)
    ends = add_working_days(local_date(at, zone), max(0, days), holidays)
    later = replace(latest, opened_at=at, window_ends=max(ends, latest.window_ends))
    return replace(case, docket=replace(case.docket, openings=(*case.docket.openings[:-1], later)))
