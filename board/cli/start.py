"""The door of the command `board`: the screens at once where nothing else was asked for, else the command line."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable


def main() -> NoReturn:
    """The entry point. What reads command lines is loaded only where there is one to read."""
    asked = screens_of(sys.argv[1:])
    terminal = sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()
    if asked is not None and terminal and os.environ.get("TERM") != "dumb":
        from board.cli.open_tui import show

        sys.exit(_guarded(lambda: show(*asked)))
    from board.cli.main import main as command_line

    command_line()


def screens_of(arguments: list[str]) -> tuple[Path, str] | None:
    """Repository and member when the arguments ask for the screens and for nothing else; None for any other line."""
    told = {"-C": "", "--as": ""}
    words = iter(arguments)
    for name in words:
        value = next(words, "")
        if name not in told or not value or value.startswith("-"):
            return None
        told[name] = value
    return Path(told["-C"]), told["--as"]


def _guarded(work: Callable[[], int]) -> int:
    try:
        return work()
    except (Exception, KeyboardInterrupt) as problem:  # noqa: BLE001 - the last net; the command line has the words
        failure = problem
    from board.cli import errors

    def again() -> int:
        raise failure

    return errors.guarded(again)
