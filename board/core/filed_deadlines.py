"""The dates of registers and incidents: approvals and times to keep that end, actions and reports that are owed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from board.core.charter import Charter
from board.core.conditions import Lateness
from board.core.dated import SORTS, Deadline, state_on
from board.core.dates import in_hours, local_moment, time_in_zone
from board.core.incident import Incident
from board.core.register import RegisterEntry
from board.core.seating import in_office

_NOT_IN_USE = ("retired", "rejected", "candidate", "suspended")


def entry_deadlines(entry: RegisterEntry, charter: Charter, today: date) -> Iterator[Deadline]:
    """The last day of an approval while the entry is in use, its announced last day, and how long data may be kept."""
    name = entry.name or entry.id
    until = _day(entry.approved_until)
    if until and entry.status not in _NOT_IN_USE:
        fix = "Propose it again, or retire it and say so in the register."
        what = f"The approval of {name} in the register"
        yield _due("entry", until, what, "renew", entry.owner, charter, today, fix, "approved_until")
    sunset = _day(entry.sunset)
    if sunset and entry.status not in ("retired", "rejected"):
        fix = "Retire it and say so in the register, or let the board decide on a later day."
        what = f"The last day in use of {name} by the register"
        yield _due("withdrawal", sunset, what, "retire", entry.owner, charter, today, fix, "deprecation")
    keep = _day(entry.retention_until)
    if keep and not _day(entry.deleted_on):
        fix = "Delete it and write “deleted_on” into the register, or say until when it must be kept, and why."
        what = f"The time for which {name} may be kept"
        yield _due("retention", keep, what, "delete", entry.owner, charter, today, fix, "retention_until")


def incident_deadlines(
    incident: Incident, charter: Charter, today: date, now: datetime | None = None
) -> Iterator[Deadline]:
    """What an incident's actions and clocks still owe; what is due by the hour is judged by `now`."""
    settle = f"File a report that follows “{incident.id}”"
    for action in incident.actions:
        if action.due and not action.done:
            fix = f"{settle} and gives action {action.id} “done_at” or a new “due”."
            what = f"Action {action.id} after “{incident.title}”"
            part = f"action {action.id}"
            yield _due("action", action.due, what, "act", action.owner, charter, today, fix, part, action.text)
    for clock in incident.clocks:
        if clock.due and not clock.done:
            fix = f"{settle} and gives this clock “reported_at”."
            what = f"The report to {clock.regime or 'whom it is owed'} on “{incident.title}”"
            day = local_moment(clock.at, charter.timezone).date() if clock.at else clock.due
            owed = _due("clock", day, what, "report", "", charter, today, fix, "clocks")
            yield _by_the_hour(owed, clock.at, charter, now) if clock.at else owed


def _by_the_hour(owed: Deadline, at: datetime, charter: Charter, now: datetime | None) -> Deadline:
    """The same report with the time of day it is due at, late by the hour where the present is known."""
    limit = local_moment(at, charter.timezone)
    what = f"{owed.what}, by {time_in_zone(limit)},"
    if now is None or owed.state is Lateness.AHEAD:
        return replace(owed, what=what, at=limit)
    late = now > limit
    said = f"{what} is {'' if late else 'due '}{in_hours(limit, now)}"
    return replace(owed, what=what, at=limit, said=said, state=Lateness.LATE if late else Lateness.SOON)


def _due(
    sort: str,
    due: date,
    what: str,
    act: str,
    owner: str,
    charter: Charter,
    today: date,
    fix: str,
    part: str,
    detail: str = "",
) -> Deadline:
    """The owner acts where that is a member's handle, else who presides; who presides hears of it in any case."""
    presides = tuple(one.id for one in charter.members if one.presides and in_office(one, today))
    acts = (owner,) if charter.member(owner) else presides
    state = state_on(SORTS[sort], due, today)
    return Deadline(SORTS[sort], due, what, act, acts, last=presides, detail=detail, fix=fix, part=part, state=state)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
