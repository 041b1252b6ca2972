"""What earlier decisions about the same model or dataset say of a proposer's questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from board.actions.cases import load_case
from board.actions.load import World
from board.core.case import Case
from board.core.finding import Refused
from board.core.outcome import Outcome
from board.core.prefilled import Earlier, last_time, unfounded
from board.core.review import Answer

_LOOKED_AT = 3
"""So many of the newest decisions about the same thing are read."""


def earlier_answers(world: World, case: Case, today: date) -> Mapping[str, Earlier]:
    """By question of the proposer's: how it stood last time; nothing once this proposal is decided."""
    return {} if case.record is not None else last_time(case, _earlier(world, case), today)


def nothing_named(case: Case) -> str:
    """That its text names no model or dataset yet, though it must, so that no earlier decision is found; else ""."""
    missing = {one.where.part.removeprefix("fact ") for one in case.findings if one.code == "missing-fact"}
    lacking = next((fact for fact in ("models", "datasets") if fact in missing), "")
    if not lacking or any(one.id for one in case.proposal.artefacts()):
        return ""
    return f"Fill in the fact `{lacking}` first: earlier decisions are found by what it names."


def unborne(world: World, case: Case) -> Mapping[str, str]:
    """By question whose pre-filled answer is not what stood where it says: why."""
    return unborne_in(case.answers, case.id, lambda _: world)


def unborne_in(answers: Iterable[Answer], proposal: str, world_of: Callable[[str], World]) -> Mapping[str, str]:
    """The same of a proposal's answers, each source looked up once in the world that is read for it."""
    sources: dict[str, Case | None] = {"": None, proposal: None}  # nothing stood in the proposal itself before
    found: dict[str, str] = {}
    for answer in answers:
        if answer.prefilled not in sources:
            sources[answer.prefilled] = _source(world_of(answer.prefilled), answer.prefilled)
        if why := unfounded(answer, sources[answer.prefilled]):
            found[answer.question] = why
    return found


def _source(world: World, name: str) -> Case | None:
    try:
        return load_case(world, name)
    except Refused:
        return None


def _earlier(world: World, case: Case) -> tuple[Case, ...]:
    """The newest decided cases that share a model or dataset with this one; a withdrawn one decided nothing."""
    mine = {one.id for one in case.proposal.artefacts() if one.id}
    if not mine:
        return ()
    found = [
        (record.decided_at, key)
        for key, record in world.records.naming(*(f'"{one}"'.encode() for one in mine))
        if key != case.id
        and record.decided_at is not None
        and record.outcome is not Outcome.WITHDRAWN
        and not mine.isdisjoint(one.id for one in record.artefacts)
    ]
    return tuple(load_case(world, key) for _, key in sorted(found, reverse=True)[:_LOOKED_AT])
