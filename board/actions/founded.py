"""Which decisions and votes came with the founding: nobody counts those again, and whoever reads one is told so."""

from __future__ import annotations

from collections.abc import Callable

from board.actions.load import World
from board.formats.paths import VOTES, classify

FOUNDED = "This decision came with the founding commit: it was not counted again; only who founded the board signed it."
BEGUN = "Files of this vote came with the founding commit: who made them is not proven; only who founded signed them."


def from_founding(world: World) -> Callable[[str], str]:
    """What to say of a proposal that the founding decided, or brought files of a vote for, as far as is known here."""
    standing = world.standing
    if standing is None or standing.example:
        return lambda proposal: ""
    there = world.store.snapshot(standing.genesis)

    def told(proposal: str) -> str:
        if there.blob(world.layout.file(proposal, "record.toml")):
            return FOUNDED
        files = there.paths(world.layout.file(proposal, ""))
        return BEGUN if any(classify(path, world.layout).sort in VOTES for path in files) else ""

    return told
