"""Pinning evidence as a proposal is submitted: each file by its SHA-256, and what ages by the model it was made on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from board.actions.load import World
from board.core.freshness import ASSESSMENT, sort_of
from board.core.proposal import Evidence, Proposal
from board.formats.evidence import is_digest, pinned
from board.formats.front import split
from board.formats.pinning import pin


@dataclass(frozen=True, slots=True)
class Pinned:
    """The document with its pins, and what was written there, in words."""

    data: bytes
    notes: tuple[str, ...] = ()


def pin_evidence(world: World, proposal: Proposal, files: Mapping[str, bytes], before: World) -> Pinned:
    """Pin what the proposer left unpinned in the document among `files`, which `world` read.

    A file that was what was pinned in the revision `before`, and is another now, she replaced: it is pinned anew.
    """
    document, base = world.layout.proposal(proposal.id), world.layout.evidence(proposal.id)
    data = files[document]
    kind = world.kinds.get(proposal.kind)
    slots = {slot.id: slot.sort for slot in kind.evidence} if kind else {}
    by_id = {each.id: each for each in proposal.evidence}
    model = made_on(proposal)
    values: dict[int, dict[str, str]] = {}
    new: list[str] = []
    again: list[str] = []
    listed = split(data, document).value.table.data.get("evidence")
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        each = by_id.get(str(item.get("id"))) if isinstance(item, Mapping) else None
        if each is None or base + each.path not in files or each.path != item.get("path"):
            continue
        digest = f"sha256:{hashlib.sha256(files[base + each.path]).hexdigest()}"
        replaced = bool(each.sha256) and each.sha256 != digest and _held(before, base, each)
        if each.sha256 and not replaced:
            continue
        values[index] = {"sha256": digest}
        if model and sort_of(each, slots) not in ("", ASSESSMENT) and (replaced or not each.artefact):
            values[index]["artefact"] = model
        (again if replaced else new).append(each.path)
    made = pin(data, document, values)
    return Pinned(data) if made == data else Pinned(made, _words(new, again))


def made_on(proposal: Proposal) -> str:
    """The digest of the one model that a proposal is about, else of its one dataset; "" where there are several."""
    for fact in ("models", "datasets"):
        named = proposal.facts.get(fact)
        listed = [one for one in named if isinstance(one, Mapping)] if isinstance(named, (list, tuple)) else []
        digests = {pinned(str(one.get("sha256", ""))) for one in listed}
        if listed:
            return next(iter(digests)) if len(digests) == 1 and all(map(is_digest, digests)) else ""
    return ""


def _held(before: World, base: str, evidence: Evidence) -> bool:
    path = base + evidence.path
    found = before.snapshot.sums([path]).get(path)
    return found is not None and f"sha256:{found[1]}" == evidence.sha256


def _words(new: list[str], again: list[str]) -> tuple[str, ...]:
    said = []
    if new:
        said.append(f"Pinned by SHA-256, so that the board sees these very files: {', '.join(new)}.")
    if again:
        said.append(f"Pinned anew, for you replaced them since you last submitted: {', '.join(again)}.")
    return tuple(said)
