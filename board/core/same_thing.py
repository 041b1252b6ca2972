"""Whether two names mean one model or dataset: whatever letters it is written in, and whatever it is called."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from board.core.proposal import Artefact


@lru_cache(maxsize=4096)
def mark(name: str) -> str:
    """The id of a model or dataset as rules compare it: whatever its letters, it is one thing."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def number(version: str) -> str:
    """A version's number as rules compare it: in any letters, with or without a “v” before it."""
    plain = mark(version)
    return plain[1:] if plain[:1] == "v" and plain[1:2].isdigit() else plain


def digest(artefact: Artefact) -> str:
    """The SHA-256 of a version, without its prefix; "" where none is named."""
    return artefact.sha256.strip().casefold().removeprefix("sha256:")


def marks(artefacts: Iterable[Artefact]) -> frozenset[str]:
    """By what models and datasets are known: their ids as rules compare them, and their bytes."""
    named = (each for one in artefacts for each in (mark(one.id), digest(one) and f"sha256:{digest(one)}"))
    return frozenset(named) - {""}


def touches(one: Artefact, stopped: Artefact) -> bool:
    """Whether a version is one that was stopped: the same name and version, or the same bytes under any name."""
    if digest(one) and digest(one) == digest(stopped):
        return True
    named = mark(one.id) == mark(stopped.id) != ""
    return named and (not one.version or not stopped.version or number(one.version) == number(stopped.version))


def same(one: Artefact, other: Artefact) -> bool:
    """Whether two name the same version of the same thing, and no other bytes."""
    named = (mark(one.id), number(one.version)) == (mark(other.id), number(other.version))
    return named and (not (digest(one) and digest(other)) or digest(one) == digest(other))


def touching(mine: Iterable[Artefact], stopped: Iterable[Artefact]) -> bool:
    """Whether any version named is one of those that were stopped."""
    gone = tuple(stopped)
    return any(touches(one, each) for one in mine for each in gone)
