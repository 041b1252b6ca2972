"""A git tree read strictly and kept as its bytes: a folder of thousands costs what changed in it, not what it holds."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

FILE, FOLDER, MODULE = b"100644", b"40000", b"160000"
_ENTRY = re.compile(rb"([1-7][0-7]{4,5}) ([^\0/]+)\0(.{20})", re.DOTALL)
_STEP = 32
"""Entries between two marks."""

_WEIGHT = 300
"""About what an entry takes that is kept by itself."""

Entry = tuple[bytes, bytes]
"""Mode and object id of one line of a tree, the id in its 20 bytes."""
Apart = tuple[Mapping[bytes, Entry], Mapping[bytes, Entry]]
"""What lies in one tree and in another where they are not the same, and perhaps some beside that."""


class BadTree(ValueError):  # noqa: N818 - named after what it tells, like BadCommit
    """Bytes that are not a tree as git writes trees: a name twice, out of order, or something in between."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The bytes of a tree whose form was checked; `marks` are the offsets of some entries, in order, 0 among them.

    `plain` tells that no name holds a capital or a character outside ASCII. A small one also has its `entries` at hand.
    """

    body: bytes
    marks: tuple[int, ...] = ()
    plain: bool = True
    entries: Mapping[bytes, Entry] | None = None

    @property
    def weight(self) -> int:
        """About how many bytes of memory it takes."""
        return len(self.body) + _WEIGHT * len(self.entries or ())

    def __iter__(self) -> Iterator[bytes]:
        return (name for _, name, _ in _ENTRY.findall(self.body))

    def items(self) -> Iterator[tuple[bytes, Entry]]:
        """Every name with its mode and id, in git's order."""
        return ((name, (mode, raw)) for mode, name, raw in _ENTRY.findall(self.body))

    def get(self, name: bytes) -> Entry | None:
        """The entry of a name; None when there is none."""
        if self.entries is not None:
            return self.entries.get(name)
        if name + b"\0" not in self.body:
            return None
        for key in (name, name + b"/"):
            for mode, found, raw in _ENTRY.findall(self.body, *self._around(key)):
                if found == name:
                    return mode, raw
        return None

    def _around(self, key: bytes) -> tuple[int, int]:
        """The stretch between two marks in which a key belongs; a folder's key ends with a slash."""
        low, high = 0, len(self.marks)
        while low < high:
            middle = (low + high) // 2
            if self._key_at(self.marks[middle]) <= key:
                low = middle + 1
            else:
                high = middle
        start = self.marks[low - 1] if low else 0
        return start, self.marks[low] if low < len(self.marks) else len(self.body)

    def _key_at(self, offset: int) -> bytes:
        space, end = self.body.index(b" ", offset), self.body.index(b"\0", offset)
        name = self.body[space + 1 : end]
        return name + b"/" if self.body[offset:space] == FOLDER else name


EMPTY = Tree(b"", entries={})


def read_tree(body: bytes) -> Tree:
    """A tree, checked; raises BadTree."""
    offsets, listed = _checked(body)
    entries = {name: (mode, raw) for mode, name, raw in listed}
    if len(entries) != len(listed):
        raise BadTree
    return Tree(
        body, tuple(offsets[::_STEP]), _plain(b"".join(entries)), entries if len(entries) <= 2 * _STEP else None
    )


def read_beside(body: bytes, like: Tree) -> tuple[Tree, Apart]:
    """A tree, checked only where it differs from another one that is much like it, and how. Raises BadTree."""
    if len(like.marks) <= 2:
        made = read_tree(body)
        return made, apart(like, made)
    start, old_end, end = _stretch(like, body)
    try:
        offsets, listed = _checked(body[start:end])
    except BadTree:
        made = read_tree(body)
        return made, apart(like, made)
    before, after = _entries(like, start, old_end), {name: (mode, raw) for mode, name, raw in listed}
    new = [name for name, entry in after.items() if before.get(name) != entry]
    marks = (
        *like.marks[: bisect_left(like.marks, start)],
        *(start + offset for offset in offsets[::_STEP]),
        *(mark + len(body) - len(like.body) for mark in like.marks[bisect_left(like.marks, old_end) :]),
    )
    made = Tree(body, marks, like.plain and all(map(_plain, new)))
    if len(after) != len(listed) or any(_twice(made, name) for name in new):
        raise BadTree
    return made, (before, after)


def _checked(part: bytes) -> tuple[list[int], list[tuple[bytes, bytes, bytes]]]:
    """The offsets and entries of a stretch of a tree; each byte belongs to one, in git's order. Raises BadTree."""
    listed: list[tuple[bytes, bytes, bytes]] = _ENTRY.findall(part)
    offsets, at, last = [], 0, b""
    for mode, name, _ in listed:
        key = name + b"/" if mode == FOLDER else name
        if key <= last:
            raise BadTree
        offsets.append(at)
        at += len(mode) + len(name) + 22
        last = key
    if at != len(part):
        raise BadTree
    return offsets, listed


def _twice(tree: Tree, name: bytes) -> bool:
    """Whether a name stands for a file and for a folder: then the two lie apart in git's order."""
    found = [
        1 for key in {tree._around(name), tree._around(name + b"/")} for _, each, _ in _ENTRY.findall(tree.body, *key)
        if each == name
    ]  # fmt: skip
    return len(found) > 1


def _plain(names: bytes) -> bool:
    return names.isascii() and names == names.lower()


def _stretch(old: Tree, body: bytes) -> tuple[int, int, int]:
    """Where two trees differ: start, end in the old one, end in the new one, each at an entry's beginning.

    At least one whole stretch on either side is the same in both, so that order inside the stretch is order overall.
    """
    front = _same(old.body, body)
    back = _same_at_end(old.body[front:], body[front:])
    first = bisect_right(old.marks, front) - 2
    start = old.marks[first] if first >= 0 else 0
    after = bisect_left(old.marks, len(old.body) - back) + 1
    end = old.marks[after] if after < len(old.marks) else len(old.body)
    return start, end, end + len(body) - len(old.body)


def _same(one: bytes, other: bytes) -> int:
    """How many bytes two texts begin with in common; halving costs a few comparisons of memory."""
    low, high = 0, min(len(one), len(other))
    if one[:high] == other[:high]:
        return high
    while high - low > 1:
        middle = (low + high) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle
    return low


def _same_at_end(one: bytes, other: bytes) -> int:
    """How many bytes two texts end with in common."""
    low, high = 0, min(len(one), len(other))
    if high == 0 or one[len(one) - high :] == other[len(other) - high :]:
        return high
    while high - low > 1:
        middle = (low + high) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle
    return low


def differing(old: Tree, new: Tree, found: Apart) -> Iterator[tuple[bytes, Entry | None, Entry | None]]:
    """Each name that two trees do not agree on, with its entry in both; `found` is where they are apart."""
    before, after = found
    # A name whose kind changed may stand outside of the stretch in one of the two.
    for name in before.keys() ^ after.keys():
        yield name, before.get(name) or old.get(name), after.get(name) or new.get(name)
    for name in before.keys() & after.keys():
        if before[name] != after[name]:
            yield name, before[name], after[name]


def apart(old: Tree, new: Tree) -> Apart:
    """The entries of both in a stretch outside of which they are the same; all of them where they are small."""
    if old.entries is not None and new.entries is not None:
        return old.entries, new.entries
    start, old_end, end = 0, len(old.body), len(new.body)
    if len(old.marks) > 2:
        start, old_end, end = _stretch(old, new.body)
        if not _boundary(new, start, end):
            start, old_end, end = 0, len(old.body), len(new.body)
    return _entries(old, start, old_end), _entries(new, start, end)


def _entries(tree: Tree, start: int, end: int) -> dict[bytes, Entry]:
    return {name: (mode, raw) for mode, name, raw in _ENTRY.findall(tree.body, start, end)}


def _boundary(tree: Tree, start: int, end: int) -> bool:
    """Whether a stretch of a tree begins and ends with entries: reading it uses up every byte."""
    used = sum(len(mode) + len(name) + 22 for mode, name, _ in _ENTRY.findall(tree.body, start, end))
    return used == end - start
