"""A walk that met a fork is made again: which line a merge keeps is known only there, after both were walked.

What the walk remembers (dates, uses, what a decision acknowledged) would else hold what the line that was put aside
said, and a line without effect would move what counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from board.trust.state import Start
from board.trust.walk import Walk

_TIMES = 3
"""What is put aside may change which of two further lines is kept; nobody makes that go on for long."""


def through(begun: Callable[[], Walk], ids: Sequence[str], start: Start | None = None) -> Walk:
    """A walk through commits in which no line that a merge put aside left anything; `begun` makes one to walk with.

    Raises what `Walk.through` raises.
    """
    aside: frozenset[str] = frozenset()
    for _ in range(_TIMES):
        walk = begun()
        walk.aside = aside
        walk.through(ids, start)
        lost = _lost(walk, ids[-1]) if walk.lost else frozenset()
        if lost == aside:
            break
        aside = lost
    return walk


def _lost(walk: Walk, tip: str) -> frozenset[str]:
    """What merges put aside for good: a merge on a line that lost itself puts nothing aside that counts at the tip."""
    return frozenset(walk.lost).difference(step.commit for step in walk.states[tip].link.back())
