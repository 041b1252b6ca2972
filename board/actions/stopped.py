"""What was stopped, taken back or replaced after the board had approved it: no page of that decision can say it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

from board.actions.cases import load_case
from board.actions.founded import from_founding
from board.actions.load import World
from board.core.case import Case, Stage, Summary
from board.core.dates import local_date
from board.core.deadlines import with_late
from board.core.finding import Refused
from board.core.later import came_later
from board.core.overtaken import (
    Claim,
    Later,
    by_date,
    changes_in_force,
    claim_of,
    claim_of_act,
    overtaken,
    replaced_by,
    stopping,
)
from board.core.record import Record
from board.core.stage import stage, summary
from board.formats.acts import read_emergency
from board.store.base import Snapshot

InForce = Callable[[str], bool]


def claims_among(world: World, records: Iterable[tuple[str, Record]]) -> tuple[Claim, ...]:
    """What these decisions say of versions, and what the person on call did that the board has not refused."""
    acted = {one.id: one for one in _acted(world)}
    decided = (claim_of(record) for one, record in records if one not in acted)
    return (*acted.values(), *(claim for claim in decided if claim is not None))


def _acted(world: World) -> Iterator[Claim]:
    for path in world.snapshot.paths(world.layout.at("decisions/")):
        if path.endswith("/emergency.toml"):
            proposal_id = path.removeprefix(world.layout.at("decisions/")).removesuffix("/emergency.toml")
            claim = claim_in(world, load_case(world, proposal_id, light=True)) if proposal_id in world.ids else None
            if claim is not None:
                yield claim


def claim_in(world: World, case: Case) -> Claim | None:
    """What one proposal says of versions: by what the person on call did, else by its decision."""
    record, path = case.record, world.layout.file(case.id, "emergency.toml")
    acted = world.parsed.read(world.snapshot, path, read_emergency, "emergency") if path in case.files else None
    if acted is not None and acted.value is not None:
        return claim_of_act(case.id, acted.value, record, case.proposal.artefacts())
    return claim_of(record) if record is not None else None


def later_in(world: World) -> Later:
    """By place in the history: what lay there when the board approved came before. By date where no place is known."""
    bases: dict[str, Snapshot | None] = {}

    def later(one: Claim, other: Claim) -> bool:
        if one.base not in bases:
            bases[one.base] = None
            with suppress(Refused):
                bases[one.base] = world.store.snapshot(one.base) if one.base else None
        there, path = bases[one.base], world.layout.file(other.id, other.file)
        blob = world.snapshot.blob(path)
        if there is None or not blob:
            return by_date(one, other)
        if there.blob(path) == blob:
            return False
        return by_date(one, other) or not _counted(world, one.base, path, blob)

    return later


def _counted(world: World, base: str, path: str, blob: str) -> bool:
    """Whether a file counted at an earlier commit, though it did not lie there: somebody may have taken it away."""
    if len(world.store.log([path], 2)) < 2:
        return False  # nobody touched it since it came
    from board.actions.lived import lived

    judged = lived(world)
    try:
        return judged is not None and judged.store.snapshot(base).blob(path) == blob
    except KeyError:  # the record names no commit of this history
        return False


def told_since(
    case: Case, claims: Iterable[Claim], changes: Iterable[Claim], in_force: InForce, later: Later
) -> Iterator[str]:
    """One sentence for each version that a decision approved and that was stopped after it, or else for its change.

    `changes` are those in force, newest first.
    """
    mine = claim_of(case.record) if case.record is not None else None
    if mine is None:
        return
    zone, stopped = case.charter.timezone, False
    for one, by in stopping(mine, claims, later):
        if not by.ends:
            day = local_date(by.at, zone)
            yield f"A proposal about {one.id} {one.version} was stopped on {day} ({by.id}); that ends no approval."
        elif by.id != case.superseded_by:
            waits, stopped = "" if by.decided else ", which the board has not decided yet", True
            yield f"{one.id} {one.version} was {by.says} on {local_date(by.at, zone)} by {by.id}{waits}."
    found = replaced_by(mine, changes, case.charter.rings, later) if in_force(case.id) and not stopped else None
    if found is not None:
        one, new, by = found
        yield f"{one.id} {one.version} was replaced by {new.version} on {local_date(by.at, zone)} in {by.id}."


def row_of(world: World, case: Case, today: date) -> Summary:
    """One row of a list, with the stage that other decisions and acts leave it."""
    row, claims = with_late(summary(case, today), case, today), claims_on(world, case)
    now = overtaken(claims, in_force_at(world, today), case.charter.rings, later_in(world))
    return replace(row, stage=now.get(row.id, row.stage))


def claims_on(world: World, case: Case) -> tuple[Claim, ...]:
    """What decisions and acts say of the models and datasets that one decision names."""
    signs = sorted({f'"{one.id}"'.encode() for one in case.record.artefacts if one.id}) if case.record else []
    return claims_among(world, world.records.naming(*signs)) if signs else ()


def in_force_at(world: World, today: date) -> InForce:
    """Whether a decision's own files call it in force."""
    return lambda one: stage(load_case(world, one, light=True), today) is Stage.IN_FORCE


def all_later(world: World, case: Case, today: date) -> tuple[str, ...]:
    """What came with the founding; then what came after the decision, what was stopped or replaced first."""
    founded = (brought,) if (brought := from_founding(world)(case.id)) else ()
    claims, in_force = claims_on(world, case), in_force_at(world, today)
    later = later_in(world)
    told = told_since(case, claims, changes_in_force(claims, in_force, later), in_force, later)
    held = world.given_back.get(case.id, "")
    again = (
        (f"{held} had replaced it, until a seat put that to the full vote: it is replaced no more.",) if held else ()
    )
    return (*founded, *again, *told, *came_later(case, today))
