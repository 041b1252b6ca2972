"""`board demo` and `board init`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from board.cli import errors, output
from board.cli.call import Call, command


@command("demo")
@click.option("--at", metavar="DIR", type=click.Path(path_type=Path), help="Where; a new folder if you say nothing.")
@click.option("--no-open", is_flag=True, help="Only make it; do not open the screens.")
def demo_command(call: Call, at: Path | None, no_open: bool) -> int:
    """An invented company's board with real models: proposals in every stage, signed by keys made on the spot.

    A bare remote lies beside it. Nothing outside the folder is touched. --as plays another member of the board.
    """
    from board.actions.demo import demo

    with errors.writing():
        directory = demo(at, output.progress if not call.json else _quiet)
    if call.json:
        output.document({"directory": str(directory)})
        return 0
    output.line(f"The example is in {directory}")
    output.line(f"  Open it again with: board -C {directory}")
    if no_open or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return 0
    from board.cli.open_tui import open_tui

    return open_tui(Call(directory, call.as_member))


def _quiet(words: str, number: int, total: int) -> None:
    """Progress that nobody sees."""
