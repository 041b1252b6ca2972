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
    last = last_day(charter, today)
    if last is not None:
        seats = tuple(one.id for one in charter.members if one.seats and in_office(one, today))
        what, state = "The last term that lets this board act", state_on(SORTS["last-term"], last, today)
        fix = "Decide about a charter change before that day: new terms, or other people."
        each = Deadline(
            SORTS["last-term"], last, what, "term", (*presides, *seats), fix=fix, part="members", state=state
        )
        found.append(each)
    if looked is not None:
        due = looked + timedelta(days=REVIEW_DAYS)
        state = state_on(SORTS["charter"], due, today)
        fix = "Decide about a charter change, even one that changes nothing: `board new charter-change`."
        what = "The yearly look at the charter"
        found.append(Deadline(SORTS["charter"], due, what, "charter", presides, fix=fix, part="charter", state=state))
    return tuple(sorted(found, key=lambda each: (each.due, each.part)))


def last_day(charter: Charter, today: date) -> date | None:
    """The last day on which the board can still decide, as terms stand; None while no end of a term changes that.

    That it could never decide at all is told of the charter itself, not here.
    """
    ends = sorted({one.end for one in charter.members if one.end is not None})
    after = (end for end in ends if _can_decide(charter, end) and not _can_decide(charter, end + timedelta(days=1)))
    return max(after, default=None) if not _can_decide(charter, max([today, *ends]) + timedelta(days=1)) else None


def _can_decide(charter: Charter, day: date) -> bool:
    """Whether enough seats have somebody in office, and somebody presides or two who hold a seat act together."""
    able = [one for one in charter.members if in_office(one, day)]
    seats = {seat for one in able for seat in (*one.seats, *one.alternate)}
    people = sum(bool(one.seats or one.alternate) for one in able)
    enough = len(seats) >= charter.voting.quorum_seats and people >= charter.voting.quorum_people
    return enough and (any(one.presides for one in able) or sum(bool(one.seats) for one in able) > 1)
