"""Standard output: cleaned, aligned, cut to the terminal, never coloured; JSON in one envelope."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.actions.model import Done, Readability
from board.cli import output
from board.cli.plain import show_readability
from board.core.text import cells

HOSTILE = "a\x1b]2;pwned\x07b\u202ec"


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(output, "width", lambda: 40)
    return monkeypatch


def test_text_from_a_file_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    output.line(HOSTILE)
    output.paragraph(HOSTILE)
    output.table(("Title",), [(HOSTILE,)])
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
    assert shown.count("⟦U+001B⟧") == 3


@given(st.dictionaries(st.text(min_size=1), st.text()))
def test_json_is_ascii_and_says_exactly_what_was_there(body: dict[str, str]) -> None:
    body.pop("schema", None)
    with pytest.MonkeyPatch.context() as patch:
        said: list[str] = []
        patch.setattr(output.sys.stdout, "write", said.append)
        output.document(body)
    text = "".join(said)
    assert text.isascii()
    assert json.loads(text) == {"schema": 1, **body}


def test_a_long_list_is_written_one_entry_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"id": f"{n}", "tags": ["a", "é"], "none": None} for n in range(500)]
    output.document({"rows": rows, "few": rows[:1], "none": []})
    text = capsys.readouterr().out
    assert json.loads(text) == {"schema": 1, "rows": rows, "few": rows[:1], "none": []}
    assert sum(line.startswith('    {"id"') for line in text.splitlines()) == 500
    assert text.isascii()


def test_given_a_narrow_terminal_the_widest_column_gives_way_first(
    narrow: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    output.table(("Id", "Title"), [("0001", "a title that is much longer than forty columns can hold at once")])
    shown = capsys.readouterr().out.splitlines()
    assert all(cells(line) <= 40 for line in shown)
    assert shown[1].startswith("0001  a title")
    assert shown[1].endswith("…")


def test_given_a_very_narrow_terminal_each_row_becomes_a_block(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(output, "width", lambda: 20)
    output.table(("Proposal", "Title", "Waits for"), [("0001-long", "Adopt it now", "ana"), ("0002-more", "Again", "")])
    assert capsys.readouterr().out.splitlines() == [
        "Proposal: 0001-long",
        "Title: Adopt it now",
        "Waits for: ana",
        "",
        "Proposal: 0002-more",
        "Title: Again",
    ]


def test_given_a_pipe_nothing_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    long = "x" * 500
    output.table(("Id", "Title"), [("1", long)])
    assert long in capsys.readouterr().out


def test_wide_characters_keep_columns_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    output.table(("Name", "Seat"), [("山田太郎", "Legal"), ("Ana", "Legal")])
    starts = {cells(line[: line.index("Legal")]) for line in capsys.readouterr().out.splitlines()[1:]}
    assert len(starts) == 1


def test_a_long_line_breaks_between_words_and_keeps_its_indent(
    narrow: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    output.line("  one two three four five six seven eight nine")
    output.line("2026/0001-a-name-that-is-longer-than-forty-columns-are")
    assert capsys.readouterr().out.splitlines() == [
        "  one two three four five six seven",
        "  eight nine",
        "2026/0001-a-name-that-is-longer-than-forty-columns-are",
    ]


def test_what_an_act_notes_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    output.done(Done("Recorded.", "0" * 40, "main", notes=("It replaces your ballot 1.",)))
    assert "  It replaces your ballot 1." in capsys.readouterr().out.splitlines()


def test_the_measures_of_a_text_without_words_are_no_praise(capsys: pytest.CaptureFixture[str]) -> None:
    """Given an empty file, then no grade is told; whatever the sum, the ease stays within its hundred."""
    show_readability(Readability(0.0, 100.0, 0, 0, 0, ()))
    told = capsys.readouterr().out
    assert "no sentence" in told and "grade" not in told
    show_readability(Readability(-3.0, 230.7, 4, 4, 1, ()))
    assert "Reading ease: 100 of 100" in capsys.readouterr().out
