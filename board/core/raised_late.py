"""The days that a seat has which a motion brought into the vote (docs/charter.md, Motions)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from board.core.counting import Count
from board.core.dates import add_working_days, local_date
from board.core.proposal import Tier
from board.core.rules import voting_seats, window_days
from board.core.said import list_of
from board.core.sentence import and_, name
from board.core.stated import STRICTER
from board.core.stops import has_not_come


def why_wait_for_raised(count: Count) -> str:
    """Why the board waits for the seats that a raised tier brought in, in words; "" where it need not.

    They have as long as the vote had, from the day of the motion, however late it came. By an older list they had
    what was left of the window.
    """
    if list_of(count.case) < STRICTER or count.way != "vote":
        return ""
    for each in count.motions:
        motion = each.motion
        if motion.kind != "raise-tier" or not each.carried or motion.at is None:
            continue
        if has_not_come(motion.at, count.today, count.case.charter):
            continue  # else whoever names a far day would hold the round open
        ends = _ends(count, local_date(motion.at, count.case.charter.timezone))
        new = [one for one in count.unheard if one.seat.id not in _seats_below(count, Tier(motion.to))]
        if new and count.today <= ends:
            return f"Motion {motion.number} raised the tier, so {and_(map(name, new))} may vote until {ends}."
    return ""


def _ends(count: Count, moved: date) -> date:
    charter = count.case.charter
    return add_working_days(moved, window_days(charter, count.case.proposal.kind), charter.holidays)


def _seats_below(count: Count, raised: Tier) -> frozenset[str]:
    """The seats that vote one tier below."""
    below = next(tier for tier in Tier if tier.rank == raised.rank - 1)
    case = count.case
    lower = replace(case, carried=replace(case.carried, tier=below))
    return frozenset(seat.id for seat in voting_seats(lower.charter, lower.proposal, lower.tier))
