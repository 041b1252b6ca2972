"""Messages: `decisions/<id>/messages/<time>-<member>.md`, questions, replies and concerns, only ever added."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from board.core.dates import file_stamp
from board.core.message import Message
from board.core.text import hidden_characters
from board.formats.conditions import filled
from board.formats.fields import Fields
from board.formats.findings import hidden_text
from board.formats.front import join, split
from board.formats.read import Read
from board.formats.toml import RECORD_LIMIT

KINDS = ("question", "reply", "concern", "resolved")
_NAME = re.compile(r"(?P<at>[0-9]{8}T[0-9]{6}Z)-(?P<member>.+)\.md", re.DOTALL)


def read_message(data: bytes, path: str) -> Read[Message]:
    """A message; author and time come from the file's name, so they cannot disagree with it."""
    name = path.rpartition("/")[2]
    front = split(data, path, 2 * RECORD_LIMIT)
    fields = Fields(front.value.table)
    named = message_name_parts(name)
    if named is None:
        fields.report("odd-name", "The file is not named <time>-<member>.md, so nobody is known to have written it.")
    text = front.value.body.strip("\n")
    message = Message(
        file=name,
        author=named[1] if named else "",
        kind=fields.choice("kind", KINDS, "question"),
        text=text,
        to=fields.text("to"),
        about=fields.text("about"),
        re=fields.text("re"),
        sent_at=named[0] if named else None,
    )
    if not text.strip():
        fields.report("missing", "The message says nothing.")
    if message.kind in ("reply", "resolved") and not message.re:
        fields.missing("re", fix="Name the file of the message it answers.")
    hidden = hidden_text(hidden_characters(text), path, front.value.body_line)
    return Read(message, (*front.findings, *fields.done(), *hidden))


def write_message(message: Message) -> bytes:
    """The bytes of a message; its name comes from `message_name`."""
    head = filled(kind=message.kind, to=message.to, about=message.about, re=message.re)
    return join(head, message.text.strip("\r\n") + "\n")


def message_name(sent_at: datetime, member: str) -> str:
    """The name of a message's file, such as 20261006T101500Z-ana.md."""
    return f"{file_stamp(sent_at)}-{member}.md"


def message_name_parts(name: str) -> tuple[datetime, str] | None:
    """When a message was sent and by whom, from its file's name; None where it is not such a name."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    try:
        return datetime.fromisoformat(match["at"]).astimezone(UTC), match["member"]
    except ValueError:
        return None
