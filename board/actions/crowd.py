"""How many proposals a list reads: whoever can push may put any number of files below `proposals/`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from board.actions.load import World
from board.actions.rows import MOST
from board.core.finding import Finding, Severity, Where
from board.core.ids import shelf_of

_TAKEN_UP = 3
"""So many times MOST of those the board took up: only a member adds one that counts."""


def readable(world: World, ids: Sequence[str]) -> Sequence[str]:
    """The ids that a list reads, in the order given: what the board took up, then what lies in the emptier folders."""
    if len(ids) <= MOST:
        return ids
    layout, blob = world.layout, world.snapshot.blob
    taken, others = list[str](), list[str]()
    for one in ids:
        there = blob(layout.file(one, "docket.toml")) or blob(layout.file(one, "record.toml"))
        (taken if there else others).append(one)
    crowd = Counter(map(shelf_of, others))
    others.sort(key=lambda one: crowd[shelf_of(one)])
    chosen = {*taken[: _TAKEN_UP * MOST], *others[:MOST]}
    return [one for one in ids if one in chosen]


def crowded(world: World) -> Finding | None:
    """That lists do not read every proposal there is; None where they do."""
    ids = sorted(world.ids, reverse=True)
    read = len(readable(world, ids))
    if read == len(ids):
        return None
    ((fullest, there),) = Counter(map(shelf_of, ids)).most_common(1)
    folder = world.layout.at(f"proposals/{fullest}/" if fullest else "proposals/")
    return Finding(
        "proposals.crowded",
        f"{len(ids):,} proposals lie here, {there:,} of them in one folder; lists read {read:,}.",
        Severity.WARNING,
        Where(folder),
        "All that the board took up are among them, then those of the emptier folders. What else waits may be missing.",
        f"Find who put them there with `git log --stat -- {folder}`, and take that commit back with `git revert`: what "
        "lies below proposals/ anybody may remove. `board show ID` reads any one of them.",
    )
