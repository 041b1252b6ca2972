"""Acts that need two people, motions, and what the person on call did: the rarer files of a decision (formats.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Act:
    """One member's half of an act of two: she agrees that `path` becomes the bytes of this digest, "" for removal."""

    number: int
    member: str
    path: str
    sha256: str
    reason: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Motion:
    """A question put to the board inside a case; ballots on it name its number. `kind` is one of MOTIONS in formats."""

    number: int
    kind: str
    member: str
    text: str
    to: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Emergency:
    """What the person on call did at once: stop, roll back or patch; a restriction holds until a decision lifts it."""

    action: str
    text: str
    member: str
    at: datetime | None = None
    schema: int = 1
