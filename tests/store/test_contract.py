"""The store's promises, kept in memory, on a work tree, in a bare repository and with a remote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from board.store.base import Store
from board.store.memory import MemoryStore
from tests.store.contract import StoreContract
from tests.store.tools import empty, founded, git, healthy, opened, shared_remote


class TestInMemory(StoreContract):
    """Without a disk."""

    @pytest.fixture
    def store(self) -> Store:
        return MemoryStore()


class TestOnAWorkTree(StoreContract):
    """On the checked-out branch; afterwards the checkout is clean and the repository whole."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        place = founded(tmp_path / "work")
        store = opened(place)
        yield store
        store.close()
        assert git(place, "status", "--porcelain") == ""
        healthy(place)


class TestOnAnEmptyBareRepository(StoreContract):
    """Before the first commit, without a work tree."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        place = empty(tmp_path / "bare.git", bare=True)
        store = opened(place)
        yield store
        store.close()
        healthy(place)


class TestWithARemote(StoreContract):
    """Every record is pushed; afterwards the remote, the local branch and the checkout agree."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        remote, (clone,) = shared_remote(tmp_path)
        store = opened(clone)
        yield store
        tip = store.tip()
        store.close()
        assert git(remote, "rev-parse", "main") == tip == git(clone, "rev-parse", "main")
        assert git(clone, "status", "--porcelain") == ""
        healthy(remote)
        healthy(clone)
