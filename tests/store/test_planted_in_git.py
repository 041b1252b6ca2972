"""What lies in the `.git` of a prepared repository: nothing of the reader's is touched, and nothing waited for."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from board.core.finding import Refused
from board.store.files import read_small
from board.store.repository import open_repository
from tests.boards import git
from tests.store.tools import founded, put

Plant = Callable[[Path, Path], object]
"""Given the `.git` of a repository and a folder of the reader's: puts something there."""


def linked_journal(own: Path, hers: Path) -> None:
    own.mkdir()
    (own / "journal").symlink_to(hers)


def in_the_journal(make: Callable[[Path], object], name: str = "a.json") -> Plant:
    def plant(own: Path, hers: Path) -> None:
        (own / "journal").mkdir(parents=True)
        make(own / "journal" / name)

    return plant


PLANTS: dict[str, Plant] = {
    "the journal is a link": linked_journal,
    "our folder is a link": lambda own, hers: ((hers / "journal").symlink_to(hers), own.symlink_to(hers)),
    "a link in the journal": lambda own, hers: in_the_journal(lambda at: at.symlink_to(hers / "1-aa.json"))(own, hers),
    "a link under a name of ours": lambda own, hers: in_the_journal(
        lambda at: at.symlink_to(hers / "1-aa.json"), "2-bb.json"
    )(own, hers),
    "a pipe in the journal": in_the_journal(os.mkfifo),
    "a pipe under a name of ours": in_the_journal(os.mkfifo, "1-aa.json"),
    "a folder in the journal": in_the_journal(Path.mkdir),
    "a folder under a name of ours": in_the_journal(Path.mkdir, "1-aa.json"),
    "a foreign file in the journal": in_the_journal(lambda at: at.write_text("hers"), "notes.txt"),
    "a pipe in place of our state": lambda own, hers: (own.mkdir(), os.mkfifo(own / "state.json")),
}


@pytest.mark.parametrize("name", PLANTS)
def test_row_42_whatever_lies_in_our_folder_of_a_repository_nothing_of_the_readers_is_lost(
    tmp_path: Path, name: str
) -> None:
    """Given a prepared repository, when it is opened, read and written, then no file that is not ours is gone, no pipe
    is waited for, and reading works.
    """
    place, hers = founded(tmp_path / "prepared"), tmp_path / "hers"
    hers.mkdir()
    for file in ("id_ed25519", "1-aa.json", "1-bb.json"):
        (hers / file).write_text("hers")
    PLANTS[name](place / ".git/board", hers)
    before = everything(hers) | everything(place / ".git/board")
    store = open_repository(place)
    assert store.snapshot().paths()
    store.sync_state(work_tree=True)
    try:
        put(store, "a.md")
    except Refused as refused:
        assert [one.code for one in refused.findings] == ["disk.link"]
    left = everything(hers) | everything(place / ".git/board")
    assert {path: left.get(path) for path in before} == before


def everything(folder: Path) -> dict[Path, str]:
    """Each file below a folder, links not followed, with what it holds."""
    found = (path for path in folder.rglob("*") if not folder.is_symlink())
    return {path: path.read_text() if path.is_file() and not path.is_symlink() else "" for path in found}


def test_row_59_our_own_leftovers_are_still_tidied(tmp_path: Path) -> None:
    """Given an entry of ours that cannot be read, and one half written, when a repository is opened, then they go."""
    place = founded(tmp_path / "own")
    journal = place / ".git/board/journal"
    journal.mkdir(parents=True)
    (journal / "12-0a.json").write_text("{")
    (journal / ".12-0b.json.12.0c.new").write_text("{")
    (journal / "12-0d.json").write_text(json.dumps({"branch": "../../x", "old": "", "new": "0" * 40}))
    open_repository(place)
    assert list(journal.iterdir()) == []


def test_row_66_an_entry_that_goes_back_moves_no_checkout_back(tmp_path: Path) -> None:
    """Given a planted entry whose new commit comes before its old one, or that ends before the tip, then files and
    index stay at the tip, and the entries go.
    """
    place = founded(tmp_path / "own")
    store = open_repository(place, "main")
    for text in (b"1", b"2"):
        put(store, "d/1.md", text)
    first, second, tip = git(place, "rev-list", "--reverse", "main").split()
    journal = place / ".git/board/journal"
    for number, (old, new) in enumerate([(tip, first), (tip, second), (first, second), ("", first)]):
        journal.mkdir(parents=True, exist_ok=True)
        (journal / f"1-a{number}.json").write_text(json.dumps({"branch": "main", "old": old, "new": new}))
        assert open_repository(place, "main").sync_state().notes == ()
        assert list(journal.iterdir()) == []
        assert (git(place, "status", "--porcelain"), (place / "d/1.md").read_text()) == ("", "2")


def test_row_66_an_entry_from_beside_the_branch_takes_no_staged_work(tmp_path: Path) -> None:
    """Given a planted entry from a commit that holds what the user staged, and is not of her branch, then it stays."""
    place = founded(tmp_path / "own")
    first = git(place, "rev-parse", "HEAD")
    (place / "docs/notes.md").write_text("mine\n")
    git(place, "add", "docs/notes.md")
    beside = git(place, "commit-tree", "-p", first, "-m", "Beside", git(place, "write-tree"))
    journal = place / ".git/board/journal"
    journal.mkdir(parents=True)
    (journal / "1-aa.json").write_text(json.dumps({"branch": "main", "old": beside, "new": first}))
    open_repository(place, "main")
    assert (list(journal.iterdir()), (place / "docs/notes.md").read_text()) == ([], "mine\n")
    assert git(place, "status", "--porcelain") == "M  docs/notes.md"


def test_more_entries_than_programs_leave_are_put_away_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given more entries under our names than are mended, then the others go unread, and the words say how many."""
    place = founded(tmp_path / "own")
    head = git(place, "rev-parse", "HEAD")
    journal = place / ".git/board/journal"
    journal.mkdir(parents=True)
    for number in range(5):
        (journal / f"{number}-aa.json").write_text(json.dumps({"branch": "main", "old": "", "new": head}))
    monkeypatch.setattr("board.store.journal._MOST", 2)
    (note,) = open_repository(place, "main").sync_state().notes
    assert "5 moves lay unfinished" in note and "2 of them" in note
    assert list(journal.iterdir()) == []


def test_row_66_an_entry_that_goes_back_takes_no_file_back(tmp_path: Path) -> None:
    """Given a planted entry that leads from the newest commit to an older one, then index and files stay."""
    place = founded(tmp_path / "prepared")
    old = git(place, "rev-parse", "HEAD")
    put(open_repository(place), "ballot.toml")
    new = git(place, "rev-parse", "HEAD")
    told = {"branch": "main", "old": new, "new": old}
    (place / ".git/board/journal").mkdir(parents=True, exist_ok=True)
    (place / ".git/board/journal/1-aa.json").write_text(json.dumps(told))
    assert open_repository(place).sync_state().notes == ()
    assert git(place, "status", "--short") == "" and (place / "ballot.toml").exists()
    assert list((place / ".git/board/journal").iterdir()) == []


@pytest.mark.parametrize(
    "path", ["packed-refs", "refs/heads/other", "index.lock", "rebase-merge/head-name", "worktrees/x/gitdir"]
)
def test_row_42_a_pipe_among_gits_own_files_is_not_waited_for(tmp_path: Path, path: str) -> None:
    """Given a pipe put where this program reads a file of git's, with the board open, then reading still ends."""
    place = founded(tmp_path / "prepared")
    head = git(place, "rev-parse", "HEAD")
    file = place / ".git" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    (place / ".git/board/journal").mkdir(parents=True)
    told = {"branch": "main", "old": "", "new": head}
    store = open_repository(place, "main")
    (place / ".git/board/journal/1-aa.json").write_text(json.dumps(told))
    os.mkfifo(file)
    store.mend()
    assert store.tip() == head
    assert store.on("other").local_tip() == ""


def test_a_file_is_read_only_if_it_is_plain_and_small(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"1234")
    (tmp_path / "link").symlink_to(tmp_path / "plain")
    os.mkfifo(tmp_path / "pipe")
    read = {name: read_small(tmp_path / name) for name in ("plain", "link", "pipe", ".")}
    assert read == {"plain": b"1234", "link": None, "pipe": None, ".": None}
    assert read_small(tmp_path / "plain", 3) is None
    assert read_small(tmp_path / "link", links=True) == b"1234"
