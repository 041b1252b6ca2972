"""The short way: the chair and one more seat within a day, for what leaves a low risk; it may say yes, never no."""

from __future__ import annotations

from datetime import timedelta

from board.core.bars import barring
from board.core.case import Case
from board.core.proposal import Tier
from board.core.questions import standings
from board.core.risk import Band, risks_of
from board.core.rules import may_expedite

PATH = "expedited"
HOURS = timedelta(hours=24)
"""How long the short way is open."""
WHY_NOT = {
    "kind": "that is not open to this kind or tier",
    "risk": "only what leaves a low risk, rated as such, may",
    "barred": "a blocking question has a bad answer",
    "late": "the chair and one more seat did not both say yes within 24 hours",
}
"""Why a proposal that was to go the short way does not, as it reads in a sentence."""


def why_not_expedite(case: Case, tier: Tier) -> str:
    """A key of WHY_NOT where a case may not go the short way at a tier; "" where it may."""
    if not may_expedite(case.charter.rule(case.proposal.kind), tier):
        return "kind"
    risks = risks_of(case)
    if not risks or any(risk.band is not Band.LOW for risk in risks):
        return "risk"
    return "barred" if barring(case, standings(case)) else ""
