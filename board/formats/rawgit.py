"""git objects as they lie, also those that git itself would never write but takes from whoever sends them."""

from __future__ import annotations

import re
from collections import Counter

TWICE = b"170000"
"""The mode under which a name is read that its folder lists twice: it is no file, no folder and no link."""
_LINE = re.compile(rb"([0-7]+) ([^\0]*)\0(.{20})", re.DOTALL)
_MODE = re.compile(rb"[1-7][0-7]{4,5}")
_LINKS = re.compile(rb"tree ([0-9a-fA-F]{40})\n((?:parent [0-9a-fA-F]{40}\n)*)")


def usable(body: bytes, *, first: bool = False) -> list[tuple[bytes, bytes, bytes]]:
    """Mode, name and id of what is usable in a tree, in git's order and form.

    A name that is empty or a path, and a mode of no known length, are left out. A name listed twice has the mode TWICE,
    or with `first` is what its first usable line says.
    """
    listed, at = [], 0
    while match := _LINE.match(body, at):
        listed.append((match[1].lstrip(b"0"), match[2], match[3]))
        at = match.end()
    times = Counter(name for _, name, _ in listed)
    found: dict[bytes, tuple[bytes, bytes, bytes]] = {}
    for mode, name, raw in listed:
        if name and b"/" not in name and known(mode):
            found.setdefault(name, (mode if first or times[name] == 1 else TWICE, name, raw))
    return sorted(found.values(), key=lambda line: line[1] + b"/" if line[0] == b"40000" else line[1])


def known(mode: bytes) -> bool:
    """Whether git may have written a mode; it writes none with a zero in front."""
    return _MODE.fullmatch(mode) is not None


def links(body: bytes) -> tuple[str, tuple[str, ...], bytes] | None:
    """Tree and parents of a commit as git reads them, and what follows; None where git reads none."""
    match = _LINKS.match(body)
    if match is None:
        return None
    parents = tuple(line[7:].decode().lower() for line in match[2].splitlines())
    return match[1].decode().lower(), parents, body[match.end() :]
