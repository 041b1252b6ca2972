"""Trying another charter: every past round again, as the board saw it, under other rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
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
from board.core.charter_words import Changed, changed
from board.core.finding import Finding, Refused, Severity, refuse
from board.core.lab import Comparison, RuleChange, compare, day_of, rule_changes
from board.core.layout import CHARTER
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
    people: tuple[Changed, ...] = ()
    """What it says otherwise of the members; that is told and not tried, for each round keeps who sat then."""

    @property
    def differing(self) -> tuple[Comparison, ...]:
        """The rounds that would come out otherwise."""
        return tuple(each for each in self.comparisons if each.differs)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A charter that could be tried: where it lies, what it belongs to, and its bytes."""

    path: str
    title: str
    data: bytes


def candidates(session: Session) -> tuple[Candidate, ...]:
    """The charters at hand: those that undecided proposals carry, then files beside board.toml that read like one."""
    world, found = session.world_with_drafts(), []
    for proposal_id in sorted(world.ids, reverse=True):
        path = world.layout.evidence(proposal_id, f"new/{CHARTER}")
        if proposal_id not in world.records and world.snapshot.blob(path):
            title = world.proposal(proposal_id).value.title or proposal_id
            found.append(Candidate(path, title, world.snapshot.read(path) or b""))
    return (*found, *_files_beside(session))


def _files_beside(session: Session) -> Iterator[Candidate]:
    top = session.store.place.work_tree
    for file in sorted(top.glob("*.toml")) if top is not None else ():
        if file.name != CHARTER and file.is_file():
            try:
                data = read_given(file)
            except Refused:
                continue
            if read_charter(data, file.name).value.repository == session.charter.repository:
                yield Candidate(file.name, "A copy of this board's charter", data)


def given_charter(file: Path) -> Candidate:
    """The charter in a file that somebody names; Refused when it cannot be read or its rules are broken."""
    found = Candidate(str(file), file.name, read_given(file))
    _rules_of(found)
    return found


def try_charter(
    session: Session,
    other: Path | Candidate,
    moved: Callable[[int, int], None] = lambda done, of: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Lab:
    """Replay all past rounds, newest first, under the rules of another charter; Refused when it is broken.

    `moved` hears how many rounds are done; Refused too once `stopped` says that nobody waits any more.
    """
    candidate = other if isinstance(other, Candidate) else given_charter(other)
    rules, world = _rules_of(candidate), session.world
    closed, rounds = tuple(_closed(world)), []
    for number, (proposal_id, path) in enumerate(closed):
        if stopped():
            raise refuse("lab.stopped", "Stopped: not every round was counted again.", "Begin again when you like.")
        moved(number, len(closed))
        if (seen := _seen(world, proposal_id, path)) is not None:
            rounds.append(_compared(seen, rules))
    newest_first = sorted(rounds, key=lambda each: (each.decided_on, each.id, each.round), reverse=True)
    people = tuple(one for one in changed(session.charter, rules) if one.of_a_member)
    return Lab(candidate.path, rule_changes(session.charter, rules), tuple(newest_first), people)


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


def _rules_of(candidate: Candidate) -> Charter:
    read = read_charter(candidate.data, candidate.path)
    wrong = tuple(finding for finding in read.findings if _about_rules(finding))
    if wrong:
        raise Refused(*wrong)
    return read.value


def _about_rules(finding: Finding) -> bool:
    """Whether a finding makes the rules of a charter uncertain; who sits on the board is not asked here."""
    part = finding.where.part.partition(",")[0].partition(" ")[0]
    return finding.severity is Severity.ERROR and part not in _NOT_RULES and finding.code != "no-chair"


def _closed(world: World) -> Iterator[tuple[str, str]]:
    """The proposal and the file of each closed round."""
    for proposal_id in sorted(world.ids):
        base = world.layout.file(proposal_id)
        for path in world.decision_files(proposal_id):
            name = path[len(base) :]
            if name == "record.toml" or re.fullmatch(r"rounds/[^/]+\.toml", name):
                yield proposal_id, path


def _seen(world: World, proposal_id: str, path: str) -> _Seen | None:
    """A closed round with the case as the board saw it when it ended; None where its file cannot be read."""
    read = world.parsed.read(world.snapshot, path, read_record, "record")
    if read is None or read.value is None:
        return None
    then = _world_of(world, read.value.base)
    case = _as_seen(then or world, proposal_id, read.value)
    return _Seen(read.value, case, then or world, () if then else (_TODAY,))


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
