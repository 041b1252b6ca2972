"""The days that a record keeps of a case, so that none falls silent: as facts state them, or as answers do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from board.core.case import Case
from board.core.questions import standings
from board.core.record import dates_in
from board.core.said import COMPUTED, PROPOSER, list_of
from board.core.stated import STRICTER

REVIEW_DAY, END_DAY = "E-25", "X-6"
"""The questions that ask on which day the board looks again, and on which an emergency action ends."""
_ASKS: Mapping[str, str] = {"review_by": REVIEW_DAY, "expected_end": END_DAY}
"""The facts of record.py whose day a question asks for as well."""


def dates_of(case: Case) -> dict[str, date]:
    """The days a record keeps of a case, by fact.

    Where a question asks for the same day, the day that its judging seat names counts, as it does for every question;
    without one the soonest of those that the proposer named. By an older list the fact alone counted where it named
    one, and no record kept the end of an emergency action that only an answer named.
    """
    stated = dates_in(case.proposal)
    if list_of(case) < STRICTER:
        said = None if "review_by" in stated else said_day(case, REVIEW_DAY)
        return stated | ({"review_by": said} if said else {})
    for fact, question in _ASKS.items():
        own = [day for day in (stated.get(fact), _answered(case, question)) if day]
        found = _judged(case, question) or min(own, default=None)
        if found is not None:
            stated[fact] = found
    return stated


def said_day(case: Case, question: str) -> date | None:
    """A day as the checklist was answered; what a seat says instead of the proposer counts."""
    said = [view.value for review in case.reviews for view in review.views if view.question == question and view.value]
    return _day(said[0]) if said and said[0] else _answered(case, question)


def _judged(case: Case, question: str) -> date | None:
    """The day that the judging seat names; None where it is not asked, agrees, or names none."""
    for one in standings(case):
        if one.asked.question.id == question and one.by not in ("", PROPOSER, COMPUTED):
            return _day(one.value)
    return None


def _answered(case: Case, question: str) -> date | None:
    return next((_day(one.value) for one in case.answers if one.question == question and one.value), None)


def _day(value: tuple[str, ...]) -> date | None:
    try:
        return date.fromisoformat(value[0].strip())
    except (ValueError, IndexError):
        return None
