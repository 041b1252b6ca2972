"""What an emergency goes back to: only what the board approved once and never stopped (A.11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from board.core.case import Case
from board.core.finding import Finding, Severity, Where
from board.core.proposal import Artefact
from board.core.record import Record
from board.core.register import RegisterEntry
from board.core.same_thing import mark, number
from board.core.same_thing import same as same
from board.core.stated import plain
from board.core.stopped import EMERGENCY as EMERGENCY
from board.core.stopped import by_proposer_alone
from board.core.stopped import stops as stops

BACK_TO = "back_to"
"""The fact that names what runs instead."""
ROLL_BACK = "roll back"
"""The act that puts an older version in the place of the one that runs."""
STOPPED, NOT_SHOWN = "emergency.back-to-stopped", "emergency.back-to-unknown"
NOT_HELD = "emergency.not-held"
"""The code by which acting at once refuses, until whoever acts says yes to what `not_held` tells."""
WHAT_IT_DOES = "X-2"
"""The question whether the action restricts or expands."""
_APPROVED = ("approved", "deprecated")


def expands(case: Case) -> bool:
    """Whether the proposer says that it switches on or widens something, which nobody does at once."""
    return any(each.question == WHAT_IT_DOES and "expands" in map(plain, each.value) for each in case.answers)


def targets(case: Case) -> tuple[Artefact, ...]:
    """The models and versions that run instead, as an emergency's proposal names them."""
    listed = case.proposal.facts.get(BACK_TO) if case.proposal.kind == EMERGENCY else None
    tables = [item for item in listed if isinstance(item, Mapping)] if isinstance(listed, (list, tuple)) else []
    return tuple(Artefact(*(str(item.get(name, "")) for name in ("id", "version", "sha256"))) for item in tables)


def back_findings(
    case: Case, records: Iterable[tuple[str, Record]], registered: Iterable[RegisterEntry], path: str
) -> tuple[Finding, ...]:
    """What speaks against each version that runs instead: that it was stopped, or that nobody ever approved it."""
    members, entries = case.charter.members, tuple(registered)
    known = [each for each in records if each[0] != case.id and not by_proposer_alone(each[1], members)]
    return tuple(found for one in targets(case) for found in _against(one, known, entries, path))


def _against(
    one: Artefact, records: Iterable[tuple[str, Record]], entries: Iterable[RegisterEntry], path: str
) -> Iterator[Finding]:
    named = [(name, record) for name, record in records if any(same(one, each) for each in record.artefacts)]
    where, called = Where(path, part=f"fact {BACK_TO}"), f"{one.id} {one.version}".strip()
    stopped = [name for name, record in named if stops(record)]
    approved = any(record.outcome.yes and not stops(record) for _, record in named)
    if stopped:
        yield Finding(
            STOPPED,
            f"{called} was stopped itself, by {stopped[-1]}. An emergency does not go back to it.",
            Severity.ERROR,
            where,
            "What harmed once must not come back in a hurry.",
            "Stop without it, or go back to a version that was approved and never stopped.",
        )
    elif not approved and not any(_in_register(one, each) for each in entries):
        yield Finding(
            NOT_SHOWN,
            f"Nothing shows that {called} was ever approved: no decision names it, and no register.",
            Severity.WARNING,
            where,
            "An emergency may only go back to what was approved and never stopped.",
            "Say in the text since when it ran and who approved it, or go back to another version.",
        )


def not_held(
    case: Case,
    action: str,
    records: Iterable[tuple[str, Record]],
    registered: Iterable[RegisterEntry],
    rings: Sequence[str],
) -> tuple[str, ...]:
    """What the record does not hold of that which would run instead, one sentence each; nothing where it holds it all.

    Whoever acts in a hurry is asked whether she goes back to it all the same.
    """
    known, entries = [each for each in records if each[0] != case.id], tuple(registered)
    found = targets(case)
    if action == ROLL_BACK and not found:
        return (
            f"The proposal does not name the version that runs instead (fact {BACK_TO}): nothing shows its approval.",
        )
    return tuple(said for one in found if (said := _not_held(one, case, known, entries, rings)))


def _not_held(
    one: Artefact,
    case: Case,
    records: Iterable[tuple[str, Record]],
    entries: Iterable[RegisterEntry],
    rings: Sequence[str],
) -> str:
    called = f"{one.id} {one.version}".strip()
    said_yes = [record for _, record in records if record.outcome.yes and not stops(record)]
    named = [record for record in said_yes if any(same(one, each) for each in record.artefacts)]
    if not named and any(_in_register(one, each) for each in entries):
        who = "The record does not hold who approved it, on what evidence, or for which ring."
        return f"No decision names {called}; only the register calls it approved. {who}"
    if not named:
        return f"Nothing shows that {called} was ever approved: no decision names it, and no register."
    where = next((each.ring for each in entries if each.id == one.id and each.ring), "")
    where = where or next(iter(case.proposal.fact("target_ring")), "")
    reached = [rings.index(record.ring) for record in named if record.ring in rings]
    if where in rings and len(reached) == len(named) and max(reached) < rings.index(where):
        widest = max((record for record in named), key=lambda record: rings.index(record.ring))
        return f"No decision names {called} for {where}: the board approved it for {widest.ring} only ({widest.id})."
    return ""


def _in_register(one: Artefact, entry: RegisterEntry) -> bool:
    named = (mark(one.id), number(one.version)) == (mark(entry.id), number(entry.version))
    return named and entry.status in _APPROVED
