"""How long a later look holds: until the day it names, and never longer than the policy or a year."""

from __future__ import annotations

from datetime import date, timedelta

from board.core.ageing import EVIDENCE, PRACTICE, practised_within
from board.core.case import Case
from board.core.dates import local_date
from board.core.freshness import sort_of
from board.core.record import FollowUp

LOOK_DAYS = 365
"""A look puts the next one off by so many days at most: a limit of this program's own."""


def furthest(case: Case, about: str, looked: date) -> date:
    """The last day until which a look of that day can hold."""
    days = LOOK_DAYS
    if about == EVIDENCE:
        sorts = {sort_of(piece, case.slots) for piece in case.proposal.evidence}
        days = max((case.policy.evidence_days[one] for one in sorts if one in case.policy.evidence_days), default=days)
    if about == PRACTICE:
        days = practised_within(case.policy, case.record.ring if case.record else "") or days
    return looked + timedelta(days=min(days, (date.max - looked).days))


def holds_until(case: Case, look: FollowUp) -> date | None:
    """The day on which the next look is due; None where it names none."""
    if look.until is None or look.at is None:
        return look.until
    return min(look.until, furthest(case, "", local_date(look.at, case.charter.timezone)))
