"""Closing a round: the preview shows the exact files, then one act writes, signs and pushes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from board.actions.cases import load_case
from board.actions.common import done, latest_opening, message, presiding, readable_charter
from board.actions.evidence import evidence_lines
from board.actions.installing import KINDS as INSTALLING
from board.actions.installing import installed
from board.actions.load import World
from board.actions.model import DecisionPreview, Done, FreeParts, Readability
from board.actions.naming import named, withheld
from board.actions.propose import withdraw_unopened
from board.actions.reviewing import is_proposer
from board.actions.session import Session
from board.actions.summing import sum_up
from board.core.case import Case, Tally
from board.core.dates import local_date
from board.core.digest import sha256
from board.core.docket import Opening
from board.core.finding import ExitStatus, Finding, Refused, Severity, refuse
from board.core.message import unanswered
from board.core.questions import standings
from board.core.record import OUTCOME_WORDS, Outcome, Record
from board.core.rules import expires_on
from board.formats.records import write_record
from board.render.decision import (
    DECISION_SUMMARY,
    DecisionInputs,
    decision_digest,
    draft_decision,
    render_decision,
    superseded_text,
)
from board.render.ethics import draft_ethics, render_ethics
from board.render.plain import measure
from board.store.base import Change

REOPENING = "This ends the round, not the proposal: the board can open it again."


@dataclass(frozen=True, slots=True)
class _Made:
    """What deciding comes to on one commit: the files to write, the texts in them, and the record."""

    record: Record
    tally: Tally
    files: Mapping[str, bytes | None]
    free: FreeParts
    create_only: tuple[str, ...]


def preview(session: Session, proposal_id: str, free: FreeParts | None = None) -> DecisionPreview:
    """The exact files that deciding would write now, and what stands in the way.

    Without `free`, the parts a person writes come from my draft, and where that is silent from the answers and views.
    """
    readable_charter(session.world)
    case = load_case(session.world, proposal_id)
    latest_opening(case)
    made = _make(session, session.world, case, free or drafted_free_parts(session, proposal_id), session.now())
    return _preview(session, session.world, case, made)


def drafted_free_parts(session: Session, proposal_id: str) -> FreeParts:
    """The free parts as my draft has them."""
    kept = session.drafts.load(proposal_id).get("free")
    sides = [kept.get(side) if isinstance(kept, Mapping) else None for side in ("decision", "ethics")]
    return FreeParts(
        *(
            {str(k): v for k, v in side.items() if isinstance(v, str)} if isinstance(side, Mapping) else {}
            for side in sides
        )
    )


def save_free_parts(session: Session, proposal_id: str, free: FreeParts) -> datetime:
    """Put the free parts into the draft on disk; returns when."""
    session.member()
    before = dict(session.drafts.load(proposal_id))
    return session.drafts.save(
        proposal_id, before | {"free": {"decision": dict(free.decision), "ethics": dict(free.ethics)}}
    )


def _preview(session: Session, world: World, case: Case, made: _Made) -> DecisionPreview:
    texts = {path: (data or b"").decode("utf-8", "replace") for path, data in made.files.items()}
    decision = texts.get(world.layout.decision(case.id))
    open_messages = tuple(f"{one.author}: {_first_line(one.text)}" for one in unanswered(case.messages))
    return DecisionPreview(
        id=case.id,
        base=made.record.base,
        tally=made.tally,
        outcome=made.record.outcome,
        files=texts,
        free=made.free,
        readability=_readability_of(made.free) if decision else None,
        held_back=_held_back(case),
        problems=(
            *_problems(session, case, made.tally),
            *named(case, (text for path, text in texts.items() if path.endswith(".md"))),
        ),
        open_messages=open_messages,
        fingerprint=_fingerprint(world, case, made, texts),
        at=made.record.decided_at or session.now(),
    )


def _first_line(text: str) -> str:
    return next(iter(text.strip().splitlines()), "(no words)")


def _fingerprint(world: World, case: Case, made: _Made, texts: Mapping[str, str]) -> str:
    """A digest of all that would be written, but for the base and what follows from it."""
    base = made.record.base or "\0"
    own = {name: digest for name, digest in made.record.digests.items() if name not in ("decision", "ethics-review")}
    parts = [write_record(replace(made.record, base="", digests=own)).decode()]
    parts += [
        text.replace(base, "") for path, text in texts.items() if not path.startswith(_record_folder(world, case))
    ]
    return sha256("\0".join(parts).encode())


def _record_folder(world: World, case: Case) -> tuple[str, ...]:
    return (world.layout.file(case.id, "record.toml"), world.layout.file(case.id, "rounds/"))


def _readability_of(free: FreeParts) -> Readability:
    """The measures of the decision's first page: what everybody reads."""
    return readability("\n\n".join(free.decision.get(one, "") for one in DECISION_SUMMARY), summary=True)


def readability(text: str, *, summary: bool = False) -> Readability:
    """Plain-language measures of a text; `summary` holds it to the limits of a decision's first page."""
    found = measure(text, summary)
    return Readability(found.grade, found.ease, found.words, found.sentences, found.longest, found.worst, found.advice)


def _held_back(case: Case) -> tuple[str, ...]:
    held = [
        f"Evidence “{one.title or one.id}” is held by {one.held_by}." for one in case.proposal.evidence if one.held_by
    ]
    if not case.charter.publish_names:
        held.append("Names of members: the texts speak of seats.")
    if any(ballot.interest for ballot in case.ballots):
        held.append("The details of an interest: only its category is named.")
    return tuple(held)


def _problems(session: Session, case: Case, sums: Tally) -> tuple[Finding, ...]:
    found: list[Finding] = []
    try:
        presiding(session.member(), "decide")
    except Refused as refusal:
        found += refusal.findings
    if not sums.may_decide:
        found.append(Finding("tally.not-yet", sums.why_not_yet or "The vote is not complete."))
    latest = case.docket.latest
    if latest is not None and latest.revision != case.tip_revision:
        found.append(
            Finding(
                "proposal.changed-since-opened",
                "The text changed since the board took it up. This decides about the revision the board opened.",
                Severity.WARNING,
            )
        )
    return tuple(found)


def _make(
    session: Session, world: World, case: Case, free: FreeParts, at: datetime, override: Record | None = None
) -> _Made:
    sums = sum_up(world, case, session.today)
    record = override or _record(session, world, case, sums, at)
    if not record.outcome.final or record.outcome is Outcome.WITHDRAWN:
        path = world.layout.file(case.id, f"rounds/{record.round}.toml")
        return _Made(record, sums, {path: write_record(record)}, FreeParts(), (path,))
    inputs = _inputs(session, world, case, sums, record)
    decision = {**withheld(case, draft_decision(inputs)), **_filled(free.decision)}
    ethics = {**withheld(case, draft_ethics(inputs)), **_filled(free.ethics)}
    text = render_decision(inputs, decision).encode()
    review = render_ethics(inputs, ethics).encode()
    digests = {**record.digests, "decision": decision_digest(text.decode()), "ethics-review": sha256(review)}
    record = replace(record, digests=digests)
    layout = world.layout
    created = (layout.decision(case.id), layout.file(case.id, "record.toml"), layout.file(case.id, "ethics-review.md"))
    files: dict[str, bytes | None] = dict(zip(created, (text, write_record(record), review), strict=True))
    files |= _superseded(world, record)
    files |= installed(world, case, record.outcome)
    return _Made(record, sums, files, FreeParts(decision, ethics), created)


def _filled(parts: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in parts.items() if text.strip()}


def _inputs(session: Session, world: World, case: Case, sums: Tally, record: Record) -> DecisionInputs:
    return DecisionInputs(
        case=case,
        tally=sums,
        record=record,
        standings=standings(case),
        evidence=tuple((one.id, one.title, one.where, one.sha256) for one in evidence_lines(world, case)),
    )


def _record(session: Session, world: World, case: Case, sums: Tally, at: datetime) -> Record:
    opening = latest_opening(case)
    outcome = sums.outcome
    return Record(
        id=case.id,
        round=opening.round,
        outcome=outcome,
        rules=case.charter.rules,
        decided_at=at,
        decided_by=session.me.member,
        base=world.snapshot.commit if session.prints_base else "",
        sum=sums.sum,
        title=case.proposal.title,
        proposer=case.proposal.proposer,
        kind=case.proposal.kind,
        tier=opening.tier.value,
        ring=next(iter(case.proposal.fact("target_ring")), ""),
        ballots=sums.ballots,
        digests=_digests(opening),
        artefacts=case.proposal.artefacts(),
        expires=expires_on(case.charter, case.proposal, session.today) if outcome.yes else None,
        conditions=sums.conditions if outcome.yes else (),
        supersedes=case.proposal.supersedes if outcome.yes and outcome.final else "",
        previous=_previous(world) if outcome.final else "",
        acknowledges=case.proposal.fact("acknowledges") if outcome.yes and case.proposal.kind in INSTALLING else (),
    )


def _digests(opening: Opening) -> dict[str, str]:
    return {
        "revision": opening.revision,
        "charter": opening.charter,
        "checklists": opening.checklists,
        "policy": opening.policy,
    }


def _previous(world: World) -> str:
    """The digest of the record decided last: the one that no other record names as its previous."""
    digests = {
        sha256(world.snapshot.read(world.layout.file(key, "record.toml")) or b""): record
        for key, record in world.records.items()
    }
    named = {record.previous for record in digests.values()}
    heads = [(str(record.decided_at), digest) for digest, record in digests.items() if digest not in named]
    return max(heads)[1] if heads else ""


def _superseded(world: World, record: Record) -> dict[str, bytes | None]:
    """The Status lines of the decision that this one replaces."""
    if not record.supersedes:
        return {}
    replaced = world.superseded.get(record.supersedes, "")
    if record.supersedes not in world.records or replaced:
        said = f"is superseded already, by {replaced}" if replaced else "is no decision of this board"
        raise refuse(
            "decision.supersedes",
            f"The proposal says that it supersedes {record.supersedes}, which {said}.",
            "The proposer corrects `supersedes`, and the board opens the new revision.",
        )
    old = world.layout.decision(record.supersedes)
    data = world.snapshot.read(old)
    if data is None:
        return {}
    return {old: superseded_text(data.decode("utf-8", "replace"), record.id, record.supersedes).encode()}


def decide(session: Session, proposal_id: str, seen: DecisionPreview) -> Done:
    """Write what the preview showed in one commit; refuses, and asks for a new look, when more than base changed."""
    presiding(session.member(), "decide")
    if local_date(seen.at, session.charter.timezone) != session.today:
        raise refuse(
            "decision.old-preview", "This preview is from another day.", "Look at the preview again, then decide."
        )

    def make(world: World) -> Change:
        readable_charter(world)
        case = load_case(world, proposal_id)
        latest_opening(case)
        made = _make(session, world, case, seen.free, seen.at)
        if not made.tally.may_decide:
            raise refuse("tally.not-yet", made.tally.why_not_yet or "The vote is not complete.")
        if _preview(session, world, case, made).fingerprint != seen.fingerprint:
            raise refuse(
                "decision.changed",
                "Something changed since you looked: a ballot, a message or a file of this proposal.",
                "Look at the preview again, then decide.",
            )
        return Change(made.files, _message(case, made), create_only=made.create_only)

    written = session.commit(make)
    session.drafts.drop(proposal_id, "free")
    words = f"{proposal_id} is {OUTCOME_WORDS[seen.outcome]}."
    if not seen.outcome.final:
        words += f" {REOPENING}"
    return done(words, written)


def _message(case: Case, made: _Made) -> str:
    record = made.record
    verb = "Decide" if record.outcome.final else f"End round {record.round} of"
    return message(
        f"{verb} {case.id}: {OUTCOME_WORDS[record.outcome]}",
        record.sum.sentence,
        proposal=case.id,
        decision=case.id if record.outcome.final else "",
        status=record.outcome.value,
        ring=record.ring,
        supersedes=record.supersedes,
        quorum=f"{record.sum.present}/{record.sum.quorum_seats}",
    )


def defer(session: Session, proposal_id: str, reason: str) -> Done:
    """The chair puts a proposal off, with a reason, twice at most."""
    if "chair" not in session.member().roles:
        raise refuse("role.chair", "Only the chair may put a proposal off.", "Ask the chair.")
    case = load_case(session.world, proposal_id)
    before = sum(1 for one in case.rounds if one.outcome is Outcome.DEFERRED)
    if before >= case.charter.voting.deferrals:
        raise refuse(
            "proposal.deferred-twice",
            f"{proposal_id} was put off {before} times already.",
            "Decide it, or ask the proposer to withdraw it.",
        )
    return _close(session, proposal_id, Outcome.DEFERRED, reason)


def withdraw(session: Session, proposal_id: str, reason: str) -> Done:
    """Take a proposal back: before opening by its proposer, afterwards through the chair or secretary."""
    case = load_case(session.world, proposal_id)
    if case.record is not None:
        raise refuse("proposal.decided", f"{proposal_id} is decided.", "Propose a change that supersedes it.")
    if case.docket.latest is None:
        return withdraw_unopened(session, proposal_id)
    if not session.me.presides:
        hint = "Ask the chair or the secretary" + (" with `board ask`." if is_proposer(session, case) else ".")
        raise refuse("proposal.opened", "The board has taken it up, so chair or secretary withdraw it.", hint)
    return _close(session, proposal_id, Outcome.WITHDRAWN, reason)


def _close(session: Session, proposal_id: str, outcome: Outcome, reason: str) -> Done:
    if not reason.strip():
        raise refuse("reason.missing", "Say why, in a sentence.", "Use --reason.", status=ExitStatus.WRONG_USE)

    def make(world: World) -> Change:
        case = load_case(world, proposal_id)
        latest_opening(case)
        sums = sum_up(world, case, session.today)
        record = replace(
            _record(session, world, case, sums, session.now()),
            outcome=outcome,
            reason=reason.strip(),
            conditions=(),
            expires=None,
            supersedes="",
        )
        made = _make(session, world, case, FreeParts(), session.now(), record)
        return Change(made.files, _message(case, made), create_only=made.create_only)

    return done(f"{proposal_id} is {OUTCOME_WORDS[outcome]}.", session.commit(make))
