"""Which days of a decision the one in its place settles: those it names a day for itself; the others stay owed."""

from __future__ import annotations

from collections.abc import Collection

_RETIRE = "model-retire"
_OF_USE = ("review_by", "pilot_ends")


def taken_over(kind: str, dates: Collection[str]) -> frozenset[str]:
    """The facts whose days a replacing decision settles; what is taken out of use ends its pilot and its review."""
    return frozenset((*dates, *(_OF_USE if kind == _RETIRE else ())))
