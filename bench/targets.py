"""The targets P1-P7 and P10-P12, each a function from a place to measure in to lines of the report."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from bench import acts, hello
from bench.measure import Terminal, median_ms, once_ms, peak_mib, process
from bench.place import (
    AT_REST,
    BOARD,
    FRAME,
    KEYS,
    PYTHON,
    ROOT,
    Place,
    first_of_first_page,
    first_paint,
    first_title,
    forget,
    visit,
)
from bench.report import Line
from bench.repository import Made, make


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
    visit(command, environment, directory)
    painted = statistics.median(first_paint(command, environment, directory, text)[0] for _ in range(5))
    return [Line("P2", "inbox, worked example", painted, floor=place.hello(), floor_name="Textual hello", most=1.25)]


def p3(place: Place) -> list[Line]:
    """First paint and keys, warm."""
    made = place.repository()
    text, floor = first_title(made), place.hello()
    environment = made.environment()
    visit(BOARD, environment, made.path)
    painted = statistics.median(first_paint(BOARD, environment, made.path, text)[0] for _ in range(5))
    terminal = Terminal(BOARD, environment, made.path)
    terminal.painted_ms(AT_REST)
    keys = sorted(terminal.echo_ms(b"j" if n % 20 < 15 else b"k") for n in range(KEYS))
    terminal.end()
    lines = [
        Line("P3", "inbox, warm", painted, floor=floor, floor_name="Textual hello", most=1.3),
        Line("P3", "key to paint, p95", keys[int(len(keys) * 0.95)], most=15),
    ]
    newest = made.git("log", "-1", "--format=%s").decode().split()[0]
    for peer in ("lazygit", "tig"):
        if shutil.which(peer):
            told = statistics.median(first_paint([peer], environment, made.path, newest)[0] for _ in range(3))
            lines.append(Line("P3", f"inbox, warm, beside {peer}", painted, floor=told, floor_name=peer, most=1))
    return lines


def p4(place: Place) -> list[Line]:
    """First paint, cold: the frame, the first rows, and the last of all."""
    made = place.repository()
    rows, everything = first_of_first_page(made), f"{first_title(made)} "
    floor, environment, unparsed = place.hello(), made.environment(), acts.unparsed_ms(made)

    def cold(what: str) -> float:
        forget(made)
        return first_paint(BOARD, environment, made.path, what)[0]

    frame, first, last = (statistics.median(cold(what) for _ in range(5)) for what in (FRAME, rows, everything))
    forget(made)
    terminal = Terminal(BOARD, environment, made.path)
    terminal.painted_ms(rows)
    keys = sorted(terminal.echo_ms(b"j" if n % 20 < 15 else b"k") for n in range(KEYS))
    terminal.end()
    return [
        Line("P4", "frame, cold", frame, floor=floor, floor_name="Textual hello", most=1.3),
        Line("P4", "first rows, cold", first, floor=floor, floor_name="Textual hello", most=2),
        Line("P4", "all rows, cold", last, floor=unparsed, floor_name="ls-tree and cat-file", most=3.3),
        Line("P4", "key to paint while the rows come, p95", keys[int(len(keys) * 0.95)], most=20),
    ]


def _signatures_per_second(path: Path) -> float:
    """Signatures checked in one second, from the bytes of the commits to the key that signed; git included.

    On as many processors as a verification of a long history uses.
    """
    from board.store.repository import open_repository
    from board.trust.beside import Beside, processors
    from board.trust.commits import split_signature
    from board.trust.sshsig import verify

    store = open_repository(path)
    audit = store.audit()
    ids = audit.lineage(store.tip())

    def signed(body: bytes) -> bool:
        verify(*split_signature(body))
        return True

    def run() -> None:
        with Beside(max(1, processors())) as beside:
            for first in range(0, len(ids), 500):
                bodies = audit.objects(ids[first : first + 500], None).values()
                beside.prove([partial(signed, body) for _, body in bodies])
            beside.finish()

    taken = once_ms(run)
    store.close()
    return len(ids) / taken * 1000


def _git_signatures_per_second(path: Path, folder: Path, commits: int = 200) -> float:
    """The same as git does it, over the newest commits only: it starts two processes for each."""
    from tests.trust.history import MEMBERS, key_line

    allowed = folder / "allowed"
    allowed.write_text("".join(f"{member}@example.org {key_line(member)}\n" for member in MEMBERS))
    command = ["git", "-C", str(path), "-c", f"gpg.ssh.allowedSignersFile={allowed}"]
    command += ["log", f"-{commits}", "--format=%G?", "main"]
    told: list[str] = []
    taken = once_ms(
        lambda: told.extend(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    )
    if told != ["G"] * commits:
        raise RuntimeError("git did not find every signature good")
    return commits / taken * 1000


def _rules_ms(path: Path) -> float:
    """Every rule but the recounts of openings and decisions, over the whole history, contents read and hashed."""
    from board.store.repository import open_repository
    from board.trust.beside import Beside, processors
    from board.trust.objects import Objects
    from board.trust.step import Uncounted
    from board.trust.walk import Walk

    store = open_repository(path)
    audit = store.audit()

    def run() -> None:
        with Beside(max(1, processors())) as beside:
            walk = Walk(Objects(audit.objects, audit.altered), Uncounted(), beside=beside)
            walk.through(audit.lineage(store.tip()))
        if walk.faults:
            raise RuntimeError(f"the history is not as it should be: {walk.faults[0]}")

    taken = once_ms(run)
    store.close()
    return taken


def p7(place: Place) -> list[Line]:
    """Verifying a signed history: about five commits for each proposal asked for."""
    from tests.simulator import PER_PROPOSAL, simulate

    path = place.folder / "signed"
    commits = simulate(path, place.proposals * 5 // PER_PROPOSAL)
    home = place.folder / "signed-home"
    environment = {**os.environ, "XDG_STATE_HOME": str(home)}
    fsck = once_ms(process(["git", "-C", str(path), "fsck", "--full", "--strict"], environment, path))
    ours, theirs = _signatures_per_second(path), _git_signatures_per_second(path, place.folder)
    rules = _rules_ms(path)
    verify_all = [*BOARD, "verify", "--from-genesis", "--json"]
    whole, peak = _with_peak(verify_all, environment, path)
    again = once_ms(process([*BOARD, "verify", "--json"], environment, path))
    return [
        Line("P7", "signatures, time for each", 1000 / ours, floor=1000 / theirs, floor_name="git log %G?", most=0.01),
        Line(
            "P7",
            f"all rules, {commits:,} commits, contents included",
            rules,
            floor=fsck,
            floor_name="git fsck",
            most=1.6,
        ),
        Line("P7", "all rules, as 50,000 commits", rules / commits * 50_000, most=12_000),
        Line(
            "P7", "`board verify`, every opening and decision counted again", whole, floor=fsck, floor_name="git fsck"
        ),
        Line("P7", "`board verify` from the last verified tip", again, most=1_000),
        Line("P11", "memory, verify", peak, "MiB", most=80),
    ]


def _with_peak(command: list[str], environment: dict[str, str], folder: Path) -> tuple[float, float]:
    """(ms, peak MiB) of a whole process that must answer yes; its git processes do not count."""
    started, peak = time.perf_counter(), 0.0
    with (folder / "verify.out").open("wb") as out:
        running = subprocess.Popen(command, env=environment, cwd=folder, stdout=out)
        while running.poll() is None:
            with suppress(RuntimeError, OSError):  # it may end while it is looked at
                peak = max(peak, peak_mib(running.pid))
            time.sleep(0.02)
    if running.returncode:
        raise RuntimeError(f"{' '.join(command)} answered {running.returncode}")
    return (time.perf_counter() - started) * 1000, peak


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
    first_title(made)  # reads the list once, so that it is warm
    floor = place.hello()

    def opened() -> float:
        terminal = Terminal(BOARD, made.environment(), made.path)
        try:
            terminal.painted_ms(AT_REST)
            return terminal.pressed_ms(b"\r", first)
        finally:
            terminal.end()

    shown = statistics.median(opened() for _ in range(5))
    what = f"open a proposal of {text.count(chr(10)):,} lines ({kind})"
    return [Line("P10", what, shown, floor=floor, floor_name="Textual hello", most=2)]


def p11(place: Place) -> list[Line]:
    """Peak memory."""
    made = place.repository()
    floor = first_paint([PYTHON, "-m", "bench.hello"], dict(os.environ), ROOT, hello.TEXT)[1]
    forget(made)
    cold, warm = _at_rest(made), _at_rest(made)
    return [
        Line("P11", "memory, Textual hello", floor, "MiB"),
        Line("P11", "memory, inbox warm", warm, "MiB", most=60),
        Line("P11", "memory, inbox cold", cold, "MiB", most=120),
    ]


def _at_rest(made: Made) -> float:
    """Peak MiB of the screens until all rows are read and kept; its git and its reading process do not count."""
    terminal = Terminal(BOARD, made.environment(), made.path)
    try:
        terminal.painted_ms(AT_REST)
        terminal.rest(5.0)
    finally:
        peak = terminal.end()
    return peak


def _children(made: Made, folder: Path) -> int:
    """How many git processes one cold `board list` starts, counted by a git that notes each call."""
    real = shutil.which("git") or "git"
    folder.mkdir(parents=True, exist_ok=True)
    note, wrapper = folder / "calls", folder / "git"
    note.write_text("")
    wrapper.write_text(f'#!/bin/sh\necho "$*" >> "{note}"\nexec "{real}" "$@"\n')
    wrapper.chmod(0o755)
    forget(made)
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
            forget(made)
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
        text = first_title(made)
        visit(BOARD, made.environment(), made.path)
        painted.append(statistics.median(first_paint(BOARD, made.environment(), made.path, text)[0] for _ in range(5)))
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
    "P5": acts.p5,
    "P6": acts.p6,
    "DOSSIER": acts.dossiers,
    "DEMO": acts.demo,
    "P7": p7,
    "P10": p10,
    "P11": p11,
    "P12": p12,
}
