"""The small signed board, made once; each case works on a copy of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.trust.history import History, copy_of, live, signed_board


@pytest.fixture(scope="session")
def _small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    board = signed_board(tmp_path_factory.mktemp("small"))
    live(board)
    return board.path


@pytest.fixture(scope="session")
def _young(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return signed_board(tmp_path_factory.mktemp("young")).path


@pytest.fixture
def small(_small: Path, tmp_path: Path) -> History:
    """One proposal decided, one open with two ballots."""
    return copy_of(_small, tmp_path)


@pytest.fixture
def young(_young: Path, tmp_path: Path) -> History:
    """A board that was only founded."""
    return copy_of(_young, tmp_path)
