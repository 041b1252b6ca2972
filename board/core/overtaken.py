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


def replacing(one: Claim, others: Iterable[Claim], rings: Sequence[str]) -> Iterator[tuple[Artefact, Artefact, Claim]]:
    """The versions of an approval for which a later change brought another, into the same ring or a wider one."""
    if one.stops or not one.ring:
        return
    for other in others:
        if other.says == CHANGED and other.at > one.at and _reaches(one.ring, other.ring, rings):
            for each in one.named:
                new = next((new for new in other.named if new.id == each.id), None)
                if new is not None and new.version != each.version:
                    yield each, new, other


def _reaches(ring: str, other: str, rings: Sequence[str]) -> bool:
    return ring == other or (ring in rings and other in rings and rings.index(other) > rings.index(ring))


def standing(claims: Sequence[Claim], in_force: Callable[[str], bool]) -> tuple[Claim, ...]:
    """The approvals that nothing ended: those whose own files call them in force, and that nothing stopped since."""
    return tuple(one for one in claims if not one.stops and in_force(one.id) and not _taken_away(one, claims))


def _taken_away(one: Claim, others: Iterable[Claim]) -> bool:
    return any(by.says in _TAKEN_AWAY for _, by in stopping(one, others))


def overtaken(claims: Iterable[Claim], in_force: Callable[[str], bool], rings: Sequence[str]) -> Mapping[str, Stage]:
    """By the id of an approval that its own files call in force: stopped or replaced, where another says so."""
    found: dict[str, Stage] = {}
    about = by_name(claims)
    for told in about.values():
        for one in told:
            if not one.stops and in_force(one.id) and _taken_away(one, told):
                found[one.id] = Stage.STOPPED
    for told in about.values():
        left = [one for one in standing(told, in_force) if one.id not in found]
        for one in left:
            if next(replacing(one, left, rings), None) is not None:
                found.setdefault(one.id, Stage.REPLACED)
    return found
