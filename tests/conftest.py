"""Shared by all tests: the folder of real material beside the checkout, where there is one, and a home of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the developer's drafts, caches or git configuration."""
    home = tmp_path_factory.mktemp("home")
    for variable, folder in (("XDG_STATE_HOME", "state"), ("XDG_CACHE_HOME", "cache"), ("XDG_CONFIG_HOME", "config")):
        monkeypatch.setenv(variable, str(home / folder))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for variable in ("GIT_CONFIG_GLOBAL", "GIT_DIR", "GIT_WORK_TREE", "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def shared() -> Path:
    """The folder `shared` beside the checkout; a test that needs it skips, visibly, where it is not there."""
    found = ROOT.parent / "shared"
    if not found.is_dir():
        pytest.skip("the folder ../shared with real material is not there")
    return found
