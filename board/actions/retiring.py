"""What the registers say against a proposal: too little notice, no way back, a change larger than is said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from board.actions.cases import load_case
from board.actions.load import World
from board.core.against_facts import contradictions
from board.core.case import Case, Stage
from board.core.change_size import KIND as CHANGE
from board.core.change_size import size_findings
from board.core.finding import Finding
from board.core.going_back import EMERGENCY, back_findings, not_held, same, stops, targets
from board.core.proposal import Artefact
from board.core.record import Record
from board.core.register import RegisterEntry
from board.core.replacing import cannot_replace, replacing_findings, why_not_replaced
from board.core.retiring import RETIRE
from board.core.retiring import notice_findings as findings
from board.core.summary import stage
from board.formats.registers import read_register


def notice_findings(world: World, case: Case, today: date) -> tuple[Finding, ...]:
    """What is wrong with a last day in use, going back in an emergency, a change's size, replacing, or an answer."""
    against = contradictions(case, world.ids[case.id])
    return (*_of_kind(world, case, today), *_replaced(world, case, today), *against)


def _replaced(world: World, case: Case, today: date) -> tuple[Finding, ...]:
    """What speaks against replacing the decision that an undecided proposal names, and what that goes on to owe."""
    old = case.proposal.supersedes
    if not old or case.record is not None or stage(case, today) is Stage.WITHDRAWN:
        return ()  # what was taken back replaces nothing any more
    why = why_no_replacing(world, case)
    if why:
        return (cannot_replace(old, why, world.ids[case.id]),)
    return tuple(replacing_findings(load_case(world, old, light=True), case, world.ids[case.id], today))


def why_no_replacing(world: World, case: Case) -> str:
    """Why a proposal cannot replace what it names, in words; "" where it names nothing or nothing keeps it."""
    old = case.proposal.supersedes
    return why_not_replaced(old, case.id, world.records.get(old), world.superseded.get(old, "")) if old else ""


def _of_kind(world: World, case: Case, today: date) -> tuple[Finding, ...]:
    if case.proposal.kind == EMERGENCY and case.record is None:
        return gone_back(world, case)
    if case.proposal.kind == CHANGE and case.record is None:
        return size_findings(case, _entries(world, {one.id for one in case.proposal.artefacts()}), world.ids[case.id])
    if case.proposal.kind != RETIRE:
        return ()
    return findings(case, _rings(world, case), world.ids[case.id], today)


def gone_back(world: World, case: Case) -> tuple[Finding, ...]:
    """What speaks against the versions that an emergency goes back to."""
    return back_findings(case, _records(world, case), _entries(world, _named(case)), world.ids[case.id])


def not_held_of(world: World, case: Case, action: str) -> tuple[str, ...]:
    """What the record does not hold of the versions that an act in an emergency goes back to."""
    return not_held(case, action, _records(world, case), _entries(world, _named(case)), world.charter.rings)


def _named(case: Case) -> set[str]:
    return {one.id for one in targets(case) if one.id}


def _records(world: World, case: Case) -> tuple[tuple[str, Record], ...]:
    signs = [f'"{one}"'.encode() for one in sorted(_named(case))]
    return world.records.naming(*signs) if signs else ()


def _entries(world: World, named: Iterable[str]) -> tuple[RegisterEntry, ...]:
    """What the registers hold of some models."""
    paths = (world.layout.at(f"registers/models/{one}.toml") for one in sorted(named))
    read = (world.parsed.read(world.snapshot, path, read_register, "register") for path in paths)
    return tuple(one.value for one in read if one)


def _rings(world: World, case: Case) -> dict[str, str]:
    """The ring of each model: where the register has it, else the widest for which a decision approved this version."""
    found = {}
    for one in case.proposal.artefacts():
        path = world.layout.at(f"registers/models/{one.id}.toml")
        read = world.parsed.read(world.snapshot, path, read_register, "register")
        if read is not None and read.value.ring:
            found[one.id] = read.value.ring
        elif ring := _decided_ring(world, one):
            found[one.id] = ring
    return found


def _decided_ring(world: World, one: Artefact) -> str:
    """The widest ring for which a decision approved a version; "" where none names it."""
    rings = world.charter.rings
    records = world.records.naming(f'"{one.id}"'.encode()) if one.id else ()
    said = {
        record.ring
        for _, record in records
        if record.outcome.yes and not stops(record) and any(same(one, each) for each in record.artefacts)
    }
    return next((ring for ring in reversed(rings) if ring in said), "")
