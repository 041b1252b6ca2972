"""What a register says of a model or dataset, as facts of a new proposal: filled in, for a person to check."""

from __future__ import annotations

from board.actions.load import World
from board.core.finding import refuse
from board.core.kind import Kind
from board.core.register import RegisterEntry
from board.formats.registers import read_register

SAID = "From the register; look whether it still holds."
"""What stands above a fact that was filled in so."""
_NEW_VERSION = ("model-change", "model-train", "dataset-admit")
"""Kinds that bring a version which no register knows yet."""


def known_facts(world: World, kind: Kind, entry_id: str) -> dict[str, object]:
    """The facts that a kind asks for and a register entry answers; raises Refused where there is no such entry."""
    entry = _entry(world, entry_id)
    said: dict[str, object] = {
        "licence": entry.licence,
        "publisher": entry.publisher,
        "source_url": entry.source,
        "source_revision": entry.revision,
        "owner": entry.owner,
        "fallback": entry.fallback,
        "intended_use": entry.intended_use,
        "from_ring": entry.ring,
        "tier_before": entry.tier,
    }
    if kind.id in _NEW_VERSION:
        said |= {"old_version": entry.version, "base_model": f"{entry.id} {entry.version}".strip()}
    else:
        said[entry.sort] = [{"id": entry.id, "version": entry.version, "sha256": entry.sha256.removeprefix("sha256:")}]
    asked = {fact.id for fact in kind.facts}
    return {fact: value for fact, value in said.items() if value and fact in asked}


def _entry(world: World, entry_id: str) -> RegisterEntry:
    entries = {}
    for path in world.snapshot.paths(world.layout.at("registers/")):
        read = world.parsed.read(world.snapshot, path, read_register, "register") if path.endswith(".toml") else None
        if read is not None:
            entries[read.value.id] = read.value
    if entry_id not in entries:
        names = ", ".join(sorted(entries)) or "none: no register holds anything yet"
        raise refuse("register.unknown", f"No register has an entry “{entry_id}”.", f"There is: {names}.")
    return entries[entry_id]
