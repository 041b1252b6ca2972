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
        self._root: Node = _with({}, values, 0)
        self._size = len(values)

    def changed(self, values: Mapping[str, str], gone: Iterable[str] = ()) -> Shared:
        """The same with these values, and without what is gone."""
        made = Shared({})
        changes: dict[str, str | None] = {**values, **dict.fromkeys(gone)}
        made._size = self._size + sum((value is not None) - (key in self) for key, value in changes.items())
        made._root = _with(self._root, changes, 0) if changes else self._root
        return made

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


def _with(node: Node, values: Mapping[str, str | None], used: int) -> Node:
    """A node with values put in or, where they are None, taken out; so many bits of their hashes are `used` already."""
    if isinstance(node, tuple):
        parts: dict[int, dict[str, str | None]] = {}
        for key, value in values.items():
            parts.setdefault((hash(key) >> used) % (1 << _BITS), {})[key] = value
        return tuple(_with(one, parts[at], used + _BITS) if at in parts else one for at, one in enumerate(node))
    found = {key: value for key, value in {**node, **values}.items() if value is not None}
    return _parted(found, used)


def _parted(values: dict[str, str], used: int) -> Node:
    if len(values) <= _LEAF or used >= _ALL_BITS:
        return values
    parts: list[dict[str, str]] = [{} for _ in range(1 << _BITS)]
    for key, value in values.items():
        parts[(hash(key) >> used) % (1 << _BITS)][key] = value
    return tuple(_parted(each, used + _BITS) for each in parts)


def _keys(node: Node) -> Iterator[str]:
    if isinstance(node, tuple):
        for each in node:
            yield from _keys(each)
    else:
        yield from node
