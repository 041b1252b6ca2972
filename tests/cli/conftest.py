"""The worked example as `board demo` makes it, once for all tests here, and a copy of it for each test that writes."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import Board


@pytest.fixture(scope="session")
def _demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "board"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("maker")))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        ran = Board()("demo", "--at", str(folder), "--no-open", "--json")
    assert ran.status == 0, ran.err
    assert Path(ran.data["directory"]) == folder
    return folder


@pytest.fixture
def example(_demo: Path, tmp_path: Path) -> Path:
    """A demo repository of the test's own, with its own remote."""
    copy = tmp_path / "board"
    shutil.copytree(_demo, copy, symlinks=True)
    url = subprocess.run(
        ["git", "remote", "get-url", "origin"], cwd=_demo, capture_output=True, text=True, check=True
    ).stdout.strip()
    shutil.copytree(url, tmp_path / "remote.git", symlinks=True)
    subprocess.run(["git", "remote", "set-url", "origin", str(tmp_path / "remote.git")], cwd=copy, check=True)
    return copy


@pytest.fixture
def play(example: Path) -> Callable[[str], Board]:
    """`play("ana")` runs commands on the example as ana."""
    return lambda member: Board(example, member)
