"""What a risk that is left asks of the vote (domain.md 2.3): a medium one a condition, a high one every seat as well.

Of a high risk the ethics panel gives its view, too. An emergency waits for none of this.
"""

from __future__ import annotations

from datetime import date

from board.core.case import Case
from board.core.panel import PANEL, on_panel
from board.core.risk import Band, case_band
from board.core.rules import voting_seats
from board.core.seating import standing_aside
from board.core.stated import STRICTER, WHOLE_LIST


def asks_everybody(case: Case) -> bool:
    """Whether a high or critical risk is left, so that no seat with a vote may stay silent."""
    return _leaves(case, Band.HIGH, WHOLE_LIST)


def asks_condition(case: Case) -> bool:
    """Whether a medium risk or a graver one is left, so that no approval goes without a condition."""
    return _leaves(case, Band.MEDIUM, STRICTER)


def _leaves(case: Case, band: Band, since: int) -> bool:
    """Whether so much risk is left, in an opening that asks for something because of it (stated.FACTS)."""
    latest = case.docket.latest
    left = case_band(case) if latest is not None and latest.facts >= since else None
    return left is not None and left.rank >= band.rank


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
