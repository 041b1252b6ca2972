"""Where to measure, as whom, and what is painted there."""

from __future__ import annotations

import os
import shutil
import statistics
import sys
from dataclasses import dataclass, field
from pathlib import Path

from bench import hello
from bench.measure import Terminal
from bench.repository import Made, make

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
BOARD = [str(Path(PYTHON).with_name("board"))]
FRAME = "Inbox"
KEYS = 60
AT_REST = "main ·"
"""What the status line says once the repository is open: from here on keys and proposals are timed."""


@dataclass
class Place:
    """Where to measure, and how many proposals; repositories are made when first asked for."""

    folder: Path
    proposals: int
    _made: dict[int, Made] = field(default_factory=dict)
    _demo: Path | None = None

    def repository(self, proposals: int = 0) -> Made:
        """A synthetic repository, by default of the size asked for."""
        size = proposals or self.proposals
        if size not in self._made:
            self._made[size] = make(self.folder / f"g{size}", size)
        return self._made[size]

    def demo(self) -> Path:
        """The worked example as `board demo` makes it, made when first asked for."""
        if self._demo is None:
            from board.actions.demo import demo

            self._demo = demo(self.folder / "demo")
        return self._demo

    def hello(self) -> float:
        """Milliseconds to the first paint of the smallest Textual application, measured anew each time."""
        return statistics.median(
            first_paint([PYTHON, "-m", "bench.hello"], dict(os.environ), ROOT, hello.TEXT)[0] for _ in range(5)
        )


def first_paint(command: list[str], environment: dict[str, str], folder: Path, text: str) -> tuple[float, float]:
    """(ms to the first paint of a text, peak MiB) of one run in a terminal."""
    terminal = Terminal(command, environment, folder)
    try:
        painted = terminal.painted_ms(text)
    finally:
        peak = terminal.end()
    return painted, peak


def visit(command: list[str], environment: dict[str, str], folder: Path) -> None:
    """Open the screens, wait until they are at rest and leave, as a person does: the next start is a warm one."""
    terminal = Terminal(command, environment, folder)
    terminal.painted_ms(AT_REST)
    terminal.rest(2.0)  # what was seen is kept once the inbox is at rest
    terminal.leave(b"q")


def forget(made: Made) -> None:
    """Throw the caches away, so that the next start is cold."""
    shutil.rmtree(made.home / "cache", ignore_errors=True)


def first_title(made: Made) -> str:
    """A text that is painted with the first rows of ana's inbox."""
    from board.actions.browse import inbox
    from board.actions.session import open_session

    with acting_in(made):
        first = inbox(open_session(made.path)).mine[0].summary.title
    return " ".join(first.split()[:3])


def first_of_first_page(made: Made) -> str:
    """A text that is painted with the first forty proposals, before all of them are read."""
    from board.actions.rows import inbox_of, stream
    from board.actions.session import open_session

    with acting_in(made):
        page = next(stream(open_session(made.path)))
    return f"{inbox_of(page.tasks).mine[0].summary.title} "


class acting_in:  # noqa: N801 - reads as a phrase: with acting_in(made)
    """Be ana in this process for a while: her home, her settings."""

    def __init__(self, made: Made) -> None:
        self._wanted = made.environment()

    def __enter__(self) -> None:
        self._before = dict(os.environ)
        os.environ.clear()
        os.environ.update(self._wanted)

    def __exit__(self, *_: object) -> None:
        os.environ.clear()
        os.environ.update(self._before)
