"""What ssh-keygen and gpg need on disk lies where nobody else looks, and does not stay when the program is killed."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from board.trust import aside
from board.trust.aside import Aside
from tests.conftest import ROOT

LONG_AGO = (0, 0)
HELD = "from board.trust.aside import Aside; one = Aside(); print(one.path, flush=True); input()"


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for temporary folders of our own; nothing was cleared there yet."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    aside._clear.cache_clear()
    return tmp_path


def held(top: Path) -> tuple[subprocess.Popen[str], Path]:
    """Another program that holds such a folder, since long ago."""
    program = subprocess.Popen(
        [sys.executable, "-c", HELD], cwd=ROOT, env={**os.environ, "TMPDIR": str(top)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert program.stdout is not None
    folder = Path(program.stdout.readline().strip())
    os.utime(folder, LONG_AGO)
    return program, folder


def test_only_the_user_may_open_it_and_it_goes_when_it_is_done_with(top: Path) -> None:
    with Aside() as one, Aside() as other:
        (one / "commit").write_text("what is signed")
        assert one != other
        assert {stat.S_IMODE(each.stat().st_mode) for each in (one, other)} == {0o700}
    assert list(top.iterdir()) == []


def test_given_a_kill_then_the_next_program_removes_what_was_left(top: Path) -> None:
    program, folder = held(top)
    program.send_signal(signal.SIGKILL)
    program.communicate()
    assert folder.is_dir()
    with Aside() as mine:
        assert list(top.iterdir()) == [mine]


def test_given_a_program_that_lives_then_its_folder_stays_however_old_it_is(top: Path) -> None:
    program, folder = held(top)
    with Aside() as mine:
        assert set(top.iterdir()) == {mine, folder}
    program.communicate("\n")
    assert not folder.exists(), "it removes its own"


def test_given_something_put_there_under_such_a_name_then_nothing_behind_it_is_touched(top: Path) -> None:
    kept = top / "home"
    kept.mkdir()
    (kept / "letter").write_text("mine")
    os.utime(kept, LONG_AGO)
    (top / "board-aside-x").symlink_to(kept)
    with Aside():
        assert (kept / "letter").read_text() == "mine"
        assert (top / "board-aside-x").is_symlink()
