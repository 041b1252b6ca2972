"""The dates of the board itself and of its registers: terms, the yearly look at the charter, entries that ran out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from board.actions.load import World
from board.actions.session import Session
from board.core.dated import Deadline
from board.core.dates import local_date
from board.core.deadlines import charter_deadlines
from board.core.finding import Finding, Severity, Where
from board.core.layout import CHARTER
from board.core.register import RegisterEntry

_KIND = "charter-change"
_GONE = ("retired", "rejected", "candidate", "suspended")


def board_dates(session: Session, world: World) -> tuple[Deadline, ...]:
    """The dates that concern everybody, by day."""
    return charter_deadlines(world.charter, charter_looked_at(session, world), session.today)


def told(session: Session) -> tuple[Finding, ...]:
    """What my inbox says of the dates that concern everybody; a day still to come is a note."""
    me, today = session.me, session.today
    member = session.charter.member(me.member)
    if member is None:
        return ()
    looked = charter_looked_at(session, session.listed) if member.presides else None
    found: list[Finding] = []
    for each in charter_deadlines(session.charter, looked, today):
        if each.hears(member.id, today):
            late = each.finding(CHARTER, today)
            words = f"{each.words(today)}."
            found.append(late or Finding(f"{each.sort.id}.soon", words, Severity.NOTE, Where(CHARTER), fix=each.fix))
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


def register_dates(entry: RegisterEntry, path: str, today: date) -> Iterator[Finding]:
    """An entry that is in use beyond the last day of its approval."""
    try:
        until = date.fromisoformat(entry.approved_until)
    except ValueError:
        return
    if until < today and entry.status not in _GONE:
        yield Finding(
            "register.expired",
            f"The approval of {entry.name or entry.id} ended on {until}, and the register still shows it in use.",
            where=Where(path, part="approved_until"),
            why="What was right once is looked at again.",
            fix="Propose it again, or retire it.",
        )
