"""Changing files that people wrote: a value is set, comments and order stay; the result is read again before use."""

from __future__ import annotations

import json
from collections.abc import Mapping, MutableMapping
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from board.core.finding import Finding, Refused, Severity, Where
from board.core.proposal import Evidence
from board.formats.evidence import evidence_tables
from board.formats.front import FENCE, join, split
from board.formats.toml import FILE_LIMIT, Table, decoded, load

Changes = Mapping[tuple[str, ...], object]
"""Key path → new value; None removes the key."""


def set_values(data: bytes, path: str, changes: Changes) -> bytes:
    """A TOML file with some values changed; raises Refused when it cannot be read or the change does not take."""
    read = load(data, path, FILE_LIMIT)
    _must_read(read.value, read.findings, path)
    edited = _edited(_text(data, path), changes, path).encode()
    if load(edited, path, FILE_LIMIT).value.data != _changed(read.value.data, changes):
        raise _not_taken(path)
    return edited


def set_front(data: bytes, path: str, changes: Changes) -> bytes:
    """A document with some values of its front matter changed; prose without front matter gets some.

    In YAML only one-line texts at the top can be changed. Raises Refused when that is not enough, or when the front
    matter cannot be read.
    """
    read = split(data, path)
    front = read.value
    _must_read(front.table, read.findings, path)
    if front.form == "none":
        return join(_changed({}, changes), front.body)
    lines = _text(data, path).split("\n", front.body_line - 1)[1 : front.body_line - 2]
    before = "".join(f"{line}\n" for line in lines)
    fence, edit = ("---", _edited_yaml) if front.form == "yaml" else (FENCE, _edited)
    edited = f"{fence}\n{edit(before, changes, path)}{fence}\n{front.body}".encode()
    after = split(edited, path).value
    if after.table.data != _changed(front.table.data, changes) or after.body != front.body:
        raise _not_taken(path)
    return edited


def set_front_value(data: bytes, path: str, key: str, value: object, *, only_if: object = None) -> bytes:
    """As `set_front` for one key at the top; with `only_if`, only where the key has that value now."""
    if only_if is not None and split(data, path).value.table.data.get(key) != only_if:
        return data
    return set_front(data, path, {(key,): value})


def add_evidence(data: bytes, path: str, evidence: Evidence) -> bytes:
    """A proposal with one piece of evidence more at the end of its list; an id that is there already is replaced."""
    listed = split(data, path).value.table.data.get("evidence")
    before = [dict(item) for item in listed if isinstance(item, Mapping)] if isinstance(listed, list) else []
    (new,) = evidence_tables((evidence,))
    kept = [item for item in before if item.get("id") != evidence.id]
    return set_front(data, path, {("evidence",): [*kept, new]})


def _must_read(table: Table, findings: tuple[Finding, ...], path: str) -> None:
    if not table.readable or any(finding.code == "not-utf8" for finding in findings):
        errors = [finding for finding in findings if finding.severity is Severity.ERROR]
        raise Refused(*(errors or [Finding("unreadable", "The file cannot be read.", where=Where(path))]))


def _text(data: bytes, path: str) -> str:
    return decoded(data, path)[0].replace("\r\n", "\n")


def _edited(text: str, changes: Changes, path: str) -> str:
    """TOML text with the changes made by tomlkit."""
    try:
        document = tomlkit.parse(text)
        for key, value in changes.items():
            _set(document, key, _listed(value))
        edited = tomlkit.dumps(document)
    except (TOMLKitError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise _not_taken(path) from error
    return edited if edited.endswith("\n") or not edited else edited + "\n"


def _edited_yaml(text: str, changes: Changes, path: str) -> str:
    """YAML text with one-line texts at its top changed."""
    lines = text.splitlines(keepends=True)
    for key, value in changes.items():
        if len(key) != 1 or not isinstance(value, str):
            raise _not_taken(path)
        line = f"{key[0]}: {json.dumps(value, ensure_ascii=False)}\n"
        at = next((index for index, each in enumerate(lines) if each.startswith(f"{key[0]}:")), len(lines))
        lines[at : at + 1] = [line]
    return "".join(lines)


def _set(document: MutableMapping[str, Any], key: tuple[str, ...], value: object) -> None:
    table = document
    for step in key[:-1]:
        if step not in table:
            table[step] = tomlkit.table()
        table = table[step]
    if value is None:
        table.pop(key[-1], None)
    elif isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
        _set_tables(table, key[-1], value)
    else:
        table[key[-1]] = _long(value)


def _long(value: object) -> object:
    """The value with texts of several lines written as such."""
    if isinstance(value, str) and "\n" in value:
        return tomlkit.string(value, multiline=True)
    if isinstance(value, list) and any(isinstance(item, str) and "\n" in item for item in value):
        several = tomlkit.array()
        several.extend(map(_long, value))
        return several
    return value


def _listed(value: object) -> Any:
    """The value as TOML gives it back: lists for tuples."""
    if isinstance(value, Mapping):
        return {name: _listed(item) for name, item in value.items()}
    return [_listed(item) for item in value] if isinstance(value, (list, tuple)) else value


def _set_tables(table: MutableMapping[str, Any], name: str, wanted: list[Mapping[str, object]]) -> None:
    """Bring a list of tables to what is wanted; entries that stay the same keep their comments."""
    present = table.get(name)
    if not isinstance(present, tomlkit.items.AoT):
        fresh = tomlkit.aot()
        for item in wanted:
            fresh.append(tomlkit.item(dict(item)))
        table[name] = fresh
        return
    for index in range(len(present) - 1, -1, -1):
        if present[index].unwrap() not in wanted:
            del present[index]
    for item in wanted[len(present) :]:
        added = tomlkit.item(dict(item))
        added.trivia.indent = "\n"
        present.append(added)


def _changed(before: Mapping[str, object], changes: Changes) -> dict[str, Any]:
    """The plain data after the changes."""
    after: dict[str, Any] = dict(before)
    for key, value in changes.items():
        table = after
        for step in key[:-1]:
            inner = table.get(step)
            table[step] = dict(inner) if isinstance(inner, Mapping) else {}
            table = table[step]
        if value is None:
            table.pop(key[-1], None)
        else:
            table[key[-1]] = _listed(value)
    return after


def _not_taken(path: str) -> Refused:
    message = "The change could not be made without touching the rest of the file."
    return Refused(Finding("edit-failed", message, where=Where(path), fix="Make it by hand in an editor."))
