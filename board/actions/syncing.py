"""Fetch, re-apply mine on top, push; what no longer holds comes back as a draft."""

from __future__ import annotations

from collections.abc import Mapping

from board.actions.cases import load_case
from board.actions.common import latest_opening
from board.actions.drafting import ballot_to_json, view_to_json
from board.actions.model import Done
from board.actions.session import Session
from board.core.ballot import Ballot, BallotDraft
from board.core.ballots import fresh
from board.core.finding import Refused
from board.core.sentence import plural
from board.formats.ballots import read_ballot
from board.formats.paths import Sort, classify
from board.formats.reviews import read_review
from board.store.base import Snapshot, Waiting


def sync(session: Session) -> Done:
    """Fetch the governed branch and send what waits in my outbox; what no longer holds comes back as a draft."""
    store = session.store
    store.fetch()
    session.forget()
    waiting = store.waiting(session.me.member)
    if not waiting:
        return Done("The newest state is here.", store.tip(), store.branch, notes=store.bring_along())
    flushed = store.flush(
        session.me.member, session.signer(), lambda snapshot, record: _why_not(session, snapshot, record)
    )
    session.forget()
    notes = list(flushed.notes)
    for returned in flushed.returned:
        _back_to_draft(session, returned.record)
        notes.append(f"{returned.record.commit.subject}: {returned.why} Your words are kept as a draft.")
    words = "The newest state is here."
    if flushed.sent:
        words += f" {plural(len(flushed.sent), 'commit')} of yours went out."
    return Done(words, flushed.tip, store.branch, pushed=bool(flushed.sent), notes=tuple(notes))


def _why_not(session: Session, snapshot: Snapshot, record: Waiting) -> str:
    """Why a record that waited no longer holds on this snapshot; "" when it does."""
    world = session.world_of(snapshot)
    for ballot in _ballots(session, record):
        try:
            opening = latest_opening(load_case(world, ballot.proposal))
        except Refused as refusal:
            return str(refusal)
        if fresh(ballot, opening):
            return "The board opened another revision meanwhile."
    return ""


def _ballots(session: Session, record: Waiting) -> tuple[Ballot, ...]:
    found = (
        read_ballot(data, path).value
        for path, data in record.files.items()
        if data is not None and classify(path, session.layout, session.world.ids).sort is Sort.BALLOT
    )
    return tuple(ballot for ballot in found if ballot is not None)


def _back_to_draft(session: Session, record: Waiting) -> None:
    for ballot in _ballots(session, record):
        draft = BallotDraft(
            ballot.verdict,
            ballot.reason,
            ballot.conditions,
            ballot.changes,
            ballot.ground,
            ballot.evidence,
            ballot.clears,
            ballot.interest,
        )
        kept = dict(session.drafts.load(ballot.proposal))
        session.drafts.save(ballot.proposal, kept | {"ballot": ballot_to_json(draft)})
    for path, data in record.files.items():
        place = classify(path, session.layout, session.world.ids)
        if data is None or place.sort is not Sort.REVIEW:
            continue
        views = {view.question: view_to_json(view) for view in read_review(data, path).value.views}
        kept = dict(session.drafts.load(place.proposal))
        typed = kept.get("views")  # what I typed since comes first; of an odd shape it is nothing I typed
        newer = typed if isinstance(typed, Mapping) else {}
        session.drafts.save(place.proposal, kept | {"views": views | dict(newer)})
