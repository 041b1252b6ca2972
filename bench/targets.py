"""The targets P1-P6 and P10-P12, each a function from a place to measure in to lines of the report."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bench import hello
from bench.measure import Terminal, median_ms, once_ms, process
from bench.report import Line
from bench.repository import Made, make

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
BOARD = [str(Path(PYTHON).with_name("board"))]
FRAME = "Inbox"
KEYS = 60


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
            _terminal([PYTHON, "-m", "bench.hello"], dict(os.environ), ROOT, hello.TEXT)[0] for _ in range(5)
        )


def _terminal(command: list[str], environment: dict[str, str], folder: Path, text: str) -> tuple[float, float]:
    """(ms to the first paint of a text, peak MiB) of one run in a terminal."""
    terminal = Terminal(command, environment, folder)
    try:
        painted = terminal.painted_ms(text)
    finally:
        peak = terminal.end()
    return painted, peak


def _forget(made: Made) -> None:
    """Throw the caches away, so that the next start is cold."""
    shutil.rmtree(made.home / "cache", ignore_errors=True)


def _title(made: Made) -> str:
    """A text that is painted with the first rows of ana's inbox."""
    from board.actions.browse import inbox
    from board.actions.session import open_session

    with _as(made):
        first = inbox(open_session(made.path)).mine[0].summary.title
    return " ".join(first.split()[:3])


class _as:  # noqa: N801 - reads as a phrase: with _as(made)
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


def p1(place: Place) -> list[Line]:
    """Start of the command line."""
    environment = dict(os.environ)
    click = median_ms(process([PYTHON, "-c", "import click"], environment, ROOT), 15)
    shown = median_ms(process([*BOARD, "--help"], environment, ROOT), 15)
    listed = median_ms(process([*BOARD, "list"], environment, place.demo()), 15)
    name = "import click"
    return [
        Line("P1", "`board --help`", shown, floor=click, floor_name=name, most=1.5),
        Line("P1", "`board list`, worked example", listed, floor=click, floor_name=name, most=4),
    ]


def p2(place: Place) -> list[Line]:
    """First paint of the inbox in the demo."""
    from board.actions.browse import inbox
    from board.actions.session import open_session

    directory = place.demo()
    text = " ".join(inbox(open_session(directory)).mine[0].summary.title.split()[:2])
    command = [*BOARD, "-C", str(directory)]
    environment = {**os.environ, "XDG_CACHE_HOME": str(place.folder / "demo-cache")}
    _terminal(command, environment, directory, text)
    painted = statistics.median(_terminal(command, environment, directory, text)[0] for _ in range(5))
    return [Line("P2", "inbox, worked example", painted, floor=place.hello(), floor_name="Textual hello", most=1.25)]


def p3(place: Place) -> list[Line]:
    """First paint and keys, warm."""
    made = place.repository()
    text, floor = _title(made), place.hello()
    environment = made.environment()
    _terminal(BOARD, environment, made.path, text)
    painted = statistics.median(_terminal(BOARD, environment, made.path, text)[0] for _ in range(5))
    terminal = Terminal(BOARD, environment, made.path)
    terminal.painted_ms(text)
    keys = sorted(terminal.echo_ms(b"j" if n % 20 < 15 else b"k") for n in range(KEYS))
    terminal.end()
    lines = [
        Line("P3", "inbox, warm", painted, floor=floor, floor_name="Textual hello", most=1.3),
        Line("P3", "key to paint, p95", keys[int(len(keys) * 0.95)], most=15),
    ]
    for peer in ("lazygit", "tig"):
        if shutil.which(peer):
            told = statistics.median(_terminal([peer], environment, made.path, "Decide")[0] for _ in range(3))
            lines.append(Line("P3", f"inbox, warm, beside {peer}", painted, floor=told, floor_name=peer, most=1))
    return lines


def p4(place: Place) -> list[Line]:
    """First paint, cold."""
    made = place.repository()
    text, floor, environment = _title(made), place.hello(), made.environment()

    def cold(what: str) -> float:
        _forget(made)
        return _terminal(BOARD, environment, made.path, what)[0]

    frame = statistics.median(cold(FRAME) for _ in range(5))
    rows = statistics.median(cold(text) for _ in range(3))
    return [
        Line("P4", "frame, cold", frame, floor=floor, floor_name="Textual hello", most=1.3),
        Line("P4", "first rows, cold", rows, floor=floor, floor_name="Textual hello", most=2),
    ]


def _unparsed(made: Made) -> float:
    """Milliseconds to list the tree and pour out every file that tells a status, parsing nothing."""
    wanted = (".md", "docket.toml", "record.toml")

    def run() -> None:
        listed = made.git("ls-tree", "-r", "main", "proposals", "decisions").splitlines()
        ids = [
            line.split()[2]
            for line in listed
            if line.endswith(tuple(part.encode() for part in wanted)) or b"/ballots/" in line
        ]
        made.git("cat-file", "--batch", "--buffer", stdin=b"\n".join(ids) + b"\n")

    return median_ms(run, 3)


def p5(place: Place) -> list[Line]:
    """The list by command, warm and cold."""
    made, environment = place.repository(), place.repository().environment()
    run = process([*BOARD, "list", "--json"], environment, made.path)
    click = median_ms(process([PYTHON, "-c", "import click"], environment, made.path))
    warm = median_ms(run, 5)

    def cold() -> float:
        _forget(made)
        return once_ms(run)

    unparsed = _unparsed(made)
    all_rows = statistics.median(cold() for _ in range(3))
    return [
        Line("P5", "`board list`, warm", warm, floor=click, floor_name="import click", most=60, added=True),
        Line("P5", "`board list`, cold", all_rows, floor=unparsed, floor_name="ls-tree and cat-file", most=3.3),
    ]


def _cast_ms(made: Made, times: int = 5) -> float:
    """The median time from casting a signed ballot to its being recorded."""
    from board.actions.session import open_session
    from board.actions.voting import ballot_form, cast
    from board.core.ballot import BallotDraft, Verdict

    taken = []
    with _as(made):
        session = open_session(made.path)
        for number in range(times):
            ballot_form(session, made.open_id)
            taken.append(once_ms(partial(cast, session, made.open_id, BallotDraft(Verdict.APPROVE, f"Cast {number}."))))
    return statistics.median(taken)


def _commit_ms(made: Made, times: int = 5) -> float:
    """The median time of `git add` and `git commit -S` for one small file in a copy of the repository."""
    copy = made.path.with_name("copy")
    shutil.copytree(made.path, copy, symlinks=True)
    environment = made.environment()

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=copy, env=environment, check=True, capture_output=True)

    git("status")
    taken = []
    for number in range(times):
        path = f"decisions/{made.open_id}/ballots/x-{number}.toml"
        (copy / path).write_text("verdict = 'approve'\n" * 20)

        def commit(path: str = path) -> None:
            git("add", path)
            git("commit", "-q", "-S", "-m", "Vote")

        taken.append(once_ms(commit))
    shutil.rmtree(copy)
    return statistics.median(taken)


def p6(place: Place) -> list[Line]:
    """Casting a signed ballot."""
    large, small = place.repository(), place.repository(100)
    floor, cast = _commit_ms(large), _cast_ms(large)
    return [
        Line("P6", "cast a signed ballot", cast, floor=floor, floor_name="git add, commit -S", most=0.2),
        Line("P6", "… beside 100 proposals", cast, floor=_cast_ms(small), floor_name="at 100", most=1.5),
    ]


def _long_text() -> tuple[str, str]:
    """A document of about 2,000 lines, real where the real ones are at hand, and what it is called."""
    real = ROOT.parent / "shared" / "real" / "proposals"
    texts = [path.read_text("utf-8", "replace") for path in sorted(real.rglob("*.md"))] if real.is_dir() else []
    long = [text for text in texts if 1500 <= text.count("\n") <= 3000]
    if long:
        nearest = min(long, key=lambda text: abs(text.count("\n") - 2000))
        return nearest.partition("\n---\n")[2] if nearest.startswith("---") else nearest, "a real one"
    part = "## Part\n\n" + "A sentence of a paragraph, with `code`.\n" * 6 + "\n- one\n- two\n\n"
    return part * 160, "made up"


def p10(place: Place) -> list[Line]:
    """Opening a proposal of 2,000 lines."""
    text, kind = _long_text()
    first = "Zanzibar paragraph"
    made = make(place.folder / "long", 1, f"{first}\n\n{text}")
    title = _title(made)
    floor = place.hello()

    def opened() -> float:
        terminal = Terminal(BOARD, made.environment(), made.path)
        try:
            terminal.painted_ms(title)
            return terminal.pressed_ms(b"\r", first)
        finally:
            terminal.end()

    shown = statistics.median(opened() for _ in range(5))
    what = f"open a proposal of {text.count(chr(10)):,} lines ({kind})"
    return [Line("P10", what, shown, floor=floor, floor_name="Textual hello", most=2)]


def p11(place: Place) -> list[Line]:
    """Peak memory."""
    made = place.repository()
    text, environment = _title(made), made.environment()
    floor = _terminal([PYTHON, "-m", "bench.hello"], dict(os.environ), ROOT, hello.TEXT)[1]
    _forget(made)
    cold = _terminal(BOARD, environment, made.path, text)[1]
    warm = _terminal(BOARD, environment, made.path, text)[1]
    return [
        Line("P11", "memory, Textual hello", floor, "MiB"),
        Line("P11", "memory, inbox warm", warm, "MiB", most=60),
        Line("P11", "memory, inbox cold", cold, "MiB", most=120),
    ]


def _children(made: Made, folder: Path) -> int:
    """How many git processes one cold `board list` starts, counted by a git that notes each call."""
    real = shutil.which("git") or "git"
    folder.mkdir(parents=True, exist_ok=True)
    note, wrapper = folder / "calls", folder / "git"
    note.write_text("")
    wrapper.write_text(f'#!/bin/sh\necho "$*" >> "{note}"\nexec "{real}" "$@"\n')
    wrapper.chmod(0o755)
    _forget(made)
    environment = made.environment()
    process([*BOARD, "list"], {**environment, "PATH": f"{folder}:{environment['PATH']}"}, made.path)()
    calls = len(note.read_text().splitlines())
    if not calls:
        raise RuntimeError("no git process was counted; the wrapper was not used")
    return calls


def p12(place: Place) -> list[Line]:
    """Growth with the number of proposals."""
    sizes = [100, 1_000, *([10_000] if place.proposals >= 10_000 else [])]
    lines, before = [], None
    for size in sizes:
        made = place.repository(size)
        run = process([*BOARD, "list", "--json"], made.environment(), made.path)

        def cold(made: Made = made, run: Callable[[], object] = run) -> float:
            _forget(made)
            return once_ms(run)

        each = statistics.median(cold() for _ in range(3)) / size
        lines.append(
            Line(
                "P12",
                f"`board list` cold, each of {size:,}",
                each,
                floor=before,
                floor_name="ten times fewer",
                most=1.1,
            )
            if before is not None
            else Line("P12", f"`board list` cold, each of {size:,}", each)
        )
        before = each
    small, large = place.repository(100), place.repository()
    painted = []
    for made in (small, large):
        text = _title(made)
        _terminal(BOARD, made.environment(), made.path, text)
        painted.append(statistics.median(_terminal(BOARD, made.environment(), made.path, text)[0] for _ in range(5)))
    what = f"inbox, warm, at {large.proposals:,}"
    lines.append(Line("P12", what, painted[1], floor=painted[0], floor_name="at 100", most=1.1))
    few, many = (_children(place.repository(size), place.folder / "counting") for size in (10, 1_000))
    lines.append(Line("P12", "git processes at 1,000", many, "", floor=few, floor_name="at 10", most=1))
    return lines


TARGETS: dict[str, Callable[[Place], list[Line]]] = {
    "P1": p1,
    "P2": p2,
    "P3": p3,
    "P4": p4,
    "P5": p5,
    "P6": p6,
    "P10": p10,
    "P11": p11,
    "P12": p12,
}
