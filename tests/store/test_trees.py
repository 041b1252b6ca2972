"""What two trees do not agree on is found by reading only the folders that differ."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.core.finding import Refused
from board.store.base import Change, Person
from board.store.memory import Dictionary, MemoryStore
from board.store.objects import tree_of
from board.store.trees import changes

ANA = Person("Ana", "ana@hollowoak.example")
WHEN = datetime(2026, 1, 5, tzinfo=UTC)
FILES = st.dictionaries(st.sampled_from(["a", "b/a", "b/c/d", "b/c/e", "f/g"]), st.binary(max_size=2), max_size=5)


class Counting(Dictionary):
    """Objects that note which of them were asked for."""

    def __init__(self, known: Dictionary) -> None:
        super().__init__()
        self.known = known.known
        self.asked: list[str] = []

    def get(self, ids, limit=None):  # type: ignore[no-untyped-def]  # as the method it notes the use of
        listed = list(ids)
        self.asked += listed
        return super().get(listed, limit)


def commit(store: MemoryStore, files: dict[str, bytes]) -> str:
    """Make these the only files, beside one that tells every commit from the one before."""
    there = store.snapshot().paths()
    gone: dict[str, bytes | None] = dict.fromkeys(there)
    turn = f"{len(there)} {files}".encode() + store.tip().encode()
    return store.write(lambda _: Change({**gone, **files, "turn": turn}, "x"), ANA, WHEN, None).commit


@given(FILES, FILES)
def test_changes_are_what_a_comparison_of_all_files_finds(before: dict[str, bytes], after: dict[str, bytes]) -> None:
    store = MemoryStore()
    old, new = commit(store, before), commit(store, {**after, "later": b""})
    trees = [tree_of(store._objects.known[each]) for each in (old, new)]
    told = changes(store._objects, trees[0], trees[1])
    sides = [{path: store.snapshot(each).blob(path) for path in store.snapshot(each).paths()} for each in (old, new)]
    wanted = {
        path.encode(): (sides[0].get(path, ""), sides[1].get(path, ""))
        for path in sides[0].keys() | sides[1].keys()
        if sides[0].get(path) != sides[1].get(path)
    }
    assert {path: tuple(side.id if side else "" for side in both) for path, both in told.items()} == wanted
    from_nothing = changes(store._objects, "", trees[1])
    assert {path.decode() for path in from_nothing} == set(store.snapshot(new).paths())
    assert changes(store._objects, trees[0], trees[0]) == {}


def test_a_folder_that_is_the_same_is_not_read() -> None:
    store = MemoryStore()
    old = commit(store, {"b/c/d": b"1", "f/g": b"2"})
    new = commit(store, {"b/c/d": b"1", "f/g": b"3"})
    objects = Counting(store._objects)
    trees = [tree_of(store._objects.known[each]) for each in (old, new)]
    changed = changes(objects, trees[0], trees[1])
    assert set(changed) == {b"f/g", b"turn"}
    assert len(objects.asked) == 4  # the top and the folder f, on both sides


def test_a_work_tree_does_not_follow_more_paths_than_anybody_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a commit that changes one file more than is followed, then it is refused; with as many it is not."""
    store = MemoryStore()
    old = commit(store, {"a": b"1"})
    new = commit(store, {"a": b"2", "b/a": b"1"})
    trees_of = [tree_of(store._objects.known[one]) for one in (old, new)]
    monkeypatch.setattr("board.store.trees.FOLLOWED", 3)
    assert len(changes(store._objects, *trees_of, strict=True)) == 3
    monkeypatch.setattr("board.store.trees.FOLLOWED", 2)
    with pytest.raises(Refused) as refused:
        changes(store._objects, *trees_of, strict=True)
    assert refused.value.findings[0].code == "worktree.crowded"


def test_a_work_tree_takes_no_more_new_files_at_once_but_the_first_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given more new files than are taken, then they are refused; changed ones, and a first work tree, are not."""
    store = MemoryStore()
    old = commit(store, {"a": b"1", "b": b"1", "c": b"1"})
    new = commit(store, {"a": b"2", "b": b"2", "c": b"2", "d/e": b"1", "d/f": b"1"})
    before, after = (tree_of(store._objects.known[one]) for one in (old, new))
    monkeypatch.setattr("board.store.trees.NEW", 2)
    assert len(changes(store._objects, before, after, strict=True)) == 6
    monkeypatch.setattr("board.store.trees.NEW", 1)
    with pytest.raises(Refused) as refused:
        changes(store._objects, before, after, strict=True)
    assert refused.value.findings[0].code == "worktree.crowded"
    assert len(changes(store._objects, "", after, strict=True)) == 6


def test_folders_of_folders_are_not_gone_into_beyond_that(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given more folders than files may change, then nobody looks what lies in them."""
    store = MemoryStore()
    old = commit(store, {"a": b"1"})
    new = commit(store, {f"{name}/x": b"1" for name in "bcd"})
    monkeypatch.setattr("board.store.trees.FOLLOWED", 2)
    objects = Counting(store._objects)
    with pytest.raises(Refused):
        changes(objects, *(tree_of(store._objects.known[one]) for one in (old, new)), strict=True)
    assert len(objects.asked) == 2  # the top, on both sides
