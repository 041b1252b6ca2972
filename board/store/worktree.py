"""The checked-out directories of a repository: which there are, what they are on, and their files, past no link."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from board.core.finding import refuse
from board.core.text import one_line
from board.store import env, refs
from board.store.files import read_small
from board.store.git import Git
from board.store.objects import Object
from board.store.place import Place

MARK = "governance-board "
_FILTER = re.compile(r"filter\.(.+)\.(?:clean|smudge|process|required)", re.DOTALL)
_LARGEST = 64 << 20


@dataclass(frozen=True, slots=True)
class WorkTree:
    """One checked-out directory: where its index and HEAD are, and where its files are."""

    git_dir: Path
    top: Path

    @property
    def index(self) -> Path:
        """The user's index."""
        return self.git_dir / "index"

    @property
    def lock(self) -> Path:
        """git's own lock on the index."""
        return self.git_dir / "index.lock"

    @property
    def draft(self) -> Path:
        """The index as it will be, beside the user's own."""
        return self.git_dir / "board-index"

    def tidy(self) -> None:
        """Remove what a kill left of ours beside the index; only while no other window writes."""
        for left in (self.draft, *self.git_dir.glob("board-lock-*")):
            with contextlib.suppress(OSError):  # a folder of that name is not ours
                left.unlink()


def work_trees(place: Place) -> list[WorkTree]:
    """The main work tree and the linked ones; a directory that does not point back here is none of ours."""
    found = []
    main = _main_top(place)
    if main is not None:
        found.append(WorkTree(place.common, main))
    for git_dir in sorted((place.common / "worktrees").glob("*")):
        try:
            dot_git = Path(os.path.realpath(git_dir / _told(git_dir / "gitdir").strip()))
        except (OSError, ValueError):
            continue
        if _points_to(dot_git, git_dir):
            found.append(WorkTree(git_dir, dot_git.parent))
    return found


def on_branch(place: Place, branch: str) -> list[WorkTree]:
    """The work trees whose HEAD is on a branch; raises Refused while one of them rebases it."""
    found = []
    for tree in work_trees(place):
        if refs.head(tree.git_dir)[0] == branch:
            found.append(tree)
        for state in ("rebase-merge", "rebase-apply"):
            with contextlib.suppress(OSError):
                if _told(tree.git_dir / state / "head-name").strip() == f"refs/heads/{branch}":
                    raise refuse(
                        "worktree.rebase",
                        f"A rebase of {branch} is under way in {one_line(str(tree.top))}.",
                        "Finish it with `git rebase --continue` or end it with `git rebase --abort`, then try again.",
                    )
    return found


class Disk:
    """The files below a directory by repository path in bytes; nothing is read or written through a link."""

    def __init__(self, top: Path) -> None:
        self._top = top

    def ids(self, path: bytes) -> tuple[str, ...] | None:
        """The blob ids a file may stand for (its bytes, and with LF for CR LF); () for none, None for anything else."""
        if not self._reachable(path):
            return None if self._blocked(path) else ()
        try:
            file = os.open(self._at(path), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except FileNotFoundError:
            return ()
        except OSError as error:
            return () if error.errno == errno.ENAMETOOLONG else None
        facts = os.fstat(file)
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > _LARGEST:
            os.close(file)
            return None
        with os.fdopen(file, "rb") as opened:
            data = opened.read()
        return Object("blob", data).id, Object("blob", data.replace(b"\r\n", b"\n")).id

    def write(self, path: bytes, data: bytes) -> None:
        """Put a file in place whole, with the folders it needs; raises OSError."""
        for folder in self._folders(path):
            with contextlib.suppress(FileExistsError):
                folder.mkdir()
        if not self._reachable(path):
            raise NotADirectoryError(0, "a link or a file is in the way")
        target = self._at(path)
        # One name for one file: what a kill leaves here is in the way of the next try, which clears it.
        beside = target.with_name(f".board-{hashlib.sha256(os.fsencode(target.name)).hexdigest()[:16]}")
        beside.unlink(missing_ok=True)
        try:
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666), "wb") as file:
                file.write(data)
            beside.replace(target)
        except OSError:
            beside.unlink(missing_ok=True)
            raise

    def remove(self, path: bytes) -> None:
        """Take a file away, and the folders it leaves empty; raises OSError."""
        if not self._reachable(path):
            return
        self._at(path).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            for folder in reversed(self._folders(path)):
                folder.rmdir()

    def _at(self, path: bytes) -> Path:
        return self._top / os.fsdecode(path)

    def _folders(self, path: bytes) -> list[Path]:
        """The folders on the way, the outermost first."""
        return list(reversed([at for at in self._at(path).parents if at.is_relative_to(self._top) and at != self._top]))

    def _reachable(self, path: bytes) -> bool:
        """Whether every folder on the way is a real one."""
        try:
            return all(stat.S_ISDIR(folder.lstat().st_mode) for folder in self._folders(path))
        except OSError:
            return False

    def _blocked(self, path: bytes) -> bool:
        """Whether something that is no folder is in the way."""
        for folder in self._folders(path):
            try:
                if not stat.S_ISDIR(folder.lstat().st_mode):
                    return True
            except FileNotFoundError:
                return False
            except OSError:
                return True
        return False


def drop_lock(tree: WorkTree, journal: str) -> None:
    """Remove the index lock if it is the one this journal entry took."""
    with contextlib.suppress(OSError, ValueError):
        if (read_small(tree.lock) or b"").decode("ascii").strip() == f"{MARK}{journal}":
            tree.lock.unlink()


def blanked_filters(place: Place, tree: WorkTree) -> list[tuple[str, str]]:
    """Settings that switch off every filter the repository's configuration defines, its includes too."""
    files = (place.common / "config", tree.git_dir / "config.worktree", place.common / "config.worktree")
    text = b"".join(file.read_bytes() for file in files if file.is_file()).lower()
    if b"filter" not in text and b"include" not in text:
        return []
    git = Git(tree.git_dir, env.reading((*place.trusted(), tree.top)))
    names = git.ask("config", "--includes", "--null", "--name-only", "--list").decode("utf-8", "surrogateescape")
    drivers = {match[1] for name in names.split("\0") if (match := _FILTER.fullmatch(name))}
    blank = {"clean": "", "smudge": "", "process": "", "required": "false"}
    return [(f"filter.{driver}.{key}", value) for driver in sorted(drivers) for key, value in blank.items()]


def _main_top(place: Place) -> Path | None:
    """The main work tree, or None in a bare repository."""
    if place.git_dir == place.common:
        return place.work_tree
    if place.setting("core.bare").lower() == "true":
        return None
    if place.common.name == ".git":
        return place.common.parent
    named = place.setting("core.worktree")  # a submodule; believed only if the directory points back
    top = Path(os.path.realpath(place.common / named)) if named else None
    return top if top is not None and _points_to(top / ".git", place.common) else None


def _told(file: Path) -> str:
    """What a small file of git's own says; raises OSError."""
    return (read_small(file, links=True) or b"").decode("utf-8", "surrogateescape")


def _points_to(dot_git: Path, git_dir: Path) -> bool:
    try:
        text = _told(dot_git)
    except OSError:
        return False
    if not text.startswith("gitdir:"):
        return False
    return os.path.realpath(dot_git.parent / text.removeprefix("gitdir:").strip()) == os.path.realpath(git_dir)
