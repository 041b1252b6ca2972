"""Times are UTC, dates people set are calendar days in the charter's time zone; both are claims (formats.md)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LAST_SECOND = 253_000_000_000
"""A moment before the end of the calendar, in seconds: days can still be added to it."""
_SATURDAY = 5
_HOUR = timedelta(hours=1)
_LONG = 48
"""After so many hours lateness is told in days."""


def parse_utc(text: str) -> datetime:
    """A moment from ISO 8601 text with `Z` or an offset, as UTC; raises ValueError when it is not one."""
    moment = datetime.fromisoformat(text.strip())
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} says no time zone; times are written in UTC and end in Z")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{text!r} lies outside the calendar") from error


def format_utc(moment: datetime) -> str:
    """A moment as `2026-10-08T14:03:11Z`, to the second; raises ValueError when it has no time zone."""
    return _utc(moment).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment_at(seconds: int) -> datetime:
    """A moment from the seconds that a commit gives; what lies outside the calendar is taken to its edge."""
    return datetime.fromtimestamp(min(max(seconds, 0), LAST_SECOND), UTC)


def file_stamp(moment: datetime) -> str:
    """A moment as it begins a message's file name: `20261006T101500Z`."""
    return _utc(moment).strftime("%Y%m%dT%H%M%SZ")


def is_working_day(day: date, holidays: Collection[date] = ()) -> bool:
    """Whether a day is neither Saturday nor Sunday nor a holiday of the charter."""
    return day.weekday() < _SATURDAY and day not in holidays


def add_working_days(day: date, n: int, holidays: Collection[date] = ()) -> date:
    """The n-th working day after `day`, at most the calendar's last; with n = 0 the day itself.

    Raises ValueError when n is negative.
    """
    if n < 0:
        raise ValueError("working days are counted forwards")
    while n and day < date.max:
        day += timedelta(days=1)
        n -= is_working_day(day, holidays)
    return day


def working_days_between(start: date, end: date, holidays: Collection[date] = ()) -> int:
    """How many working days come after `start` up to and including `end`; below 0 when `end` comes first."""
    if end < start:
        return -working_days_between(end, start, holidays)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, holidays) for day in days)


def in_words(day: date, today: date) -> str:
    """How far off a day is: "today", "tomorrow", "in 2 days", "3 days late"."""
    days = (day - today).days
    if days == 0:
        return "today"
    if days == 1:
        return "tomorrow"
    if days > 0:
        return f"in {days} days"
    return f"{-days} {'day' if days == -1 else 'days'} late"


def in_hours(moment: datetime, now: datetime) -> str:
    """How far off a moment is, by the clock: "in 3 hours", "in less than an hour", "2 hours late".

    Whole hours that are left, and hours of lateness that have begun, so that nobody is told of more time than there is.
    """
    left = moment - now
    if left >= _HOUR:
        return f"in {spell_hours(left // _HOUR)}"
    if left >= timedelta(0):
        return "in less than an hour"
    late = -(left // _HOUR)
    return f"{spell_hours(late)} late" if late <= _LONG else f"{(late - 1) // 24} days late"


def spell_hours(number: int) -> str:
    """A number of hours: "1 hour", "6 hours"."""
    return f"{number} {'hour' if number == 1 else 'hours'}"


def reads_until(moment: datetime, now: datetime) -> datetime:
    """The last moment, to the hour, at which `in_hours` still says what it says now."""
    return moment - (moment - now) // _HOUR * _HOUR


def is_timezone(name: str) -> bool:
    """Whether this machine knows a time zone of that name."""
    return _zone(name) is not None


def time_in_zone(moment: datetime) -> str:
    """The time of day with the name of its time zone, as 14:05 CET, for sentences that stand alone."""
    return f"{moment:%H:%M %Z}".strip()


def told_at(moment: datetime, timezone: str) -> str:
    """A moment as people read it, by the clocks of a named time zone, which it names: 2026-10-08 14:05 CEST."""
    local = local_moment(moment, timezone)
    return f"{local.date()} {time_in_zone(local)}"


def local_moment(moment: datetime, timezone: str) -> datetime:
    """The same moment by the clocks of a named time zone; in UTC when the zone is unknown here."""
    try:
        return moment.astimezone(_zone(timezone) or UTC)
    except OverflowError:
        return moment


def local_date(moment: datetime, timezone: str) -> date:
    """The calendar day of a moment in a named time zone; in UTC when the zone is unknown here."""
    try:
        return moment.astimezone(_zone(timezone) or UTC).date()
    except OverflowError:
        return moment.date()


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, unsafe, or a folder of zones
        return None


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time without a time zone cannot be written down")
    return moment.astimezone(UTC)
