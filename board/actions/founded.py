"""Which decisions came with the founding commit: nobody counts those again, and whoever reads one is told so."""

from __future__ import annotations

from collections.abc import Callable

from board.actions.load import World

FOUNDED = "This decision came with the founding commit: it was not counted again; only who founded the board signed it."


def from_founding(world: World) -> Callable[[str], bool]:
    """Whether a decision came with the founding, as far as what counts is known here."""
    standing = world.standing
    if standing is None or standing.example:
        return lambda proposal: False
    there = world.store.snapshot(standing.genesis)
    return lambda proposal: bool(there.blob(world.layout.file(proposal, "record.toml")))
