"""The tally of a case, with the exceptions in force that lift a bar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from board.actions.cases import load_case
from board.actions.freezing import frozen
from board.actions.load import World
from board.core.case import Case, Tally
from board.core.record import RecordMotion, held_in
from board.core.tally import tally
from board.core.waivers import EXCEPTION, waivers


def sum_up(world: World, case: Case, today: date) -> Tally:
    """The outcome so far; reads the exceptions only where a question bars approval.

    A case that carries its freezes already keeps them; for others they are looked up while the case is open.
    """
    if not case.frozen and case.record is None:
        case = replace(case, frozen=frozen(world, case, today))
    sums = _with_held(tally(case, today), case)
    if not sums.bars:
        return sums
    exceptions = (
        load_case(world, one)
        for one, record in world.records.naming(EXCEPTION.encode())
        if record.kind == EXCEPTION and record.outcome.yes and one in world.records
    )
    waived = waivers(case, exceptions, today)
    return _with_held(tally(replace(case, waivers=waived), today), case) if waived else sums


def _with_held(sums: Tally, case: Case) -> Tally:
    """A tally that also says what a custodian holds."""
    return replace(sums, held=held_in(case.proposal))


def moved_in(sums: Tally) -> tuple[RecordMotion, ...]:
    """The motions of a tally as a record names them."""
    return tuple(
        RecordMotion(each.motion.path, each.motion.sha256, each.motion.kind, each.motion.member, each.state, each.words)
        for each in sums.motions
    )
