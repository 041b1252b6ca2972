"""Which view a member of the ethics panel still owes, in words: beside the panel's ballot, or without a vote."""

from __future__ import annotations

from collections.abc import Iterator

from board.core.counting import Count
from board.core.panel import PANEL, on_panel
from board.core.seating import standing_aside
from board.core.sentence import name


def views_owed(count: Count, member: str) -> Iterator[str]:
    """Sentences that tell a member of the panel what the board waits for; none for anybody else."""
    if count.way != "vote":
        return
    if member in count.panel_owes:
        words = "A high risk is left, so the ethics panel gives its view before the board decides."
        yield f"{words} Answer a question of the review and share it."
    seat = next((each for each in count.unheard if each.seat.id == PANEL), None)
    if seat is None or member in seat.waits_for or _spoke(count, member) or not _sits(count, member):
        return
    holder = count.case.charter.member(seat.member)
    words = f"The {name(seat)} votes on this, and {holder.name if holder else seat.member} carries its ballot."
    yield f"{words} Cast yours as well: it is printed where you differ."


def _spoke(count: Count, member: str) -> bool:
    ballot = count.live.get(member)
    return ballot is not None and PANEL in ballot.seats and member not in count.stale


def _sits(count: Count, member: str) -> bool:
    panel = {one.id for one in on_panel(count.case.charter, count.today)}
    return member in panel and member not in standing_aside(count.case)
