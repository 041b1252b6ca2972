"""Founding and copying repositories."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from board.core.finding import Refused
from board.store import porcelain
from tests.store.tools import founded, git, healthy, opened, put


def test_a_repository_is_founded_and_governed(tmp_path: Path) -> None:
    place = porcelain.init(tmp_path / "a" / "board", "governance")
    store = opened(place)
    assert store.branch == "governance"
    put(store, "board.toml")
    assert porcelain.branches(place) == ("governance",)
    assert not list((place / ".git").glob("hooks/*"))


def test_a_folder_whose_name_looks_like_a_variable_is_taken_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ELSEWHERE", str(tmp_path / "elsewhere"))
    place = porcelain.init(tmp_path / "$ELSEWHERE")
    assert place == tmp_path / "$ELSEWHERE" and (place / ".git").is_dir()
    assert not (tmp_path / "elsewhere").exists()


def test_an_existing_repository_is_not_founded_again(tmp_path: Path) -> None:
    place = founded(tmp_path / "work")
    with pytest.raises(Refused, match="repository already"):
        porcelain.init(place)


def test_a_bare_copy_becomes_a_remote(tmp_path: Path) -> None:
    place = founded(tmp_path / "work")
    remote = porcelain.clone(place, tmp_path / "remote.git", bare=True)
    porcelain.add_remote(place, "origin", remote)
    assert porcelain.remotes(place) == {"origin": str(remote)}
    store = opened(place)
    store.fetch()
    written = put(store, "a.md")
    assert written.pushed and git(remote, "rev-parse", "main") == written.commit
    other = porcelain.clone(remote, tmp_path / "other", "main")
    assert opened(other).snapshot().read("a.md") == b"data\n"
    healthy(other)


@pytest.mark.parametrize("name", ["--upload-pack=x", "a b", "../x"])
def test_row_45_names_are_never_options(tmp_path: Path, name: str) -> None:
    place = founded(tmp_path / "work")
    with pytest.raises(Refused):
        porcelain.add_remote(place, name, tmp_path)
    with pytest.raises(Refused):
        porcelain.init(tmp_path / "new", name)
    with pytest.raises(Refused):
        porcelain.clone(place, tmp_path / "copy", name)


def test_failures_are_refusals_in_words_and_the_environment_comes_back(tmp_path: Path) -> None:
    before = dict(os.environ)
    with pytest.raises(Refused) as refused:
        porcelain.clone(tmp_path / "nothing", tmp_path / "copy")
    assert refused.value.findings[0].code == "git.failed"
    with pytest.raises(Refused):
        porcelain.remotes(tmp_path)
    assert dict(os.environ) == before
