"""Questions, replies and concerns between members and proposer: append-only."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from board.core.charter import Charter


@dataclass(frozen=True, slots=True)
class Message:
    """One message file; `kind` is question, reply, concern or resolved.

    `re` names the file it answers: a message, or the ballot that returned the proposal.
    """

    file: str
    author: str
    kind: str
    text: str
    to: str = ""
    about: str = ""
    re: str = ""
    sent_at: datetime | None = None


GUEST = "guest-"
"""How the name of every message from outside the board begins."""
OUTSIDE = "from outside the board, unproven"
"""How such a message is marked wherever people read it."""


def is_guest(author: str, charter: Charter) -> bool:
    """Whether a message comes from outside the board: whoever can push may have written it, and nobody can prove it."""
    return author.startswith(GUEST) and charter.member(author) is None


def unanswered(messages: Iterable[Message], overruled: Collection[str] = ()) -> tuple[Message, ...]:
    """Questions without a reply, and concerns that were not resolved, oldest first.

    Only another member answers a question, and only who raised a matter says that it is resolved: what comes from
    outside the board is unproven and settles nothing. `overruled` are the files of the concerns that the board
    overruled by a recorded vote.
    """
    listed = tuple(messages)
    raised = {message.file: message.author for message in listed}
    members = [each for each in listed if not each.author.startswith(GUEST)]
    replied = {each.re for each in members if each.kind == "reply" and raised.get(each.re) != each.author}
    resolved = {each.re for each in listed if each.kind == "resolved" and raised.get(each.re) == each.author}
    done = {"question": replied | resolved, "concern": resolved | set(overruled)}
    return tuple(each for each in listed if each.kind in done and each.file not in done[each.kind])
