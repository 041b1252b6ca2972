"""Times are UTC; windows count working days of the charter's calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.core.dates import (
    add_working_days,
    file_stamp,
    format_utc,
    in_hours,
    in_words,
    is_timezone,
    local_date,
    parse_utc,
    reads_until,
    told_at,
    working_days_between,
)

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
CHRISTMAS = frozenset({date(2026, 12, 25)})


@pytest.mark.parametrize("text", ["2026-10-08T14:03:11Z", "2026-10-08T16:03:11+02:00", " 2026-10-08T14:03:11+00:00 "])
def test_a_moment_is_read_as_utc(text: str) -> None:
    assert parse_utc(text) == datetime(2026, 10, 8, 14, 3, 11, tzinfo=UTC)
    assert format_utc(parse_utc(text)) == "2026-10-08T14:03:11Z"


@pytest.mark.parametrize(
    "text", ["2026-10-08T14:03:11", "yesterday", "", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+05:00"]
)
def test_what_is_no_moment_in_utc_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_utc(text)


def test_a_time_without_a_zone_is_never_written() -> None:
    with pytest.raises(ValueError, match="time zone"):
        format_utc(datetime(2026, 10, 8))


def test_a_message_file_begins_with_its_moment() -> None:
    cet = timezone(timedelta(hours=2))
    assert file_stamp(datetime(2026, 10, 6, 12, 15, tzinfo=cet)) == "20261006T101500Z"


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 10, 5), 5, date(2026, 10, 12)),  # the docket of formats.md
        (date(2026, 10, 9), 1, date(2026, 10, 12)),
        (date(2026, 10, 10), 1, date(2026, 10, 12)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),  # a holiday, then a weekend
        (date(2026, 10, 5), 0, date(2026, 10, 5)),
    ],
)
def test_a_window_skips_weekends_and_holidays(start: date, days: int, end: date) -> None:
    assert add_working_days(start, days, CHRISTMAS) == end


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(date(2026, 10, 5), -1)


@given(DAYS, st.integers(0, 60), st.frozensets(DAYS, max_size=5))
def test_counting_working_days_undoes_adding_them(day: date, n: int, holidays: frozenset[date]) -> None:
    assert working_days_between(day, add_working_days(day, n, holidays), holidays) == n


@given(DAYS, DAYS)
def test_working_days_between_change_sign_with_direction(start: date, end: date) -> None:
    assert working_days_between(start, end) == -working_days_between(end, start)


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "tomorrow"), (2, "in 2 days"), (-1, "1 day late"), (-3, "3 days late")],
)
def test_a_date_in_words(days: int, words: str) -> None:
    today = date(2026, 10, 5)
    assert in_words(today + timedelta(days=days), today) == words


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-10-24T21:59:00Z", date(2026, 10, 24)),  # summer time in Berlin: two hours ahead
        ("2026-10-24T22:01:00Z", date(2026, 10, 25)),
        ("2026-10-25T22:30:00Z", date(2026, 10, 25)),  # the day the clock goes back: one hour ahead
        ("2026-10-25T23:01:00Z", date(2026, 10, 26)),
        ("2026-03-28T23:01:00Z", date(2026, 3, 29)),  # the night before the clock goes forward
        ("2026-03-29T22:01:00Z", date(2026, 3, 30)),
    ],
)
def test_the_calendar_day_follows_the_charters_time_zone_through_the_clock_change(moment: str, day: date) -> None:
    assert local_date(parse_utc(moment), "Europe/Berlin") == day


@pytest.mark.parametrize("name", ["Mars/Olympus", "../../etc/passwd", "", "Europe", "Europe/Berlin\x00"])
def test_an_unknown_time_zone_reads_as_utc(name: str) -> None:
    assert not is_timezone(name)
    assert local_date(parse_utc("2026-10-24T23:30:00Z"), name) == date(2026, 10, 24)


def test_days_at_the_ends_of_the_calendar_do_not_crash() -> None:
    assert local_date(datetime(9999, 12, 31, 23, 59, tzinfo=UTC), "Asia/Tokyo") == date(9999, 12, 31)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (180, "in 3 hours"),
        (179, "in 2 hours"),
        (60, "in 1 hour"),
        (59, "in less than an hour"),
        (0, "in less than an hour"),
        (-1, "1 hour late"),
        (-60, "1 hour late"),
        (-61, "2 hours late"),
        (-48 * 60, "48 hours late"),
        (-48 * 60 - 1, "2 days late"),
        (-72 * 60 - 1, "3 days late"),
    ],
)
def test_a_moment_in_words_never_tells_of_more_time_than_there_is(minutes: int, words: str) -> None:
    now = datetime(2026, 10, 5, 9, tzinfo=UTC)
    assert in_hours(now + timedelta(minutes=minutes), now) == words


@given(st.integers(-200_000, 50_000), st.integers(0, 8_000))
def test_words_by_the_hour_hold_to_the_moment_they_say_and_no_longer(seconds: int, later: int) -> None:
    """Given what is said now, then it is said until `reads_until`; a second after, it may be said otherwise."""
    now = datetime(2026, 10, 5, 9, tzinfo=UTC)
    moment, then = now + timedelta(seconds=seconds), now + timedelta(seconds=later)
    until = reads_until(moment, now)
    assert until >= now
    if then <= until:
        assert in_hours(moment, then) == in_hours(moment, now)
    after = until + timedelta(seconds=1)
    assert in_hours(moment, after) != in_hours(moment, now) or (moment - now).days < -2


def test_a_moment_is_told_by_the_board_s_clocks_and_names_them() -> None:
    """Given a moment in winter, in summer and in a zone nobody knows, then day, hour and zone belong together."""
    assert told_at(datetime(2026, 1, 31, 23, 30, tzinfo=UTC), "Europe/Berlin") == "2026-02-01 00:30 CET"
    assert told_at(datetime(2026, 7, 1, 8, 5, tzinfo=UTC), "Europe/Berlin") == "2026-07-01 10:05 CEST"
    assert told_at(datetime(2026, 7, 1, 8, 5, tzinfo=UTC), "Nowhere/Town") == "2026-07-01 08:05 UTC"
