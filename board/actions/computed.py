"""What the program finds out itself, so that nobody is asked: question id → the value that stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from board.actions.evidence import evidence_findings
from board.actions.load import World
from board.actions.opened import opening_world
from board.core.case import Case
from board.core.finding import Severity
from board.core.stated import STRICTER
from board.formats.registers import read_register

HASHES, _READABLE = "R-01", 262_144
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
    """Whether every model named has a full hash that something beside the proposal's own word shows.

    That is the register's entry for this version, a file of the evidence with that very hash, or one that answers R-01
    and names it. A register that shows another hash says no; without any of them nobody knows. Openings by an older
    list took the proposal's word.
    """
    artefacts = case.proposal.artefacts()
    if not artefacts:
        return "unknown"
    known = _registered(world)
    unshown = set()
    for artefact in artefacts:
        digest = artefact.sha256.removeprefix("sha256:")
        if not _SHA256.fullmatch(digest):
            return "no"
        registered = known.get((artefact.id, artefact.version), "").removeprefix("sha256:")
        if registered and registered != digest:
            return "no"
        unshown |= set() if registered else {digest}
    latest = case.docket.latest
    by_its_word = latest is not None and latest.facts < STRICTER
    return "yes" if by_its_word or all(each in _shown(world, case, unshown) for each in unshown) else "unknown"


def _shown(world: World, case: Case, digests: Collection[str]) -> frozenset[str]:
    """Those of some digests that the evidence shows: as that of a file, or as named in one that answers R-01."""
    bound = opening_world(world, case.id)
    found = set()
    for one in case.proposal.evidence:
        path = bound.layout.evidence(case.id, one.path) if one.path else ""
        there = bound.snapshot.sums([path]).get(path) if path else None
        if there is None:
            continue
        found.add(there[1])
        if HASHES in (one.id, *one.answers) and there[0] <= _READABLE:
            text = (bound.snapshot.read(path) or b"").decode("utf-8", "replace").lower()
            found |= {each for each in digests if each in text}
    return frozenset(found)


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
