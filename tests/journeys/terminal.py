"""A real terminal: the command runs in tmux, keys are pressed, and the screen is read as text."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.command import COMMAND

PATIENCE = 60.0
"""Seconds until a screen that does not come is a failure; far more than a busy machine needs."""


class Terminal:
    """One pane of a tmux server of its own."""

    def __init__(self, socket: Path) -> None:
        self._tmux = ("tmux", "-S", str(socket), "-f", "/dev/null")

    def run(self, *arguments: str) -> str:
        """Ask tmux for something."""
        ran = subprocess.run([*self._tmux, *arguments], capture_output=True, text=True, check=True)
        return ran.stdout

    def screen(self) -> str:
        """What the pane shows."""
        return self.run("capture-pane", "-p")

    def painted(self) -> str:
        """What the pane shows, with the sequences that colour it."""
        return self.run("capture-pane", "-p", "-e")

    def keys(self, *keys: str) -> None:
        """Press keys by their tmux names."""
        self.run("send-keys", *keys)

    def type(self, text: str) -> None:
        """Type words."""
        self.run("send-keys", "-l", text)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Drag the mouse from one cell (column, row, from 1) to another, as a terminal reports it."""
        for button, (column, row), last in ((0, start, "M"), (32, end, "M"), (0, end, "m")):
            self.run("send-keys", "-l", f"\x1b[<{button};{column};{row}{last}")

    def until(self, *words: str) -> str:
        """Wait until the screen shows all these words; returns it."""
        return self.wait(lambda screen: all(word in screen for word in words), f"waiting for {words}")

    def gone(self, word: str) -> str:
        """Wait until the screen does not show a word any more."""
        return self.wait(lambda screen: word not in screen, f"waiting for {word!r} to go")

    def wait(self, ready: Callable[[str], bool], what: str) -> str:
        """Wait for a condition of the screen."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            screen = self.screen()
            if ready(screen):
                return screen
            time.sleep(0.05)
        raise AssertionError(f"{what}; the screen shows:\n{self.screen()}")


@contextmanager
def terminal(
    folder: Path, directory: Path, *arguments: str, width: int = 80, height: int = 24, **environment: str
) -> Iterator[Terminal]:
    """`board` with these arguments in a terminal of this size, and with these variables; skips without tmux."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    socket = Path(tempfile.mkdtemp(dir=folder)) / "s"
    pane = Terminal(socket)
    around = {name: value for name, value in os.environ.items() if name not in ("TMUX", "NO_COLOR", "COLORTERM")}
    given = [f"{name}={shlex.quote(value)}" for name, value in environment.items()]
    command = " ".join(["env", *given, *COMMAND, *arguments])
    subprocess.run(
        ["tmux", "-S", str(socket), "-f", "/dev/null", "new-session", "-d", "-x", str(width), "-y", str(height),
         "-c", str(directory), f"{command}; echo left with $?; exec sleep 600"],
        check=True, env={**around, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    try:
        yield pane
    finally:
        subprocess.run(["tmux", "-S", str(socket), "kill-server"], check=False, capture_output=True)
