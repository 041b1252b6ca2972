"""Who had to vote, and why; and by which day an approval must be in use. Both told since page form 4."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from board.core.proposal import Tier
from board.core.rules import must_sign, quorum_seats
from board.core.stated import STRICTER
from board.core.unused import USE_WITHIN
from board.render.inputs import DecisionInputs, listed
from board.render.story import first_large, number, spoken


def needed(inputs: DecisionInputs) -> str:
    """Which seats had to vote, each with the reason, in sentences; "" where none had to."""
    return " ".join(first_large(one) for one in _needed(inputs))


def _needed(inputs: DecisionInputs) -> Iterator[str]:
    case, counted = inputs.case, [one for one in inputs.tally.seats if one.eligible]
    rule, high = case.charter.rule(case.proposal.kind), case.tier.rank >= Tier.HIGH.rank
    all_of_them = f"all {number(len(counted))} seats{'' if len(counted) == len(inputs.tally.seats) else ' that count'}"
    if len(counted) > 1 and quorum_seats(case.charter, case.proposal.kind, case.tier) >= len(counted):
        why = "the tier is high" if high and rule.quorum_seats is None else "nothing is decided with fewer"
        yield f"{all_of_them} had to vote, because {why}."
        return
    signing = [one for one in counted if one.must_sign]
    if len(counted) > 1 and len(signing) == len(counted):
        yield f"{all_of_them} had to vote, because a proposal of this kind needs each of them."
        return
    always = {*rule.must_sign, *(rule.must_sign_high if high else ())}
    stated = {*must_sign(case.charter, case.proposal, case.tier)} - always
    reasons = (
        (always, "a proposal of this kind needs {}"),
        (stated, "of what the proposal states"),
        ({one.seat for one in signing} - always - stated, "an exception lets a question pass that {} judges"),
    )
    for which, why in reasons:
        titles = [spoken(one.title) for one in signing if one.seat in which]
        if titles:
            because = f"because {why}".replace("{}", "them" if len(titles) > 1 else "it")
            yield f"{listed(titles)} had to vote, {because}."


def use_by(inputs: DecisionInputs) -> date | None:
    """The last day to put an approval to use, where that comes before the day on which it ends in any case."""
    record, latest, decided = inputs.record, inputs.case.docket.latest, inputs.decided_on
    days = USE_WITHIN.get(record.kind)
    if not (record.outcome.yes and days and decided and latest and latest.facts >= STRICTER):
        return None
    until = decided + timedelta(days=days)
    return until if record.expires is None or until < record.expires else None
