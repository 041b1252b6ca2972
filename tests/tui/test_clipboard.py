"""What is copied goes to the desk's own clipboard where a tool reaches it, else to the terminal, and is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from board.tui import clipboard
from board.tui.app import BoardApp
from tests.tui.pilot import play, press, screen
from tests.tui.sample_desk import SampleDesk


@pytest.fixture
def xclip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk with xclip on it; what it was given lies in the file."""
    taken, program = tmp_path / "taken", tmp_path / "bin" / "xclip"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$*" > "{taken}"\ncat >> "{taken}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("DISPLAY", ":0")
    for one in ("SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(one, raising=False)
    return taken


def copied(keys: tuple[str, ...] = ("y",)) -> tuple[str, str]:
    """What the screen says after y, and what the terminal was sent."""
    seen: list[str] = []

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, *keys)
        seen.append(screen(app))

    app = play(SampleDesk(), steps, toasts=True)
    return seen[0], app.clipboard


def test_given_a_tool_it_takes_what_is_copied_and_is_named(xclip: Path) -> None:
    said, sent = copied()
    assert "is on the clipboard (by xclip)" in said
    arguments, _, words = xclip.read_text().partition("\n")
    assert arguments == "-selection clipboard"
    assert words.startswith("2026/")
    assert sent == ""


def test_given_no_tool_the_terminal_is_sent_it_and_what_to_do_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "tool", lambda _: ())
    said, sent = copied()
    assert "was sent to" in said
    assert sent.startswith("2026/")


@pytest.mark.parametrize("does", ["exit 1", "exec sleep 60"])
def test_given_a_tool_that_fails_or_hangs_the_terminal_is_sent_it(
    xclip: Path, monkeypatch: pytest.MonkeyPatch, does: str
) -> None:
    monkeypatch.setattr(clipboard, "_PATIENCE", 0.2)
    (xclip.parent / "bin" / "xclip").write_text(f"#!/bin/sh\n{does}\n")
    said, sent = copied()
    assert "was sent to" in said
    assert sent.startswith("2026/")


def test_a_tool_of_another_desk_or_of_the_folder_we_stand_in_is_not_used(
    xclip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given ssh, no display, or a PATH that names the current folder, then nothing is run."""
    folder = xclip.parent / "bin"
    here = {"PATH": str(folder), "DISPLAY": ":0"}
    assert clipboard.tool(here) == (str(folder / "xclip"), "-selection", "clipboard")
    assert clipboard.tool({**here, "SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}) == ()
    assert clipboard.tool({**here, "DISPLAY": ""}) == ()
    monkeypatch.chdir(folder)
    assert clipboard.tool({**here, "PATH": ".:"}) == ()
