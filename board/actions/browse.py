"""Reading: status, inbox, lists, decisions, history, search."""

from __future__ import annotations

from board.actions.cases import load_case
from board.actions.dossier import dossier, mark_looked
from board.actions.evidence import evidence_text as evidence_text_of
from board.actions.history import decision_text, decisions, events, search
from board.actions.model import Filter, Inbox, Status
from board.actions.rows import fresh, fresh_inbox
from board.actions.session import Session
from board.actions.summing import sum_up
from board.core.case import Case, Summary, Tally
from board.core.finding import refuse
from board.core.ids import matching

__all__ = [
    "case_of", "decision_text", "decisions", "dossier", "events", "evidence_text", "find_id", "inbox", "listing",
    "mark_looked", "search", "status", "tally_of",
]  # fmt: skip


def status(session: Session) -> Status:
    """Where this is, who I am, and how it stands against the remote; no network."""
    state = session.store.sync_state()
    if not state.remote:
        sync = "no remote: only this machine has it"
    elif state.reachable is False:
        sync = f"{state.remote} cannot be reached"
    else:
        sync = f"in step with {state.remote}"
    if state.waiting:
        sync += f", {state.waiting} waiting to go out"
    me = session.me
    seats = ", ".join(session.charter.seat_title(seat) for seat in me.seats) or ", ".join(me.roles) or "no seat"
    return Status(
        board=session.charter.name,
        branch=state.branch,
        tip=state.tip,
        remote=state.remote,
        sync=sync,
        waiting=state.waiting,
        who=f"{me.name} · {seats}" if me.member else "reader",
        demo=session.demo,
        example=session.example,
        signing=session.charter.signing,
        notes=(*state.notes, *session.notes),
    )


def inbox(session: Session) -> Inbox:
    """What waits for me, by deadline and tier; then what I wait for."""
    return fresh_inbox(session)


def listing(session: Session, which: Filter) -> tuple[Summary, ...]:
    """The rows that match a filter, newest number first."""
    rows = fresh(session)
    if which.mine:
        ids = {task.summary.id for task in inbox(session).mine}
        rows = tuple(one for one in rows if one.id in ids)
    words = which.text.casefold().split()
    return tuple(
        one
        for one in rows
        if (not which.stage or one.stage == which.stage)
        and (not which.kind or one.kind == which.kind)
        and (not which.tier or one.tier == which.tier)
        and all(word in f"{one.id} {one.title} {one.kind} {one.stage}".casefold() for word in words)
    )


def find_id(session: Session, part: str) -> str:
    """The one id that `part` means; raises Refused when none or several match."""
    found = matching(part, tuple(session.world_with_drafts().ids))
    if len(found) == 1:
        return found[0]
    if not found:
        raise refuse("proposal.unknown", f"No proposal matches “{part}”.", "`board list` shows all of them.")
    shown = ", ".join(found[:5]) + (" …" if len(found) > 5 else "")
    raise refuse("proposal.ambiguous", f"“{part}” could be several: {shown}.", "Write more of the id.")


def case_of(session: Session, part: str) -> Case:
    """The whole case for any unambiguous part of its id."""
    return load_case(session.world_with_drafts(), find_id(session, part))


def tally_of(session: Session, proposal_id: str) -> Tally:
    """The outcome so far and the sum in words."""
    return sum_up(session.world, load_case(session.world, proposal_id), session.today)


def evidence_text(session: Session, proposal_id: str, evidence_id: str) -> str:
    """A text evidence file for reading; says so when it is binary, held or elsewhere."""
    return evidence_text_of(session.world, load_case(session.world, proposal_id), evidence_id)
