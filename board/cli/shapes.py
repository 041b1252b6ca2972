"""The JSON shapes of docs/json.md: records as plain dictionaries, dates as ISO 8601, nothing left to guess."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from board.core.dates import format_utc

if TYPE_CHECKING:
    from board.actions.asking import Me
    from board.actions.model import (
        Carried,
        DecisionPreview,
        DecisionRow,
        Done,
        LogLine,
        OpeningPreview,
        Readability,
        Status,
    )
    from board.core.ballot import Condition
    from board.core.case import SeatLine, Summary, Tally
    from board.core.dated import Deadline
    from board.core.finding import Finding
    from board.core.listed import Task
    from board.core.promises import Promise
    from board.core.record import FollowUp, RecordBallot

Shape = dict[str, Any]


def moment(at: datetime | None) -> str | None:
    """A time as `2026-10-08T14:03:11Z`."""
    return format_utc(at) if at else None


def day(on: date | None) -> str | None:
    """A calendar date as `2026-10-08`."""
    return on.isoformat() if on else None


def finding_shape(finding: Finding) -> Shape:
    """One finding."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "message": finding.message,
        "path": finding.where.path,
        "line": finding.where.line,
        "part": finding.where.part,
        "why": finding.why,
        "fix": finding.fix,
    }


def done_shape(done: Done) -> Shape:
    """What an act did."""
    return {
        "words": done.words,
        "commit": done.commit,
        "branch": done.branch,
        "files": list(done.files),
        "pushed": done.pushed,
        "queued": done.queued,
        "notes": list(done.notes),
    }


def summary_shape(row: Summary) -> Shape:
    """One row of `board list`."""
    return {
        "id": row.id,
        "number": row.number,
        "title": row.title,
        "kind": row.kind,
        "stage": str(row.stage),
        "tier": row.tier_words,
        "proposer": row.proposer,
        "outcome": str(row.outcome) if row.outcome else None,
        "waiting_for": list(row.waiting_for),
        "deadline": day(row.deadline),
        "opened": row.opened,
        "committed": row.committed,
        "findings": row.findings,
        "note": row.mark,
        "path": row.way,
    }


def task_shape(task: Task) -> Shape:
    """One row of `board list --mine`: the proposal, what it wants of me, why, and until when."""
    told = {"act": task.act, "words": task.words, "due": day(task.due), "due_at": moment(task.at)}
    return {**summary_shape(task.summary), **told}


def condition_shape(condition: Condition) -> Shape:
    """One condition."""
    return {
        "id": condition.id,
        "text": condition.text,
        "owner": condition.owner,
        "due": day(condition.due),
        "proof": condition.proof,
        "verifier": condition.verifier,
        "consequence": condition.consequence,
    }


def promise_shape(promise: Promise) -> Shape:
    """One condition of a decision as it stands."""
    return {**condition_shape(promise.condition), "state": promise.state, "words": promise.words}


def wanted_shapes(tally: Tally | None) -> list[Shape]:
    """What each seat that returned a proposal asks to change first."""
    return [
        {
            "seats": one.who,
            "member": one.member,
            "changes": list(one.changes),
            "reason": one.reason,
            "file": one.file,
            "round": one.round or None,
            "replied": one.replied,
        }
        for one in (tally.wanted if tally else ())
    ]


def tally_shape(proposal_id: str, tally: Tally) -> Shape:
    """The outcome so far, the sum in words and in numbers, what is missing, and every seat."""
    total = tally.sum
    return {
        "id": proposal_id,
        "outcome": str(tally.outcome),
        "explanation": tally.sentence,
        "missing": list(tally.missing),
        "waiting_for": list(tally.waiting_for),
        "path": tally.way,
        "may_decide": tally.may_decide,
        "why_not_yet": tally.why_not_yet,
        "hidden": False,
        "recorded_on": tally.recorded.isoformat() if tally.recorded else None,
        "sum": {
            "seats": total.seats,
            "eligible": total.eligible,
            "needed": total.needed,
            "yes": total.yes,
            "returns": total.returns,
            "present": total.present,
            "people": total.people,
            "quorum_seats": total.quorum_seats,
            "quorum_people": total.quorum_people,
        },
        "seats": [_seat(line) for line in tally.seats],
        "ballots": [_ballot(ballot) for ballot in tally.ballots],
        "barred_by": [
            {"question": bar.question, "text": bar.text, "value": list(bar.value), "waivable": bar.waivable}
            for bar in tally.bars
        ],
        "unjudged": list(tally.unjudged),
        "matters": list(tally.matters),
        "unchecked": list(tally.unchecked),
        "held": [{"id": one.id, "by": one.by, "sha256": one.sha256} for one in tally.held],
        "conditions": [condition_shape(condition) for condition in tally.conditions],
        "stops": [
            {"member": stop.member, "ground": stop.ground, "reason": stop.reason, "clears": stop.clears}
            for stop in tally.stops
        ],
        "change_first": wanted_shapes(tally),
        "did_not_vote": list(tally.silent),
        "motions": [
            {
                "number": each.motion.number,
                "kind": each.motion.kind,
                "member": each.motion.member,
                "state": each.state,
                "explanation": each.words,
            }
            for each in tally.motions
        ],
        "unanswered": [message.file for message in tally.unanswered],
    }


def hidden_tally_shape(proposal_id: str, tally: Tally, why: str) -> Shape:
    """The same while others' ballots are hidden from the reader: no outcome, no sum, only who is still awaited."""
    return {
        "id": proposal_id,
        "outcome": None,
        "explanation": why,
        "missing": [],
        "waiting_for": list(tally.waiting_for),
        "hidden": True,
    }


def _seat(line: SeatLine) -> Shape:
    return {
        "seat": line.seat,
        "title": line.title,
        "state": str(line.state),
        "member": line.member,
        "alternate": line.alternate,
        "verdict": str(line.ballot.verdict) if line.ballot else None,
        "eligible": line.eligible,
        "must_sign": line.must_sign,
        "appointed": line.appointed,
        "note": line.note,
    }


def _ballot(ballot: RecordBallot) -> Shape:
    return {
        "path": ballot.path,
        "sha256": ballot.sha256,
        "member": ballot.member,
        "seats": list(ballot.seats),
        "verdict": str(ballot.verdict),
        "counted": ballot.counted,
        "why_not": ballot.why_not,
    }


def decision_shape(row: DecisionRow) -> Shape:
    """One row of `board history`."""
    return {
        "id": row.id,
        "title": row.title,
        "kind": row.kind,
        "tier": row.tier,
        "outcome": str(row.outcome),
        "decided_at": moment(row.decided_at),
        "decided_by": row.decided_by,
        "explanation": row.sentence,
        "commit": row.commit,
        "expires": day(row.expires),
        "superseded_by": row.superseded_by,
        "conditions": row.conditions,
        "stage": row.stage,
        "path": row.way,
        "to_report": row.to_report,
        "founded": row.founded,
    }


def event_shape(event: LogLine) -> Shape:
    """One event in a proposal's life."""
    return {
        "at": moment(event.at),
        "who": event.who,
        "words": event.words,
        "commit": event.commit,
        "signed": event.signed,
        "paths": list(event.paths),
    }


def carried_shapes(carried: Iterable[Carried]) -> list[Shape]:
    """What each file of a change of the rules would change."""
    return [{"path": one.path, "lines": list(one.lines)} for one in carried]


def opening_shape(opening: OpeningPreview) -> Shape:
    """What opening would bind."""
    return {
        "id": opening.id,
        "revision": opening.revision,
        "tier": opening.tier,
        "tier_why": list(opening.tier_why),
        "window_ends": day(opening.window_ends),
        "difference": opening.difference,
        "why_again": opening.why_again,
        "problems": [finding_shape(finding) for finding in opening.problems],
        "why_not": opening.why_not,
        "carried": carried_shapes(opening.carried),
    }


def preview_shape(preview: DecisionPreview) -> Shape:
    """The files that deciding would write, and what stands in the way."""
    return {
        "id": preview.id,
        "base": preview.base,
        "outcome": str(preview.outcome),
        "tally": tally_shape(preview.id, preview.tally),
        "files": dict(preview.files),
        "held_back": list(preview.held_back),
        "problems": [finding_shape(finding) for finding in preview.problems],
        "open_messages": list(preview.open_messages),
        "readability": readability_shape(preview.readability) if preview.readability else None,
        "carried": carried_shapes(preview.carried),
    }


def readability_shape(measured: Readability) -> Shape:
    """Plain-language measures of a text."""
    return {
        "grade": measured.grade,
        "ease": measured.ease,
        "words": measured.words,
        "sentences": measured.sentences,
        "longest": measured.longest,
        "worst": list(measured.worst),
        "advice": list(measured.advice),
        "gross": measured.gross,
    }


def follow_up_shape(item: FollowUp) -> Shape:
    """One later fact about a decision."""
    return {
        "number": item.number,
        "kind": item.kind,
        "member": item.member,
        "text": item.text,
        "condition": item.condition,
        "at": moment(item.at),
        "evidence": list(item.evidence),
        "re": item.re,
        "about": item.about,
        "ground": item.ground,
        "answer": item.answer,
        "until": day(item.until),
        "on_behalf": item.on_behalf,
        "proposal": item.proposal,
    }


def deadline_shape(one: Deadline, today: date) -> Shape:
    """One date that comes back: what is due, whom it concerns, how late it is, and what settles it."""
    return {
        "sort": one.sort.id,
        "due": day(one.due),
        "due_at": moment(one.at),
        "state": str(one.state),
        "words": one.words(today),
        "detail": one.detail,
        "acts": list(one.acts),
        "told": list(dict.fromkeys((*one.told, *one.last))),
        "remind_days": list(one.sort.remind),
        "finding": one.sort.code,
        "fix": one.fix,
    }


def status_shape(me: Me, status: Status) -> Shape:
    """Who I am here, and how this stands against the remote."""
    return {
        "name": me.name,
        "email": me.email,
        "member": me.member,
        "seats": list(me.seats),
        "alternate": list(me.alternate),
        "roles": list(me.roles),
        "why_reader": me.why_reader,
        "can_sign": me.can_sign,
        "why_not_sign": me.why_not_sign,
        "board": status.board,
        "branch": status.branch,
        "tip": status.tip,
        "remote": status.remote,
        "sync": status.sync,
        "waiting": status.waiting,
        "demo": status.demo,
        "example": status.example,
        "signing": status.signing,
        "notes": list(status.notes),
    }
