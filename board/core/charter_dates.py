"""The dates of the board itself: terms that end, and the yearly look at its charter."""

from __future__ import annotations

from datetime import date, timedelta

from board.core.charter import Charter
from board.core.dated import SORTS, Deadline, state_on
from board.core.seating import in_office

REVIEW_DAYS = 365


def charter_deadlines(charter: Charter, looked: date | None, today: date) -> tuple[Deadline, ...]:
    """The dates of the board itself: terms that end, and the yearly look at the charter.

    `looked` is the day on which the board last decided about its charter, or founded itself; None where unknown.
    """
    presides = tuple(one.id for one in charter.members if one.presides and in_office(one, today))
    found = []
    for member in charter.members:
        if member.end is not None and (member.seats or member.alternate or member.roles):
            state = state_on(SORTS["term"], member.end, today)
            fix = "Propose a charter change: somebody else for the seat, a new term, or no seat."
            what, part = f"The term of {member.name}", f"members.{member.id}"
            found.append(
                Deadline(
                    SORTS["term"], member.end, what, "term", presides, (member.id,), fix=fix, part=part, state=state
                )
            )
    if looked is not None:
        due = looked + timedelta(days=REVIEW_DAYS)
        state = state_on(SORTS["charter"], due, today)
        fix = "Decide about a charter change, even one that changes nothing: `board new charter-change`."
        what = "The yearly look at the charter"
        found.append(Deadline(SORTS["charter"], due, what, "charter", presides, fix=fix, part="charter", state=state))
    return tuple(sorted(found, key=lambda each: (each.due, each.part)))
