"""Data files that anybody may push as evidence, read within bounds: TOML and JSON, never more than is needed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import isfinite

from board.formats.toml import FILE_LIMIT, load

JSON_LIMIT = 1024 * 1024
"""Bytes of a JSON file; one of this size that is all brackets takes some 25 MB of memory."""
_WHOLE = 1 << 63


def limit_of(name: str) -> int:
    """How many bytes of a file of this name are read: fewer of TOML, which costs more."""
    return JSON_LIMIT if name.lower().endswith(".json") else FILE_LIMIT


def read_data(data: bytes, name: str) -> object | None:
    """What a TOML or JSON file holds; None where it is neither, too large, or written so that reading it would cost.

    Refused in JSON as in TOML: a number that is none (NaN, infinite), a whole one beyond 64 bits, a name given twice.
    """
    if len(data) > limit_of(name):
        return None
    if not name.lower().endswith(".json"):
        table = load(data, name, FILE_LIMIT).value
        return table.data if table.readable else None
    try:
        found: object = json.loads(
            data.decode("utf-8"),
            parse_constant=_refused,
            parse_int=_whole,
            parse_float=_finite,
            object_pairs_hook=_once,
        )
    except (ValueError, RecursionError):
        return None
    return found


def _refused(word: str) -> object:
    raise ValueError(word)


def _whole(digits: str) -> int:
    number = int(digits)
    if not -_WHOLE <= number < _WHOLE:
        raise ValueError("a whole number beyond 64 bits")
    return number


def _finite(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise ValueError("a number without end")
    return number


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found
