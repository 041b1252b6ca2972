"""What commits change, listed within bounds: whoever can push makes any number of paths of a few trees."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from board.trust import objects as limits
from board.trust.objects import CROWDED, Change, Objects
from board.trust.state import Ground, State

TAKEN_AWAY = 500_000
"""So many paths a commit may take away: they lie there only because earlier commits were within bounds."""


def together(objects: Objects, ground: Ground, pairs: Sequence[tuple[str, str]]) -> list[list[Change]] | None:
    """How pairs of trees differ; None where it takes a closer look at each, for there are more changes than few."""
    few = min(limits.FEW, limits.MANY)
    return objects.together(pairs, ground.governed, each=(few, few))


def crowded(changes: Sequence[Change]) -> bool:
    """Whether these are more changes than anybody lists."""
    return bool(changes) and changes[0].mode == CROWDED


def alone(
    objects: Objects, ground: Ground, before: State | None, trees: tuple[str, str], signed: Callable[[], bool]
) -> tuple[list[Change], State | None]:
    """How a commit differs from a parent, and the parent as it is to be read then.

    No more than FEW paths where no member signed it, for it costs nothing to push such a commit again and again. Where
    more lies at the parent than anybody lists, it is compared with what counts there.
    """
    few = min(limits.FEW, limits.MANY)
    lies = before is not None and bool(before.lies)

    def listed(pair: tuple[str, str], made: int, gone: int = TAKEN_AWAY) -> list[Change]:
        found = objects.together([pair], ground.governed, sys.maxsize, (made, gone))
        assert found is not None  # nothing is too much for all pairs at once
        return found[0]

    found = listed(trees, few, few if lies else TAKEN_AWAY)
    if not crowded(found):
        return found, before
    if before is not None and lies:
        trees = (before.tree, trees[1])
        found = listed(trees, few)
    if crowded(found) and few < limits.MANY and signed():
        found = listed(trees, limits.MANY)
    if before is not None and lies and not crowded(found):
        found = sorted((*found, *_undone(objects, before, trees[1], found)), key=lambda change: change.path)
        before = replace(before, lies="")
    return found, before


def _undone(objects: Objects, before: State, tree: str, found: Sequence[Change]) -> Iterator[Change]:
    """What was written on top of too many paths, lay there as it counts, and does not lie so any more.

    The tree from before all that, with which a commit is compared then, never held it.
    """
    listed = {change.path for change in found}
    for path, blob in before.mended.items():
        raw = path.encode("utf-8", "surrogateescape")
        if path.endswith("/") or raw in listed or objects.holds(tree, path, blob):
            continue
        if objects.holds(before.lies, path, blob):
            mode, there = objects.entry(tree, path)
            yield Change(raw, blob, there, mode)


def resolved(objects: Objects, ground: Ground, state: State) -> State:
    """The same, over the tree that lies there again once that differs in few paths from what counts."""
    few = min(limits.FEW, limits.MANY)
    found = objects.together([(state.tree, state.lies)], ground.governed, sys.maxsize, (few, few))
    if found is None or crowded(found[0]):
        return state
    paths = {*state.mended, *(change.path.decode("utf-8", "surrogateescape") for change in found[0])}
    counts = {path: state.blob(path) for path in paths}
    apart = {path: blob for path, blob in counts.items() if not objects.holds(state.lies, path, blob)}
    return replace(state, tree=state.lies, lies="", mended=apart)


def beside(
    objects: Objects, changes: Mapping[str, list[Change]], parents: Sequence[State], tree: str
) -> dict[str, list[Change]]:
    """The changes of a merge from each parent; of one from which it differs in too much, what it lost of messages.

    Those are all that is asked of a parent whose line does not go on.
    """
    read = {parent.commit: parent for parent in parents}
    return {one: list(_lost(objects, read[one], tree)) if crowded(each) else each for one, each in changes.items()}


def _lost(objects: Objects, parent: State, tree: str) -> Iterator[Change]:
    for path in sorted(parent.link.since_kept()):
        mode, there = objects.entry(tree, path)
        if there != parent.blob(path):
            yield Change(path.encode("utf-8", "surrogateescape"), parent.blob(path), there, mode)
