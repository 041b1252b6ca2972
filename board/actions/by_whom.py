"""Who may open, decide and end a round alone, as verifying judges it after the fact."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from board.core.act import Act
from board.core.case import Case
from board.core.charter import Member
from board.core.dates import local_date
from board.core.docket import Opening
from board.core.record import Outcome, Record
from board.core.seating import last_resort, recused
from board.core.stated import STRICTER
from board.core.terms import serving
from board.trust.pairs import agreeing
from board.trust.step import Step, Touch
from board.trust.terms import term_day


def strict(case: Case) -> bool:
    """Whether the board looks at an opening by the third list of facts, or a later one."""
    latest = case.docket.latest
    return latest is not None and latest.facts >= STRICTER


def stands(case: Case) -> bool:
    """Whether somebody acted at once here, so that only a decision ends what that restricts."""
    return strict(case) and case.emergency is not None


def may_alone(member: Member, case: Case, facts: int) -> bool:
    """Whether chair or secretary may open, decide or end this alone: not by list 3 who stands aside."""
    return member.presides and (facts < STRICTER or member.id not in recused(case))


def may_open(member: Member, case: Case, opening: Opening) -> bool:
    """Whether chair or secretary may open this alone: who stood aside in the round before where nobody else can."""
    if may_alone(member, case, opening.facts):
        return True
    day = local_date(opening.opened_at, case.charter.timezone) if opening.opened_at else None
    return day is not None and member.id in last_resort(case, day)


def may_write(member: Member, case: Case, record: Record, today: date) -> bool:
    """Whether chair or secretary may write down this outcome alone: who stands aside only what is no yes.

    And only where nobody else can, and the outcome is the sum of the ballots, not a word of hers.
    """
    if may_alone(member, case, case.docket.latest.facts if case.docket.latest else 1):
        return True
    given = record.outcome in (Outcome.WITHDRAWN, Outcome.DEFERRED)
    return member.id in last_resort(case, today) and not record.outcome.yes and not given


def out_of_term(step: Step, day: date) -> str:
    """That a step rests on an office which its member did not hold on a day, as the end of a sentence; or ""."""
    ended = step.member.presides and term_day(step) is not None and not serving(step.member, day).presides
    return f"decided in the term of {step.member.id}" if ended else ""


def agreed_in(step: Step, touch: Touch) -> Iterator[tuple[Member, Act]]:
    """Who agreed beforehand to what a step writes, as far as her term covers its day, with each act of hers."""
    return agreeing(step.before, step.charter, touch.path, touch.new, day=term_day(step))
