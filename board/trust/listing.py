"""What commits change, listed within bounds: whoever can push makes any number of paths of a few trees."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
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
        before = replace(before, lies="")
    return found, before


def strict_alone(objects: Objects, ground: Ground, trees: tuple[str, str]) -> list[Change]:
    """How two trees differ in what forms the chain, whatever lies below proposals/."""

    def inside(path: bytes, folder: bool) -> bool:
        return ground.governed(path, folder) and ground.strict(path.decode("utf-8", "surrogateescape"))

    return objects.differences([trees], inside)[0]


def strict_lists(
    objects: Objects, ground: Ground, changes: Mapping[str, list[Change]], parents: Sequence[State], tree: str
) -> dict[str, list[Change]]:
    """The changes of a merge from each parent; of one from which it differs in too much, those that form the chain."""
    there = {parent.commit: parent.there for parent in parents}
    return {
        parent: strict_alone(objects, ground, (there[parent], tree)) if crowded(each) else each
        for parent, each in changes.items()
    }
