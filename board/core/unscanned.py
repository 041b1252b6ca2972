"""Weights that can run code and were not scanned: no exception lifts that, and no vote overrules a stop against it."""

from __future__ import annotations

from collections.abc import Collection

from board.core.proposal import Proposal
from board.core.tier import UNKNOWN

SCANNED = "R-02"
"""The question that asks whether opening the files could run a program, and what was done about it."""
UNSCANNED = "unscanned"
_PROGRAMS = frozenset({"pickle-based", "keras", "other", UNKNOWN})
"""Formats of weights that may run code when they are opened."""


def unscanned(proposal: Proposal, said: Collection[str], *, asked: bool) -> bool:
    """Whether its weights count as unscanned: somebody says so, or nobody knows and their format may run code.

    Where the question is asked, a format that is not named counts as unknown.
    """
    formats = proposal.fact("weights_format") or ((UNKNOWN,) if asked else ())
    unsure = (not said or UNKNOWN in said) and not _PROGRAMS.isdisjoint(formats)
    return UNSCANNED in said or unsure
