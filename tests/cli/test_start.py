"""The door of the command: what asks for the screens alone goes there, everything else to the command line."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest

from board.cli.start import screens_of
from tests.cli.running import Board


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        ([], (Path(), "")),
        (["-C", "here"], (Path("here"), "")),
        (["--as", "ben", "-C", "here"], (Path("here"), "ben")),
        (["list"], None),
        (["-C"], None),
        (["-C", "here", "list"], None),
        (["--as", "--help"], None),
        (["--version"], None),
        (["-Chere"], None),
    ],
)
def test_only_a_repository_and_a_member_go_straight_to_the_screens(
    arguments: list[str], asked: tuple[Path, str] | None
) -> None:
    assert screens_of(arguments) == asked


def test_the_demo_says_how_to_open_it_again_as_whoever_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Given a demo made for lena, then the line to type again names her, and quotes a folder with a space."""
    folder = tmp_path / "my board"
    monkeypatch.setattr("board.actions.demo.demo", lambda at, progress: folder)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert f"with: board -C '{folder}' --as lena\n" in Board(member="lena")("demo", "--no-open").out
    assert f"with: board -C '{folder}'\n" in Board()("demo", "--no-open").out


def test_the_demo_names_a_program_that_the_shell_finds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Given a program in a folder that the shell does not search, then the line to type again names it whole."""
    monkeypatch.setattr("board.actions.demo.demo", lambda at, progress: tmp_path)
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr("sys.argv", [str(tmp_path / ".venv" / "bin" / "board"), "demo"])
    assert f"with: {tmp_path}/.venv/bin/board -C {tmp_path}\n" in Board()("demo", "--no-open").out
    monkeypatch.setattr("sys.argv", [str(tmp_path / "__main__.py"), "demo"])
    assert f"-m board -C {tmp_path}\n" in Board()("demo", "--no-open").out


def test_a_terminal_that_cannot_move_its_cursor_is_told_of_the_commands(tmp_path: Path) -> None:
    """Given TERM=dumb at a real terminal, then the screens are refused in words, without one control sequence."""
    environment: Any = {**os.environ, "TERM": "dumb"}
    seen, status = pexpect.run(
        f"{sys.executable} -m board", cwd=str(tmp_path), env=environment, withexitstatus=True, timeout=60
    )
    assert status == 2
    assert b"this one says that it cannot (TERM=dumb)" in b" ".join(seen.split())
    assert b"board list" in seen
    assert b"\x1b" not in seen


def test_a_demo_as_nobody_of_the_example_is_refused_before_it_is_built(tmp_path: Path) -> None:
    """Given a handle that nobody has, then those of the example are named and no folder is made."""
    refused = Board(member="nora")("demo", "--no-open", "--at", str(tmp_path / "made"))
    assert refused.status == 2 and "no member “nora”" in refused.err and "lena" in refused.err
    assert not list(tmp_path.iterdir())
