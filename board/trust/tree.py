"""A git tree read strictly and kept as its bytes: a folder of thousands costs what changed in it, not what it holds."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from operator import ge
from types import MappingProxyType

FILE, FOLDER, MODULE, LINK = b"100644", b"40000", b"160000", b"120000"
_ENTRY = re.compile(rb"([1-7][0-7]{4,5}) ([^\0/]+)\0(.{20})", re.DOTALL)
_STEP = 8
"""Entries between two marks."""
_FEW = 32
"""A tree of at most so many entries has them all at hand."""
_CHANGES = 64
"""A tree is kept as what changed in it since an earlier one while so few names did."""
_WEIGHT, _MARK = 300, 40
"""About what an entry takes that is kept by itself, and a mark."""

Entry = tuple[bytes, bytes]
"""Mode and object id of one line of a tree, the id in its 20 bytes."""
Apart = Sequence[tuple[bytes, Entry | None, Entry | None]]
"""Each name that two trees do not agree on, with its entry in both."""


_NONE: Mapping[bytes, Entry | None] = MappingProxyType({})


class BadTree(ValueError):  # noqa: N818 - named after what it tells, like BadCommit
    """Bytes that are not a tree as git writes trees: a name twice, out of order, or something in between."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The bytes of a tree whose form was checked; `marks` are the offsets of some entries, in order, 0 among them.

    `plain` tells that no name holds a capital or a character outside ASCII. A small one also has its `entries` at hand.
    One made from another may know which tree it lies `over`, with all `changes` since; then its bytes can be let go.
    """

    body: bytes
    marks: tuple[int, ...] = ()
    plain: bool = True
    entries: Mapping[bytes, Entry] | None = None
    over: Tree | None = None
    changes: Mapping[bytes, Entry | None] = field(default_factory=lambda: _NONE)

    @property
    def weight(self) -> int:
        """About how many bytes of memory it takes."""
        return len(self.body) + _MARK * len(self.marks) + _WEIGHT * len(self.entries or ()) + 100

    @property
    def whole(self) -> bool:
        """Whether its bytes are at hand."""
        return self.over is None or bool(self.body)

    def thin(self) -> Tree:
        """The same without its bytes, where they can be let go."""
        return self if self.over is None else replace(self, body=b"", marks=())

    def __iter__(self) -> Iterator[bytes]:
        return (name for name, _ in self.items())

    def items(self) -> Iterable[tuple[bytes, Entry]]:
        """Every name with its mode and id, in git's order."""
        if self.over is None or self.body:
            return ((name, (mode, raw)) for mode, name, raw in _ENTRY.findall(self.body))
        found = {**dict(self.over.items()), **self.changes}
        listed = [(name, entry) for name, entry in found.items() if entry is not None]
        return sorted(listed, key=lambda each: each[0] + b"/" if each[1][0] == FOLDER else each[0])

    def get(self, name: bytes) -> Entry | None:
        """The entry of a name; None when there is none."""
        if self.entries is not None:
            return self.entries.get(name)
        if self.over is not None:
            return self.changes[name] if name in self.changes else self.over.get(name)
        for start, end in self._around(name):
            for mode, found, raw in _ENTRY.findall(self.body, start, end):
                if found == name:
                    return mode, raw
        return None

    def _around(self, name: bytes) -> Iterator[tuple[int, int]]:
        """The stretches between two marks in which a file and a folder of this name belong; mostly it is the same."""
        key, folder, marks = name, name + b"/", self.marks
        after = bisect_right(marks, key, key=self._key_at)
        yield self._stretch(after)
        if after < len(marks) and self._key_at(marks[after]) <= folder:
            yield self._stretch(bisect_right(marks, folder, after, key=self._key_at))

    def _stretch(self, after: int) -> tuple[int, int]:
        start = self.marks[after - 1] if after else 0
        return start, self.marks[after] if after < len(self.marks) else len(self.body)

    def _key_at(self, offset: int) -> bytes:
        """What git orders an entry by: its name, and a slash for a folder."""
        space, end = self.body.index(b" ", offset), self.body.index(b"\0", offset)
        name = self.body[space + 1 : end]
        return name + b"/" if self.body.startswith(FOLDER, offset) else name


EMPTY = Tree(b"", entries={})


def read_tree(body: bytes) -> Tree:
    """A tree, checked; raises BadTree."""
    marks, listed = _checked(body)
    entries = {name: (mode, raw) for mode, name, raw in listed}
    if len(entries) != len(listed):
        raise BadTree
    return Tree(body, tuple(marks), _plain(b"".join(entries)), entries if len(entries) <= _FEW else None)


def read_beside(body: bytes, like: Tree) -> tuple[Tree, Apart]:
    """A tree, checked only where it differs from another one that is much like it, and how. Raises BadTree."""
    if like.entries is not None or not like.whole:
        made = read_tree(body)
        return made, apart(like, made)
    start, old_end, end = _stretch(like, body)
    before = _entries(like, start, old_end)
    inner: list[int] = []
    listed: list[tuple[bytes, bytes, bytes]] = []
    with suppress(BadTree):
        inner, listed = _checked(body[start:end])
    after = {name: (mode, raw) for mode, name, raw in listed}
    if not listed or (end < len(body) and next(reversed(after.items())) != next(reversed(before.items()))):
        made = read_tree(body)  # what follows was not read from the same place on in both
        return made, apart(like, made)
    shift = len(body) - len(like.body)
    marks = (
        *like.marks[: bisect_left(like.marks, start)],
        *(start + mark for mark in inner),
        *(mark + shift for mark in like.marks[bisect_left(like.marks, old_end) :]),
    )
    found = tuple(_compared(like, EMPTY, before, after))
    # Outside of the stretch both are the same: what lay there under a new name stands for a file and a folder now.
    if len(after) != len(listed) or any(old and name not in before for name, old, _ in found):
        raise BadTree
    plain = like.plain and _plain(b"".join(name for name, _, new in found if new))
    changes = {**like.changes, **{name: new for name, _, new in found}}
    if len(changes) > _CHANGES:
        return Tree(body, marks, plain), found
    return Tree(body, marks, plain, over=like.over or like, changes=changes), found


def _checked(part: bytes) -> tuple[list[int], list[tuple[bytes, bytes, bytes]]]:
    """Marks and entries of a stretch of a tree; each byte belongs to an entry, in git's order. Raises BadTree."""
    listed: list[tuple[bytes, bytes, bytes]] = _ENTRY.findall(part)
    keys = [name + b"/" if mode == FOLDER else name for mode, name, _ in listed]
    if any(map(ge, keys, keys[1:])):
        raise BadTree
    marks, at = [], 0
    for first in range(0, len(listed), _STEP):
        some = listed[first : first + _STEP]
        marks.append(at)
        at += 2 * len(some) + len(b"".join(map(b"".join, some)))  # a space and a zero beside what was found
    if at != len(part):
        raise BadTree
    return marks, listed


def _plain(names: bytes) -> bool:
    return names.isascii() and names == names.lower()


def _stretch(old: Tree, body: bytes) -> tuple[int, int, int]:
    """Where two trees differ: start, end in the old one, end in the new one, each at an entry's beginning.

    At least one whole stretch on either side is the same in both, so that order inside the stretch is order overall.
    """
    front = _same(old.body, body)
    back = _same_at_end(old.body, body, front)
    first = bisect_right(old.marks, front) - 2
    start = old.marks[first] if first >= 0 else 0
    after = bisect_left(old.marks, len(old.body) - back) + 1
    end = old.marks[after] if after < len(old.marks) else len(old.body)
    return start, end, end + len(body) - len(old.body)


def _same(one: bytes, other: bytes) -> int:
    """How many bytes two texts begin with in common; halving costs a few comparisons of memory."""
    view = memoryview(one)  # no slice of it copies anything
    low, high = 0, min(len(one), len(other))
    if other.startswith(view[:high]):
        return high
    while high - low > 1:
        middle = (low + high) // 2
        if other.startswith(view[low:middle], low):
            low = middle
        else:
            high = middle
    return low


def _same_at_end(one: bytes, other: bytes, front: int = 0) -> int:
    """How many bytes two texts end with in common, beyond the first `front` ones."""
    view, size = memoryview(one), len(one)
    low, high = 0, min(len(one), len(other)) - front
    if high == 0 or other.endswith(view[size - high :]):
        return high
    while high - low > 1:
        middle = (low + high) // 2
        if other.endswith(view[size - middle : size - low], 0, len(other) - low):
            low = middle
        else:
            high = middle
    return low


def apart(old: Tree, new: Tree) -> Apart:
    """Where two trees do not agree."""
    if old.entries is not None and new.entries is not None:
        return tuple(_compared(old, new, old.entries, new.entries))
    if (old.over or old) is (new.over or new):
        both = {name: (old.get(name), new.get(name)) for name in (*old.changes, *new.changes)}
        return tuple((name, *each) for name, each in both.items() if each[0] != each[1])
    if not (old.whole and new.whole):
        return tuple(_compared(old, new, dict(old.items()), dict(new.items())))
    start, old_end, end = 0, len(old.body), len(new.body)
    if old.entries is None:
        start, old_end, end = _stretch(old, new.body)
        if not _boundary(new, start, end):
            start, old_end, end = 0, len(old.body), len(new.body)
    return tuple(_compared(old, new, _entries(old, start, old_end), _entries(new, start, end)))


def _compared(
    old: Tree, new: Tree, before: Mapping[bytes, Entry], after: Mapping[bytes, Entry]
) -> Iterator[tuple[bytes, Entry | None, Entry | None]]:
    """The differences in a stretch outside of which two trees are the same.

    A name whose kind changed may stand outside of the stretch in one of the two.
    """
    for name, entry in after.items():
        was = before.get(name) or old.get(name)
        if was != entry:
            yield name, was, entry
    for name, was in before.items():
        if name not in after:
            yield name, was, new.get(name)


def _entries(tree: Tree, start: int, end: int) -> dict[bytes, Entry]:
    return {name: (mode, raw) for mode, name, raw in _ENTRY.findall(tree.body, start, end)}


def _boundary(tree: Tree, start: int, end: int) -> bool:
    """Whether a stretch of a tree begins and ends with entries: reading it uses up every byte."""
    used = sum(len(mode) + len(name) + 22 for mode, name, _ in _ENTRY.findall(tree.body, start, end))
    return used == end - start
