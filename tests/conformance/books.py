"""Every conformance case: the books are imported for the cases they add to the list."""

from __future__ import annotations

from tests.conformance import (
    afterwards,
    again_and_at_once,
    ballots_and_decisions,
    chain_and_names,
    dates,
    dates_of_two,
    forms,
    foundings_and_links,
    keys,
    openings,
    people_and_charter,
    records,
    registers,
    replays,
    written_once,
)
from tests.conformance.cases import CASES

__all__ = ["BOOKS", "CASES"]

BOOKS = (
    people_and_charter,
    keys,
    ballots_and_decisions,
    records,
    registers,
    replays,
    openings,
    foundings_and_links,
    chain_and_names,
    forms,
    again_and_at_once,
    dates,
    dates_of_two,
    afterwards,
    written_once,
)
