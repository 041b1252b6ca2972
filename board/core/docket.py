"""The docket: which revision of a proposal the board took up, when, under which rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from board.core.proposal import Tier


@dataclass(frozen=True, slots=True)
class Opening:
    """One revision accepted, or one new round; digests are "sha256:…"."""

    round: int
    revision: str
    charter: str
    checklists: str
    tier: Tier
    policy: str = ""
    opened_by: str = ""
    opened_at: datetime | None = None
    window_ends: date | None = None
    path: str = ""
    """"expedited" where the chair asked for the short way; else the path is the kind's."""
    facts: int = 1
    """Which list of owed facts fixed the tier (stated.py); dockets of the first histories do not say, and mean 1."""


@dataclass(frozen=True, slots=True)
class Docket:
    """All openings in order; append-only."""

    openings: tuple[Opening, ...] = ()

    @property
    def latest(self) -> Opening | None:
        """The opening that decides what is fresh, or None before the board took the proposal up."""
        return self.openings[-1] if self.openings else None
