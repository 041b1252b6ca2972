"""On which line each key of a TOML text stands; worked out only when a finding wants to say where."""

from __future__ import annotations

import re

Key = tuple[str | int, ...]

_PART = re.compile(r'"((?:[^"\\]|\\.)*)"|\'([^\']*)\'|([A-Za-z0-9_-]+)')
_BRACKET = re.compile(r"[\[\]{}]")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))")
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}


def toml_lines(text: str, bare: str) -> dict[Key, int]:
    """The lines of tables, keys and inline tables in lists, counted from 1.

    `bare` is the same text with its strings emptied and comments dropped. Keys within an inline table are not listed:
    the table's own line serves.
    """
    walk = _Walk()
    for number, (line, plain) in enumerate(zip(text.split("\n"), bare.split("\n"), strict=True), start=1):
        walk.line(number, line, plain)
    return walk.lines


class _Walk:
    """Where the walk stands: the open table, how many tables each list has had, and the value still open."""

    def __init__(self) -> None:
        self.lines: dict[Key, int] = {}
        self.counts: dict[Key, int] = {}
        self.table: Key = ()
        self.value: Key = ()
        self.depth = 0
        self.items = 0

    def line(self, number: int, line: str, plain: str) -> None:
        if self.depth > 0:
            self.brackets(number, plain)
        elif plain.lstrip().startswith("["):
            self.heading(number, line, many=plain.lstrip().startswith("[["))
        elif "=" in plain:
            self.key(number, line, plain)

    def heading(self, number: int, line: str, *, many: bool) -> None:
        parts = _parts(line.partition("]")[0] if '"' not in line and "'" not in line else line)
        self.table = self.resolved(parts[:-1] if many else parts)
        if many and parts:
            listed = (*self.table, parts[-1])
            index = self.counts.get(listed, 0)
            self.counts[listed] = index + 1
            self.lines.setdefault(listed, number)
            self.table = (*listed, index)
        self.lines.setdefault(self.table, number)

    def resolved(self, parts: list[str]) -> Key:
        """A heading's path with the number of the open entry after each list of tables."""
        key: Key = ()
        for part in parts:
            key = (*key, part)
            if key in self.counts:
                key = (*key, self.counts[key] - 1)
        return key

    def key(self, number: int, line: str, plain: str) -> None:
        quoted = plain.partition("=")[0].count('"') // 2
        parts = _parts(line.partition("=")[0]) if not quoted else _parts(line)[: _count(plain)]
        self.value = (*self.table, *parts)
        for length in range(len(self.table) + 1, len(self.value) + 1):
            self.lines.setdefault(self.value[:length], number)
        self.items = 0
        self.brackets(number, plain.partition("=")[2])

    def brackets(self, number: int, plain: str) -> None:
        for bracket in _BRACKET.findall(plain):
            if bracket == "{" and self.depth == 1:
                self.lines.setdefault((*self.value, self.items), number)
                self.items += 1
            self.depth += 1 if bracket in "[{" else -1
        self.depth = max(self.depth, 0)


def _count(plain: str) -> int:
    """How many parts the key of an emptied line has: its strings stand as two quotes."""
    return len(_PART.findall(plain.partition("=")[0]))


def _parts(key: str) -> list[str]:
    return [_unescaped(double) if double else single or bare for double, single, bare in _PART.findall(key)]


def _unescaped(text: str) -> str:
    def meant(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        if code:
            return chr(int(code, 16)) if int(code, 16) < 0x110000 else ""
        return _ESCAPED.get(match[3], match[3])

    return _ESCAPE.sub(meant, text)
