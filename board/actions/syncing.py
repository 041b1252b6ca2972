"""Fetch, re-apply mine on top, push; what no longer holds comes back as a draft."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from board.actions.cases import load_case
from board.actions.common import latest_opening
from board.actions.drafting import ballot_to_json, view_to_json
from board.actions.messaging import DRAFTED, message_draft, save_message_draft
from board.actions.model import Done
from board.actions.session import Session
from board.actions.waited import not_mine, told
from board.core.ballot import VERDICT_WORDS, Ballot, BallotDraft
from board.core.ballots import fresh
from board.core.case import Case
from board.core.charter import Member
from board.core.finding import Refused
from board.core.sentence import plural
from board.core.terms import AWAY, in_term
from board.formats.ballots import read_ballot
from board.formats.followups import read_follow_up
from board.formats.messages import read_message
from board.formats.paths import Sort, classify
from board.formats.reviews import read_review
from board.store.base import Returned, Snapshot, Waiting
from board.store.pins import Pins
from board.store.standings import Standings

_AS_DRAFT = "Your words are kept as a draft."


def sync(session: Session) -> Done:
    """Fetch the governed branch and send what waits in my outbox; what no longer holds comes back as a draft."""
    store = session.store
    store.fetch()
    store.notes().take()  # what members saw tells whether everybody is shown the same history
    session.forget()
    _name_faults(session)
    waiting = store.waiting(session.me.member)
    if not waiting:
        return Done("The newest state is here.", store.tip(), store.branch, notes=store.bring_along())
    kept: dict[str, str] = {}
    foreign, unchecked = not_mine(session, waiting)

    def why_not(snapshot: Snapshot, record: Waiting) -> str:
        return (foreign | unchecked).get(record.commit.id) or _why_not(session, snapshot, record)

    def keep(returned: Returned) -> None:
        record, commit = returned.record, returned.record.commit.id
        if commit in foreign:
            kept[commit] = told(record, foreign[commit], store.set_aside(record))
        else:
            kept[commit] = f"{record.commit.subject}: {returned.why} {_back_to_draft(session, record)}".rstrip()

    flushed = store.flush(session.me.member, session.signer(), why_not, keep)
    session.forget()
    notes = [*flushed.notes, *(kept[one.record.commit.id] for one in flushed.returned)]
    words = "The newest state is here."
    if flushed.sent:
        words += f" {plural(len(flushed.sent), 'commit')} of yours went out."
    return Done(words, flushed.tip, store.branch, pushed=bool(flushed.sent), notes=tuple(notes))


def _name_faults(session: Session) -> None:
    """Judge what came, so that a faulty commit is told at once. A history nobody read here waits for who needs it."""
    key = session.store.key
    if Standings(key).load() is not None or Pins(key).load() is not None:
        with suppress(Refused):  # what keeps it from being judged is told by whoever asks for it
            session.judge()


def _why_not(session: Session, snapshot: Snapshot, record: Waiting) -> str:
    """Why a record that waited no longer holds on this snapshot, so that it would not count; "" when it does."""
    world = session.world_of(snapshot)
    me = world.charter.member(session.me.member)
    if me is not None and me.suspended:
        return "Your keys were suspended meanwhile, so nothing that you sign counts."
    layout = world.layout
    places = [classify(path, layout, world.ids) for path in record.files]
    if me is not None and any(one.sort is Sort.FOLLOW_UP for one in places) and not in_term(me, session.today):
        said = (read_follow_up(data or b"", path).value for path, data in record.files.items())
        return " ".join((AWAY, *(f"You had written: “{one.text}”." for one in said if one is not None)))
    ballots = _ballots(session, record)
    for proposal in dict.fromkeys(one.proposal for one in places if one.sort in (Sort.BALLOT, Sort.REVIEW)):
        try:
            case = load_case(world, proposal)
            opening = latest_opening(case)
        except Refused as refusal:
            return str(refusal)
        for ballot in (one for one in ballots if one.proposal == proposal):
            if fresh(ballot, opening):
                return "The board opened another revision meanwhile."
            if me is not None and not set(ballot.seats) <= _seats(case, me):
                return "You no longer speak for the seats that it names."
    return ""


def _seats(case: Case, member: Member) -> set[str]:
    """The seats a member may name in a ballot: hers, those she stands in for, and those a motion names her for."""
    named = (one.seat for one in case.motions if one.kind == "appoint" and one.to == member.id)
    return {*member.seats, *member.alternate, *named}


def _ballots(session: Session, record: Waiting) -> tuple[Ballot, ...]:
    found = (
        read_ballot(data, path).value
        for path, data in record.files.items()
        if data is not None and classify(path, session.layout, session.world.ids).sort is Sort.BALLOT
    )
    return tuple(ballot for ballot in found if ballot is not None)


def _back_to_draft(session: Session, record: Waiting) -> str:
    """Put the words of a record back where they can be used again, and say where; what I typed since stays."""
    told = [_ballot_back(session, ballot) for ballot in _ballots(session, record)]
    for path, data in record.files.items():
        place = classify(path, session.layout, session.world.ids)
        if data is None:
            continue
        if place.sort is Sort.MESSAGE:
            told.append(_message_back(session, place.proposal, data, path))
        if place.sort is Sort.REVIEW:
            views = {view.question: view_to_json(view) for view in read_review(data, path).value.views}
            kept = dict(session.drafts.load(place.proposal))
            typed = kept.get("views")  # what I typed since comes first; of an odd shape it is nothing I typed
            newer = typed if isinstance(typed, Mapping) else {}
            session.drafts.save(place.proposal, kept | {"views": views | dict(newer)})
            told.append(_AS_DRAFT)
    return " ".join(dict.fromkeys(told))


def _ballot_back(session: Session, ballot: Ballot) -> str:
    said = f"“{VERDICT_WORDS[ballot.verdict]}” {ballot.reason}".strip()
    if ballot.motion:
        return f"You had said on motion {ballot.motion}: {said}"
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
    mine = ballot_to_json(draft)
    if kept.get("ballot") not in (None, mine):
        return f"You have begun another ballot since, which stays. In this one you had said: {said}"
    session.drafts.save(ballot.proposal, kept | {"ballot": mine})
    return _AS_DRAFT


def _message_back(session: Session, proposal: str, data: bytes, path: str) -> str:
    message = read_message(data, path).value
    mine = {name: str(getattr(message, name)) for name in DRAFTED}
    if message_draft(session, proposal) not in ({}, mine):
        return f"You have begun another message since, which stays. In this one you had written: {message.text.strip()}"
    save_message_draft(session, proposal, mine)
    return _AS_DRAFT
