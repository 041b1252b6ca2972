"""Conditions after a yes: who acts next, how late they are, and what being late does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from board.core.ballot import Condition
from board.core.case import Bar, Case, Stage
from board.core.charter import Charter
from board.core.policy import Policy
from board.core.proposal import Artefact, Proposal
from board.core.same_thing import marks
from board.core.stated import STRICTER

REMIND = (7, 1)
"""Days before the due date on which everybody concerned is reminded."""
FROM_RING = ("model-adopt", "model-train", "model-change", "use-change", "ring-promote", "external-release")
"""Kinds that carried a model to a wider ring by an older list of facts."""
_TO_NO_RING = ("model-retire", "emergency-action", "policy-exception", "policy-change", "charter-change")
"""Kinds that carry nothing to a ring; any other can, also one that the board added itself."""
_ADMISSION = "dataset-admit"
"""The kind that need name no ring: where neither names one, the data stay where they are."""
OWING = (Stage.IN_FORCE, Stage.EXPIRED, Stage.SUPERSEDED, Stage.LAPSED, Stage.RETIRED)
"""Where a yes still owes its conditions: that the approval ended, was let go or replaced, meets none of them."""
OVER = (Stage.SUPERSEDED, Stage.LAPSED, Stage.RETIRED)
"""Where nothing is approved any more that could go back by a ring, and the decision keeps only what it owes."""
_OUTSIDE = "external"
_FROZEN_MARK, _LATE_MARK = "frozen", "condition overdue"


class Lateness(StrEnum):
    """Where a condition stands against its due date; each state does what the ones before it do, and more."""

    AHEAD = "ahead"
    SOON = "soon"
    LATE = "late"
    FROZEN = "frozen"
    ROLL_BACK = "roll-back"

    @property
    def late(self) -> bool:
        """Whether the due date has passed."""
        return self in (Lateness.LATE, Lateness.FROZEN, Lateness.ROLL_BACK)


@dataclass(frozen=True, slots=True)
class OpenCondition:
    """A condition of an approval that nobody has verified yet; `proven` once its owner gave proof."""

    condition: Condition
    proven: bool

    @property
    def on(self) -> str:
        """Whoever must act next, as the condition writes it: the owner, then the verifier."""
        return self.condition.verifier if self.proven else self.condition.owner

    def lateness(self, today: date, policy: Policy) -> Lateness:
        """How late it is: late from the day after the due date, frozen and ready to roll back as the policy says."""
        due = self.condition.due
        if due is None:
            return Lateness.AHEAD
        days = (today - due).days
        if days <= 0:
            return Lateness.SOON if -days <= max(REMIND) else Lateness.AHEAD
        for state, after in ((Lateness.ROLL_BACK, policy.roll_back_after), (Lateness.FROZEN, policy.freeze_after)):
            if after is not None and days > after:
                return state
        return Lateness.LATE


def open_conditions(case: Case, today: date | None = None) -> tuple[OpenCondition, ...]:
    """The conditions of an approval that are not verified or waived, by due date.

    A waiver with a last day that has passed by `today` no longer holds: the condition is open again, due on that day.
    One that only one person gave lets nothing go (`waived`). What a seat put to the full vote owes none (`pulled`).
    """
    if case.record is None or not case.record.outcome.yes or pulled(case):
        return ()
    verified = {each.condition for each in case.follow_ups if each.kind == "verified"}
    gone = waived(case)
    proven = {each.condition for each in case.follow_ups if each.kind == "proof"}
    still: list[Condition] = []
    for each in case.record.conditions:
        until = gone.get(each.id)
        if each.id in verified or (each.id in gone and (until is None or today is None or today <= until)):
            continue
        still.append(replace(each, due=until) if until is not None else each)
    ordered = sorted(still, key=lambda each: (each.due or date.max, each.id))
    return tuple(OpenCondition(each, each.id in proven) for each in ordered)


def pulled(case: Case) -> bool:
    """Whether a seat put a decided standard change to the full vote, so that its one yes binds nobody.

    Else one yes freezes rings for good. For openings by an older list a pulled change froze nothing anyway.
    """
    return any(each.kind == "pulled" for each in case.follow_ups)


def waived(case: Case) -> Mapping[str, date | None]:
    """By the id of a condition that was let go: the last day of it, None for good.

    The board said yes on the condition, so no one person lets it go: two must, and it is gone as long as both say. On
    openings by an older list of facts the last word of one was enough.
    """
    latest = case.docket.latest
    strict = latest is not None and latest.facts >= STRICTER
    said: dict[str, dict[str, date | None]] = {}
    for each in case.follow_ups:
        if each.kind == "waiver":
            said.setdefault(each.condition, {})[each.member if strict else ""] = each.until
    need = 2 if strict else 1
    longest = {one: sorted((day or date.max for day in days.values()), reverse=True) for one, days in said.items()}
    ends = {one: days[need - 1] for one, days in longest.items() if len(days) >= need}
    return {one: None if day == date.max else day for one, day in ends.items()}


def would_waive(case: Case, condition: str) -> str:
    """Who would let a condition go while nobody has agreed yet; "" where nobody would, or two do."""
    asked = [each.member for each in case.follow_ups if each.kind == "waiver" and each.condition == condition]
    return asked[-1] if asked and condition not in waived(case) else ""


def worst_lateness(case: Case, today: date) -> Lateness:
    """The latest state among the open conditions of a case; ahead where none is open."""
    found = (each.lateness(today, case.policy) for each in open_conditions(case, today))
    return max(found, key=list(Lateness).index, default=Lateness.AHEAD)


def mark(case: Case, today: date) -> str:
    """The word a list shows beside an approval whose conditions are late; "" where none is."""
    worst = worst_lateness(case, today)
    if worst in (Lateness.FROZEN, Lateness.ROLL_BACK):
        return _FROZEN_MARK
    return _LATE_MARK if worst is Lateness.LATE else ""


def changes_on(one: OpenCondition, today: date, policy: Policy) -> date | None:
    """The next day on which the state of a condition is another one, or None."""
    due = one.condition.due
    if due is None:
        return None
    days = [due - timedelta(days=max(REMIND)), due + timedelta(days=1)]
    days += [due + timedelta(days=after + 1) for after in (policy.freeze_after, policy.roll_back_after) if after]
    return min((day for day in days if day > today), default=None)


@dataclass(frozen=True, slots=True)
class Freeze:
    """A late condition that keeps the artefacts of its decision in the ring that decision gave them."""

    decision: str
    condition: Condition
    ring: str
    artefacts: tuple[Artefact, ...]


def freezes(case: Case, today: date, policy: Policy) -> Iterator[Freeze]:
    """The freezes that one approval brings about on a day; the caller has seen that it is in force."""
    if case.record is None or policy.freeze_after is None:
        return
    named = tuple(dict.fromkeys(case.record.artefacts))
    for each in open_conditions(case, today):
        if named and each.lateness(today, policy) in (Lateness.FROZEN, Lateness.ROLL_BACK):
            yield Freeze(case.id, each.condition, case.record.ring, named)


def may_widen(kind: str, *, strict: bool = True) -> bool:
    """Whether a kind can carry a model or a dataset to a wider ring; openings by an older list knew six that do."""
    return kind not in _TO_NO_RING if strict else kind in FROM_RING


def goes_wider(charter: Charter, proposal: Proposal, ring: str, *, strict: bool = True) -> bool:
    """Whether a proposal asks for a wider ring than `ring`; what nobody can tell counts as wider."""
    if not may_widen(proposal.kind, strict=strict):
        return False
    said = proposal.fact("target_ring")
    if proposal.kind == _ADMISSION and not said and not ring:
        return False
    wanted = said or ((_OUTSIDE,) if proposal.kind == "external-release" else ("unknown",))
    order = charter.rings
    if ring not in order:
        return ring != _OUTSIDE
    return any(one not in order or order.index(one) > order.index(ring) for one in wanted)


def frozen_bars(
    charter: Charter, proposal: Proposal, found: Iterable[Freeze], *, strict: bool = True
) -> tuple[Bar, ...]:
    """What bars a proposal: each freeze on a model or dataset it names, if it would carry that to a wider ring.

    It is the same one by its name in whatever letters, or by its bytes; by an older list, by its name as it is written.
    """
    mine = proposal.artefacts()
    known, exact = marks(mine), {one.id for one in mine}
    bars = []
    for each in found:
        same = (one for one in each.artefacts if (not known.isdisjoint(marks([one])) if strict else one.id in exact))
        shared = [name for name in dict.fromkeys(one.id for one in same) if name]
        if shared and goes_wider(charter, proposal, each.ring, strict=strict):
            bars.append(Bar("", _frozen_words(each, shared), ()))
    return tuple(bars)


def _frozen_words(freeze: Freeze, shared: Sequence[str]) -> str:
    condition = freeze.condition
    return (
        f"condition {condition.id} of {freeze.decision} was due on {condition.due}, and until it is met "
        f"{', '.join(shared)} may go to no wider ring"
    )
