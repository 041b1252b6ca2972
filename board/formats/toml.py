"""TOML in and out: tomllib reads, behind guards that keep hostile files cheap; tomli-w writes."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import tomli_w

from board.core.finding import Finding, Where
from board.formats.lines import Key, toml_lines
from board.formats.read import Read
from board.formats.slips import slip

RECORD_LIMIT = 64 * 1024
"""Bytes of a machine record, and of a document's front matter."""
FILE_LIMIT = 256 * 1024
"""Bytes of a TOML file with many texts: charter, checklist, review, answers, register entry."""
LINE_LIMIT = 4 * 1024
"""Characters of a line, text between triple quotes not counted."""
DOT_LIMIT = 16
"""Dots in a key: tomllib's cost grows with their square (40 kB of them take seconds and a gigabyte)."""
DEPTH_LIMIT = 40
"""Tables and lists within one another."""
INTEGER_LIMIT = 2**63
_LIST_WIDTH = 100
_PARAGRAPH = 500  # six times this, all of it escaped, stays below LINE_LIMIT

# Strings and comments, one match each; what is left open runs to the end, so the scan stays linear.
_QUOTED = re.compile(
    r'"""(?:[^"\\]++|\\.?|"(?!""))*+"{0,5}'
    r"|'''(?:[^']++|'(?!''))*+'{0,5}"
    r'|"(?:[^"\\\n]++|\\[^\n]?)*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+",
    re.DOTALL,
)
_KEY_ENDS = re.compile(r"[=,{}\[\]\n]")
_SPOT = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")


class Table:
    """The data of a TOML or YAML table, its file, and the line of every key; lines are worked out when first asked for.

    `readable` is False when the text was refused; the data is then empty and nothing else needs to be said about it.
    `as_text` tells that every scalar came as text (YAML).
    """

    __slots__ = ("_lines", "_make_lines", "as_text", "data", "first_line", "path", "readable")

    def __init__(
        self,
        data: Mapping[str, object],
        path: str,
        make_lines: Callable[[], Mapping[Key, int]] = dict,
        *,
        first_line: int = 1,
        readable: bool = True,
        as_text: bool = False,
    ) -> None:
        self.data = data
        self.path = path
        self.first_line = first_line
        self.readable = readable
        self.as_text = as_text
        self._make_lines = make_lines
        self._lines: Mapping[Key, int] | None = None

    def line(self, *key: str | int) -> int:
        """The line of a key, or of the nearest table around it; 0 for the whole file."""
        if self._lines is None:
            self._lines = self._make_lines()
        for length in range(len(key), 0, -1):
            found = self._lines.get(key[:length])
            if found is not None:
                return found + self.first_line - 1
        return 0


def load(data: bytes, path: str, limit: int = RECORD_LIMIT) -> Read[Table]:
    """A TOML file of at most `limit` bytes; refused text gives an empty table and the reasons."""
    if len(data) > limit:
        return _refused(path, too_large(data, path, limit))
    text, finding = decoded(data, path)
    if finding is not None:
        return _refused(path, finding)
    return load_text(text, path)


def load_text(text: str, path: str, first_line: int = 1) -> Read[Table]:
    """TOML text that begins on line `first_line` of its file."""
    text = text.replace("\r\n", "\n")
    guarded = _guard(text, path, first_line)
    if guarded is not None:
        return _refused(path, guarded)
    try:
        data = tomllib.loads(text)
    except RecursionError:
        return _refused(path, _too_deep(path))
    except ValueError as error:  # TOMLDecodeError is one; so is a number with thousands of digits
        return _refused(path, _syntax(error, text, path, first_line))
    table = Table(data, path, lambda: toml_lines(text, _bare(text)), first_line=first_line)
    odd = tuple(_odd_values(table)) if _may_be_odd(data) else ()
    return _refused(path, *odd) if odd else Read(table)


def decoded(data: bytes, path: str) -> tuple[str, Finding | None]:
    """The text of a file without its byte order mark, and a finding where it is not UTF-8."""
    try:
        return data.decode("utf-8").removeprefix("\ufeff"), None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"The text is not UTF-8: byte {error.start + 1} cannot be read."
        fix = "Save the file as UTF-8."
        return data.decode("utf-8", "replace").removeprefix("\ufeff"), Finding(
            "not-utf8", message, where=Where(path, line), fix=fix
        )


def too_large(data: bytes, path: str, limit: int) -> Finding:
    """The finding for a file that is not read because of its size."""
    message = f"The file has {len(data):,} bytes; at most {limit:,} are read here."
    fix = "Move long matter into a file of its own and point to it as evidence."
    return Finding("too-large", message, where=Where(path), fix=fix)


def may_hold(data: bytes, *words: bytes) -> bool:
    """Whether TOML that nobody parsed yet may hold one of these words as a key or a text: escapes can spell any."""
    return any(word in data for word in (*words, b"\\u", b"\\U"))


def dump(mapping: Mapping[str, object]) -> bytes:
    """TOML bytes: keys in the order given, LF, texts of several lines between triple quotes, times in UTC with `Z`.

    Lists of tables always become `[[tables]]`, so that one longer text does not reshape the others.
    """
    return "".join(_chunks(mapping, "")).encode("utf-8", "replace")


def literal(value: object) -> str:
    """One value as TOML writes it on the right of an equals sign; a short list stays on its line."""
    if isinstance(value, (list, tuple)):
        items = [literal(item) for item in value]
        flat = f"[{', '.join(items)}]"
        if len(flat) <= _LIST_WIDTH and "\n" not in flat:
            return flat
        return "[\n" + "".join(f"    {item},\n" for item in items) + "]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key_part(name)} = {literal(item)}" for name, item in value.items()) + " }"
    if isinstance(value, str):
        return _text(str(value).encode("utf-8", "replace").decode("utf-8"))
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat() + "Z"
    return _written(value)


def key_part(name: str) -> str:
    """A key as TOML writes it, in quotes where it must be."""
    return tomli_w.dumps({name.encode("utf-8", "replace").decode("utf-8"): 0})[: -len(" = 0\n")]


def _chunks(table: Mapping[str, object], name: str) -> Iterator[str]:
    """The plain values of a table, then its tables, each under its heading."""
    gap = ""
    for key, value in table.items():
        if not _tables(value):
            yield f"{key_part(key)} = {literal(value)}\n"
            gap = "\n"
    for key, value in table.items():
        full = f"{name}.{key_part(key)}" if name else key_part(key)
        for item in _tables(value):
            body = "".join(_chunks(item, full))
            needs_heading = value is not item or not body.startswith("[")
            heading = f"[[{full}]]\n" if value is not item else f"[{full}]\n"
            yield gap + (heading if needs_heading else "") + body
            gap = "\n"


def _tables(value: object) -> Sequence[Mapping[str, object]]:
    """The tables that a value is written as: itself, the entries of a list of tables, or none for a plain value."""
    if isinstance(value, Mapping):
        return (value,)
    if isinstance(value, (list, tuple)) and all(isinstance(item, Mapping) for item in value):
        return value
    return ()


def _text(text: str) -> str:
    """A text in quotes; a long paragraph goes between triple quotes, where lines may be long."""
    if len(text) <= _PARAGRAPH or "\n" in text:
        return _written(text)
    return _written(text + "\n").removesuffix('\n"""') + '"""'


def _written(value: object) -> str:
    return tomli_w.dumps({"k": value}, multiline_strings=True)[len("k = ") : -1]


def _refused(path: str, *findings: Finding) -> Read[Table]:
    return Read(Table({}, path, readable=False), findings)


def _guard(text: str, path: str, first_line: int) -> Finding | None:
    """Why the text is not handed to tomllib, or None; strings are looked into only where a line gives reason to."""
    lines = text.split("\n")
    if text.count(".") > DOT_LIMIT and any(line.count(".") > DOT_LIMIT for line in lines):
        for number, line in enumerate(_bare(text).split("\n"), start=first_line):
            if any(part.count(".") > DOT_LIMIT for part in _KEY_ENDS.split(line)):
                message = f"A key has more than {DOT_LIMIT} dots, so the file is not read."
                return Finding("key-too-deep", message, where=Where(path, number), fix="Use a shorter key.")
    if max(map(len, lines)) > LINE_LIMIT:
        for number, line in enumerate(_QUOTED.sub(_without_long_text, text).split("\n"), start=first_line):
            if len(line) > LINE_LIMIT:
                message = f"The line has more than {LINE_LIMIT:,} characters, so the file is not read."
                fix = 'Put a long text between triple quotes (""").'
                return Finding("line-too-long", message, where=Where(path, number), fix=fix)
    return None


def _bare(text: str) -> str:
    """The text with every string emptied and every comment dropped; lines keep their numbers."""
    return _QUOTED.sub(lambda match: "" if match[0][0] == "#" else '""' + "\n" * match[0].count("\n"), text)


def _without_long_text(match: re.Match[str]) -> str:
    token = match[0]
    return '""' + "\n" * token.count("\n") if token.startswith(('"""', "'''")) else token


def _syntax(error: ValueError, text: str, path: str, first_line: int) -> Finding:
    said = str(error)
    spot = _SPOT.search(said)
    line = 0
    if spot:
        last = text.rstrip("\n").count("\n") + 1
        line = first_line - 1 + (int(spot[1]) if spot[1] else last)
    if isinstance(error, tomllib.TOMLDecodeError):
        reason = _SPOT.sub("", said).strip().rstrip(".")
    else:
        reason = "a number has too many digits"
    message = f"The file is not valid TOML: {reason[:1].lower()}{reason[1:]}."
    fix = f"{slip(text, said) or 'Mend the line;'} nothing in the file counts until then."
    return Finding("not-toml", message, where=Where(path, line), fix=fix)


def _may_be_odd(data: Mapping[str, object]) -> bool:
    """Whether any number or the depth gives reason to look for where it is."""
    level: list[Any] = [data]
    for _ in range(DEPTH_LIMIT):
        below: list[Any] = []
        for value in level:
            for item in value.values() if type(value) is dict else value:
                kind = type(item)
                if kind is dict or kind is list:
                    below.append(item)
                elif (kind is int and not -INTEGER_LIMIT <= item < INTEGER_LIMIT) or (
                    kind is float and not math.isfinite(item)
                ):
                    return True
        if not below:
            return False
        level = below
    return True


def _odd_values(table: Table) -> Iterator[Finding]:
    """Numbers that no rule can compare (not a number, infinite, beyond 64 bits), and tables within tables for ever."""
    waiting: list[tuple[Key, object]] = [((), table.data)]
    while waiting:
        key, value = waiting.pop()
        if len(key) > DEPTH_LIMIT:
            yield _too_deep(table.path, table.line(*key))
            return
        if isinstance(value, dict):
            waiting.extend(((*key, name), item) for name, item in value.items())
        elif isinstance(value, list):
            waiting.extend(((*key, index), item) for index, item in enumerate(value))
        elif (isinstance(value, float) and not math.isfinite(value)) or (
            type(value) is int and not -INTEGER_LIMIT <= value < INTEGER_LIMIT
        ):
            part = ", ".join(str(step + 1) if isinstance(step, int) else step for step in key)
            message = "The number cannot be compared with others, so the file is not read."
            where = Where(table.path, table.line(*key), part)
            yield Finding("odd-number", message, where=where, fix="Write an ordinary number.")


def _too_deep(path: str, line: int = 0) -> Finding:
    message = "Brackets are nested so deeply that the file is not read."
    return Finding("too-deep", message, where=Where(path, line), fix="Write tables of their own.")
