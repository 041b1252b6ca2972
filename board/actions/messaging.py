"""Questions, replies and concerns: each is a file of its own, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from board.actions.cases import load_case
from board.actions.common import done, message
from board.actions.load import World
from board.actions.model import Done
from board.actions.reviewing import is_proposer
from board.actions.session import Session
from board.core.case import Case
from board.core.finding import refuse
from board.core.message import GUEST, Message, is_guest
from board.core.tally import wanted
from board.formats.messages import message_name, write_message
from board.store.base import Change
from board.trust.guests import LONGEST, MOST


def ask(
    session: Session, proposal_id: str, text: str, *, kind: str = "question", to: str = "", about: str = ""
) -> Done:
    """Commit a question or a concern; `to` is a handle or "proposer", `about` a question or evidence id.

    Without `to` it goes to the proposer; the proposer's own goes to whoever took the proposal up.
    """
    return _send(session, proposal_id, text, kind=kind, to=to, about=about, re="")


def reply(session: Session, proposal_id: str, text: str, *, re: str, kind: str = "reply") -> Done:
    """Commit a reply to a message, or with kind "resolved" close a concern or question I raised.

    `re` may also be the ballot that returned the proposal: the proposer's answer to what it asked to change first.
    """
    return _send(session, proposal_id, text, kind=kind, to="", about="", re=re)


DRAFTED = ("kind", "to", "about", "re", "text")
"""What a drafted message holds, each as text."""


def message_draft(session: Session, proposal_id: str) -> dict[str, str]:
    """What I began to write and have not sent, by the names of DRAFTED; empty when there is nothing."""
    kept = session.drafts.load(proposal_id).get("message")
    return {name: str(kept.get(name, "")) for name in DRAFTED} if isinstance(kept, Mapping) else {}


def save_message_draft(session: Session, proposal_id: str, draft: Mapping[str, str]) -> datetime:
    """Put a message I am writing into the draft on disk; returns when."""
    before = dict(session.drafts.load(proposal_id))
    return session.drafts.save(proposal_id, before | {"message": {name: draft.get(name, "") for name in DRAFTED}})


def author_name(session: Session) -> str:
    """The handle that names my messages; a proposer outside the board writes as a guest, under her mail box's name.

    No guest bears a handle of the charter.
    """
    if session.me.member:
        return session.me.member
    box = session.me.email.partition("@")[0].lower()
    cleaned = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in box).strip("-")
    name = f"{GUEST}{cleaned}".rstrip("-")
    while session.charter.member(name) is not None:
        name = f"{GUEST}{name}"
    return name


def _send(session: Session, proposal_id: str, text: str, *, kind: str, to: str, about: str, re: str) -> Done:
    if not text.strip():
        raise refuse("message.empty", "The message is empty.", "Write what you want to know or say.")
    session.writable()

    def make(world: World) -> Change:
        case = load_case(world, proposal_id)
        if not session.me.member and not is_proposer(session, case):
            raise refuse("message.not-yours", session.me.why_reader or "Only members and the proposer may write here.")
        asked = next((one for one in wanted(case, session.today) if kind == "reply" and one.file == re), None)
        answered = None if asked else _answered(case, re, kind, session)
        whom = asked.member if asked else answered.author if answered else _whom(session, case)
        sent = session.now()
        path = ""
        while not path or world.snapshot.blob(path):
            path = world.layout.file(proposal_id, f"messages/{message_name(sent, author_name(session))}")
            sent += timedelta(seconds=1)
        new = Message(
            file=path.rsplit("/", 1)[-1],
            author=author_name(session),
            kind=kind,
            text=text.strip() + "\n",
            to=to or whom,
            about=about or (answered.about if answered else ""),
            re=asked.file if asked else answered.file if answered else "",
            sent_at=session.now(),
        )
        data = write_message(new)
        if not session.me.member:
            _one_more(case, len(data))
        subject = f"{kind.capitalize()} on {proposal_id} by {new.author}"
        return Change({path: data}, message(subject, proposal=proposal_id), create_only=(path,))

    written = session.commit(make, queue=True)
    if message_draft(session, proposal_id):
        session.drafts.drop(proposal_id, "message")
    said = f"That your matter on {proposal_id} is resolved" if kind == "resolved" else f"Your {kind} on {proposal_id}"
    return done(f"{said} is recorded.", written)


def _one_more(case: Case, size: int) -> None:
    """Raise Refused where a message from outside the board would not count: there are too many, or it is too long."""
    if sum(is_guest(one.author, case.charter) for one in case.messages) >= MOST:
        words = f"{MOST} messages from outside the board lie at {case.id}, and more do not count."
        raise refuse("message.too-many", words, "Ask a member to pass on what you want to say.")
    if size > LONGEST:
        words = f"A message from outside the board may take {LONGEST:,} bytes; this one takes {size:,}."
        raise refuse("message.too-long", words, "Put it into the proposal's text or its evidence, and name that here.")


def _whom(session: Session, case: Case) -> str:
    """To whom a question goes that names nobody: no proposer asks herself."""
    latest = case.docket.latest
    if not is_proposer(session, case):
        return "proposer"
    able = [one for one in case.charter.members if one.presides and one.id != session.me.member]
    took_up = next((one.id for one in able if latest is not None and one.id == latest.opened_by), "")
    return took_up or next((one.id for one in able), "")


def _answered(case: Case, re: str, kind: str, session: Session) -> Message | None:
    if not re:
        return None
    found = [one for one in case.messages if re in (one.file, one.file.removesuffix(".md"))]
    if not found:
        raise refuse(
            "message.unknown", f"{case.id} has no message {re}.", f"`board show {case.id}` lists its messages."
        )
    if kind == "resolved" and found[0].author != author_name(session):
        raise refuse(
            "message.not-raised-by-you",
            f"{found[0].author} raised this, so {found[0].author} says when it is resolved.",
            "Write a reply instead.",
        )
    return found[0]
