"""Front matter: TOML between `+++` lines, YAML between `---` lines read as text values, or none."""

from __future__ import annotations

from dataclasses import dataclass

from board.core.finding import Finding, Where
from board.formats.read import Read
from board.formats.toml import RECORD_LIMIT, Table, decoded, load_text, too_large

DOCUMENT_LIMIT = 1024 * 1024
"""Bytes of a document written in prose."""
_FENCES = {"+++": "toml", "---": "yaml"}


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
    form = _FENCES.get(opening.rstrip())
    if form is None:
        return Read(Front(Table({}, path), text), found)
    inner = _inner(rest, opening.rstrip())
    if inner is None:
        message = f"The front matter that opens with {opening.rstrip()} never closes."
        fix = f"Write a line with {opening.rstrip()} alone after it."
        finding = Finding("front-matter-open", message, where=Where(path, 1), fix=fix)
        return Read(Front(_nothing(path), rest, 2, form), (*found, finding))
    body = rest[len(inner) + len(opening.rstrip()) :].partition("\n")[2]
    table = _table(inner, path, form)
    front = Front(table.value, body, inner.count("\n") + 3, form)
    return Read(front, (*found, *table.findings))


def _inner(rest: str, fence: str) -> str | None:
    """The text before the closing fence, or None where there is no such line."""
    start = 0
    while True:
        at = rest.find(fence, start)
        if at < 0:
            return None
        end = rest.find("\n", at)
        if (at == 0 or rest[at - 1] == "\n") and not rest[at + len(fence) : end if end >= 0 else len(rest)].strip():
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
