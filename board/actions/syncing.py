"""Fetch, re-apply mine on top, push."""

from __future__ import annotations

from board.actions.cases import load_case
from board.actions.common import latest_opening
from board.actions.model import Done
from board.actions.session import Session
from board.core.ballots import fresh
from board.core.finding import Refused
from board.formats.ballots import read_ballot
from board.store.base import Snapshot


def sync(session: Session) -> Done:
    """Fetch the governed branch and send what waits in my outbox; what no longer holds comes back as a draft."""
    session.store.fetch()
    session.forget()
    if not session.me.member or session.example:
        return Done("The newest state is here.", session.store.tip(), session.store.branch)
    result = session.store.flush(
        session.me.member, session.signer, lambda snapshot, files: _still_holds(session, snapshot, files)
    )
    session.forget()
    words = "The newest state is here."
    if result.sent:
        words += f" {len(result.sent)} of your commits went out."
    notes = tuple(f"{entry.subject}: {entry.reason} Your words are kept as a draft." for entry in result.returned)
    return Done(words, session.store.tip(), session.store.branch, pushed=bool(result.sent), notes=notes)


def _still_holds(session: Session, snapshot: Snapshot, files: dict[str, bytes]) -> str:
    """Why files that waited in the outbox no longer hold on this snapshot; "" when they do."""
    world = session.world_of(snapshot)
    for path, data in files.items():
        if "/ballots/" not in path:
            continue
        ballot = read_ballot(data, path).value
        if ballot is None:
            return "The ballot cannot be read."
        try:
            opening = latest_opening(load_case(world, ballot.proposal))
        except Refused as refusal:
            return str(refusal)
        if fresh(ballot, opening):
            return "The board opened a new revision meanwhile."
    return ""
