"""git objects taken at their name: every byte is hashed before it is believed, and trees are read strictly."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from board.core.finding import ExitStatus, Refused, refuse

Get = Callable[[Sequence[str], int | None], Mapping[str, tuple[str, bytes]]]
"""Given object ids and a size limit in bytes, kind and bytes of each; larger ones are left out."""

LARGEST = 1 << 20
"""The largest strict file that is read, in bytes."""
FILE, FOLDER, MODULE = b"100644", b"40000", b"160000"
_ENTRY = re.compile(rb"([1-7][0-7]{4,5}) ([^\0/]+)\0(.{20})", re.DOTALL)
_MOST_ENTRIES = 2_000_000
_AT_ONCE = 2_000

Entry = tuple[bytes, bytes]
"""Mode and object id of one line of a tree, the id in its 20 bytes."""
Tree = Mapping[bytes, Entry]
_EMPTY: Tree = {}


@dataclass(frozen=True, slots=True)
class Change:
    """One path that two trees do not agree on; ids in hexadecimal, "" where there is no file."""

    path: bytes
    old: str
    new: str
    mode: bytes
    """The mode of the new file; empty where it was removed."""


class Objects:
    """The objects of one repository, each checked against its name once it is read."""

    def __init__(self, get: Get, altered: Callable[[Iterable[str]], Sequence[str]]) -> None:
        self._get = get
        self._altered = altered
        self._trees: dict[str, Tree] = {}
        self._entries = 0
        self._blobs: dict[str, bytes | None] = {}

    def commits(self, ids: Sequence[str]) -> dict[str, bytes]:
        """The raw bytes of commits."""
        return {i: body for i, body in self._bodies(ids, "commit", None).items() if body is not None}

    def load_blobs(self, ids: Iterable[str]) -> None:
        """Read files in one round trip, and forget those read before."""
        self._blobs = self._bodies([i for i in ids if i], "blob", LARGEST)

    def blob(self, blob: str) -> bytes | None:
        """A file's bytes; None where it is larger than LARGEST."""
        if blob not in self._blobs:
            self._blobs |= self._bodies([blob], "blob", LARGEST)
        return self._blobs[blob]

    def check(self, blobs: Iterable[str]) -> None:
        """Raise Refused where a file, of any size, does not hold what its name says."""
        for object_id in self._altered(blobs):
            raise damaged(object_id)

    def load_trees(self, ids: Iterable[str]) -> None:
        """Read trees in one round trip."""
        wanted = [i for i in dict.fromkeys(ids) if i and i not in self._trees]
        if self._entries > _MOST_ENTRIES:
            self._trees, self._entries = {}, 0
        for tree_id, body in self._bodies(wanted, "tree", None).items():
            entries = _read_tree(tree_id, body or b"")
            self._trees[tree_id] = entries
            self._entries += len(entries)

    def tree(self, tree_id: str) -> Tree:
        """The entries of a tree by name; "" is the empty tree."""
        if not tree_id:
            return _EMPTY
        if tree_id not in self._trees:
            self.load_trees([tree_id])
        return self._trees[tree_id]

    def at(self, tree_id: str, path: str) -> str:
        """The id of what lies at a path below a tree, file or folder; "" where there is nothing."""
        *folders, name = path.encode("utf-8", "surrogateescape").split(b"/")
        found = tree_id
        for part in folders:
            entry = self.tree(found).get(part)
            if entry is None or entry[0] != FOLDER:
                return ""
            found = entry[1].hex()
        last = self.tree(found).get(name)
        return last[1].hex() if last else ""

    def files(self, tree_id: str, folder: str) -> Iterator[tuple[str, str]]:
        """Path and id of every file below a folder ("" for the whole tree); links and submodules are no files."""
        below = self.at(tree_id, folder.rstrip("/")) if folder else tree_id
        level = [(f"{folder.rstrip('/')}/" if folder else "", below)] if below else []
        while level:
            self.load_trees(tree for _, tree in level)
            deeper = []
            for at, tree in level:
                for name, (mode, raw) in self.tree(tree).items():
                    path = at + name.decode("utf-8", "surrogateescape")
                    if mode == FOLDER:
                        deeper.append((f"{path}/", raw.hex()))
                    elif mode.startswith(b"100"):
                        yield path, raw.hex()
            level = deeper

    def differences(
        self, pairs: Sequence[tuple[str, str]], inside: Callable[[bytes, bool], bool]
    ) -> list[list[Change]]:
        """For each pair of trees the paths that differ; `inside(path, is folder)` says where to look.

        All pairs go down together, a round trip a level, so that thousands cost little more than one.
        """
        found: list[list[Change]] = [[] for _ in pairs]
        level = [(n, b"", old, new) for n, (old, new) in enumerate(pairs) if old != new]
        while level:
            self.load_trees(tree for _, _, *both in level for tree in both)
            deeper: list[tuple[int, bytes, str, str]] = []
            for number, at, old_id, new_id in level:
                old, new = self.tree(old_id), self.tree(new_id)
                for name in {name for name, _ in old.items() ^ new.items()}:
                    before, after = old.get(name), new.get(name)
                    folders = tuple(e[1].hex() if e and e[0] == FOLDER else "" for e in (before, after))
                    path = at + name
                    if any(folders) and inside(path + b"/", True):
                        deeper.append((number, path + b"/", folders[0], folders[1]))
                    old_file = before[1].hex() if before and not folders[0] else ""
                    new_file = after[1].hex() if after and not folders[1] else ""
                    if (old_file or new_file) and inside(path, False):
                        mode = after[0] if after and new_file else b""
                        found[number].append(Change(path, old_file, new_file, mode))
            level = deeper
        return [sorted(changes, key=lambda change: change.path) for changes in found]

    def _bodies(self, ids: Sequence[str], kind: str, limit: int | None) -> dict[str, bytes | None]:
        """The bytes of objects of one kind, checked; None for those over the limit."""
        found: dict[str, bytes | None] = dict.fromkeys(ids)
        wanted = iter(found)
        while chunk := list(islice(wanted, _AT_ONCE)):
            for object_id, (there, body) in self._get(chunk, limit).items():
                if there != kind or _name(there, body) != object_id:
                    raise damaged(object_id)
                found[object_id] = body
        return found


def damaged(object_id: str) -> Refused:
    """A refusal to go on: the bytes under a name are not the ones the name was made from."""
    return refuse(
        "object.altered",
        f"The object {object_id[:12]} does not hold what its name says. Somebody altered it, or a disk failed.",
        "Run `git fsck`, and compare with another clone.",
        status=ExitStatus.NO,
    )


def _name(kind: str, body: bytes) -> str:
    return hashlib.sha1(b"%s %d\0" % (kind.encode(), len(body)) + body).hexdigest()


def _read_tree(tree_id: str, body: bytes) -> Tree:
    """The entries of a tree; each byte belongs to one, each name stands once, in git's order."""
    listed = _ENTRY.findall(body)
    modes, names, raw = zip(*listed, strict=True) if listed else ((), (), ())
    entries: dict[bytes, Entry] = dict(zip(names, zip(modes, raw, strict=True), strict=True))
    whole = len(b"".join(modes)) + len(b"".join(names)) + 22 * len(listed) == len(body)
    order = [name + b"/" if mode == FOLDER else name for mode, name, _ in listed] if FOLDER in modes else list(names)
    if not whole or len(entries) != len(listed) or order != sorted(order):
        raise refuse(
            "tree.malformed",
            f"The tree {tree_id[:12]} is not written as git writes trees: a name twice, or out of order.",
            "Find out who made it: git would show two readers different files.",
            status=ExitStatus.NO,
        )
    return entries
