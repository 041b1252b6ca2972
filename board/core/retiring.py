"""Whether everybody who depends on a model is told in time before it is taken out of use (A.10).

A model that must stop at once is stopped by an emergency action, which needs no notice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from board.core.case import Case, Stage
from board.core.dates import local_date
from board.core.finding import Finding, Where
from board.core.policy import Policy
from board.core.record import dates_in
from board.core.summary import stage

RETIRE = "model-retire"
NOTICE = "notice"
"""The piece of evidence that shows when people were told; its date is the first day of the notice."""


def notice_days(policy: Policy, ring: str) -> int:
    """The days of notice in a ring: none where the policy knows none, the longest where no ring is known."""
    longest = max(policy.retire_notice.values(), default=0)
    return policy.retire_notice.get(ring, 0) if ring else longest


def short_notice(case: Case, rings: Mapping[str, str], today: date) -> str:
    """Why the last day in use comes too soon, in words; "" when it does not, has passed, or nothing is retired.

    `rings` says in which ring the register has each model; where it does not, the proposal's own `target_ring` counts.
    """
    ends = dates_in(case.proposal).get("sunset_on")
    gone = case.record is not None and stage(case, today) is not Stage.IN_FORCE
    if case.proposal.kind != RETIRE or ends is None or gone or (case.record is not None and ends < today):
        return ""
    stated = next(iter(case.proposal.fact("target_ring")), "")
    placed = {one.id: rings.get(one.id) or stated for one in case.proposal.artefacts()} or {"": stated}
    model = max(placed, key=lambda one: notice_days(case.policy, placed[one]))
    days = notice_days(case.policy, placed[model])
    begun = _told(case, today)
    if ends >= begun + timedelta(days=days):
        return ""
    ring = f"{model or 'It'} is in {placed[model]}" if placed[model] else "Nothing says in which ring it is"
    given = max(0, (ends - begun).days)
    return (
        f"The last day in use, {ends}, gives {given} {'day' if given == 1 else 'days'} of notice from {begun}. "
        f"{ring}, which asks for {days}: {begun + timedelta(days=days)} or later."
    )


def notice_findings(case: Case, rings: Mapping[str, str], path: str, today: date) -> tuple[Finding, ...]:
    """The same as a finding on the proposal."""
    words = short_notice(case, rings, today)
    if not words:
        return ()
    return (
        Finding(
            "retire.short-notice",
            words,
            where=Where(path, part="fact sunset_on"),
            why="Everybody who depends on it needs time to move away.",
            fix="Name a later day, or date the evidence “notice” with the day on which people were told. "
            "What must stop now is stopped by an emergency-action, which needs no notice.",
        ),
    )


def _told(case: Case, today: date) -> date:
    """The first day of the notice: as its evidence is dated, else the day of the decision, else today."""
    decided = case.record.decided_at if case.record else None
    begun = local_date(decided, case.charter.timezone) if decided else today
    for each in case.proposal.evidence:
        if each.id == NOTICE:
            try:
                return min(begun, date.fromisoformat(each.dated.strip()[:10]))
            except ValueError:
                continue
    return begun
