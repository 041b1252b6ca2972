"""What the oracle reads of risks: plain products of what a case names, and whether the panel said anything."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from board.core.case import Case
from board.core.charter import Member


def grades(case: Case) -> list[int]:
    """How bad each risk is that a case names, as it is left: 0 low, 1 medium, 2 high, 3 critical.

    A harm of 5 is high at least. One of 4 or 5 that cannot be undone is one worse; from the third list on, only who
    says that it can be undone is believed.
    """
    listed = case.proposal.facts.get("risks")
    found = []
    for one in listed if isinstance(listed, list) else []:
        harm = one["residual"]["impact"]
        product = one["residual"]["likelihood"] * harm
        grade = 3 if product >= 20 else 2 if product >= 10 or harm == 5 else 1 if product >= 5 else 0
        doubted = one.get("reversible") is not True if _list(case) > 2 else one.get("reversible") is False
        found.append(min(3, grade + (harm >= 4 and doubted)))
    return found


def low(case: Case) -> bool:
    """Whether risks are named, and all of them low."""
    return bool(grades(case)) and max(grades(case)) == 0


def grave(case: Case) -> bool:
    """Whether a high risk is named; openings by the first list did not look at that."""
    return _list(case) > 1 and max(grades(case), default=0) >= 2


def medium(case: Case) -> bool:
    """Whether a medium risk or a graver one is named, in an opening late enough to ask for a condition."""
    return _list(case) > 2 and max(grades(case), default=0) >= 1


def critical(case: Case) -> bool:
    """Whether a critical risk is named, and the proposal goes beyond the first ring."""
    beyond = any(ring != case.charter.rings[0] for ring in case.proposal.fact("target_ring"))
    return max(grades(case), default=0) == 3 and beyond


def panel_silent(case: Case, members: Iterable[Member], aside: Collection[str]) -> bool:
    """Whether somebody is on the panel, and none of its members shared a view."""
    panel = {one.id for one in members if "ethics" in one.seats + one.alternate} - set(aside)
    return bool(panel) and not any(one.member in panel and one.views for one in case.reviews)


def _list(case: Case) -> int:
    return case.docket.openings[-1].facts
