"""A mapping made from another one by a few changes, which shares with it whatever stayed the same.

Anybody who can push can make a long row of commits, each of which leaves one path more to be mended. Copies of what the
commit before it left would fill memory; here each costs what it changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

_BITS = 4
_LEAF = 8
"""Values that lie together; where there are more, they are parted by the next bits of their hashes."""
_ALL_BITS = 60
"""What alike hashes have in common; beyond, values stay together however many there are."""

Node: TypeAlias = "dict[str, str] | tuple[Node, ...]"
"""Values, or the nodes that they are parted into; none is ever changed once it is made."""


class Shared(Mapping[str, str]):
    """Values by name, never changed: what changes them makes another one."""

    __slots__ = ("_root", "_size")

    def __init__(self, values: Mapping[str, str]) -> None:
        self._root: Node = {}
        self._size = 0
        for key, value in values.items():
            self._put(key, value)

    def changed(self, values: Mapping[str, str], gone: Iterable[str] = ()) -> Shared:
        """The same with these values, and without what is gone."""
        made = Shared({})
        made._root, made._size = self._root, self._size
        for key, value in values.items():
            made._put(key, value)
        for key in gone:
            made._put(key, None)
        return made

    def _put(self, key: str, value: str | None) -> None:
        self._size += (value is not None) - (key in self)
        self._root = _with(self._root, key, value, hash(key), 0)

    def __getitem__(self, key: str) -> str:
        node, bits = self._root, hash(key)
        while isinstance(node, tuple):
            node, bits = node[bits % (1 << _BITS)], bits >> _BITS
        return node[key]

    def __iter__(self) -> Iterator[str]:
        return _keys(self._root)

    def __len__(self) -> int:
        return self._size


def shared(values: Mapping[str, str]) -> Shared:
    """A mapping in this form; one that has it is taken as it is."""
    return values if isinstance(values, Shared) else Shared(values)


def _with(node: Node, key: str, value: str | None, bits: int, used: int) -> Node:
    """A node with one value put in or, where it is None, taken out; `bits` are those of its hash not `used` yet."""
    if isinstance(node, tuple):
        at = bits % (1 << _BITS)
        below = _with(node[at], key, value, bits >> _BITS, used + _BITS)
        return (*node[:at], below, *node[at + 1 :])
    found = {each: was for each, was in node.items() if each != key}
    if value is not None:
        found[key] = value
    return _parted(found, used) if len(found) > _LEAF and used < _ALL_BITS else found


def _parted(values: Mapping[str, str], used: int) -> Node:
    parts: list[dict[str, str]] = [{} for _ in range(1 << _BITS)]
    for key, value in values.items():
        parts[(hash(key) >> used) % (1 << _BITS)][key] = value
    return tuple(parts)


def _keys(node: Node) -> Iterator[str]:
    if isinstance(node, tuple):
        for each in node:
            yield from _keys(each)
    else:
        yield from node
