"""When two agreed to what one of them brings: not before the first of them signed, nor longer ago than acts wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from board.core.act import WAITS_WORKING_DAYS
from board.core.charter import Charter
from board.core.dates import add_working_days, local_date
from board.core.digest import sha256
from board.formats.acts import read_act
from board.trust.step import Touch

Acts = dict[str, dict[str, int]]
"""By the path that acts name, and by the digest: the earliest moment of the first commit that agreed to it."""


def note_act(acts: Acts, touch: Touch, at: int) -> None:
    """Remember what a member agreed to in a commit that was signed at this moment, in seconds, at the earliest."""
    act = read_act(touch.new or b"", touch.path).value
    if act is not None:
        acts.setdefault(act.path, {}).setdefault(act.sha256, at)


def agreed_at(acts: Mapping[str, Mapping[str, int]], touch: Touch) -> int:
    """The moment of the first act that names just these bytes; 0 where nobody remembers one."""
    known = acts.get(touch.path, {})
    return known.get(sha256(touch.new), 0) if known and touch.new is not None else 0


def joined_from(least: int, charter: Charter) -> int:
    """The earliest moment of a first act that a second member could still join at `least`; both in seconds.

    It is the first moment of that day in UTC. 0 where there is no such day.
    """
    try:
        day = local_date(datetime.fromtimestamp(least, UTC), charter.timezone)
        first = day
        while add_working_days(first - timedelta(days=1), WAITS_WORKING_DAYS, charter.holidays) >= day:
            first -= timedelta(days=1)
        return int(datetime.combine(first, time(), UTC).timestamp())
    except (OverflowError, OSError, ValueError):
        return 0
