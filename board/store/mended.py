"""A snapshot in which the files that faulty commits touched are as they count."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from types import MappingProxyType

from board.store.base import MIB, Change, Snapshot
from board.store.names import fold
from board.store.snapshot import TreeSnapshot

Blobs = Callable[[Sequence[str], int | None], Mapping[str, tuple[str, bytes]]]
"""Given blob ids and a limit in bytes: kind and bytes of each; larger ones are left out."""


class Mended:
    """A snapshot over another one; `mended` holds the blob id ("" for none) of each path that counts otherwise.

    With `tree` it is laid over that one instead, which lay at an earlier commit: what lies there now is not read.
    """

    def __init__(self, beneath: Snapshot, mended: Mapping[str, str], blobs: Blobs, tree: str = "") -> None:
        if tree and isinstance(beneath, TreeSnapshot):
            beneath = beneath.at_tree(tree)
        unsound = any(path.endswith("/") for path in mended)
        self._beneath = beneath.by_folder() if unsound and isinstance(beneath, TreeSnapshot) else beneath
        self._mended = {path: blob for path, blob in mended.items() if not path.endswith("/")}
        self._unsound = tuple(path for path in mended if path.endswith("/"))
        self._blobs = blobs
        self._added = sorted(path for path, blob in mended.items() if blob)

    @property
    def commit(self) -> str:
        """The commit beneath."""
        return self._beneath.commit

    def paths(self, under: str = "") -> Sequence[str]:
        """All file paths that start with `under`, sorted."""
        kept = {path for path in self._beneath.paths(under) if path not in self._mended}
        # Looked up, not gone through: a faulty commit may touch any number of files, and lists ask for each proposal's.
        added = takewhile(lambda path: path.startswith(under), self._added[bisect_left(self._added, under) :])
        return sorted(kept.union(added))

    def blob(self, path: str) -> str:
        """The object id of the file that counts, or "" when there is none."""
        return self._mended[path] if path in self._mended else self._beneath.blob(path)

    def read(self, path: str, limit: int | None = MIB) -> bytes | None:
        """A file's bytes; None when there is no such file or it is larger than `limit` bytes."""
        return self.read_many([path], limit).get(path)

    def read_many(self, paths: Iterable[str], limit: int | None = MIB) -> dict[str, bytes]:
        """Several files in one go; absent ones and those larger than `limit` bytes are left out."""
        wanted = list(paths)
        found = self._beneath.read_many((path for path in wanted if path not in self._mended), limit)
        named = {path: blob for path in wanted if (blob := self._mended.get(path))}
        bodies = self._blobs(tuple(named.values()), limit) if named else {}
        return found | {path: bodies[blob][1] for path, blob in named.items() if blob in bodies}

    def sums(self, paths: Iterable[str]) -> dict[str, tuple[int, str]]:
        """Size in bytes and SHA-256 (hexadecimal) of files."""
        wanted = list(paths)
        found = self._beneath.sums(path for path in wanted if path not in self._mended)
        mended = self.read_many((path for path in wanted if path in self._mended), None)
        return found | {path: (len(data), hashlib.sha256(data).hexdigest()) for path, data in mended.items()}

    def given_back(self, written: Iterable[str]) -> dict[str, bytes | None]:
        """What counts, None for nothing, at the paths of folders in which git would not know what to keep.

        Only of those that are written anew with these files: a folder is, and every one above it.
        """
        wanted = {at for at in self._unsound if any(at == "/" or path.startswith(at) for path in written)}
        paths = [path for path in self._mended if path.rpartition("/")[0] + "/" in wanted] if wanted else []
        there = self.read_many(paths, None)
        return {path: there.get(path) for path in paths}

    def in_the_way(self, path: str) -> tuple[str, ...]:
        """What does not count and keeps a file from being written: a file above it, a twin, or what lies there."""
        parts = path.split("/")
        above = ("/".join(parts[:depth]) for depth in range(1, len(parts)))
        found = [place for place in above if self._mended.get(place) == ""]
        below = any(place.startswith(f"{path}/") and not blob for place, blob in self._mended.items())
        return (*found, *self._twins(parts), *([path] if path in self._mended or below else []))

    def _twins(self, parts: Sequence[str]) -> Iterator[str]:
        """Files and folders in which nothing counts, and whose names some disk takes for a part of a path."""
        for place in (place.split("/") for place, blob in self._mended.items() if not blob):
            depth = next((n for n, (one, other) in enumerate(zip(parts, place, strict=False)) if one != other), -1)
            twin = "/".join(place[: depth + 1])
            if twin and fold(parts[depth]) == fold(place[depth]) and not self.blob(twin) and not self.paths(f"{twin}/"):
                yield twin

    @property
    def odd_names(self) -> Mapping[str, str]:
        """Paths beneath that are not read as files or are easily confused, each with why; mended ones are neither."""
        beneath = self._beneath.odd_names
        return MappingProxyType({path: why for path, why in beneath.items() if path not in self._mended})


def cleared(change: Change, effective: Snapshot) -> Change:
    """The change, in whose way nothing lies that does not count."""
    if not isinstance(effective, Mended):
        return change
    back = effective.given_back(change.files)
    files = {path: data for path, data in back.items() if data is not None} | dict(change.files)
    written = (path for path, data in change.files.items() if data is not None)
    away = (place for path in written for place in effective.in_the_way(path))
    return replace(change, files=files, clears=tuple(dict.fromkeys((*change.clears, *away, *back))))
