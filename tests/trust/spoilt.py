"""Folders as git never writes them, but takes from whoever pushes them to a server that does not look."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable

from tests.trust.history import History

Lines = list[bytes]
_LINE = re.compile(rb"[0-7]+ [^\0]*\0.{20}", re.DOTALL)
EVIL = b"Something else.\n"


def twice(history: History, name: str) -> Callable[[Lines], Lines]:
    """The name listed a second time, with another file."""
    other = line(history, "100644", name, EVIL)
    return lambda lines: sorted([*lines, other], key=name_of)


def line(history: History, mode: str, name: str, data: bytes = EVIL) -> bytes:
    """A line of a tree that names a file with these bytes."""
    blob = history.git("hash-object", "-w", "--stdin", data=data)
    return f"{mode} {name}\0".encode() + bytes.fromhex(blob)


def spoil(history: History, folder: str, change: Callable[[Lines], Lines], onto: str = "") -> str:
    """The top tree of a commit in which the lines of one folder ("" for the top one) are changed."""
    at = onto or history.tip
    new = _tree(history, b"".join(change(_lines(history, at, folder))))
    while folder:
        folder, _, name = folder.rpartition("/")
        above = _lines(history, at, folder)
        new = _tree(history, b"".join(_with(each, name.encode(), new) for each in above))
    return new


def _with(each: bytes, name: bytes, new: str) -> bytes:
    return each[:-20] + bytes.fromhex(new) if name_of(each) == name else each


def _lines(history: History, commit: str, folder: str) -> Lines:
    command = ["git", "-C", str(history.path), "cat-file", "tree", f"{commit}:{folder}"]
    return _LINE.findall(subprocess.run(command, capture_output=True, check=True).stdout)


def _tree(history: History, body: bytes) -> str:
    return history.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", data=body)


def name_of(each: bytes) -> bytes:
    """The name in a line of a tree."""
    return each[each.index(b" ") + 1 : each.index(b"\0")]


def tree_with(
    history: History, path: str, onto: str = "", *, data: bytes = EVIL, folder: str = "", kind: bytes = b"100644"
) -> str:
    """A top tree that also holds a file of this mode (or this `folder`) at a path, whatever its parts are called."""
    first, _, rest = path.partition("/")
    there = subprocess.run(
        ["git", "-C", str(history.path), "cat-file", "tree", onto or f"{history.tip}^{{tree}}"], capture_output=True
    )
    kept = [each for each in _LINE.findall(there.stdout) if name_of(each) != first.encode()]
    old = next((each for each in _LINE.findall(there.stdout) if name_of(each) == first.encode()), b"")
    mode, named = b"40000", folder
    if rest:
        below = old[-20:].hex() if old else history.git("hash-object", "-t", "tree", "-w", "--stdin", data=b"")
        named = tree_with(history, rest, below, data=data, folder=folder, kind=kind)
    elif not folder:
        mode, named = kind, history.git("hash-object", "-w", "--stdin", data=data)
    lines = [*kept, b"%s %s\0" % (mode, first.encode()) + bytes.fromhex(named)]
    return _tree(history, b"".join(sorted(lines, key=lambda one: name_of(one) + b"/" * one.startswith(b"40000"))))
