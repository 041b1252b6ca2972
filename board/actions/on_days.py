"""A case as it would stand had all been opened, cast and moved on the days that signed commits allow, not earlier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from board.core.case import Case
from board.core.dates import add_working_days, local_date, working_days_between
from board.core.layout import Layout
from board.core.motions import acted


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


def said_on(case: Case, late: Mapping[str, datetime], layout: Layout) -> Case:
    """The case with the ballots and motions at these paths cast and moved at these moments."""
    if not late:
        return case
    ballots = tuple(
        replace(one, cast_at=late.get(layout.ballot(case.id, one.member, one.number), one.cast_at))
        for one in case.ballots
    )
    motions = tuple(
        replace(one, at=late.get(layout.file(case.id, f"motions/{one.number}.toml"), one.at)) for one in case.motions
    )
    return acted(replace(case, ballots=ballots, motions=motions))
