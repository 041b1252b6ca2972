"""The dates of the board itself and of its registers: terms, the yearly look at the charter, entries that ran out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import TypeVar

from board.actions.load import World
from board.actions.session import Session
from board.actions.stopped import row_of
from board.core.ageing import on_evidence
from board.core.case import Case, Stage
from board.core.charter_dates import charter_deadlines
from board.core.dated import Deadline
from board.core.dates import local_date
from board.core.deadlines import deadlines
from board.core.filed_deadlines import entry_deadlines, incident_deadlines
from board.core.finding import Finding, Severity, Where
from board.core.incident import carried_on
from board.core.layout import CHARTER
from board.core.sentence import upper
from board.formats.incidents import read_incident
from board.formats.read import Read
from board.formats.registers import read_register

_KIND = "charter-change"
_DAYS = (b"due", b"_until", b"follows")
"""Words that a file must hold to say such a day."""
_T = TypeVar("_T")


def board_dates(session: Session, world: World) -> tuple[Deadline, ...]:
    """The dates that concern everybody, by day."""
    return charter_deadlines(world.charter, charter_looked_at(session, world), session.today)


def case_dates(session: Session, case: Case) -> tuple[Deadline, ...]:
    """Every date of a proposal (deadlines.py); none on evidence once, by the tip, another version runs in its place."""
    found = deadlines(case, session.today, session.now())
    left = tuple(each for each in found if not on_evidence(each.part))
    if len(left) == len(found) or row_of(session.listed, case, session.today).stage is Stage.IN_FORCE:
        return found
    return left


def told(session: Session) -> tuple[Finding, ...]:
    """What my inbox says of the dates that concern everybody; a day still to come is a note."""
    me, today = session.me, session.today
    member = session.charter.member(me.member)
    if member is None:
        return ()
    looked = charter_looked_at(session, session.listed) if member.presides else None
    found: list[Finding] = []
    dates = [(CHARTER, each) for each in charter_deadlines(session.charter, looked, today)]
    for path, each in (*dates, *filed_dates(session.listed, today, session.now())):
        if each.hears(member.id, today):
            late = each.finding(path, today)
            words = f"{upper(each.words(today))}."
            found.append(late or Finding(f"{each.sort.id}.soon", words, Severity.NOTE, Where(path), fix=each.fix))
    return tuple(found)


def charter_looked_at(session: Session, world: World) -> date | None:
    """The day on which the board last decided about its charter, else the last that changed the file; None if unknown.

    A decision that changes nothing is a look as well.
    """
    zone = world.charter.timezone
    days = [
        local_date(record.decided_at, zone)
        for _, record in world.records.naming(_KIND.encode())
        if record.kind == _KIND and record.decided_at
    ]
    if not days:
        days = [local_date(commit.at, zone) for commit in session.store.log([CHARTER], limit=1)]
    return max(days, default=None)


def filed_dates(world: World, today: date, now: datetime) -> Iterator[tuple[str, Deadline]]:
    """The dates of registers and incidents that nobody has settled yet, each with the file where it stands."""
    for entry, path in _read(world, "registers/", read_register):
        yield from ((path, each) for each in entry_deadlines(entry, world.charter, today))
    for incident in carried_on(incident for incident, _ in _read(world, "incidents/", read_incident)):
        yield from ((incident.path, each) for each in incident_deadlines(incident, world.charter, today, now))


def _read(world: World, folder: str, reader: Callable[[bytes, str], Read[_T]]) -> Iterator[tuple[_T, str]]:
    """What lies below a folder and says a day that may come back; whatever else is not even parsed."""
    for path, data in world.snapshot.read_many(world.snapshot.paths(world.layout.at(folder))).items():
        if data is not None and any(word in data for word in _DAYS):
            read = world.parsed.read(world.snapshot, path, reader, folder)
            if read is not None:
                yield read.value, path
