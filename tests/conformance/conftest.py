"""The beginnings of the conformance cases, each made once; each test works on a copy of its own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.conformance.beginnings import BEGINNINGS, Begun
from tests.trust.history import History, copy_of


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Begun:
    """Each beginning, made when it is first asked for."""
    return cache(lambda name: BEGINNINGS[name](tmp_path_factory.mktemp(name)))


@pytest.fixture
def small(begun: Begun, tmp_path: Path) -> History:
    """One proposal decided, one open with two ballots."""
    return copy_of(begun("small"), tmp_path)
