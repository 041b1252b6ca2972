"""What a register shows in use under a version that the board approved with other files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from board.actions.load import World
from board.core.dates import local_date
from board.core.freshness import bare
from board.core.record import Record


def altered(world: World, record: Record) -> Mapping[str, date]:
    """By the digest that was approved, without its prefix: the day from which the register shows another one.

    Only the same version is compared, and only where the register has one digest for the whole of it; another version
    is a change of its own. The day is that of the last commit that touched the entry.
    """
    if not record.outcome.yes or not any(one.sha256 for one in record.artefacts):
        return {}
    known = {(one.id, one.version): (one.sha256, entry.sort) for entry in world.registered for one in entry.artefacts}
    found: dict[str, date] = {}
    for artefact in record.artefacts:
        digest, sort = known.get((artefact.id, artefact.version), ("", ""))
        if artefact.version and artefact.sha256 and digest and bare(digest) != bare(artefact.sha256):
            path = world.layout.at(f"registers/{sort}/{artefact.id}.toml")
            touched = world.store.log([path], limit=1)
            if touched:
                found[bare(artefact.sha256)] = local_date(touched[0].at, world.charter.timezone)
    return found
