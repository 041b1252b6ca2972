"""The history as it counted, where what lies at an earlier commit is not enough to go by.

A faulty commit has no effect, but its bytes lie in every commit after it until they are put back. Only a walk from the
founding tells what counted meanwhile; it is made where nothing that lies in the history fits.
"""

from __future__ import annotations

from typing import cast

from board.actions.effective import Past, lived_in
from board.actions.load import Parsed, World
from board.actions.standing import walked
from board.store.pins import Pins
from board.store.repository import GitStore


def lived(world: World) -> World | None:
    """The same files over a history in which only what counted happened; None where nothing was judged."""
    commit, parsed = world.snapshot.commit, world.parsed
    if world.standing is None or world.standing.example:
        return None
    if commit not in parsed.lived:
        store = cast("GitStore", world.store)  # only the tip of a repository is judged
        audit = store.audit()
        walk = walked(store, audit, commit, world.kinds, world.standing, Pins(store.key).load())
        state = walk.states.get(commit)
        if state is None or walk.disputed:
            return None
        past = Past(audit, world.kinds, walk.states, world.layout)
        own = Parsed(parsed.values, parsed.digests)
        parsed.lived[commit] = World(lived_in(past, state), world.snapshot, own, world.kinds)
    return parsed.lived[commit]
