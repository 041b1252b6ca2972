"""A copy of the worked example for each test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import Board
from tests.conftest import demo_copied


@pytest.fixture
def example(demo_folder: Path, tmp_path: Path) -> Path:
    """A demo repository of the test's own, with its own remote."""
    copy, remote = tmp_path / "board", tmp_path / "remote.git"
    demo_copied(demo_folder, copy, remote)
    return copy


@pytest.fixture
def play(example: Path) -> Callable[[str], Board]:
    """`play("ana")` runs commands on the example as ana."""
    return lambda member: Board(example, member)
