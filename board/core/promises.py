"""The conditions of a decision as they stand: met, by whom and when; let go; or open, how late, and what that does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from board.core.ballot import Condition
from board.core.case import Case
from board.core.conditions import OVER, OWING, Lateness, OpenCondition, open_conditions, pulled, waived, would_waive
from board.core.dates import in_words
from board.core.record import FollowUp
from board.core.sentence import and_, upper
from board.core.summary import stage

MET, WAIVED, PROVEN = "met", "waived", "proven"
_OVERDUE = (Lateness.LATE, Lateness.FROZEN, Lateness.ROLL_BACK)
_IN_SHORT: dict[str, str] = {MET: "met", WAIVED: "waived", PROVEN: "to check", **dict.fromkeys(_OVERDUE, "overdue")}


@dataclass(frozen=True, slots=True)
class Promise:
    """One condition; `state` is met, waived, proven, or how late it is (Lateness), and `words` says so in full."""

    condition: Condition
    state: str
    words: str

    @property
    def open(self) -> bool:
        """Whether somebody must still act."""
        return self.state not in (MET, WAIVED)


def promises(case: Case, today: date, drafted: str = "") -> tuple[Promise, ...]:
    """Every condition of a decision, in the record's order.

    `drafted` is the id of a proposal that would take back what was approved, where there is one.
    """
    return tuple(_promises(case, today, drafted))


def in_short(states: Iterable[str]) -> str:
    """How conditions stand, counted, what is worst first: "1 overdue, 2 met"; "all met"; "" where there are none."""
    words = Counter(_IN_SHORT.get(state, "open") for state in states)
    if set(words) == {"met"}:
        return "all met"
    worst_first = ("overdue", "open", "to check", "waived", "met")
    return ", ".join(f"{words[word]} {word}" for word in worst_first if words[word])


def _promises(case: Case, today: date, drafted: str) -> Iterator[Promise]:
    still = {each.condition.id: each for each in open_conditions(case, today)}
    for one in case.record.conditions if case.record else ():
        given = {each.kind: each for each in case.follow_ups if each.condition == one.id}
        found = still.get(one.id)
        if found is not None:
            yield _still_open(case, found, given.get("proof"), today, drafted)
        elif "verified" in given:
            by = [_by(case, "proven", given["proof"])] if "proof" in given else []
            words = f"Met: {and_([*by, _by(case, 'checked', given['verified'])])}."
            yield Promise(one, MET, words)
        elif "waiver" in given:
            until = waived(case).get(one.id)
            last = f", until {until}" if until else ""
            yield Promise(one, WAIVED, f"{upper(_by(case, 'let go', *_waivers(case, one.id)))}{last}.")
        elif pulled(case):
            words = "A seat put the decision to the full vote, so it binds nobody."
            yield Promise(one, Lateness.AHEAD, words)
        else:
            yield Promise(one, Lateness.AHEAD, "The decision it belongs to was no yes, so it binds nobody.")


def _still_open(case: Case, found: OpenCondition, proof: FollowUp | None, today: date, drafted: str) -> Promise:
    one, state = found.condition, found.lateness(today, case.policy)
    now = stage(case, today)
    if now not in OWING:
        return Promise(one, Lateness.AHEAD, "It was not met; the decision is not in force any more.")
    when = upper(in_words(one.due, today)) + "." if one.due and state.late else ""
    if one.due and not state.late:
        when = f"Due {in_words(one.due, today)}."
    said = [when] if when else []
    if proof is not None:
        said.append(f"{upper(_by(case, 'proven', proof))}; {case.charter.called(one.verifier)} has not checked it yet.")
    if asked := would_waive(case, one.id):
        said.append(f"{case.charter.called(asked)} would let it go; until one more agrees it stays.")
    said += _consequences(case, found, state, drafted, over=now in OVER)
    return Promise(one, PROVEN if proof is not None and not state.late else str(state), " ".join(said))


def _consequences(case: Case, found: OpenCondition, state: Lateness, drafted: str, *, over: bool) -> Iterator[str]:
    """What being late has brought about, each with the day since when."""
    due, policy = found.condition.due, case.policy
    if due is None or state not in (Lateness.FROZEN, Lateness.ROLL_BACK):
        return
    if policy.freeze_after is not None:
        since = due + timedelta(days=policy.freeze_after + 1)
        yield f"Its ring is frozen since {since}: until the condition is met, what was approved goes to no wider ring."
    if state is Lateness.ROLL_BACK and policy.roll_back_after is not None and not over:
        since = due + timedelta(days=policy.roll_back_after + 1)
        how = f"{drafted} proposes it" if drafted else f"`board follow-up {case.id} roll-back` drafts it"
        yield f"Since {since} it is time to go back by one ring; {how}."


def _waivers(case: Case, condition: str) -> list[FollowUp]:
    """The last word of each who let a condition go, the latest first."""
    given = {each.member: each for each in case.follow_ups if each.kind == "waiver" and each.condition == condition}
    return sorted(given.values(), key=lambda each: -each.number)


def _by(case: Case, did: str, *them: FollowUp) -> str:
    at = f" on {them[0].at.date()}" if them[0].at else ""
    return f"{did} by {and_([case.charter.called(one.member) for one in reversed(them)])}{at}"
