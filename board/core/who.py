"""Whom a text means that people wrote: members by handle, full name or mail, however it is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from board.core.charter import Member
from board.core.text import without_hidden

_ADDRESS = re.compile(r"[^\s,;<>()\[\]\"'&/:|@]+@[^\s,;<>()\[\]\"'&/:|@]+")
_APART = re.compile(r"[][,;<>()@&/|:+\"{}]|\b(?:and|und|et|with)\b(?!\S)")
_AROUND = " .'*_-`"


def names_member(text: str, member: Member) -> bool:
    """Whether a text that says who does something names a member: by handle, by full name or by a mail of hers.

    Every part of the text counts, so that no way of writing several proposers, or one oddly, lets one of them vote.
    """
    return not _own((member.id, member.name, *member.emails)).isdisjoint(parts(text))


@lru_cache(maxsize=4096)
def _own(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_plain(each) for each in names) - {""}


@lru_cache(maxsize=4096)
def parts(text: str) -> frozenset[str]:
    """Whom a text may name: all of the text, each mail address in it, and each part of the rest, plainly written."""
    plain = _plain(text)
    rest = _ADDRESS.sub(",", plain)
    return frozenset((plain, *_ADDRESS.findall(plain), *(part.strip(_AROUND) for part in _APART.split(rest)))) - {""}


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """The text in one way of writing: no letter that only looks different, no capitals, nothing that hides."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    seen = "".join(each for each in folded if each.isspace() or unicodedata.category(each)[0] != "C")
    return " ".join(without_hidden(seen).split())


def handles(text: str, members: Iterable[Member]) -> tuple[str, ...]:
    """The members whom a text names; where it names none, the text itself, and nothing where it is blank."""
    found = tuple(one.id for one in members if names_member(text, one))
    return found or ((text.strip(),) if text.strip() else ())


def one_person(one: str, other: str, members: Iterable[Member] = ()) -> bool:
    """Whether two texts name somebody in common: a member, or somebody outside written the same way."""
    if any(names_member(one, each) and names_member(other, each) for each in members):
        return True
    return not parts(one).isdisjoint(parts(other))
