"""Questions, replies and concerns between members and proposer: append-only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Message:
    """One message file; `kind` is question, reply, concern or resolved; `re` names the file it answers."""

    file: str
    author: str
    kind: str
    text: str
    to: str = ""
    about: str = ""
    re: str = ""
    sent_at: datetime | None = None


def unanswered(messages: Iterable[Message]) -> tuple[Message, ...]:
    """Questions without a reply, and concerns that were not resolved, oldest first."""
    listed = tuple(messages)
    replied = {message.re for message in listed if message.kind == "reply"}
    resolved = {message.re for message in listed if message.kind == "resolved"}
    return tuple(
        message
        for message in listed
        if (message.kind == "question" and message.file not in replied | resolved)
        or (message.kind == "concern" and message.file not in resolved)
    )
