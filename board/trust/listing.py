"""What commits change, listed within bounds: whoever can push makes any number of paths of a few trees."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from board.core.stated import STRICTER
from board.trust import objects as limits
from board.trust.objects import CROWDED, Change, Objects
from board.trust.state import Ground, State
from board.trust.tree import FOLDER

TAKEN_AWAY = 500_000
"""So many paths a commit may take away that a member signed: they lie there by earlier ones, within bounds each."""
TIDIED = 5
"""So many times FEW paths a commit may take away that no member signed."""
BESIDE = 10_000
"""Where more lies than anybody lists, so many paths count beside it as commits that no member signed wrote them."""
FULL, FULL_FIRST = 20_000, 200_000
"""Where so many paths lie below proposals/, no commit adds more than HANDFUL that no member signed.

That is more than a large board has in years, and a few kilobytes of pushes make it. Until the board opened something by
list STRICTER of facts it was FULL_FIRST, so that no older history is judged anew.
"""
HANDFUL = 50


def together(objects: Objects, ground: Ground, pairs: Sequence[tuple[str, str]]) -> list[list[Change]] | None:
    """How pairs of trees differ; None where it takes a closer look at each, for there are more changes than a few."""
    few = min(limits.LITTLE, limits.FEW, limits.MANY)
    return objects.together(pairs, ground.governed, each=(few, few))


def crowded(changes: Sequence[Change]) -> bool:
    """Whether these are more changes than anybody lists."""
    return bool(changes) and changes[0].mode == CROWDED


def alone(
    objects: Objects, ground: Ground, before: State | None, trees: tuple[str, str], signed: Callable[[], bool]
) -> tuple[list[Change], State | None]:
    """How a commit differs from a parent, and the parent as it is to be read then.

    No more than FEW paths where no member signed it, and a LITTLE of the board's own files, of which none counts then:
    it costs nothing to push such a commit again and again. Where more lies at the parent than anybody lists, it is
    compared with what counts there.
    """
    few = min(limits.FEW, limits.MANY)
    lies = before is not None and bool(before.lies)
    theirs = cache(signed)

    def listed(pair: tuple[str, str], made: int, gone: int) -> list[Change]:
        strict = _little(objects, ground, pair, before)
        if crowded(strict) and not theirs():
            return strict
        found = objects.together([pair], ground.governed, sys.maxsize, (made, gone))
        assert found is not None  # nothing is too much for all pairs at once
        return found[0]

    found = listed(trees, few, few if lies else few * TIDIED)
    if not crowded(found):
        return found, before
    if before is not None and lies:
        trees = (before.tree, trees[1])
        found = listed(trees, few, few * TIDIED)
    if crowded(found) and theirs():
        found = listed(trees, limits.MANY, TAKEN_AWAY)
    if before is not None and lies and not crowded(found):
        found = sorted((*found, *_undone(objects, before, trees[1], found)), key=lambda change: change.path)
        before = replace(before, lies="")
    return found, before


def _little(objects: Objects, ground: Ground, pair: tuple[str, str], before: State | None) -> list[Change]:
    """How two trees differ in the board's own files, or that it is more than a LITTLE.

    On a board that opened nothing by list STRICTER yet only where they differ in nothing else: there some of it would
    have counted in an older history.
    """
    below, little = ground.open, min(limits.LITTLE, limits.FEW, limits.MANY)
    others = {objects.folder(tree, below.decode().rstrip("/")) for tree in pair if tree}
    if len(others) > 1 and before is not None and before.link.opened < STRICTER:
        return []

    def own(path: bytes, folder: bool) -> bool:
        return ground.governed(path, folder) and not path.startswith(below)

    found = objects.together([pair], own, sys.maxsize, (little, little))
    assert found is not None  # of one pair alone
    return found[0]


def bounded(
    ground: Ground, before: State | None, found: list[Change], signed: Callable[[], bool], weights: dict[str, int]
) -> list[Change]:
    """The changes to a parent, or that they are too many for all that lies there already.

    That is much below proposals/, or beside what counts otherwise than it lies there; `weights` are known already.
    """
    if before is None or not found:
        return found
    full = bool(before.lies) and len(before.mended) + len(found) > BESIDE
    below = ground.open
    if not full and sum(one.path.startswith(below) and not one.old for one in found) > HANDFUL:
        folder = before.objects.folder(before.tree, below.decode().rstrip("/"))
        full = weight(before.objects, folder, weights) > full_at(before.link.opened)
    return [Change(b"/", "", "", CROWDED)] if full and not signed() else found


def full_at(opened: int) -> int:
    """How many paths below proposals/ are full, by the highest list of facts that an opening named so far."""
    return FULL if opened >= STRICTER else FULL_FIRST


def weight(objects: Objects, tree: str, known: dict[str, int]) -> int:
    """How many files and folders lie below a tree; each tree is counted once, in however many places it lies."""
    todo = [tree]
    while todo:
        names = list(objects.tree(todo[-1]).items())
        folders = [raw.hex() for _, (mode, raw) in names if mode == FOLDER]
        deeper = [each for each in dict.fromkeys(folders) if each not in known]
        if deeper:
            objects.load_trees(deeper)
            todo += deeper
        else:
            known[todo.pop()] = len(names) + sum(known[each] for each in folders)
    return known[tree]


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
    few = min(limits.LITTLE, limits.FEW, limits.MANY)
    found = objects.together([(state.tree, state.lies)], ground.governed, sys.maxsize, (few, few))
    if found is None or crowded(found[0]):
        return state
    paths = {*state.mended, *(change.path.decode("utf-8", "surrogateescape") for change in found[0])}
    counts = {path: state.blob(path) for path in paths}
    apart = {path: blob for path, blob in counts.items() if not objects.holds(state.lies, path, blob)}
    if len(apart) > few:
        return state
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
