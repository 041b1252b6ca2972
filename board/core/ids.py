"""Ids of proposals: `2026/0014-triage-to-beta`; the number is for people, the id is permanent once opened."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

_NUMBER = re.compile(r"[0-9]{1,9}(?![0-9])")
_REACHED = 99_999
"""No shelf has so many proposals, no decision so many follow-ups; a higher one is a mistake, or somebody's joke."""
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_SLUG_LENGTH = 48
# Letters that no decomposition takes apart.
_LATIN = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"})


def slug(title: str) -> str:
    """A title as the name of a file: lower-case Latin letters, digits and hyphens, at most 48; else "proposal"."""
    plain = unicodedata.normalize("NFKD", title.casefold().translate(_LATIN))
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    words = _NOT_A_WORD.sub("-", letters).strip("-")
    if len(words) > _SLUG_LENGTH:
        cut = words[: _SLUG_LENGTH + 1].rpartition("-")[0]
        words = cut or words[:_SLUG_LENGTH]
    return words or "proposal"


def number_of(proposal_id: str) -> int | None:
    """The number that leads the last part of an id, or None."""
    match = _NUMBER.match(stem_of(proposal_id))
    return int(match.group()) if match else None


def stem_of(proposal_id: str) -> str:
    """The last part of an id, without its shelf."""
    return proposal_id.rpartition("/")[2]


def shelf_of(proposal_id: str) -> str:
    """The folder an id lies in, below `proposals/`; empty for a flat one."""
    return proposal_id.rpartition("/")[0]


def next_number(ids: Iterable[str], shelf: str) -> int:
    """The number after the highest one on a shelf, 1 on an empty shelf; one that no board reaches drags none along."""
    return next_free(number_of(each) for each in ids if shelf_of(each) == shelf)


def next_free(numbers: Iterable[int | None]) -> int:
    """The number after the highest of those that people reach; one far beyond drags none along."""
    taken = {each for each in numbers if each is not None}
    number = max((each for each in taken if each <= _REACHED), default=0) + 1
    while number in taken:
        number += 1
    return number


def matching(part: str, ids: Iterable[str]) -> tuple[str, ...]:
    """The ids that a typed part means, in order; one means it is unambiguous, none that it is unknown.

    The whole id or its path comes first, then the last part, the number (also `2026/14`), the beginning of the last
    part, and any piece of the id; the first way that finds something decides.
    """
    wanted = part.strip().casefold().removeprefix("proposals/").removesuffix(".md").rstrip("/")
    if not wanted:
        return ()
    shelf, _, last = wanted.rpartition("/")
    number = int(last) if _NUMBER.fullmatch(last) else None
    ways: tuple[Callable[[str], bool], ...] = (
        lambda each: each.casefold() == wanted,
        lambda each: stem_of(each).casefold() == wanted,
        lambda each: number is not None and number_of(each) == number and shelf in ("", shelf_of(each).casefold()),
        lambda each: stem_of(each).casefold().startswith(wanted),
        lambda each: number is None and wanted in each.casefold(),  # digits alone are no piece of a year
    )
    listed = tuple(dict.fromkeys(ids))
    for fits in ways:
        found = tuple(each for each in listed if fits(each))
        if found:
            return found
    return ()
