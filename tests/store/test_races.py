"""Many writers at once: nothing is lost, the history is one line, and git finds nothing wrong."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from board.store.writing import pause
from tests.soak import count
from tests.store.tools import founded, git, healthy, opened, python, shared_remote

WRITER = """
import sys
from pathlib import Path
from datetime import UTC, datetime
from board.store.base import Change, Person
from board.store.repository import open_repository

place, who, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
store = open_repository(place, "main")
for number in range(count):
    def make(snapshot):
        total = int(snapshot.read("total") or b"0")
        files = {f"decisions/x/ballots/{who}-{number}.toml": b"yes", "total": b"%d" % (total + 1)}
        return Change(files, f"{who} {number}", (f"decisions/x/ballots/{who}-{number}.toml",))
    written = store.write(make, Person(who, f"{who}@x.example"), datetime.now(UTC), None, attempts=200)
    print(written.commit, flush=True)
store.close()
"""


def together(arguments: list[tuple[Path, str, int]]) -> list[str]:
    """Run writers at the same time; the commits they reported."""
    running = [python(WRITER, str(place), who, str(count)) for place, who, count in arguments]
    reported = []
    for process in running:
        out, err = process.communicate(timeout=600)
        assert process.returncode == 0, err.decode()
        reported += out.decode().split()
    return reported


def check(place: Path, reported: list[str], expected: int) -> None:
    """Every reported commit is in one line of history, each file is there, and the count was never lost."""
    history = git(place, "rev-list", "--parents", "main").splitlines()
    assert all(len(line.split()) <= 2 for line in history), "not one line"
    assert {line.split()[0] for line in history} >= set(reported)
    assert len(reported) == len(set(reported)) == expected
    assert len(git(place, "ls-tree", "-r", "--name-only", "main", "decisions/").splitlines()) == expected
    assert git(place, "show", "main:total") == str(expected)
    healthy(place)


@pytest.mark.soak
@pytest.mark.slow
def test_row_63_local_writers_lose_nothing(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """Given six processes in one checkout, when each writes four records, then all 24 are there and it is clean."""
    place = founded(tmp_path / "work")
    writers, each = count(6, 16), count(4, 20)
    reported = together([(place, f"m{number}", each) for number in range(writers)])
    check(place, reported, writers * each)
    record_property("soak", f"{writers} writers in one checkout: {writers * each} records, none lost")
    assert git(place, "status", "--porcelain") == ""
    assert not (place / ".git/index.lock").exists()


@pytest.mark.slow
def test_linked_work_trees_and_the_users_own_commits_in_between(tmp_path: Path) -> None:
    """Given writers beside a user who commits, when all are done, then her commits and every record are there."""
    place = founded(tmp_path / "work")
    git(place, "worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    running = [python(WRITER, str(where), f"m{n}", "5") for n, where in enumerate((place, tmp_path / "side"))]
    mine = 0
    while mine < 8 and any(process.poll() is None for process in running):
        (place / "mine.md").write_text(f"{mine}\n")
        git(place, "add", "mine.md", check=False)
        done = subprocess.run(
            ["git", "-c", "user.name=Mo", "-c", "user.email=mo@x.example", "commit", "-q", "-a", "-m", f"Mine {mine}"],
            cwd=place, capture_output=True, check=False,
        )  # fmt: skip
        mine += done.returncode == 0
    reported = []
    for process in running:
        out, err = process.communicate()
        assert process.returncode == 0, err.decode()
        reported += out.decode().split()
    check(place, reported, 10)
    subjects = git(place, "log", "--format=%s", "main").splitlines()
    assert sum(subject.startswith("Mine") for subject in subjects) == mine


def test_a_lost_race_is_followed_by_a_pause_as_long_as_the_attempts_take_and_never_a_long_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Given attempts that take a second each, then racing writers come apart by seconds; no pause is a long one."""
    waited: list[float] = []
    monkeypatch.setattr("board.store.writing.time.sleep", waited.append)
    for _ in range(200):
        pause(3, took=1.0)
    assert max(waited) > 1.0
    waited.clear()
    for attempt in range(16):
        pause(attempt, took=60.0)
    assert max(waited) <= 4.0
    waited.clear()
    pause(0, took=0.001)
    assert max(waited) <= 0.02


@pytest.mark.soak
@pytest.mark.slow
def test_row_63_pushes_from_several_clones_lose_nothing(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Given four clones, when each pushes three records, then the remote has all twelve in one line."""
    pushers, each = count(4, 8), count(3, 12)
    remote, clones = shared_remote(tmp_path, pushers)
    reported = together([(clone, f"m{number}", each) for number, clone in enumerate(clones)])
    check(remote, reported, pushers * each)
    record_property("soak", f"{pushers} clones that push at once: {pushers * each} records, none lost")
    for clone in clones:
        store = opened(clone)
        store.fetch()
        assert store.bring_along() == ()
        store.close()
        check(clone, reported, pushers * each)
        assert git(clone, "status", "--porcelain") == ""
