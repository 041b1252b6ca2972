"""Reading: status, inbox, lists, decisions, history, search; each reader is imported when it is first asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from board.actions.asking import Filter, Inbox
from board.actions.rows import KeptInbox, cached, cached_inbox, fresh, fresh_inbox
from board.core.charter import Member
from board.core.finding import Refused, refuse
from board.core.ids import matching, shelf_of
from board.core.listed import Stage, Summary, Task
from board.core.seating import names_member

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from board.actions.model import DecisionRow, Dossier, Found, LogLine, Status
    from board.actions.session import Session
    from board.core.case import Case, Tally

_SHOWN = 80
"""Cells of what somebody typed, or of an id, in a message about it."""


def status(session: Session) -> Status:
    """Where this is, who I am, and how it stands against the remote; no network."""
    state = session.store.sync_state()
    if not state.remote:
        sync = "no remote: only this machine has it"
    elif state.reachable is False:
        sync = "the remote cannot be reached"
    else:
        sync = "in step as of the last fetch"
    if state.waiting:
        sync += f", {state.waiting} waiting to go out"
    me = session.me
    seats = ", ".join(session.charter.seat_title(seat) for seat in me.seats)
    held = " · ".join(each for each in (seats, ", ".join(me.roles)) if each) or _stands_in(session)
    from board.actions.model import Status

    return Status(
        board=session.charter.name,
        branch=state.branch,
        tip=state.tip,
        remote=state.remote,
        sync=sync,
        waiting=state.waiting,
        who=f"{me.name} · {held}" if me.member else "reader",
        demo=session.demo,
        example=session.example,
        signing=session.charter.signing,
        notes=(*state.notes, *session.notes),
        faulty=any(one.code not in ("unproven.openpgp", "key.replaced") for one in session.faults()),
    )


def _stands_in(session: Session) -> str:
    """What a member without a seat or role stands in for, in words."""
    seats = [session.charter.seat_title(seat) for seat in session.me.alternate]
    return f"alternate for {', '.join(seats)}" if seats else "no seat"


def inbox(session: Session) -> Inbox:
    """What waits for me, by deadline and tier; then what I wait for."""
    found = fresh_inbox(session, session.reading)
    return _with_guest(session, found, fresh(session, session.reading)) if _guest(session) else found


def kept_inbox(session: Session) -> KeptInbox | None:
    """The inbox as last seen, at once; None when none was kept."""
    found = cached_inbox(session)
    if found is None or not _guest(session):
        return found
    rows = cached(session)
    current = found.current and rows is not None and rows.current
    return KeptInbox(_with_guest(session, found.inbox, rows.rows if rows else ()), current)


def _guest(session: Session) -> bool:
    """Whether I am no member, but somebody who may have proposed: kept inboxes hold what waits for members."""
    return bool(session.me.email) and not session.me.member


def _with_guest(session: Session, found: Inbox, rows: Iterable[Summary]) -> Inbox:
    return replace(found, mine=(*found.mine, *_of_guest(session, rows)))


_GUEST = {
    Stage.DRAFT: "It is still a draft. Submit it when it is ready.",
    Stage.RETURNED: "The board sent it back: change what it asks for.",
}


def _of_guest(session: Session, rows: Iterable[Summary]) -> Iterator[Task]:
    """What waits for a proposer who is no member: her drafts, and what was sent back to her."""
    for row in rows:
        # Anybody can take a name, so beside a mail address no outsider's name counts.
        me = Member("", "" if "@" in row.proposer else session.me.name, (session.me.email,))
        own = row.stage in _GUEST and names_member(row.proposer, me)
        if own and not any(session.charter.member(one) for one in row.waiting_for):
            yield Task(row, "mend", _GUEST[row.stage], None, False, True)


def listing(session: Session, which: Filter) -> tuple[Summary, ...]:
    """The rows that match a filter, newest number first."""
    rows = fresh(session, session.reading)
    if which.mine:
        ids = {task.summary.id for task in inbox(session).mine}
        rows = tuple(one for one in rows if one.id in ids)
    words = which.text.casefold().split()
    done = _just_done(session, rows) if which.consent else frozenset()
    return tuple(
        one
        for one in rows
        if (not which.stage or one.stage == which.stage)
        and (not which.kind or one.kind == which.kind)
        and (not which.tier or one.tier_words == which.tier)
        and (not which.consent or (one.stage.open and one.way in ("consent", "standard")) or one.id in done)
        and all(word in f"{one.id} {one.title} {one.kind} {one.stage} {one.stage.words}".casefold() for word in words)
    )


def _just_done(session: Session, rows: Iterable[Summary]) -> frozenset[str]:
    from board.actions.consent import just_done  # lists without that filter read no meetings

    return just_done(session, rows)


def several(part: str, found: Sequence[str]) -> Refused:
    """The refusal of a part that several ids match; where it is a number, the year or folder is missing."""
    from board.core.text import one_line  # only where something is wrong

    shelves = {shelf_of(each) for each in found}
    by_year = part.isascii() and part.isdigit() and len(shelves) == len(found)
    found = sorted(found, reverse=True) if by_year else found  # the newest is what people mostly mean
    shown = ", ".join(one_line(each, _SHOWN) for each in found[:5]) + (" …" if len(found) > 5 else "")
    lacking = "year" if max(shelves).isdigit() else "folder"
    fix = f"Write the {lacking} too, as in {max(shelves)}/{part}." if by_year else "Write more of the id."
    return refuse("proposal.ambiguous", f"“{one_line(part, _SHOWN)}” could be several: {shown}.", fix)


def find_id(session: Session, part: str, *, near: bool = False) -> str:
    """The one id that `part` means; raises Refused when none or several match, of `near` ones of `_nearest`."""
    if part in session.listed.ids:
        return part  # the whole id, as screens and scripts give it: no list of all is needed
    found = matching(part, tuple(session.world_with_drafts().ids))
    if near and part.isdecimal():
        found = _nearest(session, found)
    if len(found) == 1:
        return found[0]
    if found:
        raise several(part, found)
    from board.actions.whereabouts import elsewhere
    from board.core.text import one_line  # only where something is wrong

    words, fix = elsewhere(session, part)
    words = words or f"No proposal matches “{one_line(part, _SHOWN)}”."
    raise refuse("proposal.unknown", words, fix or "`board list` shows all of them.")


def _nearest(session: Session, found: tuple[str, ...]) -> tuple[str, ...]:
    """Of several with one number: the one drafted in my work tree, else this year's; all where neither is one."""
    drafts = tuple(one for one in found if one not in session.world.ids)
    of_year = tuple(one for one in found if shelf_of(one) == str(session.today.year))
    return next((some for some in (drafts, of_year) if len(some) == 1), found)


def case_of(session: Session, part: str) -> Case:
    """The whole case for any unambiguous part of its id."""
    from board.actions.cases import load_case

    return load_case(session.world_with_drafts(), find_id(session, part))


def tally_of(session: Session, proposal_id: str) -> Tally:
    """The outcome so far and the sum in words; of a round that ended, as its record has it."""
    from board.actions.as_decided import told_tally
    from board.actions.cases import load_case
    from board.actions.common import readable_charter

    readable_charter(session.world)
    return told_tally(session.world, load_case(session.world, proposal_id), session.today)


def dossier(session: Session, proposal_id: str) -> Dossier:
    """Document, facts, evidence, findings, messages, reviews, precedents, and what changed since I looked."""
    from board.actions.dossier import dossier as read

    return read(session, proposal_id)


def mark_looked(session: Session, proposal_id: str) -> None:
    """Remember in the user's state directory that I saw this now."""
    session.drafts.mark_look(proposal_id, session.tip)


def decisions(session: Session) -> tuple[DecisionRow, ...]:
    """What was decided, newest first."""
    from board.actions.history import decisions as read

    return read(session)


def decision_text(session: Session, proposal_id: str, which: str = "decision") -> str:
    """The published text: "decision" or "ethics-review"."""
    from board.actions.history import decision_text as read

    return read(session, proposal_id, which)


def later(session: Session, proposal_id: str) -> tuple[str, ...]:
    """What came after a decision and its published page cannot say, one sentence each."""
    from board.actions.cases import load_case
    from board.actions.stopped import all_later

    return all_later(session.world, load_case(session.world, proposal_id), session.today)


def events(session: Session, proposal_id: str) -> tuple[LogLine, ...]:
    """What happened to a proposal, newest first, with the commits that prove it."""
    from board.actions.history import events as read

    return read(session, proposal_id)


def search(session: Session, text: str) -> Found:
    """Each line of a proposal or decision that holds the text, whatever its case; ballots hidden from me left out."""
    from board.actions.history import search as read

    return read(session, text)


def evidence_text(session: Session, proposal_id: str, evidence_id: str) -> str:
    """A text evidence file for reading; says so when it is binary, held or elsewhere."""
    from board.actions.cases import load_case
    from board.actions.evidence import evidence_text as read

    return read(session.world, load_case(session.world, proposal_id), evidence_id)
