"""Who may open, decide and end a round alone, as verifying judges it after the fact."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from board.core.act import Act
from board.core.case import Case
from board.core.charter import Member
from board.core.seating import recused
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


def out_of_term(step: Step, day: date) -> str:
    """That a step rests on an office which its member did not hold on a day, as the end of a sentence; or ""."""
    ended = step.member.presides and term_day(step) is not None and not serving(step.member, day).presides
    return f"decided in the term of {step.member.id}" if ended else ""


def agreed_in(step: Step, touch: Touch) -> Iterator[tuple[Member, Act]]:
    """Who agreed beforehand to what a step writes, as far as her term covers its day, with each act of hers."""
    return agreeing(step.before, step.charter, touch.path, touch.new, day=term_day(step))
