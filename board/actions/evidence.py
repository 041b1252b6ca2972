"""Evidence as a reader sees it: is it there, is it what was pinned, what does it say."""

from __future__ import annotations

from board.actions.cases import opening_world
from board.actions.load import World
from board.actions.model import EvidenceLine
from board.core.case import Case
from board.core.finding import refuse
from board.core.proposal import Evidence

_READABLE = 262_144
_LARGEST = 16 * 1_048_576


def evidence_lines(world: World, case: Case) -> tuple[EvidenceLine, ...]:
    """One line for each piece of evidence the proposal names, then its folder's files that it does not name."""
    bound = opening_world(world, case.id)
    named = tuple(_line(bound, case, evidence) for evidence in case.proposal.evidence)
    paths = {evidence.path for evidence in case.proposal.evidence} | {"answers.toml"}
    base = bound.layout.evidence(case.id)
    extra = [path[len(base) :] for path in bound.evidence_files(case.id) if path[len(base) :] not in paths]
    return named + tuple(_line(bound, case, Evidence(id=name, title=name, path=name)) for name in extra)


def _line(world: World, case: Case, evidence: Evidence) -> EvidenceLine:
    where, state, size, digest = _found(world, case, evidence)
    title = evidence.title or evidence.id
    return EvidenceLine(evidence.id, title, where, state, evidence.answers, size, digest, evidence.dated)


def _found(world: World, case: Case, evidence: Evidence) -> tuple[str, str, int, str]:
    """Where it is, what state it is in, its size in bytes and its digest."""
    if evidence.held_by:
        return f"held by {evidence.held_by}", "held, not in git", 0, evidence.sha256
    if evidence.url:
        return evidence.url, "elsewhere, pinned" if evidence.sha256 else "elsewhere, not pinned", 0, evidence.sha256
    path = world.layout.evidence(case.id, evidence.path) if evidence.path else ""
    found = world.snapshot.sums([path]).get(path) if path else None
    if found is None:
        return evidence.path or "nowhere", "missing", 0, ""
    size, actual = found
    pinned = evidence.sha256.removeprefix("sha256:")
    state = "there" if not pinned else "unchanged" if pinned == actual else "changed since it was pinned"
    return evidence.path, state, size, f"sha256:{actual}"


def evidence_text(world: World, case: Case, evidence_id: str) -> str:
    """The text of one piece of evidence; says so when it is binary, large, held or elsewhere."""
    line = next((one for one in evidence_lines(world, case) if evidence_id in (one.id, one.where)), None)
    if line is None:
        raise refuse("evidence.unknown", f"{case.id} names no evidence called {evidence_id}.")
    if line.size > _LARGEST:
        return f"{line.title}\n\nThis file is too large to show. {line.size} bytes, {line.sha256}.\n"
    data = opening_world(world, case.id).snapshot.read(world.layout.evidence(case.id, line.where), _LARGEST)
    if data is None:
        return f"{line.title}\n\nThis evidence is not in the repository: {line.where} ({line.state}).\n"
    if b"\0" in data[:4096]:
        return f"{line.title}\n\nThis file is not text. {line.size} bytes, {line.sha256}.\n"
    text = data[:_READABLE].decode("utf-8", "replace")
    return text + (f"\n[… {len(data) - _READABLE} more bytes]\n" if len(data) > _READABLE else "")
