"""Whether a model that is to be retired leaves people the time that the policy gives them in its ring."""

from __future__ import annotations

from datetime import date

from board.actions.load import World
from board.core.case import Case
from board.core.finding import Finding
from board.core.going_back import EMERGENCY, back_findings, targets
from board.core.retiring import RETIRE
from board.core.retiring import notice_findings as findings
from board.formats.registers import read_register


def notice_findings(world: World, case: Case, today: date) -> tuple[Finding, ...]:
    """What is wrong with the last day in use, or with what an emergency goes back to; nothing for other kinds."""
    if case.proposal.kind == EMERGENCY and case.record is None:
        return gone_back(world, case)
    if case.proposal.kind != RETIRE:
        return ()
    return findings(case, _rings(world, case), world.ids[case.id], today)


def gone_back(world: World, case: Case) -> tuple[Finding, ...]:
    """What speaks against the versions that an emergency goes back to."""
    named = {one.id for one in targets(case) if one.id}
    records = world.records.naming(*(f'"{one}"'.encode() for one in sorted(named))) if named else ()
    paths = (world.layout.at(f"registers/models/{one}.toml") for one in sorted(named))
    entries = (world.parsed.read(world.snapshot, path, read_register, "register") for path in paths)
    return back_findings(case, records, (one.value for one in entries if one), world.ids[case.id])


def _rings(world: World, case: Case) -> dict[str, str]:
    """The ring of each model that a register names."""
    found = {}
    for one in case.proposal.artefacts():
        path = world.layout.at(f"registers/models/{one.id}.toml")
        read = world.parsed.read(world.snapshot, path, read_register, "register")
        if read is not None and read.value.ring:
            found[one.id] = read.value.ring
    return found
