"""Follow-ups dated back into a time in which they could be given: told, where others signed later dates before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from board.formats.paths import Sort
from board.trust.dating import TOLERANCE, shown
from board.trust.report import Fault
from board.trust.rules import faults
from board.trust.step import Step


def late_follow_ups(step: Step) -> Iterator[Fault]:
    """What rests on the date of its own commit: a term that had ended by then, or the days to pull a change."""
    floor = step.when.floor
    paths = [touch.path for touch in step.touches if touch.place.sort is Sort.FOLLOW_UP]
    if not paths or floor <= step.when.at + TOLERANCE:
        return
    late = replace(step, when=replace(step.when, at=floor))
    for fault in faults(late):
        words = f"{paths[0]} came after {shown(floor)}, by the dates that members signed. {fault.words}"
        yield Fault("date.decisive", words, path=paths[0])
        return
