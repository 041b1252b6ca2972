"""Kills, full disks and crashes while writing: the old state or the new one, and the next start mends."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from board.core.finding import Refused
from board.store.following import Following
from tests.soak import count
from tests.store.tools import ANA, WHEN, founded, git, healthy, opened, put, python, says, shared_remote, user_state

BALLOT = "decisions/x/ballots/ana-1.toml"
WRITER = """
import sys
from pathlib import Path
from datetime import UTC, datetime
from board.store.base import Change, Person
from board.store.repository import open_repository

store = open_repository(Path(sys.argv[1]), "main")
start = int(sys.argv[2])
print("ready", flush=True)
for number in range(start, start + 10000):
    files = {f"d/{number}.md": b"x" * 2000, "d/last.md": b"%d" % number}
    written = store.write(lambda snapshot: Change(files, f"Record {number}"), Person("Ana", "ana@x.example"),
                          datetime.now(UTC), None)
    print(written.commit, flush=True)
"""


def killed(place: Path, start: int, chance: random.Random, whole_tree: bool) -> list[str]:
    """Let a writer write, kill it at a random moment, and return the commits it had reported."""
    process = python(WRITER, str(place), str(start))
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(chance.uniform(0.0, 0.2))
    children = descendants(process.pid) if whole_tree else []
    process.send_signal(signal.SIGKILL)
    for child in children:
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            continue
    out, _ = process.communicate()
    return out.decode().split()


def descendants(pid: int) -> list[int]:
    """The processes started by a process, by /proc."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [each for child in map(int, listed) for each in (child, *descendants(child))]


@pytest.mark.soak
@pytest.mark.slow
@pytest.mark.parametrize("whole_tree", [False, True], ids=["our process", "git too"])
def test_row_59_a_kill_at_any_moment_leaves_the_old_state_or_the_new(
    tmp_path: Path, whole_tree: bool, record_property: Callable[[str, object], None]
) -> None:
    """Given kills at random moments, when the repository is opened again, then all reported records are there,

    the checkout is clean, and writing goes on; a lock that git left is explained and removed as the words say.
    """
    place = founded(tmp_path / "work")
    chance = random.Random(20261008)
    reported: list[str] = []
    kills = count(13, 500)
    for turn in range(kills):
        reported += killed(place, turn * 100000, chance, whole_tree)
        for lock in (place / ".git").rglob("*.lock") if whole_tree else ():
            if b"governance-board" not in lock.read_bytes():
                lock.unlink()  # left by git, which was killed as well
        store = opened(place)
        history = git(place, "rev-list", "main").split()
        assert set(reported) <= set(history)
        assert git(place, "status", "--porcelain", "--untracked-files=no") == ""
        last = store.snapshot().read("d/last.md")
        assert last is None or store.snapshot().read(f"d/{int(last)}.md") == b"x" * 2000
        put(store, f"after/{turn}.md")
        store.close()
    assert git(place, "status", "--porcelain", "--untracked-files=no") == ""
    assert not (place / ".git/index.lock").exists()
    assert [file.name for file in (place / ".git/board/journal").iterdir()] == []
    healthy(place)
    record_property("soak", f"{kills} kills while writing: {len(reported)} acknowledged records, none lost")


POINTS = ["journal", "locked", "prepared", "moved", "files", "index"]


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_at_each_step_is_mended_at_the_next_start(tmp_path: Path, point: str) -> None:
    """Given a writer that ends at one step, when the user commits all and the board opens, then nothing is lost."""
    place = founded(tmp_path / "work")
    (place / "board.toml").write_text("rules = 1\n# mine\n")
    script = f"""
import os, sys
from board.store import following, journal, refs
from board.store.worktree import Disk

def die(*_, **__):
    os._exit(9)

def after(owner, name):
    do = getattr(owner, name)
    def done(*arguments, **options):
        do(*arguments, **options)
        die()
    setattr(owner, name, done)

point = {point!r}
if point == "journal": after(journal.Mover, "_write")
if point == "locked": after(following.Following, "_take_lock")
if point == "prepared": after(following.Following, "prepare")
if point == "moved": after(refs.Refs, "move")
if point == "files": after(Disk, "write")
if point == "index": following.sync_folder = die
{WRITER}
"""
    process = python(script, str(place), "1")
    process.communicate()
    assert process.returncode == 9
    before = git(place, "rev-parse", "main")
    moved = git(place, "rev-list", "--count", "main") == "2"
    assert moved == (point in ("moved", "files", "index"))
    if point != "journal":
        assert git(place, "commit", "-a", "-m", "Mine", check=False) == "", (
            "the user's commit must wait for the mending"
        )
        assert git(place, "rev-parse", "main") == before
    store = opened(place)
    assert store.tip() == before
    assert not (place / ".git/index.lock").exists()
    assert list((place / ".git/board/journal").iterdir()) == []
    assert git(place, "status", "--porcelain").splitlines() == [" M board.toml"]
    git(place, "commit", "-q", "-a", "-m", "Mine")
    assert ("d/1.md" in git(place, "ls-tree", "-r", "--name-only", "HEAD")) == moved
    put(store, "after.md")
    assert git(place, "status", "--porcelain") == ""
    healthy(place)


@pytest.mark.parametrize("late", ["update-ref", "update-index"])
def test_a_git_that_outlives_its_program_is_waited_for(tmp_path: Path, late: str) -> None:
    """Given a kill while git is still at work, when the board opens at once, then git ends first and all is mended."""
    place = founded(tmp_path / "work")
    (tmp_path / "bin").mkdir()
    slow = tmp_path / "bin/git"
    wait = f'case " $* " in *" {late} "*) : >{tmp_path}/begun; sleep 0.8;; esac'
    slow.write_text(f'#!/bin/sh\n{wait}\nexec {shutil.which("git")} "$@" 2>>{tmp_path}/said\n')
    slow.chmod(0o755)
    process = python(WRITER, str(place), "1", environment={"PATH": f"{slow.parent}:{os.environ['PATH']}"})
    while not (tmp_path / "begun").exists():
        assert process.poll() is None
        time.sleep(0.01)
    time.sleep(0.2)  # git has been told what to do, and is about to
    process.kill()
    process.communicate()
    store = opened(place)
    seen = store.tip()
    assert git(place, "status", "--porcelain") == ""
    put(store, "after.md")
    assert git(place, "rev-list", "--count", "main") == ("3" if late == "update-ref" else "2")
    assert git(place, "rev-parse", "main~1") == seen
    assert git(place, "status", "--porcelain") == ""
    assert not (place / ".git/index.lock").exists()
    healthy(place)


def test_what_cannot_be_mended_yet_is_told_and_tried_again(tmp_path: Path) -> None:
    """Given a kill after the move and then an edit in the way, when opened, then the note says so until it is gone."""
    place = founded(tmp_path / "work")
    script = f"""
import os
from board.store.following import Following
Following.finish = lambda _: os._exit(9)
{WRITER}
"""
    process = python(script, str(place), "1")
    process.communicate()
    (place / "d").mkdir()
    (place / "d/1.md").write_text("mine\n")
    store = opened(place)
    (note,) = store.sync_state().notes
    assert "d/1.md" in note and "commit -a" in note
    assert (place / "d/1.md").read_text() == "mine\n"
    (place / "d/1.md").unlink()
    again = opened(place)
    assert again.sync_state().notes == ()
    assert git(place, "status", "--porcelain") == ""


def test_row_60_a_lock_of_a_living_git_is_never_taken_for_ours(tmp_path: Path) -> None:
    place = founded(tmp_path / "work")
    (place / ".git/board/journal").mkdir(parents=True)
    (place / ".git/board/journal/1-aa.json").write_text("{broken")
    (place / ".git/index.lock").write_bytes(b"governance-board of another name\n")
    opened(place)
    assert (place / ".git/index.lock").exists()
    assert list((place / ".git/board/journal").iterdir()) == []


def test_a_checkout_that_fails_after_the_move_is_told_and_kept_for_mending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = founded(tmp_path / "work")
    with monkeypatch.context() as patch:
        patch.setattr(Following, "_walk", lambda self, steps: "no space left on device.")
        written = put(opened(place), BALLOT)
    assert "were not brought along: no space left" in written.notes[0]
    assert git(place, "rev-parse", "main") == written.commit
    opened(place)
    assert (place / BALLOT).exists() and git(place, "status", "--porcelain") == ""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    place = tmp_path / "small"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("no small file system can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.soak
def test_row_61_a_full_disk_stops_with_words_and_the_last_good_record_stays(small_disk: Path) -> None:
    """Given a disk that fills up, when records are written until it is full, then nothing breaks, and room heals it."""
    place = founded(small_disk / "work")
    store = opened(place)
    noise = random.Random(1)
    good = [store.tip()]
    with pytest.raises(Refused) as refused:
        for number in range(200):
            good.append(put(store, f"d/{number}.bin", noise.randbytes(40000)).commit)
    assert refused.value.findings[0].code in ("disk.full", "disk.refused", "worktree.lock"), str(refused.value)
    assert len(good) > 3
    assert store.tip() == good[-1]
    store.close()
    for junk in (place / ".git/objects").rglob("tmp_obj_*"):
        junk.unlink()
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    again = opened(place)
    assert again.tip() == good[-1]
    put(again, "after.md")
    again.close()
    assert git(place, "status", "--porcelain") == ""
    healthy(place)


def test_row_61_a_disk_that_became_read_only_stops_with_words_and_is_written_again_later(small_disk: Path) -> None:
    """Given a disk mounted read-only under an open board, when a record is written, then words say so."""
    place = founded(small_disk / "work")
    store = opened(place)
    tip = store.tip()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    try:
        with pytest.raises(Refused) as refused:
            put(store, BALLOT)
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert refused.value.findings[0].code in ("disk.full", "disk.refused", "worktree.lock")
    assert "ead-only file system" in str(refused.value)
    assert store.tip() == tip
    put(store, BALLOT)
    store.close()
    healthy(place)


def test_a_limit_on_file_size_stops_with_words(tmp_path: Path) -> None:
    """Given a process that may not write large files, when a large record is written, then it is refused in words."""
    place = founded(tmp_path / "work")
    script = """
import resource, signal, sys, os
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from board.core.finding import Refused
from tests.store.tools import opened, put
store = opened(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (30000, 30000))
try:
    put(store, "d/large.bin", os.urandom(60000))
except Refused as refused:
    print(refused.findings[0].code)
"""
    out, err = python(script, str(place)).communicate()
    assert out.decode().strip() == "disk.full", err.decode()
    assert git(place, "rev-list", "--count", "main") == "1"
    assert git(place, "status", "--porcelain") == ""
    put(opened(place), "d/large.bin", b"x" * 60000)
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    healthy(place)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_repository_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    place = founded(tmp_path / "work")
    store = opened(place)
    (place / ".git").chmod(0o500)
    try:
        with pytest.raises(Refused) as refused:
            put(store, BALLOT)
        assert refused.value.findings[0].code == "disk.refused"
    finally:
        (place / ".git").chmod(0o700)


def test_a_kill_after_the_push_loses_nothing(tmp_path: Path) -> None:
    """Given a push that arrived and a kill right after, when the board opens, then the record is there once."""
    remote, (clone,) = shared_remote(tmp_path)
    script = f"""
import os
from board.store.remote import Remote
push = Remote.push
Remote.push = lambda self, new: (push(self, new), os._exit(9))
{WRITER}
"""
    process = python(script, str(clone), "1")
    process.communicate()
    assert process.returncode == 9
    arrived = git(remote, "rev-parse", "main")
    before = user_state(clone)
    store = opened(clone)
    assert store.fetch() == arrived
    assert user_state(clone) == before
    with pytest.raises(Refused) as refused:
        store.write(says({"d/1.md": b"x" * 2000}, once=True), ANA, WHEN, None)
    assert refused.value.findings[0].code == "store.exists"
    assert store.bring_along() == ()
    assert git(clone, "status", "--porcelain") == ""


def test_a_slow_look_into_the_lock_is_short(tmp_path: Path) -> None:
    """Given an index lock that goes away, when a record is written meanwhile, then it waits for it and succeeds."""
    place = founded(tmp_path / "work")
    store = opened(place)
    (place / ".git/index.lock").write_bytes(b"")
    helper = python("import sys, time, os\ntime.sleep(0.2)\nos.unlink(sys.argv[1])", str(place / ".git/index.lock"))
    assert put(store, BALLOT).commit == store.tip()
    helper.communicate()
