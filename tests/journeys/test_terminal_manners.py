"""What only a real terminal shows: the person's own editor, the clipboard, few colours, other sizes, two windows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.journeys.conftest import Example
from tests.journeys.terminal import Terminal, terminal
from tests.journeys.test_in_a_terminal import SEARCH, on_disk, open_one
from tests.soak import count

pytestmark = pytest.mark.slow


def to_the_note(pane: Terminal) -> None:
    """From the start to the note of the first question on the search proposal."""
    open_one(pane, "shorter pieces")
    pane.keys("v", "a")
    pane.until("Note", "╰")


def test_the_persons_editor_writes_and_a_failing_one_loses_nothing(example: Example, tmp_path: Path) -> None:
    """Given EDITOR, when F6 is pressed in a field, then what it writes comes back, also when it fails or is gone."""
    editor, answer = tmp_path / "editor.sh", tmp_path / "answer"
    editor.write_text(
        f'cat "$1" > {tmp_path}/given; printf "%s" "$(cat {answer})" > "$1"; exit "$(cat {tmp_path}/code)"\n'
    )

    def ready(words: str, code: int) -> None:
        answer.write_text(words)
        (tmp_path / "code").write_text(str(code))

    with terminal(tmp_path, example.path, "--as", "ana", EDITOR=f"sh {editor}") as pane:
        open_one(pane, "shorter pieces")
        pane.keys("b", "1", "Tab")
        pane.type("begun")
        pane.until("begun")
        ready("Written in the editor.", 0)
        pane.keys("F6")
        pane.until("Your verdict", "Written in the editor.")
        assert (tmp_path / "given").read_text() == "begun"
        pane.wait(lambda _: "Written in the editor." in on_disk(), "waiting for the draft")
        ready("Half of it, then the editor broke.", 3)
        pane.keys("F6")
        pane.until("Half of it, then the editor broke.", "ended with an error (3)")
        pane.keys("C-z")
        pane.until("Written in the editor.")
        editor.unlink()
        pane.keys("F6")
        pane.until("Written in the editor.", "ended with an error")
        pane.keys("Escape", "Escape")
        pane.until("Document")
        pane.keys("m", "Tab", "Tab", "Tab")
        editor.write_text('echo "A question from the editor" > "$1"\n')
        pane.keys("F6")
        pane.until("Your words", "A question from the editor")


def test_what_is_copied_reaches_the_clipboard(example: Example, tmp_path: Path) -> None:
    """Given a terminal that listens, when y is pressed or words are dragged over, then its clipboard holds them."""
    with terminal(tmp_path, example.path, "--as", "ana", width=120, height=40) as pane:
        pane.run("set-option", "-s", "set-clipboard", "on")
        open_one(pane, "shorter pieces")
        pane.keys("Escape")
        pane.until("2 Proposals")
        pane.keys("y")
        pane.until(f"The id {SEARCH} was sent", "clipboard")
        assert pane.run("show-buffer").strip() == SEARCH
        pane.keys("Enter")
        shown = pane.until("Document", "What changes").splitlines()
        row = next(at for at, line in enumerate(shown, 1) if "What changes" in line)
        column = shown[row - 1].index("What changes") + 1
        pane.drag((column, row), (column + len("What changes"), row))
        pane.keys("C-c")
        pane.wait(lambda _: "What changes" in pane.run("show-buffer"), "waiting for the clipboard")


TERMINALS = {
    "linux": {"TERM": "linux"},
    "no-color": {"TERM": "xterm-256color", "NO_COLOR": "1"},
    "truecolor": {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
    "xterm": {"TERM": "xterm"},
    "256": {"TERM": "xterm-256color"},
}


@pytest.mark.soak
@pytest.mark.parametrize("environment", list(TERMINALS.values())[: count(3, 5)], ids=list(TERMINALS)[: count(3, 5)])
def test_no_word_is_painted_in_the_colour_it_stands_on(
    example: Example, tmp_path: Path, environment: dict[str, str]
) -> None:
    """Given terminals of few colours or none, when they are opened twice, then every screen can be read."""
    for _ in range(2):  # the second start paints the picture of the first
        with terminal(tmp_path, example.path, "--as", "ana", **environment) as pane:
            pane.until("Waits for you", "Ana Lindqvist")
            unread = hidden(pane.painted())
            open_one(pane, "shorter pieces")
            unread += hidden(pane.painted())
            pane.keys("v")
            pane.until("Why it matters", "disagree")
            unread += hidden(pane.painted())
            assert not unread
            if "NO_COLOR" in environment:
                greys = re.findall(r"[34]8;2;(\d+);(\d+);(\d+)", pane.painted())
                assert all(len(set(grey)) == 1 for grey in greys)
            pane.keys("C-q")
            pane.until("left with 0")


def hidden(painted: str) -> list[str]:
    """Words whose ink is the very colour of their ground, each row read from its start."""
    found = []
    for row in painted.splitlines():
        ink, ground = "default ink", "default ground"
        for sequence, words in re.findall(r"(?:\x1b\[([\d;]*)m)?([^\x1b]*)", row):
            ink, ground = coloured(sequence, ink, ground)
            if words.strip() and ink == ground:
                found.append(words)
    return found


def coloured(sequence: str, ink: str, ground: str) -> tuple[str, str]:
    """Ink and ground after a colour sequence."""
    codes = sequence.split(";")
    while codes:
        code = codes.pop(0)
        if code in ("38", "48"):
            many = 4 if codes[:1] == ["2"] else 2
            colour = ";".join(codes[:many])
            del codes[:many]
            ink, ground = (colour, ground) if code == "38" else (ink, colour)
        elif code in ("0", ""):
            ink, ground = ("default ink", "default ground") if sequence else (ink, ground)
        elif code.isdigit() and int(code) in (*range(30, 38), *range(90, 98)):
            ink = f"5;{int(code) % 10 + (8 if int(code) >= 90 else 0)}"
        elif code.isdigit() and int(code) in (*range(40, 48), *range(100, 108)):
            ground = f"5;{int(code) % 10 + (8 if int(code) >= 100 else 0)}"
        elif code in ("39", "49"):
            ink, ground = ("default ink", ground) if code == "39" else (ink, "default ground")
    return ink, ground


def test_a_window_that_changes_its_size_while_one_types_loses_no_letter(example: Example, tmp_path: Path) -> None:
    """Given a note being typed, when the window shrinks below what can be read and grows again, then it is whole."""
    with terminal(tmp_path, example.path, "--as", "ana", width=120, height=40) as pane:
        to_the_note(pane)
        for size, words in (((100, 30), "one "), ((62, 21), "two "), ((40, 12), "three "), ((80, 24), "four")):
            pane.run("resize-window", "-x", str(size[0]), "-y", str(size[1]))
            pane.type(words)
            if size == (40, 12):
                pane.until("This window is too small", "Nothing is lost")
        pane.until("one two three four")
        pane.wait(lambda _: "one two three four" in on_disk(), "waiting for the draft")


def test_one_draft_in_two_windows_is_told_taken_over_and_never_lost(example: Example, tmp_path: Path) -> None:
    """Given a note in one window, when a second one takes the draft over, then both hear of it and both texts stay."""
    with terminal(tmp_path, example.path, "--as", "ana", width=120, height=40) as first:
        to_the_note(first)
        first.type("first window")
        first.wait(lambda _: "first window" in on_disk(), "waiting for the draft")
        with terminal(tmp_path, example.path, "--as", "ana", width=120, height=40) as second:
            to_the_note(second)
            second.until("another window has this draft", "first window")  # it goes on at the note that was begun
            second.type(" and second")
            second.until("first window and second")
            second.keys("F7")
            second.wait(lambda _: "first window and second" in on_disk(), "waiting for the draft")
            second.gone("another window has this draft")
            first.type(" and more")
            first.until("another window has this draft", "first window and more")
            first.keys("F7")
            first.until("from the other window", "first window and second")
            first.wait(lambda _: "first window and more" in on_disk(), "waiting for the draft")
        assert "first window and second" in on_disk()
