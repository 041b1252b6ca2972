"""The tally of a case, with the exceptions in force that lift a bar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from board.actions.cases import load_case
from board.actions.load import World
from board.core.case import Case, Tally
from board.core.tally import tally
from board.core.waivers import EXCEPTION, waivers


def sum_up(world: World, case: Case, today: date) -> Tally:
    """The outcome so far; reads the exceptions only where a question bars approval."""
    sums = tally(case, today)
    if not sums.bars:
        return sums
    exceptions = (
        load_case(world, one)
        for one, record in world.records.items()
        if record.kind == EXCEPTION and record.outcome.yes
    )
    waived = waivers(case, exceptions, today)
    return tally(replace(case, waivers=waived), today) if waived else sums
