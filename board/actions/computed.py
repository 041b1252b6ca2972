"""What the program finds out itself, so that nobody is asked: question id → the value that stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from board.actions.evidence import evidence_findings
from board.actions.load import World
from board.actions.opened import opening_world
from board.core.case import Case
from board.core.finding import Severity
from board.formats.registers import read_register

_SHA256 = re.compile(r"(sha256:)?[0-9a-f]{64}")


def computed_answers(world: World, case: Case) -> dict[str, tuple[str, ...]]:
    """The answers to the questions that name a check of ours; a check we do not know stays unknown."""
    return {
        question.id: (CHECKS[question.computed](world, case) if question.computed in CHECKS else "unknown",)
        for checklist in case.checklists
        for question in checklist.questions
        if question.computed
    }


def hashes_fixed(world: World, case: Case) -> str:
    """Whether every model named has a full hash, and the register, where it has that version, shows the same one."""
    artefacts = case.proposal.artefacts()
    if not artefacts:
        return "unknown"
    known = _registered(world)
    for artefact in artefacts:
        if not _SHA256.fullmatch(artefact.sha256):
            return "no"
        registered = known.get((artefact.id, artefact.version), "")
        if registered and registered.removeprefix("sha256:") != artefact.sha256.removeprefix("sha256:"):
            return "no"
    return "yes"


def _registered(world: World) -> Mapping[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for path in world.snapshot.paths(world.layout.at("registers/")):
        read = world.parsed.read(world.snapshot, path, read_register, "register") if path.endswith(".toml") else None
        if read:
            found[read.value.id, read.value.version] = read.value.sha256
    return found


def record_complete(world: World, case: Case) -> str:
    """Whether the revision the board looks at can be read, and its evidence is there and is what was pinned."""
    bound = opening_world(world, case.id)
    read = bound.proposal(case.id)
    found = (*read.findings, *evidence_findings(bound, read.value, ""))
    return "no" if any(finding.severity is Severity.ERROR for finding in found) else "yes"


CHECKS: Mapping[str, Callable[[World, Case], str]] = {
    "hashes-fixed": hashes_fixed,
    "record-complete": record_complete,
}
