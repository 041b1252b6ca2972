"""A snapshot with some files of the work tree laid on top: for drafts that nobody has committed yet."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from board.core.finding import refuse
from board.core.text import one_line
from board.store.limits import MIB
from board.store.names import odd, shown

if TYPE_CHECKING:
    from board.store.base import Snapshot

MAX_FILE = 16 * MIB
"""The largest file of the work tree that is taken: evidence may be a scan or a table of measurements."""
_CAREFUL = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class Overlay:
    """A snapshot in which `files` replace or hide (None) what the snapshot beneath has.

    A name that is no file's in a snapshot is none here either: what a commit may not bring in, a work tree may not.
    """

    def __init__(self, beneath: Snapshot, files: Mapping[str, bytes | None]) -> None:
        self._beneath = beneath
        names = {path: os.fsencode(path) for path in files}
        self._odd = {shown(name): why for name in names.values() if (why := odd(name))}
        self._files = {path: data for path, data in files.items() if not odd(names[path])} if self._odd else dict(files)

    @property
    def commit(self) -> str:
        """The commit beneath."""
        return self._beneath.commit

    def paths(self, under: str = "") -> Sequence[str]:
        """All file paths that start with `under`, sorted."""
        kept = {path for path in self._beneath.paths(under) if path not in self._files}
        added = {path for path, data in self._files.items() if data is not None and path.startswith(under)}
        return sorted(kept | added)

    def blob(self, path: str) -> str:
        """An id that changes with the bytes; for overlaid files it is no git object id."""
        if path not in self._files:
            return self._beneath.blob(path)
        data = self._files[path]
        return "" if data is None else "overlay-" + hashlib.sha256(data).hexdigest()

    def read(self, path: str, limit: int | None = MIB) -> bytes | None:
        """A file's bytes; None when there is no such file or it is larger than `limit` bytes."""
        return self.read_many([path], limit).get(path)

    def read_many(self, paths: Iterable[str], limit: int | None = MIB) -> dict[str, bytes]:
        """Several files in one go; absent ones and those larger than `limit` bytes are left out."""
        wanted = list(paths)
        found = self._beneath.read_many((path for path in wanted if path not in self._files), limit)
        laid = {path: data for path in wanted if (data := self._files.get(path)) is not None}
        return found | {path: data for path, data in laid.items() if limit is None or len(data) <= limit}

    def sums(self, paths: Iterable[str]) -> dict[str, tuple[int, str]]:
        """Size in bytes and SHA-256 (hexadecimal) of files."""
        wanted = list(paths)
        found = self._beneath.sums(path for path in wanted if path not in self._files)
        laid = {path: data for path in wanted if (data := self._files.get(path)) is not None}
        return found | {path: (len(data), hashlib.sha256(data).hexdigest()) for path, data in laid.items()}

    @property
    def odd_names(self) -> Mapping[str, str]:
        """Paths that are not read as files or are easily confused, each with why."""
        return MappingProxyType({**self._beneath.odd_names, **self._odd})


def in_work_tree(root: Path, path: str) -> Path:
    """Where a file of the work tree is to be written; raises Refused where a link lies on the way, or in its place.

    Anybody who can push brings links, and what one leads to is not the board's.
    """
    link = _link_on(root, path)
    if link:
        raise refuse(
            "worktree.link",
            f"{one_line(link)} in your work tree is a link, so nothing is written there.",
            f"`git log -- {one_line(link)}` shows who brought it. Remove it, then try again.",
            path=link,
        )
    return root / path


def _link_on(root: Path, path: str) -> str:
    """The first link on the way to a place of the work tree, by repository path; "" where there is none."""
    parts = path.rstrip("/").split("/")
    ways = ("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))
    return next((way for way in ways if (root / way).is_symlink()), "")


def work_documents(root: Path, under: str) -> list[str]:
    """The Markdown files in a folder of the work tree and in its direct subfolders, by repository path, unread."""
    found: list[str] = []
    folders = [under.rstrip("/")] if not _link_on(root, under) else []
    for depth in (1, 2):
        below: list[str] = []
        for folder in folders:
            try:
                with os.scandir(root / folder) as entries:
                    for entry in entries:
                        if depth == 1 and entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                            below.append(f"{folder}/{entry.name}")
                        elif entry.name.endswith(".md") and entry.is_file(follow_symlinks=False):
                            found.append(f"{folder}/{entry.name}")
            except OSError:
                continue
        folders = below
    return sorted(found)


def work_files(root: Path, *under: str) -> dict[str, bytes]:
    """The plain files at or below places in the work tree, by repository path; `left_out` names those that are not."""
    return {path: data for path, data in _walk(root, under) if data is not None}


def left_out(root: Path, *under: str) -> tuple[str, ...]:
    """What `work_files` leaves out at or below places, by repository path: links, pipes, huge and unreadable files.

    Names that begin with a dot are nobody's evidence and are not told.
    """
    return tuple(sorted({path for path, data in _walk(root, under) if data is None}))


def _walk(root: Path, under: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
    """Every file at or below places with its bytes, or None where it cannot be taken."""
    for place in under:
        top = root / place
        if _link_on(root, place):
            yield place.rstrip("/"), None
            continue
        if top.exists() and not top.is_dir():
            yield place.rstrip("/"), _bytes(top)
            continue
        for folder, folders, names in os.walk(top, followlinks=False):
            links = [name for name in folders if Path(folder, name).is_symlink()]
            folders[:] = sorted(name for name in folders if not name.startswith(".git") and name not in links)
            for name in sorted((*names, *links)):
                if not name.startswith("."):
                    path = Path(folder) / name
                    yield path.relative_to(root).as_posix(), _bytes(path)


def _bytes(path: Path) -> bytes | None:
    """A plain file's bytes; None for anything else, never waiting for whoever might write into a pipe."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        # What is opened may be another thing than what was looked at, so it is looked at again.
        with os.fdopen(os.open(path, os.O_RDONLY | _CAREFUL), "rb") as opened:
            about = os.fstat(opened.fileno())
            if not stat.S_ISREG(about.st_mode) or about.st_size > MAX_FILE:
                return None
            data = opened.read(MAX_FILE + 1)
            return data if len(data) <= MAX_FILE else None
    except OSError:
        return None  # vanished or unreadable: git would not take it either
