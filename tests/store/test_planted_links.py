"""git opens its own files without asking what they are: so this program looks first."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from board.core.finding import ExitStatus, Refused
from board.store import batch, planted
from board.store.repository import open_repository
from tests.boards import git
from tests.store.tools import founded, opened, put, shared_remote

HERS = "# hers\n"
Plant = Callable[[Path, Path], object]
"""Given the `.git` of a prepared repository, and a folder of the reader's with one file: puts something there."""


def at(path: str, make: Callable[[Path, Path], object], *before: str) -> Plant:
    """Something in place of a path below `.git`; `before` is written into its settings."""

    def plant(dot_git: Path, hers: Path) -> None:
        place = dot_git / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.is_dir():
            place.rename(hers.parent / "moved")
        place.unlink(missing_ok=True)
        make(place, hers)
        if not before:
            return
        with (dot_git / "config").open("a") as settings:
            settings.write("".join(f"{line}\n" for line in before))

    return plant


def pipe(place: Path, _hers: Path) -> None:
    os.mkfifo(place)


def link(place: Path, hers: Path) -> None:
    place.symlink_to(hers / "file")


def folder(place: Path, hers: Path) -> None:
    place.symlink_to(hers)


def device(place: Path, _hers: Path) -> None:
    place.symlink_to("/dev/zero")


def elsewhere(dot_git: Path, hers: Path) -> None:
    """Objects borrowed from a folder that holds a pipe."""
    pack = hers.parent / "lent" / "pack"
    pack.mkdir(parents=True)
    os.mkfifo(pack / "multi-pack-index")
    (dot_git / "objects/info/alternates").write_text("../../../lent\n")


def other_settings(dot_git: Path, hers: Path) -> None:
    """A work tree whose settings are another repository's."""
    other = founded(hers.parent / "other")
    git(dot_git.parent, "worktree", "add", "-q", "../tree", "-b", "side")
    (dot_git / "worktrees/tree/commondir").write_text(f"{other}/.git\n")


def third(dot_git: Path, hers: Path) -> None:
    """A repository that leads to a second one, which leads to a third."""
    second = founded(hers.parent / "second")
    (dot_git / "commondir").write_text(f"{second}/.git\n")
    (second / ".git/commondir").write_text(f"{founded(hers.parent / 'third')}/.git\n")


def settings_of_odd_bytes(dot_git: Path, _hers: Path) -> None:
    """Settings included by a name that is no text."""
    os.mkfifo(os.fsencode(dot_git) + b"/p\xff")
    with (dot_git / "config").open("ab") as settings:
        settings.write(b"[include]\n\tpath = p\xff\n")


def settings_by_a_link(dot_git: Path, hers: Path) -> None:
    """Settings included by a way through a link and back: as the disk goes, not as the text reads."""
    (dot_git / "sub/deep").mkdir(parents=True)
    (dot_git / "way").symlink_to("sub/deep")
    at("sub/p", pipe, "[include]\n\tpath = way/../p")(dot_git, hers)


def elsewhere_by_a_link(dot_git: Path, hers: Path) -> None:
    """Objects borrowed from a folder beside the one to which a link leads."""
    store = hers.parent / "away/store"
    store.parent.mkdir()
    (dot_git / "objects").rename(store)
    (dot_git / "objects").symlink_to(store)
    (store.parent / "lent/pack").mkdir(parents=True)
    os.mkfifo(store.parent / "lent/pack/multi-pack-index")
    (store / "info/alternates").write_text("../lent\n")


INCLUDED = "[include]\n\tpath = more"
PLANTS: dict[str, Plant] = {
    "settings in a pipe": at("config", pipe),
    "settings included from a pipe": at("more", pipe, INCLUDED),
    "settings included on a condition": at("more", pipe, '[includeIf "gitdir:/"]\n\tpath = more'),
    "settings included twice over": lambda dot_git, hers: (
        at("more", lambda place, _: place.write_text("[include]\n\tpath = yet\n"), INCLUDED)(dot_git, hers),
        os.mkfifo(dot_git / "yet"),
    ),
    "settings from a device": at("more", device, INCLUDED),
    "settings of a work tree in a pipe": at("config.worktree", pipe, "[extensions]\n\tworktreeConfig = true"),
    "settings included by odd bytes": settings_of_odd_bytes,
    "settings included through a link": settings_by_a_link,
    "settings included from where git lies": at("more", pipe, "[include]\n\tpath = %(prefix)/../dev/stdin"),
    "packed refs in a pipe": at("packed-refs", pipe),
    "packed refs behind a link": at("packed-refs", link),
    "borrowed objects in a pipe": at("objects/info/alternates", pipe),
    "borrowed objects with a pipe": elsewhere,
    "borrowed objects beside what a link leads to": elsewhere_by_a_link,
    "borrowed objects under a name no disk holds": at(
        "objects/info/alternates", lambda place, _: place.write_text("a" * 5000)
    ),
    "a checkpoint in a pipe": at("refs/board/checkpoints/1/m/1", pipe, "[extensions]\n\trefStorage = reftable"),
    "a pack in a pipe": at(f"objects/pack/pack-{'0' * 40}.idx", pipe),
    "a list of packs in a pipe": at("objects/pack/multi-pack-index", pipe),
    "an object in a pipe": at(f"objects/12/{'3' * 38}", pipe),
    "objects behind a link": at("objects/12", folder),
    "all objects behind a link": at("objects", folder),
    "packs behind a link": at("objects/pack", folder),
    "the index in a pipe": at("index", pipe),
    "a ref in a pipe": at("refs/heads/other", pipe),
    "refs behind a link": at("refs/remotes", folder),
    "the board's refs behind a link": at("refs/board", folder),
    "all logs behind a link": at("logs", folder),
    "attributes in a pipe": at("info/attributes", pipe),
    "excludes in a pipe": at("info/exclude", pipe),
    "HEAD in a pipe": at("MERGE_HEAD", pipe),
    "a merge in a pipe": at("MERGE_MSG", pipe),
    "a rebase in a pipe": at("rebase-merge/head-name", pipe),
    "a work tree behind a link": at("worktrees/x", folder),
    "a work tree in a pipe": at("worktrees/x/gitdir", pipe),
    "a work tree's index in a pipe": at("worktrees/x/index", pipe),
    "a work tree with other settings": other_settings,
    "a repository that leads to a third": third,
    "our index in a pipe": at("board-index", pipe),
}


@pytest.fixture
def hers(tmp_path: Path) -> Path:
    """A folder of the reader's, with a file of hers."""
    place = tmp_path / "hers"
    place.mkdir()
    (place / "file").write_text(HERS)
    return place


@pytest.mark.parametrize("name", PLANTS)
def test_row_42_what_git_would_follow_or_wait_at_is_named_and_nothing_is_opened(
    tmp_path: Path, hers: Path, name: str
) -> None:
    """Given one of these in the `.git` of a prepared repository, then opening it is refused at once, and names it."""
    place = founded(tmp_path / "prepared")
    PLANTS[name](place / ".git", hers)
    begun = time.monotonic()
    with pytest.raises(Refused) as refused:
        open_repository(place)
    (finding,) = refused.value.findings
    assert (finding.code, refused.value.status) == ("repository.planted", ExitStatus.CANNOT_TELL)
    assert str(tmp_path) in finding.message and finding.fix
    assert time.monotonic() - begun < 10
    assert {file.name: file.read_text() for file in hers.iterdir()} == {"file": HERS}


@pytest.mark.parametrize("path", ["logs/refs/heads/main", "logs/HEAD", "logs/refs", "logs/refs/heads/other"])
def test_row_42_no_log_of_gits_is_written_through_a_link(tmp_path: Path, hers: Path, path: str) -> None:
    """Given a link where git logs a ref, or the ref it stands for, then a record is refused and not logged there.

    Else git appends a line to a file of the reader's, with the name in it that the repository says is hers.
    """
    place = founded(tmp_path / "prepared")
    if path.endswith("other"):
        git(place, "update-ref", "refs/heads/other", "HEAD")
        git(place, "symbolic-ref", "refs/heads/main", "refs/heads/other")
    head = git(place, "rev-parse", "HEAD")
    at(path, folder if path == "logs/refs" else link)(place / ".git", hers)
    refused_and_nothing_written(lambda: put(opened(place, "main"), "a.md"), hers)
    assert git(place, "rev-parse", "HEAD") == head


@pytest.mark.parametrize("path", ["logs/refs/remotes/origin/main", "logs/refs/remotes/origin"])
def test_row_42_a_look_at_the_remote_is_not_logged_through_a_link(tmp_path: Path, hers: Path, path: str) -> None:
    """Given a link where git logs what was seen at the remote, when there is something new, then it is not logged."""
    _, (clone, other) = shared_remote(tmp_path, 2)
    put(opened(other), "new.md")
    at(path, folder if path.endswith("origin") else link)(clone / ".git", hers)
    refused_and_nothing_written(opened(clone).fetch, hers)


def refused_and_nothing_written(act: Callable[[], object], hers: Path) -> None:
    with pytest.raises(Refused) as refused:
        act()
    assert [one.code for one in refused.value.findings] == ["repository.planted"]
    assert {file.name: file.read_text() for file in hers.iterdir()} == {"file": HERS}


@pytest.mark.parametrize("way", ["excludes in settings", "attributes", "excludes in a folder", "a device"])
def test_row_42_a_pipe_on_the_way_to_files_is_not_waited_for(tmp_path: Path, way: str) -> None:
    """Given a pipe where git reads attributes or excludes, when hundreds of files come, then it is named, or unread."""
    remote, (clone, other) = shared_remote(tmp_path, 2)
    (other / "many").mkdir()
    for number in range(250):
        (other / f"many/{number}.txt").write_text("x\n")
    git(other, "add", "-A")
    git(other, "commit", "-q", "-m", "Many")
    git(other, "push", "-q", str(remote), "main")
    store = opened(clone)
    if way == "excludes in settings":
        os.mkfifo(clone / ".git/p")
        git(clone, "config", "core.excludesFile", str(clone / ".git/p"))
    elif way == "a device":
        (clone / ".gitattributes").symlink_to("/dev/zero")
    else:
        (clone / "many").mkdir()
        os.mkfifo(clone / (".gitattributes" if way == "attributes" else "many/.gitignore"))
    store.fetch()
    begun = time.monotonic()
    told = " ".join(store.bring_along())
    assert time.monotonic() - begun < 10
    assert ("is no plain file" in told) == (way != "excludes in settings"), told
    assert (clone / "many/1.txt").exists() == (way == "excludes in settings")


def test_a_log_of_gits_never_says_what_the_repository_calls_its_user(tmp_path: Path) -> None:
    """Given a name in a repository's settings that is a command, then no line that git logs for us holds it."""
    place = founded(tmp_path / "prepared")
    git(place, "config", "user.name", "Ana $(touch ran)")
    put(opened(place), "a.md")
    logged = "".join(file.read_text() for file in (place / ".git/logs").rglob("*") if file.is_file())
    assert "board: Write a.md" in logged
    assert "touch" not in logged


def test_row_42_a_link_below_the_boards_refs_is_not_walked_through(tmp_path: Path) -> None:
    """Given a link to the whole disk where checkpoints lie, when they are read, then nothing behind it is looked at."""
    place = founded(tmp_path / "prepared")
    head = git(place, "rev-parse", "HEAD")
    (place / ".git/refs/board/checkpoints").mkdir(parents=True)
    (place / ".git/refs/board/checkpoints/1").symlink_to("/")
    (place / ".git/refs/board/checkpoints/2/ana").mkdir(parents=True)
    (place / ".git/refs/board/checkpoints/2/ana/3").write_text(f"{head}\n")
    store = open_repository(place)
    begun = time.monotonic()
    assert store.notes().all() == {"2/ana/3": head}
    assert time.monotonic() - begun < 5


def test_row_42_a_reader_of_objects_is_not_waited_for_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a pipe put in place of an object with the board open, then git is stopped, and she reads why."""
    place = founded(tmp_path / "prepared")
    store = open_repository(place)
    tip = store.tip()
    monkeypatch.setattr(batch, "PATIENCE", 0.5)
    file = place / ".git/objects" / tip[:2] / tip[2:]
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(Refused) as refused:
        store.snapshot(tip)
    assert [one.code for one in refused.value.findings] == ["git.timeout"]


@pytest.mark.parametrize("path", ["index", "refs/heads/short", "objects/pack/tmp_idx_1", "worktrees/short"])
def test_what_another_program_takes_away_meanwhile_is_no_plant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Given something odd below `.git` that is gone once it was listed, then the repository opens; else it is named."""
    place = founded(tmp_path / "board")
    at(path, pipe)(place / ".git", tmp_path)
    told, gone = planted._listed, list[str]()

    def listed(folder: str | Path) -> list[os.DirEntry[str]]:
        found = told(folder)
        for entry in found:
            if Path(entry.path) == place / ".git" / path:
                Path(entry.path).unlink()
                gone.append(entry.name)
        return found

    with pytest.raises(Refused):
        open_repository(place)
    monkeypatch.setattr(planted, "_listed", listed)
    planted.look(place / ".git", place / ".git")
    assert gone == [Path(path).name]


def test_what_honest_people_link_stays_usable(tmp_path: Path) -> None:
    """Given hooks, excludes and the index as links, objects on another disk, borrowed ones, and included settings.

    And a socket that git's own watcher of files leaves: then the repository is read and written as ever.
    """
    lender, place = founded(tmp_path / "lender"), tmp_path / "borrower"
    git(tmp_path, "clone", "-q", "--shared", str(lender), str(place))
    git(place, "remote", "remove", "origin")
    dot_git, own = place / ".git", tmp_path / "own"
    own.mkdir()
    for path in ("hooks", "info/exclude", "index", "objects"):
        (dot_git / path).rename(own / Path(path).name)
        (dot_git / path).symlink_to(own / Path(path).name)
    (own / "settings").write_text("[core]\n\tabbrev = 12\n")
    for path in ("../../own/settings", "~/nothing-there"):
        git(place, "config", "--add", "include.path", path)
    subprocess.run(
        ["python3", "-c", "import socket; socket.socket(socket.AF_UNIX).bind('fsmonitor--daemon.ipc')"],
        cwd=dot_git,
        check=True,
    )
    written = put(opened(place), "a.md")
    assert git(place, "rev-parse", "main") == written.commit
    assert git(place, "status", "--short") == ""
