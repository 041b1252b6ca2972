"""A high risk that is left: every seat with a vote speaks, and the ethics panel gives its view (domain.md 2.3)."""

from __future__ import annotations

from datetime import date

from board.core.case import Case
from board.core.panel import PANEL, on_panel
from board.core.risk import Band, case_band
from board.core.rules import voting_seats
from board.core.seating import standing_aside

SINCE = 2
"""Openings by the first list of owed facts did not ask for it; what they came to stays what it was."""


def asks_everybody(case: Case) -> bool:
    """Whether a high or critical risk is left, so that no seat with a vote may stay silent."""
    latest = case.docket.latest
    band = case_band(case) if latest is not None and latest.facts >= SINCE else None
    return band is not None and band.rank >= Band.HIGH.rank


def panel_asked(case: Case, today: date) -> tuple[str, ...]:
    """The members of the panel whose view is wanted beside the vote: none where the panel votes, or nobody is on it."""
    if any(seat.id == PANEL for seat in voting_seats(case.charter, case.proposal, case.tier)):
        return ()
    aside = standing_aside(case)
    return tuple(one.id for one in on_panel(case.charter, today) if one.id not in aside)


def panel_owes(case: Case, today: date) -> tuple[str, ...]:
    """The members of the panel while none of them has shared a view on a question; one view is enough."""
    asked = panel_asked(case, today)
    given = any(review.member in asked and any(not view.blank for view in review.views) for review in case.reviews)
    return () if given else asked
