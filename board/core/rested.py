"""What a decision rested on besides votes: the editions of questions and law pack, and the risk that was left."""

from __future__ import annotations

from collections.abc import Iterable

from board.core.case import Case
from board.core.checklist import Checklist
from board.core.questions import standings
from board.core.risk import Rating, case_band, risks_of

NOT_RATED = "none"
"""What a record says where nobody rated a risk."""


def residual_band(case: Case) -> str:
    """The gravest band of the risks that are left, or "none" where nobody rated one."""
    band = case_band(case)
    return band.value if band else NOT_RATED


def inherent_band(case: Case) -> str:
    """The gravest band before any safeguard, over the risks that say so; "" where none does."""
    return _gravest(risk.inherent for risk in risks_of(case))


def target_band(case: Case) -> str:
    """The gravest band once the conditions are met, over the risks that say so; "" where none does."""
    return _gravest(risk.target for risk in risks_of(case))


def checklist_versions(case: Case) -> dict[str, str]:
    """The edition of each checklist of which a question was asked, by the checklist's id."""
    return {one.id: one.version for one in _asked(case)}


def pack_version(case: Case) -> str:
    """The law and standards pack that the questions asked map to, as their checklists name it; "" where none does."""
    return ", ".join(sorted({one.pack for one in _asked(case)} - {""}))


def _asked(case: Case) -> tuple[Checklist, ...]:
    asked = {one.asked.question.checklist for one in standings(case) if not one.asked.dropped}
    return tuple(one for one in case.checklists if one.id in asked)


def _gravest(ratings: Iterable[Rating | None]) -> str:
    bands = [rating.band for rating in ratings if rating]
    return max(bands, key=lambda band: band.rank).value if bands else ""
