"""One proposal with all that belongs to it, and the rows of the lists."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date
from typing import TypeVar

from board.actions.computed import computed_answers
from board.actions.load import World
from board.core.case import Case, Summary
from board.core.docket import Docket, Opening
from board.core.finding import Finding, Severity, Where, refuse
from board.core.proposal import Evidence, Proposal
from board.core.review import Answer
from board.core.stage import summary
from board.formats.ballots import read_ballot
from board.formats.dockets import read_docket
from board.formats.followups import read_follow_up
from board.formats.kinds import missing_facts
from board.formats.messages import read_message
from board.formats.read import Read
from board.formats.records import read_record
from board.formats.reviews import read_answers, read_review

T = TypeVar("T")


class _Files:
    """Reads the files of one decision folder by subfolder, gathering findings."""

    def __init__(self, world: World, proposal_id: str) -> None:
        self.world = world
        self.base = world.layout.file(proposal_id)
        self.paths = world.decision_files(proposal_id)
        self.findings: list[Finding] = []

    def under(self, folder: str, reader: Callable[[bytes, str], Read[T] | Read[T | None]], what: str) -> tuple[T, ...]:
        """The parsed files of a subfolder, in path order; what could not be read is left out, with findings."""
        return tuple(self._read(folder, reader, what))

    def _read(self, folder: str, reader: Callable[[bytes, str], Read[T] | Read[T | None]], what: str) -> Iterator[T]:
        for path in self.paths:
            if path.startswith(self.base + folder):
                read = self.world.parsed.read(self.world.snapshot, path, reader, what)
                if read:
                    self.findings += read.findings
                    if read.value is not None:
                        yield read.value


def opening_world(world: World, proposal_id: str) -> World:
    """The repository as it stood at the latest opening's commit; `world` itself when nothing it binds changed."""
    latest = world.docket(proposal_id).latest
    if latest is None or _binds(world, proposal_id, latest):
        return world
    count = len(world.docket(proposal_id).openings)
    path = world.layout.file(proposal_id, "docket.toml")
    for commit in reversed(world.store.log([path])):
        then = world.at(commit.id)
        if len(then.docket(proposal_id).openings) >= count:
            return then
    return world


def _binds(world: World, proposal_id: str, opening: Opening) -> bool:
    current = world.current
    return (
        opening.revision == world.revision(proposal_id)
        and opening.charter == current["charter"]
        and opening.checklists == current["checklists"]
    )


def evidence_findings(world: World, proposal: Proposal, path: str) -> tuple[Finding, ...]:
    """What is wrong with the evidence a proposal names: files that are not there, or are not what was pinned."""
    found: list[Finding] = []
    for evidence in proposal.evidence:
        problem = _evidence_problem(world, proposal, evidence)
        if problem:
            code, words, fix = problem
            found.append(Finding(code, words, where=Where(path, part=f"evidence “{evidence.id}”"), fix=fix))
    return tuple(found)


def _evidence_problem(world: World, proposal: Proposal, evidence: Evidence) -> tuple[str, str, str] | None:
    if not evidence.path:
        return None
    path = world.layout.evidence(proposal.id, evidence.path)
    found = world.snapshot.sums([path]).get(path)
    if found is None:
        return (
            "evidence.missing",
            f"The file {evidence.path} is not in the proposal's folder.",
            f"Put it into proposals/{proposal.id}/ or correct the path.",
        )
    pinned = evidence.sha256.removeprefix("sha256:")
    if pinned and pinned != found[1]:
        return (
            "evidence.changed",
            f"The file {evidence.path} is not the one that was pinned: its SHA-256 differs.",
            "Restore the file, or pin the new one and say why it changed.",
        )
    return None


def load_case(world: World, proposal_id: str, *, light: bool = False) -> Case:
    """Everything the board knows about one proposal; `light` leaves out what a closed case's row does not show."""
    if proposal_id not in world.ids:
        raise refuse("proposal.unknown", f"There is no proposal {proposal_id}.", "`board list` shows all of them.")
    files = _Files(world, proposal_id)
    layout, snapshot, parsed = world.layout, world.snapshot, world.parsed
    docket = parsed.read(snapshot, layout.file(proposal_id, "docket.toml"), read_docket, "docket")
    record = parsed.read(snapshot, layout.file(proposal_id, "record.toml"), read_record, "record")
    closed = light and record is not None and record.value is not None
    tip_read = world.proposal(proposal_id)
    bound = world if closed or docket is None else opening_world(world, proposal_id)
    proposal = bound.proposal(proposal_id).value if proposal_id in bound.ids else tip_read.value
    kind = world.kinds.get(proposal.kind)
    revision = "" if light and (closed or docket is None) else world.revision(proposal_id)
    case = Case(
        charter=replace(bound.charter, members=world.charter.members),
        proposal=proposal,
        tip_revision=revision,
        answers=() if closed else _answers(bound, proposal_id, files),
        docket=docket.value if docket else Docket(),
        ballots=() if closed else files.under("ballots/", read_ballot, "ballot"),
        reviews=() if closed else files.under("reviews/", read_review, "review"),
        messages=() if closed else files.under("messages/", read_message, "message"),
        rounds=files.under("rounds/", read_record, "record"),
        record=record.value if record else None,
        superseded_by=world.superseded.get(proposal_id, ""),
        follow_ups=files.under("follow-up/", read_follow_up, "follow-up"),
        checklists=bound.checklists,
        current={} if light else world.current,
        files=(world.ids[proposal_id], *world.evidence_files(proposal_id), *files.paths),
        kind_checklists=kind.checklists if kind else {},
        extra_questions=kind.extra_questions if kind else (),
    )
    findings = (*tip_read.findings, *(docket.findings if docket else ()), *(record.findings if record else ()))
    case = replace(case, findings=(*findings, *files.findings, *_own_findings(world, case, light=light)))
    return case if closed else replace(case, computed=computed_answers(world, case))


def _answers(world: World, proposal_id: str, files: _Files) -> tuple[Answer, ...]:
    read = world.parsed.read(
        world.snapshot, world.layout.evidence(proposal_id, "answers.toml"), read_answers, "answers"
    )
    if read is None:
        return ()
    files.findings += read.findings
    return read.value


def _own_findings(world: World, case: Case, *, light: bool) -> tuple[Finding, ...]:
    path = world.ids[case.id]
    found: list[Finding] = []
    kind = world.kinds.get(case.proposal.kind)
    if kind is not None and case.record is None:
        found += missing_facts(case.proposal, kind, path)
    if light:
        return tuple(found)
    found += evidence_findings(world, world.proposal(case.id).value, path)
    latest = case.docket.latest
    if latest is not None and latest.revision != case.tip_revision and case.record is None:
        found.append(
            Finding(
                "proposal.changed-since-opened",
                "The text changed since the board took it up. The board looks at the revision it opened.",
                Severity.WARNING,
                Where(path),
                fix="Chair or secretary: look at the difference, then open the new revision or leave it.",
            )
        )
    return tuple(found)


def summaries(world: World, today: date, committed: Collection[str] | None = None) -> tuple[Summary, ...]:
    """One row for every proposal, in id order; ids outside `committed` are drafts that only the work tree has."""
    return tuple(
        summary(replace(load_case(world, one, light=True), committed=committed is None or one in committed), today)
        for one in sorted(world.ids)
    )
