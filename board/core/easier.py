"""What takes the full vote whatever path it was to go: what touches a stop, or replaces what more people decided."""

from __future__ import annotations

from board.core.case import Case
from board.core.going_back import stops
from board.core.proposal import Tier
from board.core.record import Record
from board.core.stated import STRICTER

EASIER = ("standard", "expedited", "consent")
"""The paths that a seat can turn into a full vote, the easiest first."""
STOPPED, REPLACES = "stopped", "replaces"
_RETIRE = "model-retire"


def why_not_easier(case: Case, path: str) -> str:
    """Why other decisions put an easier path to the full vote: STOPPED, REPLACES, or "".

    One yes, or silence, brings back nothing that was stopped and takes no restriction away. Nor does it end a decision
    that the board took on a harder path or at a higher tier; but to take something out of use may go on by consent.
    Openings by an older list asked for none of it.
    """
    latest, old = case.docket.latest, case.replaced
    if latest is None or latest.facts < STRICTER or path not in EASIER:
        return ""
    retires = case.proposal.kind == _RETIRE
    if (old is not None and stops(old)) or (case.restricted and not retires):
        return STOPPED
    ends = old is not None and old.outcome.yes and not retires
    return REPLACES if old is not None and ends and _outranks(old, path, case.tier) else ""


def _outranks(old: Record, path: str, tier: Tier) -> bool:
    """Whether a decision was taken on a harder path, or at a higher tier; where it does not say, it counts so."""
    way = EASIER.index(old.way) if old.way in EASIER else len(EASIER)
    was = next((each for each in Tier if each.value == old.tier), Tier.PROHIBITED)
    return way > EASIER.index(path) or was.rank > tier.rank
