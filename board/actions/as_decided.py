"""The tally as people read it: of a round that ended, what its record counted, on that day and by that day's rules.

Members come and go, exceptions end and evidence grows old. None of it may change what is said of a decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from board.actions.cases import load_case
from board.actions.freezing import frozen
from board.actions.load import World
from board.actions.summing import sum_up
from board.core.act import Moved
from board.core.ballot import Verdict
from board.core.case import Case, SeatLine, SeatState, Tally
from board.core.dates import local_date
from board.core.finding import Refused
from board.core.message import unanswered
from board.core.record import Record
from board.core.tally import closing


def told_tally(world: World, case: Case, today: date) -> Tally:
    """The sum so far; of a round that ended, the recorded sum with the seats and reasons of the day it ended."""
    record = closing(case)
    if record is None or record.decided_at is None:
        return sum_up(world, case, today)
    day = local_date(record.decided_at, case.charter.timezone)
    then, before = _before(world, case, record, day)
    told = replace(before, record=case.record, rounds=case.rounds, messages=case.messages, form=record.render)
    return _as_recorded(sum_up(then, told, day), record, case, day)


def _before(world: World, case: Case, record: Record, day: date) -> tuple[World, Case]:
    """The files and the case on which it was decided; those of now where the history does not hold that commit.

    Sample decisions, and decisions from before a founding, name no commit.
    """
    if not record.base:
        return world, case
    try:
        then = world.at(record.base)
        before = load_case(then, case.id)
    except Refused:
        return world, case
    return then, replace(before, frozen=frozen(then, before, day))


def _as_recorded(sums: Tally, record: Record, case: Case, day: date) -> Tally:
    """A tally that says word for word what the record says, wherever the record says it."""
    still = unanswered(case.messages, case.carried.settled)
    yes = record.outcome.yes
    return replace(
        sums,
        outcome=record.outcome,
        sum=record.sum,
        ballots=record.ballots,
        seats=tuple(_lines(sums.seats, record, case)),
        missing=() if yes else sums.missing,
        bars=() if yes else sums.bars,
        stops=tuple(one for one in sums.stops if one.path in {each.path for each in record.ballots}),
        conditions=record.conditions,
        waiting_for=(),
        may_decide=False,
        way=record.way or sums.way,
        silent=record.silent,
        motions=_moved(sums, record),
        unanswered=tuple(one for one in sums.unanswered if one in still),
        recorded=day,
    )


def _lines(seats: Sequence[SeatLine], record: Record, case: Case) -> Iterator[SeatLine]:
    """Seat by seat, with the ballots that the record counted and no others."""
    counted = {one.path: one for one in record.ballots if one.counted and one.verdict is not Verdict.RECUSE}
    cast = {one.path: one for one in case.ballots}
    for line in seats:
        if line.ballot is not None and line.ballot.path in counted:
            yield line
            continue
        path = next((path for path, one in counted.items() if line.seat in one.seats), "")
        if path:
            member = counted[path].member
            found = case.charter.member(member)
            deputy = found is not None and line.seat in found.alternate and line.seat not in found.seats
            voted = replace(line, state=SeatState.VOTED, member=member, alternate=deputy, eligible=True, note="")
            yield replace(voted, ballot=cast.get(path))
        elif line.state in (SeatState.VOTED, SeatState.WAITING, SeatState.STALE):
            yield replace(line, state=SeatState.SILENT, ballot=None)
        else:
            yield line


def _moved(sums: Tally, record: Record) -> tuple[Moved, ...]:
    """The motions with what the record says each came to; records of the first form name none."""
    told = {one.path: one for one in record.motions}
    return tuple(
        replace(each, state=told[each.motion.path].outcome, words=told[each.motion.path].words, waiting_for=())
        if each.motion.path in told
        else each
        for each in sums.motions
    )
