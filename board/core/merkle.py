"""Merkle trees after RFC 6962, section 2.1, on SHA-256: one digest that stands for a list which only ever grows."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence


def leaf(entry: bytes) -> bytes:
    """The digest of one entry: SHA-256 of a zero byte and the entry (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\0" + entry).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The digest of a list of leaf digests; of an empty one, SHA-256 of nothing."""
    return roots(leaves, (len(leaves),))[len(leaves)] if leaves else hashlib.sha256().digest()


def roots(leaves: Sequence[bytes], sizes: Collection[int]) -> dict[int, bytes]:
    """The digests of the beginnings of a list that have these sizes, from one pass; no others are in the answer."""
    wanted, found = set(sizes), {}
    stack: list[tuple[int, bytes]] = []
    for count, digest in enumerate(leaves, 1):
        size = 1
        while stack and stack[-1][0] == size:
            digest = _node(stack.pop()[1], digest)
            size *= 2
        stack.append((size, digest))
        if count in wanted:
            found[count] = _joined(stack)
    return found


def _joined(stack: Sequence[tuple[int, bytes]]) -> bytes:
    """What whole trees, the largest first, come to together."""
    found = stack[-1][1]
    for _, left in reversed(stack[:-1]):
        found = _node(left, found)
    return found


def inclusion(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The digests that, with the leaf at `index`, come to the root (RFC 6962, 2.1.1); lowest first."""
    if len(leaves) < 2:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion(leaves[:split], index), root(leaves[split:])]
    return [*inclusion(leaves[split:], index - split), root(leaves[:split])]


def included(digest: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a leaf and its path come to (RFC 9162, 2.1.3.2); None where the path has another length."""
    if not 0 <= index < size:
        return None
    at, last, found = index, size - 1, digest
    for other in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            found = _node(other, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = _node(found, other)
        at, last = at >> 1, last >> 1
    return found if last == 0 else None


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1
