"""Terms in the history: who writes a commit on a day that her term does not cover holds no office and no seat in it.

The day is that of her signed commit. Votes and motions stay as they were cast: the tally looks at terms itself, and
work done offline may come in late. What came before an opening named the third list of facts was not asked for terms.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from board.core.dates import local_date, moment_at
from board.core.stated import STRICTER
from board.core.terms import serving
from board.formats.paths import Sort
from board.trust.step import Step, openings_in

_CAST = frozenset((Sort.BALLOT, Sort.MOTION, Sort.REVIEW))


def term_day(step: Step) -> date | None:
    """The day by which terms are judged in a step; None where they do not bind it."""
    opened = [one.facts for touch in step.touches if touch.place.sort is Sort.DOCKET and touch.new is not None
              for one in openings_in(touch.new)[-1:]]  # fmt: skip
    if max(step.before.link.opened, *opened, 0) < STRICTER:
        return None
    return local_date(moment_at(step.when.at), step.charter.timezone)


def in_term(step: Step) -> Step:
    """The step by its member as her term lets her act."""
    if all(touch.place.sort in _CAST for touch in step.touches):
        return step
    able = serving(step.member, term_day(step))
    return step if able is step.member else replace(step, member=able)
