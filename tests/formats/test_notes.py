"""Checkpoints as notes: one spelling, read back as written, and anything else refused in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.core.checkpoint import Checkpoint, Cosignature, Note
from board.formats.notes import dump_note, read_note

POINT = Checkpoint("0123456789abcdef", 41, bytes(range(32)))
NOTE = Note(POINT, (Cosignature("ana", 1_795_372_588, b"abcd", b"signature"), Cosignature("ben", 7, b"efgh", b"x")))


def test_a_note_reads_as_it_was_written() -> None:
    text = dump_note(NOTE).decode()
    assert text.splitlines()[:2] == ["governance-board/0123456789abcdef", "41"]
    assert text.splitlines()[4].startswith("— governance-board/0123456789abcdef/ana ")
    assert read_note(dump_note(NOTE), "a.note").value == NOTE
    assert read_note(dump_note(Note(POINT)), "a.note").value == Note(POINT)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        dump_note(NOTE)[:-1],
        dump_note(NOTE) + b"\n",
        dump_note(NOTE).replace(b"\n41\n", b"\n041\n"),
        dump_note(NOTE).replace(b"\n41\n", b"\n0\n"),
        dump_note(NOTE).replace(b"\n41\n", b"\n41\nextra\n"),
        dump_note(NOTE).replace(b"/ana ", b"/../ana "),
        dump_note(NOTE).replace(b"/ana ", b"/ "),
        dump_note(NOTE).replace(b"governance-board/0", b"governance-board/x y0"),
        dump_note(Note(POINT, NOTE.signatures * 150)),
        b"x" * 100_000,
    ],
)
def test_anything_else_is_refused_in_words(data: bytes) -> None:
    read = read_note(data, "a.note")
    assert read.value is None
    assert [finding.code for finding in read.findings] == ["checkpoint.unreadable"]


def test_no_byte_of_a_note_may_be_another_and_mean_the_same() -> None:
    data = dump_note(NOTE)
    for at in range(len(data)):
        other = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        assert read_note(other, "a.note").value != NOTE


@given(st.binary(max_size=400))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    read_note(data, "a.note")
    read_note(dump_note(NOTE)[:60] + data, "a.note")
