"""Checkpoints as signed notes (C2SP, signed-note and tlog-checkpoint): one spelling, and anything else is refused."""

from __future__ import annotations

import base64
import binascii
import re

from board.core.checkpoint import Checkpoint, Cosignature, Note, key_name
from board.core.finding import Finding, Where
from board.formats.read import Read

LARGEST = 64 * 1024
_MOST_SIGNATURES = 200
_NOTE = re.compile(
    r"governance-board/(?P<repository>[A-Za-z0-9._-]{1,128})\n(?P<size>[1-9][0-9]{0,8})\n(?P<root>[A-Za-z0-9+/]{43}=)\n"
    r"\n(?P<signed>(?:— [^ \n]{1,400} [A-Za-z0-9+/=]{1,8000}\n)*)"
)
_HANDLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
REPOSITORY = re.compile(r"[A-Za-z0-9._-]{1,128}")


def dump_note(note: Note) -> bytes:
    """The note's one spelling: three lines, a blank one, and a line a signature."""
    lines = (
        f"— {key_name(note.checkpoint, one.member)} "
        f"{base64.b64encode(one.key_id + one.at.to_bytes(8, 'big') + one.signature).decode()}\n"
        for one in note.signatures
    )
    return f"{note.checkpoint.text}\n{''.join(lines)}".encode()


def read_note(data: bytes, path: str) -> Read[Note | None]:
    """The note in a file; None, with a finding, for whatever is not written exactly as `dump_note` does."""
    try:
        note = _note(data)
    except ValueError as problem:
        finding = Finding(
            "checkpoint.unreadable",
            f"This is not a checkpoint of a board: {problem}.",
            where=Where(path),
            fix="Ask for the file again. docs/checkpoints.md says how one looks.",
        )
        return Read(None, (finding,))
    return Read(note)


def _note(data: bytes) -> Note:
    if len(data) > LARGEST:
        raise ValueError("it is larger than 64 KiB")
    match = _NOTE.fullmatch(data.decode("utf-8"))
    if match is None:
        raise ValueError("it is not origin, size, root and signatures, each on a line")
    root = base64.b64decode(match["root"], validate=True)
    checkpoint = Checkpoint(match["repository"], int(match["size"]), root)
    lines = match["signed"].splitlines()
    if len(lines) > _MOST_SIGNATURES:
        raise ValueError("too many signatures")
    note = Note(checkpoint, tuple(_cosignature(checkpoint, line) for line in lines))
    if dump_note(note) != data:
        raise ValueError("it is not written in the one plain way")
    return note


def _cosignature(checkpoint: Checkpoint, line: str) -> Cosignature:
    _, name, encoded = line.split(" ")
    member = name.removeprefix(f"{checkpoint.origin}/")
    if not _HANDLE.fullmatch(member):
        raise ValueError("a signature has no member's name")
    try:
        value = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise ValueError("a signature is no base64") from error
    if len(value) < 13:
        raise ValueError("a signature is too short")
    return Cosignature(member, int.from_bytes(value[4:12], "big"), value[:4], value[12:])
