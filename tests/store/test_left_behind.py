"""What a kill leaves in a checkout while a file is put in place is cleared by the next start."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from board.store.files import scratch
from board.store.worktree import Disk


def test_given_a_kill_while_a_file_is_put_in_place_the_next_try_leaves_nothing_but_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(self: Path, target: Path) -> Path:
        raise Killed

    disk = Disk(tmp_path)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Path, "replace", killed)
        disk.write(b"decisions/a.toml", b"half")
    assert [file.name for file in (tmp_path / "decisions").iterdir()] != ["a.toml"], "a kill leaves something"
    disk.write(b"decisions/a.toml", b"whole")
    assert [(file.name, file.read_bytes()) for file in (tmp_path / "decisions").iterdir()] == [("a.toml", b"whole")]


def test_given_a_kill_while_something_is_fetched_its_folder_goes_when_the_next_one_comes(tmp_path: Path) -> None:
    top = tmp_path / "away"
    with scratch(top) as live, scratch(top) as killed:
        (killed / "objects").mkdir()
        os.utime(killed, (0, 0))
        with scratch(top) as mine:
            assert {each.name for each in top.iterdir()} == {live.name, mine.name}
    assert list(top.iterdir()) == []
