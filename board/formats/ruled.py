"""Rules that a founder states otherwise than usual: a key of board.toml and its value, as they would stand there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from board.core.charter import Charter
from board.core.finding import Severity
from board.formats.charter import read_charter
from board.formats.read import Read
from board.formats.starter import starter_charter
from board.formats.toml import dump, literal, load

Rule = tuple[str, str]
"""A key with dots, and its value in TOML; a word without quotes is a text."""
_TABLES = ("voting", "kinds", "rings", "seats")
_OF_THE_BOARD = ("holidays", "publish_names", "facts")


def odd_rule(key: str, value: str) -> str:
    """What is wrong with one rule, in words; "" when a charter can hold it."""
    table = _table(key, value)
    if not table or not _may_be_set(table):
        return f"“{key}” is no rule. Write its key as in board.toml: voting.quorum_seats, board.holidays, rings.order."
    usual = starter_charter(name="Board", members=(), repository="none")
    before = {one.message for one in read_charter(usual).findings}
    for one in with_rules(usual, ((key, value),)).findings:
        if one.message not in before and one.severity is not Severity.WARNING:
            return f"{one.message} {one.fix}".strip()
    return ""


def with_rules(text: bytes, rules: Sequence[Rule]) -> Read[Charter]:
    """The charter of a text with some rules put in place of those that stand there."""
    data = dict(load(text, "board.toml").value.data)
    for key, value in rules:
        data = _merged(data, _table(key, value))
    return read_charter(dump(data))


def _table(key: str, value: str) -> Mapping[str, object]:
    """The rule as the tables it stands in; empty where it is no line of TOML."""
    if "\n" in key + value:
        return {}
    for written in (value, literal(value)):
        read = load(f"{key} = {written}\n".encode("utf-8", "replace"), "")
        if not any(one.severity is Severity.ERROR for one in read.findings):
            return read.value.data
    return {}


def _may_be_set(table: Mapping[str, object]) -> bool:
    name, inner = next(iter(table.items()))
    if not isinstance(inner, Mapping):
        return False
    return name in _TABLES or (name == "board" and next(iter(inner)) in _OF_THE_BOARD)


def _merged(old: Mapping[str, object], new: Mapping[str, object]) -> dict[str, object]:
    found = dict(old)
    for name, value in new.items():
        before = found.get(name)
        found[name] = _merged(before, value) if isinstance(before, Mapping) and isinstance(value, Mapping) else value
    return found
