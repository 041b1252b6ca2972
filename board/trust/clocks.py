"""A file and its commit come from one clock: what names a moment after its own commit made it up (from list 3 on).

The program names the moment and signs the commit right after. Commits that are made again on top of what others did
meanwhile are later still, so a file may be older than its commit, and never younger but by what two clocks differ.
"""

from __future__ import annotations

from collections.abc import Iterator

from board.core.stated import STRICTER
from board.formats.paths import Sort
from board.trust.dating import TOLERANCE, claim, shown
from board.trust.report import Fault
from board.trust.step import Step, highest_list


def made_up(step: Step) -> Iterator[Fault]:
    """What names a moment after its own commit; of many, the first."""
    if max(step.before.link.opened, highest_list(step.touches)) < STRICTER:
        return
    for touch in step.touches:
        said = None if touch.place.sort is Sort.MESSAGE else claim(touch)
        if said is None:
            continue
        if said > step.when.at + TOLERANCE:
            words = f"{touch.path} says {shown(said)}; its commit was signed on {shown(step.when.at)}, before."
            yield Fault("date.made-up", words, path=touch.path)
            return
