"""No seat judges more than a third of many questions: the rest goes to the seats that a question names next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from board.core.checklist import Question
from board.core.stated import STRICTER

MANY = 27
"""From how many questions on the share of a seat is looked at."""
_MANY_BEFORE = 30
"""The same for openings by an older list of facts."""


def many_by(facts: int) -> int:
    """From how many questions on a share is looked at, by the list of facts of this number (stated.py)."""
    return MANY if facts >= STRICTER else _MANY_BEFORE


def shared(judged: Sequence[tuple[Question, str]], voting: Collection[str], many: int = MANY) -> tuple[str, ...]:
    """Who judges each of the questions put to a proposal, given the seat that each names first.

    Questions in a branch that an answer may close do not count, so that no answer moves a question to another seat.
    """
    judges = [judge for _, judge in judged]
    counted = [question for question, judge in judged if judge]
    if len(counted) < many:
        return tuple(judges)
    sure = sum(not any(when.after for when in question.applies) for question in counted)
    most, load = max(sure, many) // 3, Counter(judges)
    for at, (question, judge) in enumerate(judged):
        if judge and load[judge] > most:
            free = next((seat for seat in question.hands_to if seat in voting and load[seat] < most), judge)
            load[judge] -= 1
            load[free] += 1
            judges[at] = free
    return tuple(judges)
