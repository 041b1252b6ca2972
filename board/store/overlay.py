"""A snapshot with some files of the work tree laid on top: for drafts that nobody has committed yet."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from board.store.base import Snapshot

MAX_FILE = 1_048_576


class Overlay:
    """A snapshot in which `files` replace or hide (None) what the snapshot beneath has."""

    def __init__(self, beneath: Snapshot, files: Mapping[str, bytes | None]) -> None:
        self._beneath = beneath
        self._files = dict(files)

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

    def read(self, path: str) -> bytes | None:
        """A file's bytes, or None."""
        return self._files[path] if path in self._files else self._beneath.read(path)

    def read_many(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Several files in one go; absent ones are left out."""
        wanted = list(paths)
        found = self._beneath.read_many(path for path in wanted if path not in self._files)
        found |= {path: data for path in wanted if (data := self._files.get(path)) is not None}
        return found


def work_files(root: Path, under: str) -> dict[str, bytes]:
    """The plain files below a folder of the work tree, by repository path; links, odd and huge files are left out."""
    found: dict[str, bytes] = {}
    for folder, folders, names in os.walk(root / under, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith(".git"))
        for name in sorted(names):
            path = Path(folder) / name
            if name.startswith(".") or path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_FILE:
                continue
            try:
                found[path.relative_to(root).as_posix()] = path.read_bytes()
            except OSError:
                continue
    return found
