"""Working a thing out once for a value that never changes: many rules ask the same of the same case."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")

KEPT = 8
"""Answers that are remembered; a decision and its pages look at fewer cases at a time."""


def once(work: Callable[[S], T]) -> Callable[[S], T]:
    """Let a pure function of one frozen value remember its last answers, by that very value and not by an equal one."""
    kept: tuple[tuple[S, T], ...] = ()

    @wraps(work)
    def asked(value: S) -> T:
        nonlocal kept
        for known, answer in kept:
            if known is value:
                return answer
        answer = work(value)
        kept = ((value, answer), *kept[: KEPT - 1])  # bound anew and never changed, so threads may ask at once
        return answer

    return asked
