"""Front matter: TOML between `+++` lines, YAML between `---` lines read as text values, or none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from board.core.finding import Finding, Where
from board.formats.read import Read
from board.formats.toml import RECORD_LIMIT, Table, decoded, dump, load_text, too_large

DOCUMENT_LIMIT = 1024 * 1024
"""Bytes of a document written in prose."""
FENCE = "+++"
_FENCES = {FENCE: "toml", "---": "yaml"}
_BLANK = " \t"
_FENCE_INSIDE = re.compile(rb"^\+(?=\+\+[ \t]*$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Front:
    """A document taken apart; `form` is "toml", "yaml" or "none", `body_line` the line where the prose begins."""

    table: Table
    body: str
    body_line: int = 1
    form: str = "none"


def split(data: bytes, path: str, limit: int = DOCUMENT_LIMIT) -> Read[Front]:
    """A document's front matter and prose; broken front matter leaves the prose readable, and a finding."""
    if len(data) > limit:
        return Read(Front(_nothing(path), ""), (too_large(data, path, limit),))
    text, not_utf8 = decoded(data, path)
    found = (not_utf8,) if not_utf8 else ()
    text = text.replace("\r\n", "\n")
    opening, _, rest = text.partition("\n")
    fence = opening.rstrip(_BLANK)
    form = _FENCES.get(fence)
    if form is None:
        return Read(Front(Table({}, path), text), found)
    inner = _inner(rest, fence)
    if inner is None:
        message = f"The front matter that opens with {fence} never closes."
        fix = f"Write a line with {fence} alone after it."
        finding = Finding("front-matter-open", message, where=Where(path, 1), fix=fix)
        return Read(Front(_nothing(path), rest, 2, form), (*found, finding))
    body = rest[len(inner) + len(fence) :].partition("\n")[2]
    table = _table(inner, path, form)
    front = Front(table.value, body, inner.count("\n") + 3, form)
    return Read(front, (*found, *table.findings))


def join(head: Mapping[str, object], body: str) -> bytes:
    """A document with TOML front matter; a text in it that looks like the closing line is written with an escape."""
    table = _FENCE_INSIDE.sub(rb"\\u002B", dump(head))
    return b"+++\n" + table + b"+++\n" + body.replace("\r\n", "\n").encode("utf-8", "replace")


def _inner(rest: str, fence: str) -> str | None:
    """The text before the closing fence, or None where there is no such line."""
    start = 0
    while True:
        at = rest.find(fence, start)
        if at < 0:
            return None
        end = rest.find("\n", at)
        if (at == 0 or rest[at - 1] == "\n") and not rest[at + len(fence) : end if end >= 0 else len(rest)].strip(
            _BLANK
        ):
            return rest[:at]
        start = at + len(fence)


def _table(inner: str, path: str, form: str) -> Read[Table]:
    if len(inner) > RECORD_LIMIT:
        return Read(_nothing(path), (too_large(inner.encode("utf-8", "replace"), path, RECORD_LIMIT),))
    if form == "toml":
        return load_text(inner, path, first_line=2)
    from board.formats.yaml_text import load_yaml  # PyYAML is loaded only where there is YAML

    return load_yaml(inner, path, first_line=2)


def _nothing(path: str) -> Table:
    return Table({}, path, readable=False)
