"""What came between an approval and today elsewhere: its version was stopped, or a change put another in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cmp_to_key

from board.core.act import Emergency
from board.core.going_back import same, stops
from board.core.listed import Stage
from board.core.proposal import Artefact
from board.core.record import Record
from board.core.same_thing import mark, number

APPROVED, CHANGED = "approved", "changed"
_DONE = {"stop": "stopped", "roll back": "rolled back", "patch": "patched"}
_TAKEN_AWAY = ("stopped", "rolled back")
_CHANGE, _RETIRE = "model-change", "model-retire"
_IN_USE = ("model-adopt", _CHANGE, "ring-promote")
"""Kinds that put one version into a ring, so that a change there brings another in its place."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one decision, or one act in an emergency, says of the versions it names, and since when.

    `says` is approved, changed (an approved change of a model in use), stopped, rolled back or patched. `ring` is
    empty where nothing was put into one. `decided` is false while the board has not decided about the act. `file` is
    where it says so, `base` the commit on which the board decided; "" where none is named.
    """

    id: str
    says: str
    at: datetime
    named: tuple[Artefact, ...]
    ring: str = ""
    decided: bool = True
    base: str = ""
    file: str = "record.toml"
    ends: bool = True
    """Whether it ends an approval: a stop said to another proposal about the version does not."""

    @property
    def stops(self) -> bool:
        """Whether it says that what it names does not run as it was approved."""
        return self.says not in (APPROVED, CHANGED)


Later = Callable[[Claim, Claim], bool]
"""Whether the second came after the first, or in the same moment."""


def by_date(one: Claim, other: Claim) -> bool:
    """By what both say of their own dates."""
    return other.at >= one.at


def claim_of(record: Record) -> Claim | None:
    """What a decision says of the versions it names; None of one that says nothing."""
    if record.decided_at is None or not record.artefacts or record.kind == _RETIRE:
        return None
    if stops(record):
        ends = record.outcome.yes  # one seat alone stops a proposal; what the board approved needs more to end
        return Claim(record.id, "stopped", record.decided_at, record.artefacts, base=record.base, ends=ends)
    if not record.outcome.yes:
        return None
    says, ring = CHANGED if record.kind == _CHANGE else APPROVED, record.ring if record.kind in _IN_USE else ""
    return Claim(record.id, says, record.decided_at, record.artefacts, ring, base=record.base)


def claim_of_act(proposal_id: str, done: Emergency, record: Record | None, named: Sequence[Artefact]) -> Claim | None:
    """What the person on call did holds from then on, unless the board decided against it; it was done before that."""
    if done.at is None or (record is not None and not stops(record)):
        return None
    artefacts = record.artefacts if record is not None else tuple(named)
    says = _DONE.get(done.action, "stopped")
    at = min(done.at, record.decided_at) if record is not None and record.decided_at is not None else done.at
    decided = record is not None
    return Claim(proposal_id, says, at, artefacts, decided=decided, file="emergency.toml") if artefacts else None


def by_name(claims: Iterable[Claim]) -> Mapping[str, Sequence[Claim]]:
    """What is said of each model or dataset, by its id as rules compare it."""
    about: dict[str, list[Claim]] = {}
    for claim in claims:
        for name in dict.fromkeys(mark(each.id) for each in claim.named if mark(each.id)):
            about.setdefault(name, []).append(claim)
    return about


def stopping(one: Claim, others: Iterable[Claim], later: Later = by_date) -> Iterator[tuple[Artefact, Claim]]:
    """The versions of an approval that were stopped since, each with what says so."""
    for other in others if not one.stops else ():
        if other.stops and other.id != one.id:
            named = [each for each in one.named if any(same(each, gone) for gone in other.named)]
            if named and later(one, other):
                yield from ((each, other) for each in named)


Replaced = tuple[Artefact, Artefact, Claim]
"""A version, the one that runs in its place, and what says so."""


def replaced_by(one: Claim, changes: Iterable[Claim], rings: Sequence[str], later: Later = by_date) -> Replaced | None:
    """The first of some changes that brought another version into the ring of an approval, or into a wider one."""
    if one.stops or not one.ring:
        return None
    for other in changes:
        if _reaches(one.ring, other.ring, rings) and later(one, other) and not later(other, one):
            for each in one.named:
                new = next((new for new in other.named if mark(new.id) == mark(each.id)), None)
                if new is not None and number(new.version) != number(each.version):
                    return each, new, other
    return None


def _reaches(ring: str, other: str, rings: Sequence[str]) -> bool:
    return ring == other or (ring in rings and other in rings and rings.index(other) > rings.index(ring))


def changes_in_force(
    claims: Sequence[Claim], in_force: Callable[[str], bool], later: Later = by_date
) -> tuple[Claim, ...]:
    """The changes that nothing ended or stopped, newest first; of those to one version in one ring the newest alone."""

    def newer_first(one: Claim, other: Claim) -> int:
        return later(one, other) - later(other, one)

    stops = [one for one in claims if one.stops]
    newest: dict[object, Claim] = {}
    changes = [one for one in claims if one.says == CHANGED and in_force(one.id)]
    for one in sorted(changes, key=cmp_to_key(newer_first)):
        key = (one.ring, tuple((each.id, each.version) for each in one.named))
        if key not in newest and not _taken_away(one, stops, later):
            newest[key] = one
    return tuple(newest.values())


def _taken_away(one: Claim, stops: Iterable[Claim], later: Later) -> bool:
    return any(by.ends and by.says in _TAKEN_AWAY for _, by in stopping(one, stops, later))


def overtaken(
    claims: Iterable[Claim], in_force: Callable[[str], bool], rings: Sequence[str], later: Later = by_date
) -> Mapping[str, Stage]:
    """By the id of an approval that its own files call in force: stopped or replaced, where another says so."""
    found: dict[str, Stage] = {}
    for told in by_name(claims).values():
        stops, changes = [one for one in told if one.stops], changes_in_force(told, in_force, later)
        for one in told:
            if one.stops or not in_force(one.id):
                continue
            if _taken_away(one, stops, later):
                found[one.id] = Stage.STOPPED
            elif replaced_by(one, changes, rings, later) is not None:
                found.setdefault(one.id, Stage.REPLACED)
    return found
