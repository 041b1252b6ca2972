"""What is called recorded is on the disk: git is told to wait for it, and does."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from board.store.git import Git
from tests.store.tools import founded, opened, put

BALLOT = "decisions/x/ballots/ana-1.toml"


def test_row_62_the_disk_has_it_before_it_is_called_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a record, when git writes its objects and the ref, then it is told to sync all of them."""
    told: list[tuple[str, str]] = []
    start = Git._start

    def watched(self: Git, arguments: tuple[str, ...], quiet: bool = False) -> object:
        count = int(self.env["GIT_CONFIG_COUNT"])
        values = {self.env[f"GIT_CONFIG_KEY_{n}"]: self.env[f"GIT_CONFIG_VALUE_{n}"] for n in range(count)}
        told.append((arguments[0], values.get("core.fsync", "")))
        return start(self, arguments, quiet)

    monkeypatch.setattr(Git, "_start", watched)
    put(opened(founded(tmp_path / "work")), BALLOT)
    assert ("unpack-objects", "all") in told and ("update-ref", "all") in told


def test_row_62_every_object_and_the_branch_are_on_the_disk_when_it_is_called_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given git's own account of what it does, then it waited for the disk for each object and for the branch,

    in that order, and the folder that names the branch is synced before anybody hears of it.
    """
    place = founded(tmp_path / "work")
    account, wrapper = tmp_path / "account", tmp_path / "bin" / "git"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\nexport GIT_TRACE2_EVENT="{account}"\nexec {shutil.which("git")} "$@"\n')
    wrapper.chmod(0o755)
    store = opened(place)
    synced: list[Path] = []
    fsync = os.fsync

    def watched(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        fsync(descriptor)

    monkeypatch.setenv("PATH", f"{wrapper.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(os, "fsync", watched)
    put(store, BALLOT)
    waited = [(name, count) for name, count in flushed(account) if name in ("unpack-objects", "update-ref")]
    if not any(count for _, count in waited):
        pytest.skip("this git does not tell how often it waited for the disk")
    assert [name for name, _ in waited] == ["unpack-objects", "update-ref"]
    assert waited[0][1] >= 6, "a blob, four trees and a commit"
    assert waited[1][1] >= 1
    assert place / ".git" / "refs" / "heads" in synced


def flushed(account: Path) -> Iterator[tuple[str, int]]:
    """Each git command with how often it waited until the disk had something."""
    names: dict[str, str] = {}
    for line in account.read_text().splitlines():
        told = json.loads(line)
        if told["event"] == "cmd_name":
            names[told["sid"]] = told["name"]
        if told["event"] == "data" and told.get("key") == "fsync/hardware-flush":
            yield names[told["sid"]], int(told["value"])
