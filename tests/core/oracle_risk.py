"""What the oracle reads of risks: plain products of what a case names, and whether the panel said anything."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from board.core.case import Case
from board.core.charter import Member


def scores(case: Case) -> list[int]:
    """The plain product of each risk that a case names, as it is left."""
    listed = case.proposal.facts.get("risks")
    risks = listed if isinstance(listed, list) else []
    return [one["residual"]["likelihood"] * one["residual"]["impact"] for one in risks]


def low(case: Case) -> bool:
    """Whether risks are named, and all of them low."""
    return bool(scores(case)) and max(scores(case)) <= 4


def grave(case: Case) -> bool:
    """Whether a high risk is named; openings by the first list did not look at that."""
    return case.docket.openings[-1].facts > 1 and max(scores(case), default=0) >= 10


def medium(case: Case) -> bool:
    """Whether a medium risk or a graver one is named, in an opening late enough to ask for a condition."""
    return case.docket.openings[-1].facts > 2 and max(scores(case), default=0) >= 5


def critical(case: Case) -> bool:
    """Whether a critical risk is named, and the proposal goes beyond the first ring."""
    beyond = any(ring != case.charter.rings[0] for ring in case.proposal.fact("target_ring"))
    return max(scores(case), default=0) >= 20 and beyond


def panel_silent(case: Case, members: Iterable[Member], aside: Collection[str]) -> bool:
    """Whether somebody is on the panel, and none of its members shared a view."""
    panel = {one.id for one in members if "ethics" in one.seats + one.alternate} - set(aside)
    return bool(panel) and not any(one.member in panel and one.views for one in case.reviews)
