"""Trying another charter: every past round again, as the board saw it, under other rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from board.actions.cases import load_case
from board.actions.excepting import exceptions
from board.actions.freezing import frozen
from board.actions.given import read_given
from board.actions.load import World
from board.actions.opened import opened_policy
from board.actions.session import Session
from board.core.case import Case
from board.core.charter import Charter
from board.core.finding import Finding, Refused, Severity
from board.core.lab import Comparison, RuleChange, compare, day_of, rule_changes
from board.core.record import Record
from board.core.waivers import waivers
from board.formats.charter import read_charter
from board.formats.records import read_record

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_NOT_RULES = ("board", "repository", "member")
"""The parts of a charter that are left as they were, so nothing wrong in them matters here."""
_TODAY = "The commit it was decided on is not here, so it is replayed with the members and reviews of today."


@dataclass(frozen=True, slots=True)
class Lab:
    """What another charter changes: the rules that differ from those in force, and every past round twice."""

    path: str
    changes: tuple[RuleChange, ...]
    comparisons: tuple[Comparison, ...]

    @property
    def differing(self) -> tuple[Comparison, ...]:
        """The rounds that would come out otherwise."""
        return tuple(each for each in self.comparisons if each.differs)


def try_charter(session: Session, file: Path) -> Lab:
    """Replay all past rounds, newest first, under the rules of the charter in a file; Refused when it is broken."""
    other = _rules_of(file)
    rounds = (_compared(seen, other) for seen in _rounds(session.world))
    newest_first = sorted(rounds, key=lambda each: (each.decided_on, each.id, each.round), reverse=True)
    return Lab(str(file), rule_changes(session.charter, other), tuple(newest_first))


@dataclass(frozen=True, slots=True)
class _Seen:
    """A closed round as the board saw it when it ended: `world` is what lay there, `notes` what is not quite so."""

    record: Record
    case: Case
    world: World
    notes: tuple[str, ...]


def _compared(seen: _Seen, other: Charter) -> Comparison:
    day = day_of(seen.case, seen.record)
    return compare(seen.case, seen.record, other, seen.notes, lambda case: frozen(seen.world, case, day))


def _rules_of(file: Path) -> Charter:
    data = read_given(file)
    read = read_charter(data, str(file))
    wrong = tuple(finding for finding in read.findings if _about_rules(finding))
    if wrong:
        raise Refused(*wrong)
    return read.value


def _about_rules(finding: Finding) -> bool:
    """Whether a finding makes the rules of a charter uncertain; who sits on the board is not asked here."""
    part = finding.where.part.partition(",")[0].partition(" ")[0]
    return finding.severity is Severity.ERROR and part not in _NOT_RULES and finding.code != "no-chair"


def _rounds(world: World) -> Iterator[_Seen]:
    """Each closed round with the case as the board saw it when it ended."""
    for proposal_id in sorted(world.ids):
        base = world.layout.file(proposal_id)
        for path in world.decision_files(proposal_id):
            name = path[len(base) :]
            if name == "record.toml" or re.fullmatch(r"rounds/[^/]+\.toml", name):
                read = world.parsed.read(world.snapshot, path, read_record, "record")
                if read and read.value is not None:
                    then = _world_of(world, read.value.base)
                    case = _as_seen(then or world, proposal_id, read.value)
                    yield _Seen(read.value, case, then or world, () if then else (_TODAY,))


def _as_seen(world: World, proposal_id: str, record: Record) -> Case:
    """The case at the commit on which its sum was computed, with the exceptions in force then."""
    case = load_case(world, proposal_id)
    case = replace(case, policy=opened_policy(world, case.id))
    others = (each for each in exceptions(world) if each.id != case.id)
    return replace(case, waivers=waivers(case, others, day_of(case, record)))


def _world_of(world: World, base: str) -> World | None:
    if not _COMMIT.fullmatch(base):
        return None
    try:
        return world.at(base)
    except Refused:
        return None
