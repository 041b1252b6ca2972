"""Acts dated back into a time in which they could be done: told, where others signed later dates before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from board.formats.paths import Sort
from board.trust.dating import TOLERANCE, shown
from board.trust.report import Fault
from board.trust.rules import faults
from board.trust.step import Step

_ACTS = (Sort.FOLLOW_UP, Sort.MOTION)  # of motions the rules ask the day only of those that nobody votes on


def late_acts(step: Step) -> Iterator[Fault]:
    """What acts at once and so rests on the date of its commit: a term ended by then, or the days to pull a change."""
    floor = step.when.floor
    paths = [touch.path for touch in step.touches if touch.place.sort in _ACTS]
    if not paths or floor <= step.when.at + TOLERANCE:
        return
    late = replace(step, when=replace(step.when, at=floor))
    for fault in faults(late):
        words = f"{paths[0]} came after {shown(floor)}, by the dates that members signed. {fault.words}"
        yield Fault("date.decisive", words, path=paths[0])
        return
