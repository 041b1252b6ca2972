"""The tally of a case, with the exceptions in force that lift a bar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from board.actions.excepting import exceptions
from board.actions.freezing import frozen
from board.actions.load import World
from board.actions.opened import opened_policy
from board.core.case import Case, Tally
from board.core.record import RecordMotion, held_in
from board.core.tally import tally
from board.core.waivers import waivers

_UNCHECKED = "its OpenPGP signature could not be checked here."
_NO_PROOF = (
    "It would rest on OpenPGP signatures that nobody here could check. Install GnuPG; where the charter holds only a "
    "fingerprint, its owner signs again with a key that the charter lists. `board verify` says more."
)


def sum_up(world: World, case: Case, today: date) -> Tally:
    """The outcome so far; reads the exceptions only where a question bars approval.

    A case that carries its freezes already keeps them; for others they are looked up while the case is open.
    """
    if not case.frozen and case.record is None:
        case = replace(case, frozen=frozen(world, case, today))
    sums = _completed(world, tally(case, today), case)
    if not sums.bars:
        return sums
    case = replace(case, policy=opened_policy(world, case.id))
    case = replace(case, waivers=waivers(case, exceptions(world), today))
    return _completed(world, tally(case, today), case)


def _completed(world: World, sums: Tally, case: Case) -> Tally:
    """A tally that also says what a custodian holds, and what rests on signatures nobody here could check."""
    sums = replace(sums, held=held_in(case.proposal))
    unproven = world.standing.unproven if world.standing is not None else {}
    if not unproven:
        return sums
    from board.trust.unproven import resting  # lists need none of it

    paths = resting(unproven, world.layout, case.id, case.round, world.snapshot.read)
    if not paths or case.record is not None:
        return replace(sums, unchecked=paths)
    told = tuple(f"{path}, in the name of {unproven[path]}: {_UNCHECKED}" for path in paths)
    return replace(sums, unchecked=paths, missing=(*sums.missing, *told), may_decide=False, why_not_yet=_NO_PROOF)


def moved_in(sums: Tally) -> tuple[RecordMotion, ...]:
    """The motions of a tally as a record names them."""
    return tuple(
        RecordMotion(each.motion.path, each.motion.sha256, each.motion.kind, each.motion.member, each.state, each.words)
        for each in sums.motions
    )
