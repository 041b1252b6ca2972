"""The one late import of the screens."""

from __future__ import annotations

import sys

from board.cli.call import Call
from board.core.finding import ExitStatus, refuse


def open_tui(call: Call) -> int:
    """Open the screens on the call's repository; returns their exit status."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise refuse(
            "no-terminal",
            "The screens need a terminal, and there is none here.",
            "Use a command instead: `board list` shows what waits, `board --help` shows all commands.",
            status=ExitStatus.WRONG_USE,
        )
    from board.tui.app import run

    return run(call.directory, call.as_member)
