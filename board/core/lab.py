"""The charter lab: what past ballots would have come to under the rules of another charter, and which rule does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from board.core.case import Bar, Case, Tally
from board.core.charter import Charter, KindRule, Seat, Voting
from board.core.conditions import may_widen
from board.core.dates import add_working_days, local_date
from board.core.docket import Docket
from board.core.record import Outcome, Record
from board.core.risk import ends_on
from board.core.rules import window_days
from board.core.tally import tally

PEOPLE_STAY = "What it says of people is not tried; each round keeps who sat then:"
ACTS = (Outcome.DEFERRED, Outcome.WITHDRAWN)
"""Outcomes that somebody declares; no ballots yield them."""
_NEVER = "A proposal may not be put off at all."


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule that two charters state differently; `key` is its place in board.toml, the values are in words."""

    key: str
    was: str
    now: str

    @property
    def words(self) -> str:
        """The change in a sentence's part."""
        return f"{self.key}: {self.now} instead of {self.was}"


@dataclass(frozen=True, slots=True)
class Replayed:
    """What one round comes to under one charter; `why_not_yet` says why it could not have been decided that day."""

    outcome: Outcome
    sentence: str
    why_not_yet: str = ""
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One past round under the rules of then and under others.

    `because` holds the changed rules that alone make the difference; where none does, all that bear on the round.
    `notes` say what the reader must know to trust the comparison.
    """

    id: str
    title: str
    kind: str
    tier: str
    round: int
    decided_on: date
    recorded: Outcome
    then: Replayed
    other: Replayed
    because: tuple[RuleChange, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether the outcome would be another, or could not have been written down that day."""
        return self.then.outcome is not self.other.outcome or bool(self.other.why_not_yet) > bool(self.then.why_not_yet)


def with_rules(people: Charter, rules: Charter) -> Charter:
    """The rules of one charter (rules, voting, seats, kinds, rings) over the members and the calendar of another."""
    return replace(
        people, rules=rules.rules, voting=rules.voting, seats=rules.seats, kinds=rules.kinds, rings=rules.rings
    )


Freezing = Callable[[Case], tuple[Bar, ...]]
"""What late conditions of other decisions bar a case under the rings of its charter, as things stood that day."""


def _never(_: Case) -> tuple[Bar, ...]:
    return ()


def compare(
    case: Case, record: Record, other: Charter, notes: tuple[str, ...] = (), freezing: Freezing = _never
) -> Comparison:
    """One past round under the rules of then and of another charter.

    `case` is the round as the board saw it: its opening is the latest, its ballots and reviews are in it. Freshness is
    judged by the digests the opening bound, so another charter stales no ballot. Nothing but rules is exchanged: who
    held which seat stays as it was.
    """
    asked = _undecided(case, record)
    asked = replace(asked, frozen=freezing(asked))
    today = day_of(asked, record)
    now = with_rules(asked.charter, other)
    then = _replay(asked, asked.charter, record, today, freezing)
    after = _replay(asked, now, record, today, freezing)
    found = Comparison(
        id=case.id,
        title=case.proposal.title or record.title,
        kind=case.proposal.kind,
        tier=case.tier.value,
        round=record.round,
        decided_on=today,
        recorded=record.outcome,
        then=then,
        other=after,
        notes=(*notes, *_notes(asked, record, then, now)),
    )
    return replace(found, because=_because(asked, record, now, found, freezing)) if found.differs else found


def rule_changes(then: Charter, now: Charter, kind: str = "") -> tuple[RuleChange, ...]:
    """Every rule that two charters state differently; with a kind, those that bear on its proposals."""
    return tuple(change for change, _ in _single_changes(then, now, kind))


def _undecided(case: Case, record: Record) -> Case:
    """The case before the round ended: what came later could not be counted."""
    openings = tuple(opening for opening in case.docket.openings if opening.round <= record.round)
    rounds = tuple(each for each in case.rounds if each.round < record.round)
    return replace(case, docket=Docket(openings), rounds=rounds, record=None)


def day_of(case: Case, record: Record) -> date:
    """The day on which a round ended, in the board's time zone; without a date, the end of its window."""
    if record.decided_at is not None:
        return local_date(record.decided_at, case.charter.timezone)
    latest = case.docket.latest
    return latest.window_ends if latest and latest.window_ends else date.min


def _replay(case: Case, charter: Charter, record: Record, today: date, freezing: Freezing) -> Replayed:
    under = _with_window(replace(case, charter=charter), window_days(case.charter, case.proposal.kind))
    if charter.rings != case.charter.rings:
        under = replace(under, frozen=freezing(under))
    if record.outcome in ACTS:
        return _act(under, record)
    sums: Tally = tally(under, today)
    expires = ends_on(under, today) if sums.outcome.yes else None
    return Replayed(sums.outcome, sums.sentence, sums.why_not_yet, expires)


def _act(case: Case, record: Record) -> Replayed:
    """Putting off and withdrawing are acts: only the number of times that the chair may put off is a rule."""
    before = sum(each.outcome is Outcome.DEFERRED for each in case.rounds)
    limit = case.charter.voting.deferrals
    why = ""
    if record.outcome is Outcome.DEFERRED and before >= limit:
        why = f"A proposal may be put off {_times(limit)}; this would be time {before + 1}." if limit else _NEVER
    return Replayed(record.outcome, record.sum.sentence, why)


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _with_window(case: Case, days_then: int) -> Case:
    """The case with the window its charter gives, where that differs from the one the opening fixed."""
    latest = case.docket.latest
    days = window_days(case.charter, case.proposal.kind)
    if latest is None or latest.opened_at is None or days == days_then:
        return case
    opened = local_date(latest.opened_at, case.charter.timezone)
    ends = add_working_days(opened, days, case.charter.holidays)
    return replace(case, docket=Docket((*case.docket.openings[:-1], replace(latest, window_ends=ends))))


def _because(case: Case, record: Record, now: Charter, found: Comparison, freezing: Freezing) -> tuple[RuleChange, ...]:
    singles = tuple(_single_changes(case.charter, now, case.proposal.kind))
    alone = []
    for change, charter in singles:
        replayed = _replay(case, charter, record, found.decided_on, freezing)
        if replayed.outcome is found.other.outcome and bool(replayed.why_not_yet) == bool(found.other.why_not_yet):
            alone.append(change)
    return tuple(alone) or tuple(change for change, _ in singles)


def _notes(case: Case, record: Record, then: Replayed, now: Charter) -> Iterator[str]:
    if then.outcome is not record.outcome:
        yield f"The record says {record.outcome.value}; from the files kept it comes to {then.outcome.value}."
    elif then.why_not_yet and record.outcome not in ACTS:
        yield f"By the files kept it could not have been decided that day: {then.why_not_yet}"
    known = {seat.id for seat in case.charter.seats}
    for seat in now.seats:
        held = any(seat.id in (*member.seats, *member.alternate) for member in case.charter.members)
        if seat.id not in known and not held:
            yield f"Nobody held a seat “{seat.title}” then, so it leaves the sum."


def _single_changes(then: Charter, now: Charter, kind: str) -> Iterator[tuple[RuleChange, Charter]]:
    """Each change by itself, with the charter of then that has this change and no other."""
    for field in fields(Voting):
        was, new = getattr(then.voting, field.name), getattr(now.voting, field.name)
        if was != new:
            charter = replace(then, voting=replace(then.voting, **{field.name: new}))
            yield RuleChange(f"[voting] {field.name}", said(was), said(new)), charter
    yield from _seat_changes(then, now)
    for each in dict.fromkeys((*then.kinds, *now.kinds)) if not kind else (kind,):
        yield from _kind_changes(then, now, each)
    if then.rings != now.rings and (not kind or may_widen(kind)):
        yield RuleChange("[rings] order", said(then.rings), said(now.rings)), replace(then, rings=now.rings)


def _seat_changes(then: Charter, now: Charter) -> Iterator[tuple[RuleChange, Charter]]:
    seats, new = {seat.id: seat for seat in then.seats}, {seat.id: seat for seat in now.seats}
    for seat_id in dict.fromkeys((*seats, *new)):
        was, will = seats.get(seat_id), new.get(seat_id)
        if (was and was.votes) == (will and will.votes):
            continue
        changed: dict[str, Seat] = {**seats}
        if will is None:
            del changed[seat_id]
        else:
            changed[seat_id] = replace(was or will, votes=will.votes)
        key = f"[seats.{seat_id}]" + (" votes" if was and will else "")
        words = RuleChange(key, was.votes if was else "no such seat", will.votes if will else "no such seat")
        yield words, replace(then, seats=tuple(changed.values()))


def _kind_changes(then: Charter, now: Charter, kind: str) -> Iterator[tuple[RuleChange, Charter]]:
    was, new = then.rule(kind), now.rule(kind)
    for field in fields(KindRule):
        old_value, value = getattr(was, field.name), getattr(new, field.name)
        if old_value != value:
            rule = replace(was, **{field.name: value})
            changed = replace(then, kinds={**then.kinds, kind: rule})
            yield RuleChange(f"[kinds.{kind}] {field.name}", said(old_value), said(value)), changed


def said(value: object) -> str:
    """A rule's value as a reader of board.toml knows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "as [voting] says"
    if isinstance(value, Mapping):
        return "; ".join(f"{when} → {said(meaning)}" for when, meaning in value.items()) or "nothing"
    if isinstance(value, tuple) and all(isinstance(each, int) for each in value) and len(value) == 2:
        return f"{value[0]}/{value[1]}"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "nobody"
    return str(value)
