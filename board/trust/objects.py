"""git objects taken at their name: every byte is hashed before it is believed, and trees are read strictly."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from board.core.finding import ExitStatus, Refused, refuse
from board.formats.names import astray
from board.formats.rawgit import usable
from board.trust.tree import EMPTY, FILE, FOLDER, LINK, MODULE, Apart, BadTree, Tree, apart, read_beside, read_tree

__all__ = ["FILE", "FOLDER", "MODULE"]

T = TypeVar("T")
Get = Callable[[Sequence[str], int | None], Mapping[str, tuple[str, bytes]]]
"""Given object ids and a size limit in bytes, kind and bytes of each; larger ones are left out."""

LARGEST = 1 << 20
"""The largest strict file that is read, in bytes."""
UNSOUND = b"unsound"
"""In place of a mode: the folder at this path is not written as git writes folders."""
CROWDED = b"crowded"
"""In place of a mode: below this folder two trees differ in more paths than anybody lists."""
MANY = 50_000
"""So many paths, files and folders, on which two trees differ are listed.

A few trees that name each other again and again make any number of paths; no board's work makes so many at once.
"""
FEW = 2_000
"""So many of them where no member signed the commit."""
LITTLE = 200
"""So many of them outside of proposals/ where no member signed it: none of these counts, whatever they are."""
_SMALL = 1 << 16
_AT_ONCE = 1_000
_TREES_AT_ONCE = 32
_FILES_AT_ONCE = 100
_LOOKED_UP = 20_000
"""Paths that were looked up and are remembered."""
_KEPT = 2 << 20
"""Bytes of trees that are kept, and half as many of files, which is as much as the largest one takes.

What is let go is read again when it is asked for.
"""


@dataclass(frozen=True, slots=True)
class Change:
    """One path that two trees do not agree on; ids in hexadecimal, "" where there is no file.

    A path that ends with a slash is a folder whose form is UNSOUND now, or was before.
    """

    path: bytes
    old: str
    new: str
    mode: bytes
    """The mode of the new file; empty where it was removed."""

    @property
    def blob(self) -> str:
        """The id of what can be read there now; "" for none, and for what names an object of another repository."""
        return self.new if self.mode.startswith((b"100", b"120")) else ""

    @property
    def file(self) -> str:
        """The id of the plain file that lies there now; "" for none, and for a link or submodule."""
        return self.new if self.mode.startswith(b"100") else ""

    @property
    def folder(self) -> bool:
        """Whether this is about the form of a folder."""
        return self.path.endswith(b"/")


class _Kept(dict[str, T]):
    """What was read, by id; when there is too much of it, what came first is let go."""

    def __init__(self, size: Callable[[T], int]) -> None:
        super().__init__()
        self._size, self._held = size, 0

    def put(self, key: str, value: T) -> None:
        """Keep something, if it is not kept yet."""
        if self.setdefault(key, value) is value:
            self._held += self._size(value)

    def swap(self, key: str, value: T) -> None:
        """Keep this instead of what is kept."""
        self._held += self._size(value) - self._size(self[key])
        self[key] = value

    def let_go(self, most: int) -> None:
        """Drop what came first until the rest takes at most so many bytes."""
        for key in list(self) if self._held > most else ():
            if self._held <= most:
                return
            self._held -= self._size(self.pop(key))


class Objects:
    """The objects of one repository, each checked against its name once it is read."""

    def __init__(self, get: Get, altered: Callable[[Iterable[str]], Sequence[str]]) -> None:
        self._get = get
        self._altered = altered
        self._trees = _Kept[Tree](lambda tree: tree.weight)
        self._blobs = _Kept[bytes | None](lambda body: len(body or b""))
        self._malformed: set[str] = set()
        self._found: dict[tuple[str, str], tuple[bytes, str]] = {}
        self._apart: dict[tuple[str, str], Apart] = {}

    def commits(self, ids: Sequence[str]) -> dict[str, bytes]:
        """The raw bytes of commits."""
        return {i: body for i, body in self._bodies(ids, "commit", None).items() if body is not None}

    def load_blobs(self, ids: Iterable[str]) -> None:
        """Read files in few round trips; those read long before are let go."""
        self._keep(ids, LARGEST)

    def check(self, ids: Iterable[str]) -> None:
        """Raise Refused where a file, of any size, does not hold what its name says; small ones are kept."""
        large = self._keep(ids, _SMALL)
        for object_id in self._altered(large):
            raise damaged(object_id)

    def _keep(self, ids: Iterable[str], limit: int) -> list[str]:
        """Read the files up to a limit; returns those beyond it, which are known as such only beyond LARGEST."""
        wanted = iter([i for i in dict.fromkeys(ids) if i and i not in self._blobs])
        larger: list[str] = []
        while chunk := list(islice(wanted, _FILES_AT_ONCE)):
            for blob, body in self._bodies(chunk, "blob", limit).items():
                if body is None:
                    larger.append(blob)
                if body is not None or limit == LARGEST:
                    self._blobs.put(blob, body)
            self._blobs.let_go(_KEPT // 2)
        return larger

    def blob(self, blob: str) -> bytes | None:
        """A file's bytes; None where it is larger than LARGEST."""
        if blob in self._blobs:
            with suppress(KeyError):  # the thread that reads ahead may let it go in between
                return self._blobs[blob]
        self.load_blobs([blob])
        return self._blobs[blob]

    def load_trees(self, ids: Iterable[str], like: Mapping[str, str] | None = None) -> None:
        """Read trees in few round trips; `like` names for some of them another one that is much the same."""
        wanted = iter([i for i in dict.fromkeys(ids) if i and i not in self._trees])
        while chunk := list(islice(wanted, _TREES_AT_ONCE)):
            for tree_id, body in self._bodies(chunk, "tree", None).items():
                try:
                    self._read(tree_id, body or b"", like.get(tree_id) if like else None)
                except BadTree:
                    self._malformed.add(tree_id)
                    lines = (b"%s %s\0%s" % line for line in usable(body or b""))
                    self._trees.put(tree_id, read_tree(b"".join(lines)))

    def _read(self, tree_id: str, body: bytes, other: str | None) -> None:
        """Read a tree, beside another one where that is at hand; of that one only what is other stays then."""
        base = EMPTY if other == "" else self._trees.get(other or "")
        if base is None:
            self._trees.put(tree_id, read_tree(body))
            return
        tree, self._apart[other or "", tree_id] = read_beside(body, base)
        self._trees.put(tree_id, tree)
        if other and base.whole:
            self._trees.swap(other, base.thin())

    def tree(self, tree_id: str) -> Tree:
        """A tree; "" is the empty one."""
        if not tree_id:
            return EMPTY
        while (found := self._trees.get(tree_id)) is None:
            self.load_trees([tree_id])
        return found

    def tidy(self) -> None:
        """Let go of trees read long before, and of what was looked up in them."""
        self._found, self._apart = {}, {}
        self._trees.let_go(_KEPT)

    def rest(self) -> None:
        """Let go of all that was read: a walk is over, and whoever asks for more reads it again."""
        self._found, self._apart = {}, {}
        self._trees.let_go(0)
        self._blobs.let_go(0)

    def entry(self, tree_id: str, path: str) -> tuple[bytes, str]:
        """Mode and id of the file, link or submodule at a path; empty where there is none, or a folder."""
        mode, found = self._entry(tree_id, path)
        return (mode, found) if mode != FOLDER else (b"", "")

    def at(self, tree_id: str, path: str) -> str:
        """The id of what lies at a path below a tree, file or folder; "" where there is nothing."""
        return self._entry(tree_id, path)[1]

    def file(self, tree_id: str, path: str) -> str:
        """The id of the file at a path below a tree; "" where there is none, but a folder, link or submodule."""
        mode, found = self._entry(tree_id, path)
        return found if mode.startswith(b"100") else ""

    def folder(self, tree_id: str, path: str) -> str:
        """The id of the folder at a path below a tree; "" where there is none."""
        mode, found = self._entry(tree_id, path)
        return found if mode == FOLDER else ""

    def holds(self, tree_id: str, path: str, blob: str) -> bool:
        """Whether a plain file with this id lies at a path; with "", whether no file, link or submodule does.

        Of a path that ends with a slash: whether the folder there, if any, is written as git writes folders, and none
        of its names is one that no work tree takes.
        """
        if path.endswith("/"):
            folder = tree_id if path == "/" else self.folder(tree_id, path[:-1])
            at = b"" if path == "/" else path.encode("utf-8", "surrogateescape")
            lines = self.tree(folder).items()
            return folder not in self._malformed and not any(astray(n, each[0] == LINK, at) for n, each in lines)
        mode, found = self._entry(tree_id, path)
        return (mode, found) == (FILE, blob) if blob else mode in (b"", FOLDER)

    def _entry(self, tree_id: str, path: str) -> tuple[bytes, str]:
        known = self._found.get((tree_id, path))
        if known is None:
            if len(self._found) >= _LOOKED_UP:
                self._found.clear()
            known = self._found[tree_id, path] = self._look_up(tree_id, path)
        return known

    def _look_up(self, tree_id: str, path: str) -> tuple[bytes, str]:
        folder, slash, name = path.rpartition("/")
        if slash:  # most paths that are asked for lie in the same few folders
            mode, tree_id = self._entry(tree_id, folder)
            if mode != FOLDER:
                return b"", ""
        last = self.tree(tree_id).get(name.encode("utf-8", "surrogateescape"))
        return (last[0], last[1].hex()) if last else (b"", "")

    def files(self, tree_id: str, folder: str) -> Iterator[tuple[str, str]]:
        """Path and id of every file below a folder ("" for the whole tree); links and submodules are no files."""
        below = self.folder(tree_id, folder.rstrip("/")) if folder else tree_id
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
        self, pairs: Sequence[tuple[str, str]], inside: Callable[[bytes, bool], bool], most: int | None = None
    ) -> list[list[Change]]:
        """For each pair of trees the paths that differ; `inside(path, is folder)` says where to look.

        Of a pair with more of them than `most`, which is MANY where nothing is said, one CROWDED change tells that.
        """
        together = self.together(pairs, inside, most)
        if together is not None:
            return together
        if len(pairs) > 1:
            return [self.differences([pair], inside, most)[0] for pair in pairs]
        return [[Change(b"/", "", "", CROWDED)]]

    def together(
        self,
        pairs: Sequence[tuple[str, str]],
        inside: Callable[[bytes, bool], bool],
        most: int | None = None,
        each: tuple[int, int] = (sys.maxsize, sys.maxsize),
    ) -> list[list[Change]] | None:
        """The same of all pairs at once; None where they differ in more paths than `most` between them.

        A pair with more paths made, or taken away, than `each` says has one CROWDED change; None where it is one of
        several. They go down together, a round trip a level, so that thousands cost little more than one.
        """
        most = MANY if most is None else most
        found: list[list[Change]] = [[] for _ in pairs]
        counts = [[0, 0] for _ in pairs]
        level = [(n, b"", old, new) for n, (old, new) in enumerate(pairs) if old != new]
        listed = 0
        while level:
            self.load_trees((tree for _, _, *both in level for tree in both), {new: old for _, _, old, new in level})
            deeper: list[tuple[int, bytes, str, str]] = []
            for number, at, old_id, new_id in level:
                before_it = sum(counts[number])
                if self._malformed and (old_id in self._malformed or new_id in self._malformed):
                    form = UNSOUND if new_id in self._malformed else b""
                    found[number].append(Change(at or b"/", "", "", form))
                for name, before, after in self._apart_in(old_id, new_id):
                    path, gone = at + name, after is None
                    old_file, new_file = before[1].hex() if before else "", after[1].hex() if after else ""
                    old_folder, new_folder = "", ""
                    if before and before[0] == FOLDER:
                        old_file, old_folder = "", old_file
                    if after and after[0] == FOLDER:
                        new_file, new_folder = "", new_file
                    if (old_folder or new_folder) and inside(path + b"/", True):
                        deeper.append((number, path + b"/", old_folder, new_folder))
                        counts[number][gone] += 1
                    if (old_file or new_file) and inside(path, False):
                        mode = after[0] if after and new_file else b""
                        found[number].append(Change(path, old_file, new_file, mode))
                        counts[number][gone] += 1
                    if counts[number][gone] > each[gone]:
                        return [[Change(b"/", "", "", CROWDED)]] if len(pairs) == 1 else None
                listed += sum(counts[number]) - before_it
                if listed > most:
                    return None
            level = deeper
        return [sorted(changes, key=lambda change: change.path) for changes in found]

    def _apart_in(self, old_id: str, new_id: str) -> Apart:
        found = self._apart.get((old_id, new_id))
        return apart(self.tree(old_id), self.tree(new_id)) if found is None else found

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
    digest = hashlib.sha1(b"%s %d\0" % (kind.encode(), len(body)))
    digest.update(body)
    return digest.hexdigest()
