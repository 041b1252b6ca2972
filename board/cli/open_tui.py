"""The one late import of the screens."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from board.cli.call import Call


def open_tui(call: Call) -> int:
    """Open the screens on the call's repository; returns their exit status."""
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if not terminal or os.environ.get("TERM") == "dumb":
        from board.core.finding import ExitStatus, refuse

        raise refuse(
            "no-terminal",
            "The screens need a terminal, and there is none here."
            if not terminal
            else "The screens need a terminal that can move its cursor, and this one says that it cannot (TERM=dumb).",
            "Use a command instead: `board list` shows what waits, `board --help` shows all commands.",
            status=ExitStatus.WRONG_USE,
        )
    return show(call.directory, call.as_member)


def show(directory: Path, as_member: str) -> int:
    """Paint the inbox as it was last seen, then load the screens behind it; returns their exit status."""
    from board.tui.curtain import Curtain

    for frozen in ("COLUMNS", "LINES"):  # a window that changes its size is believed, not what a shell once exported
        os.environ.pop(frozen, None)
    os.environ.setdefault("TEXTUAL_FPS", "120")  # a key is seen with the next frame; at 60 that is too long to wait
    with Curtain(directory, as_member) as curtain:
        from board.actions.rows_child import end, start

        # Where nothing was seen before, the rows are read while the screens are being loaded.
        ahead = None if curtain.kept else start(directory, as_member)
        try:
            from board.tui.app import run

            return run(directory, as_member, curtain, ahead)
        finally:
            if ahead is not None:
                end(ahead)
