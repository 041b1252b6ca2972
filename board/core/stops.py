"""Which stop a motion means, and the stop that a lower tier would silence (docs/charter.md, Motions)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from board.core.act import Motion
from board.core.ballot import Ballot
from board.core.ballots import valid_stop
from board.core.case import Case
from board.core.charter import Charter
from board.core.dates import add_working_days, local_date
from board.core.proposal import Tier
from board.core.proposers import own_stops
from board.core.rules import voting_seats
from board.core.said import list_of
from board.core.seating import Seating, seatings
from board.core.stated import STRICTER

OVERRULE_NOTICE = 5
"""The working days between moving to overrule a stop and the day it can count."""
_CLOCKS = timedelta(days=1)
"""Two clocks may differ so far: what names a moment nearer than that to another came neither before nor after it."""
_SAME = ("member", "round", "revision", "ground", "motion", "proposal", "repository")


def file_of(ballot: Ballot) -> str:
    """The name of a ballot's file, as a motion names it."""
    return f"{ballot.member}-{ballot.number}.toml"


def named_stop(case: Case, about: str) -> Ballot | None:
    """The ballot whose file a motion names, whether or not it still speaks."""
    return next((each for each in case.ballots if file_of(each) == about), None)


def is_about(case: Case, about: str, stop: Ballot) -> bool:
    """Whether a motion that names a file is about a stop: that one, or the same member's on the same ground and text.

    A stop cast again with other words is the same stop; else nobody could ever overrule it. By an older list each
    ballot was a stop of its own.
    """
    if file_of(stop) == about:
        return True
    first = named_stop(case, about) if list_of(case) >= STRICTER else None
    if first is None or not (valid_stop(first) and valid_stop(stop)):
        return False
    return all(getattr(first, part) == getattr(stop, part) for part in _SAME)


def notice_ends(case: Case, motion: Motion, today: date | None) -> date | None:
    """The last day of the notice: whatever day a motion names, it came after its round was opened, and the stop.

    A moment that has not come by the day of the count moves nothing: nobody holds a round open by naming one.
    """
    if motion.at is None:
        return None
    charter, stop = case.charter, named_stop(case, motion.about)
    opened = next((each for each in case.docket.openings if each.round == motion.round), None)
    since = (opened.opened_at, stop.cast_at if stop else None) if opened and opened.facts >= STRICTER else ()
    strict = opened is not None and opened.facts >= STRICTER
    said = [each for each in (motion.at, *since) if each and not (strict and has_not_come(each, today, charter))]
    began = max(said, default=motion.at)
    return add_working_days(local_date(began, charter.timezone), OVERRULE_NOTICE, charter.holidays)


def has_not_come(at: datetime, today: date | None, charter: Charter) -> bool:
    """Whether a moment that somebody names lies after the day of the count, by more than clocks may differ."""
    return today is not None and local_date(at - _CLOCKS, charter.timezone) > today


def silenced(case: Case, to: Tier, day: date | None, yes: Sequence[datetime | None]) -> Seating | None:
    """A seat whose stop stands and that would have no vote at a lower tier; None where there is none.

    `yes` are the moments of the votes that carry the lowering: a stop cast a day or more after the last of them came
    too late. Within that day nobody can prove what came first, and whoever moves could date an hour back.
    """
    if list_of(case) < STRICTER or day is None:
        return None
    lower = replace(case, carried=replace(case.carried, tier=to))
    stay = {seat.id for seat in voting_seats(lower.charter, lower.proposal, lower.tier)}
    done = max((each for each in yes if each), default=None)
    for seating in (*seatings(case, day), *own_stops(case, day)):
        stop = seating.ballot if seating.seat.id not in stay else None
        if stop is None or not valid_stop(stop) or _overruled(case, stop, day):
            continue
        if done is None or stop.cast_at is None or stop.cast_at <= done + _CLOCKS:
            return seating
    return None


def _overruled(case: Case, stop: Ballot, day: date) -> bool:
    last = case.carried.overruled.get(file_of(stop))
    return last is not None and day > last
