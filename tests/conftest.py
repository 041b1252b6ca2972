"""Shared by all tests: the folder of real material beside the checkout, where there is one, and a home of their own."""

from __future__ import annotations

import contextlib
import fcntl
import gc
import os
import signal
import subprocess
import sys
import weakref
from collections.abc import Iterator
from functools import cache
from itertools import count as count_up
from pathlib import Path

import pytest
from hypothesis import settings

from board.store import place
from board.store.batch import Batch
from board.store.git import Git
from board.store.repository import open_repository
from board.store.standings import Standing, Standings
from tests.soak import SOAK, count

# Properties are about answers, not about the speed of the machine.
settings.register_profile("untimed", deadline=None, max_examples=count(40, 3_000))
settings.load_profile("untimed")

# Every command a test starts would compile the whole program again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A shell starts what runs in the background deaf to Ctrl-C, and every command a test starts would be deaf too.
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parent.parent


def _in_memory(memory: Path = Path("/dev/shm"), room: int = 4 << 30) -> None:
    """Let temporary repositories lie in memory, where there is room and programs may run: they are many small files.

    On a disk that syncs what it is told to sync, the whole suite takes twice as long.
    """
    with contextlib.suppress(OSError):
        told = os.statvfs(memory)
        if told.f_bavail * told.f_frsize > room and not told.f_flag & os.ST_NOEXEC and os.access(memory, os.W_OK):
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


_in_memory()


def pytest_collection_finish() -> None:
    """Thousands of collected tests stay to the end; the collector need not walk over them again and again."""
    gc.collect()
    gc.freeze()


_homes = count_up()


@pytest.fixture(scope="session", autouse=True)
def _no_home_of_ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is made for a whole module or session does not touch the developer's home either."""
    with pytest.MonkeyPatch.context() as patch:
        for variable, folder in away(tmp_path_factory.mktemp("home-of-all")).items():
            patch.setenv(variable, folder)
        yield


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the developer's drafts, caches or git configuration."""
    home = tmp_path_factory.mktemp(f"home-{next(_homes)}", numbered=False)  # a number is looked for among all others
    for variable, folder in (("XDG_STATE_HOME", "state"), ("XDG_CACHE_HOME", "cache"), ("XDG_CONFIG_HOME", "config")):
        monkeypatch.setenv(variable, str(home / folder))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for variable in ("GIT_CONFIG_GLOBAL", "GIT_DIR", "GIT_WORK_TREE", "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL"):
        monkeypatch.delenv(variable, raising=False)


_settings: dict[object, list[tuple[str, str]]] = {}


@pytest.fixture(autouse=True)
def _settings_are_read_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the many repositories is opened many times; git says once what stands in the same bytes.

    The tests of the store, which open repositories that somebody prepared, ask git each time.
    """
    if request.path.parent.name == "store":
        return
    reading = place.settings_in

    def read(file: Path) -> list[tuple[str, str]]:
        known = file.read_bytes(), *sorted(name for name in os.environ.items() if name[0].startswith(("GIT_", "PATH")))
        if known not in _settings:
            _settings[known] = reading(file)
        return _settings[known]

    monkeypatch.setattr(place, "settings_in", read)


_asked: weakref.WeakSet[Batch] = weakref.WeakSet()
"""Every reader of objects that a test opened and did not close."""


@pytest.fixture(scope="session", autouse=True)
def _readers_are_known() -> Iterator[None]:
    made = Batch.__init__

    def noted(self: Batch, git: Git) -> None:
        made(self, git)
        _asked.add(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Batch, "__init__", noted)
        yield


@pytest.fixture(scope="module", autouse=True)
def _readers_end_with_their_module() -> Iterator[None]:
    """No git process outlives the module that asked it something; a reader that is asked again starts another."""
    yield
    for reader in list(_asked):
        reader.close()


@pytest.fixture
def shared() -> Path:
    """The folder `shared` beside the checkout; a test that needs it skips, visibly, where it is not there."""
    found = ROOT.parent / "shared"
    if not found.is_dir():
        pytest.skip("the folder ../shared with real material is not there")
    return found


def away(home: Path) -> dict[str, str]:
    """An environment that reads and writes nothing of the developer's; what lives for a session must ask for it."""
    folders = {f"XDG_{name.upper()}_HOME": str(home / name) for name in ("state", "cache", "config")}
    nowhere = {"DISPLAY": "", "WAYLAND_DISPLAY": ""}  # what is copied stays in the test
    return {"HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1", **folders, **nowhere}


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example as `board demo` makes it: `board` and `board-remote.git` in a folder nobody writes to."""
    base = tmp_path_factory.getbasetemp()
    # Workers that share the tests share the demo too: whoever comes first makes it.
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "the-demo"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            folder.mkdir()
            environment = {**os.environ, **away(folder / "home")}
            # Its tally walks through the whole history once.
            for words in (
                ["demo", "--at", str(folder / "board"), "--no-open"],
                ["-C", str(folder / "board"), "tally", "13"],
            ):
                command = [sys.executable, "-m", "board", *words]
                ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
                assert ran.returncode == 0, ran.stderr
            (folder / "made").touch()
    return folder


def demo_copied(demo_folder: Path, board: Path, remote: Path) -> None:
    """Copy the demo and its remote; whoever runs the test has read this history once, as after `board demo`."""
    copied(demo_folder / "board", board)
    copied(demo_folder / "board-remote.git", remote)
    subprocess.run(["git", "remote", "set-url", "origin", str(remote)], cwd=board, check=True)
    Standings(open_repository(board).key).save(_read_once(demo_folder))


@cache
def _read_once(demo_folder: Path) -> Standing:
    kept = Standings(open_repository(demo_folder / "board").key, demo_folder / "home" / "state" / "governance-board")
    standing = kept.load()
    assert standing is not None, "the demo has been read when it was made"
    return standing


def copied(folder: Path, to: Path) -> Path:
    """Copy a folder of many small files as it is; returns the copy. Python's own copy costs three times as much."""
    to.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-RPp", str(folder), str(to)], check=True)
    return to


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """After `make soak`, what each heavy test did, in a line."""
    if not SOAK:
        return
    terminalreporter.section("soak")
    for report in (one for each in terminalreporter.stats.values() for one in each):
        if getattr(report, "when", "") == "call":
            told = "; ".join(str(value) for name, value in report.user_properties if name == "soak")
            name = report.nodeid.rpartition("/")[2]
            terminalreporter.write_line(
                f"{report.outcome:7} {report.duration:7.1f} s  {name}{': ' if told else ''}{told}"
            )
