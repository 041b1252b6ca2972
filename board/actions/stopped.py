"""What was stopped or taken back after the board had approved it: no page of that decision can say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from board.actions.cases import load_case
from board.actions.load import World
from board.core.case import Case
from board.core.dates import local_date
from board.core.going_back import EMERGENCY, same, stops
from board.core.later import came_later
from board.core.outcome import Outcome
from board.core.proposal import Artefact
from board.core.record import Record
from board.formats.acts import read_emergency

_DONE = {"stop": "stopped", "roll back": "rolled back", "patch": "patched"}


@dataclass(frozen=True, slots=True)
class Stop:
    """That a version was stopped, rolled back or patched: in which proposal, when, and whether that is decided."""

    by: str
    done: str
    at: datetime | None
    artefacts: tuple[Artefact, ...]
    decided: bool = True


def stops_among(world: World, records: Iterable[tuple[str, Record]]) -> tuple[Stop, ...]:
    """What these decisions stopped, and what the person on call stopped that the board has not refused."""
    return (*_acted(world), *(_stopped(one) for _, one in records if one.outcome is Outcome.STOPPED))


def _stopped(record: Record) -> Stop:
    return Stop(record.id, "stopped", record.decided_at, record.artefacts)


def _acted(world: World) -> Iterator[Stop]:
    for path in world.snapshot.paths(world.layout.at("decisions/")):
        proposal_id = path.removeprefix(world.layout.at("decisions/")).removesuffix("/emergency.toml")
        if not path.endswith("/emergency.toml") or proposal_id not in world.ids:
            continue
        read, head = world.parsed.read(world.snapshot, path, read_emergency, "emergency"), world.head(proposal_id)
        record = head.value if head else None
        if read is None or read.value is None or (record is not None and not stops(record)):
            continue
        named = record.artefacts if record else load_case(world, proposal_id).proposal.artefacts()
        yield Stop(proposal_id, _DONE.get(read.value.action, "stopped"), read.value.at, named, record is not None)


def stopped_since(case: Case, found: Iterable[Stop]) -> Iterator[str]:
    """One sentence for each version that a decision approved and that was stopped after it."""
    record = case.record
    if record is None or not record.outcome.yes or record.kind == EMERGENCY or record.decided_at is None:
        return
    for stop in found:
        if stop.at is None or stop.at < record.decided_at or stop.by in (case.id, case.superseded_by):
            continue
        for one in record.artefacts:
            if any(same(one, each) for each in stop.artefacts):
                on = local_date(stop.at, case.charter.timezone)
                waits = "" if stop.decided else ", which the board has not decided yet"
                yield f"{one.id} {one.version} was {stop.done} on {on} by {stop.by}{waits}."


def all_later(world: World, case: Case, today: date) -> tuple[str, ...]:
    """What came after one decision: what was stopped first, then all else."""
    signs = sorted({f'"{one.id}"'.encode() for one in case.record.artefacts if one.id}) if case.record else []
    found = stops_among(world, world.records.naming(*signs)) if signs else ()
    return (*stopped_since(case, found), *came_later(case, today))
