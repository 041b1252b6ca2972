"""A copy of the worked example for each test."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import Board


@pytest.fixture
def example(demo_folder: Path, tmp_path: Path) -> Path:
    """A demo repository of the test's own, with its own remote."""
    copy, remote = tmp_path / "board", tmp_path / "remote.git"
    shutil.copytree(demo_folder / "board", copy, symlinks=True)
    shutil.copytree(demo_folder / "board-remote.git", remote, symlinks=True)
    subprocess.run(["git", "remote", "set-url", "origin", str(remote)], cwd=copy, check=True)
    return copy


@pytest.fixture
def play(example: Path) -> Callable[[str], Board]:
    """`play("ana")` runs commands on the example as ana."""
    return lambda member: Board(example, member)
