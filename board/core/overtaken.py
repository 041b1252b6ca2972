"""What came between an approval and today elsewhere: its version was stopped, or a change put another in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from board.core.act import Emergency
from board.core.going_back import same, stops
from board.core.listed import Stage
from board.core.proposal import Artefact
from board.core.record import Record

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
    empty where nothing was put into one. `decided` is false while the board has not decided about the act.
    """

    id: str
    says: str
    at: datetime
    named: tuple[Artefact, ...]
    ring: str = ""
    decided: bool = True

    @property
    def stops(self) -> bool:
        """Whether it says that what it names does not run as it was approved."""
        return self.says not in (APPROVED, CHANGED)


def claim_of(record: Record) -> Claim | None:
    """What a decision says of the versions it names; None of one that says nothing."""
    if record.decided_at is None or not record.artefacts or record.kind == _RETIRE:
        return None
    if stops(record):
        return Claim(record.id, "stopped", record.decided_at, record.artefacts)
    if not record.outcome.yes:
        return None
    says, ring = CHANGED if record.kind == _CHANGE else APPROVED, record.ring if record.kind in _IN_USE else ""
    return Claim(record.id, says, record.decided_at, record.artefacts, ring)


def claim_of_act(proposal_id: str, done: Emergency, record: Record | None, named: Sequence[Artefact]) -> Claim | None:
    """What the person on call did holds from then on, unless the board decided against it."""
    if done.at is None or (record is not None and not stops(record)):
        return None
    artefacts = record.artefacts if record is not None else tuple(named)
    says = _DONE.get(done.action, "stopped")
    return Claim(proposal_id, says, done.at, artefacts, decided=record is not None) if artefacts else None


def by_name(claims: Iterable[Claim]) -> Mapping[str, Sequence[Claim]]:
    """What is said of each model or dataset, by its id."""
    about: dict[str, list[Claim]] = {}
    for claim in claims:
        for name in dict.fromkeys(each.id for each in claim.named if each.id):
            about.setdefault(name, []).append(claim)
    return about


def stopping(one: Claim, others: Iterable[Claim]) -> Iterator[tuple[Artefact, Claim]]:
    """The versions of an approval that were stopped since, each with what says so."""
    if not one.stops:
        for other in others:
            if other.stops and other.at >= one.at and other.id != one.id:
                yield from ((each, other) for each in one.named if any(same(each, gone) for gone in other.named))


Replaced = tuple[Artefact, Artefact, Claim]
"""A version, the one that runs in its place, and what says so."""


def replaced_by(one: Claim, changes: Iterable[Claim], rings: Sequence[str]) -> Replaced | None:
    """The first of some changes that brought another version into the ring of an approval, or into a wider one."""
    if one.stops or not one.ring:
        return None
    for other in changes:
        if other.at > one.at and _reaches(one.ring, other.ring, rings):
            for each in one.named:
                new = next((new for new in other.named if new.id == each.id), None)
                if new is not None and new.version != each.version:
                    return each, new, other
    return None


def _reaches(ring: str, other: str, rings: Sequence[str]) -> bool:
    return ring == other or (ring in rings and other in rings and rings.index(other) > rings.index(ring))


def changes_in_force(claims: Sequence[Claim], in_force: Callable[[str], bool]) -> tuple[Claim, ...]:
    """The changes that nothing ended or stopped, newest first; of those to one version in one ring the newest alone."""
    stops = [one for one in claims if one.stops]
    newest: dict[object, Claim] = {}
    for one in sorted(claims, key=lambda one: one.at, reverse=True):
        key = (one.ring, tuple((each.id, each.version) for each in one.named))
        if one.says == CHANGED and key not in newest and in_force(one.id) and not _taken_away(one, stops):
            newest[key] = one
    return tuple(newest.values())


def _taken_away(one: Claim, stops: Iterable[Claim]) -> bool:
    return any(by.says in _TAKEN_AWAY for _, by in stopping(one, stops))


def overtaken(claims: Iterable[Claim], in_force: Callable[[str], bool], rings: Sequence[str]) -> Mapping[str, Stage]:
    """By the id of an approval that its own files call in force: stopped or replaced, where another says so."""
    found: dict[str, Stage] = {}
    for told in by_name(claims).values():
        stops, changes = [one for one in told if one.stops], changes_in_force(told, in_force)
        for one in told:
            if one.stops or not in_force(one.id):
                continue
            if _taken_away(one, stops):
                found[one.id] = Stage.STOPPED
            elif replaced_by(one, changes, rings) is not None:
                found.setdefault(one.id, Stage.REPLACED)
    return found
