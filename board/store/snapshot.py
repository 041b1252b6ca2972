"""The files at one commit, read through git objects; the work tree is never opened."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from board.core.finding import ExitStatus, Refused, refuse
from board.store.batch import Batch
from board.store.git import Git
from board.store.limits import MIB
from board.store.names import odd, shown, twins
from board.store.objects import FILE, LINK, MODULE, TWICE, Entry, Objects, needed, read_tree, tree_of

# Beyond so many folders one `ls-tree` is cheaper than asking for each tree.
_FEW_FOLDERS = 64
_KEPT_ENTRIES = 60_000
_PLAIN = re.compile(rb"[A-Za-z0-9_-][A-Za-z0-9._-]*")
_DOTTED = re.compile(r"(?:^|/)(?:\.|git~)", re.IGNORECASE)
_TWICE = "it is listed twice in the same folder"
_NOT_FILES = {LINK: "it is a symbolic link", MODULE: "it is a submodule", TWICE: _TWICE}

LISTED = 64 * MIB
"""The largest listing of a whole tree that is read, about 500,000 files; a few trees that name each other make any."""

Sums = Callable[[Iterable[str]], dict[str, tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder: its entries with clean names, and the other names made fit to show, each with why."""

    files: dict[str, Entry]
    odd: dict[str, str]


class Folders:
    """Folders by the id of their tree, each read once: another commit shares most of them and costs what changed."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._known: dict[str, Folder] = {}
        self._entries = 0

    def get(self, ids: Iterable[str]) -> dict[str, Folder]:
        """The folders, in one round trip for those not known yet."""
        wanted = list(ids)
        found = {tree_id: self._known[tree_id] for tree_id in wanted if tree_id in self._known}
        for tree_id, item in self._objects.get(one for one in wanted if one not in found).items():
            found[tree_id] = _clean(read_tree(item.body))
            self._keep(tree_id, found[tree_id])
        return found

    def _keep(self, tree_id: str, folder: Folder) -> None:
        self._entries += len(folder.files)
        if self._entries > _KEPT_ENTRIES:
            self._known, self._entries = {}, len(folder.files)
        self._known[tree_id] = folder


def _clean(entries: Mapping[bytes, Entry]) -> Folder:
    folder = Folder({}, {})
    for name, entry in entries.items():
        why = ("" if _PLAIN.fullmatch(name) else odd(name)) or _NOT_FILES.get(entry.mode, "")
        why = why or ("" if entry.folder or entry.file else "it is no file")
        if why:
            folder.odd[shown(name)] = why
        else:
            folder.files[name.decode("utf-8")] = entry
    return folder


class TreeSnapshot:
    """A snapshot over any source of objects; folders are read when somebody looks into them.

    A path whose name is not clean text, a link or a submodule is no file here; `odd_names` reports it.
    """

    def __init__(
        self,
        commit: str,
        objects: Objects,
        sums: Sums,
        list_all: Callable[[str], bytes] | None = None,
        shared: Folders | None = None,
        tree: str = "",
    ) -> None:
        self._commit = commit
        self._tree = tree
        self._objects = objects
        self._shared = shared or Folders(objects)
        self._sums = sums
        self._list_all = list_all
        self._folders: dict[str, dict[str, Entry]] = {}
        self._files: dict[str, str] | None = None
        self._sorted: list[str] = []
        self._odd: dict[str, str] = {}

    @property
    def commit(self) -> str:
        """The commit id; empty for an unborn branch."""
        return self._commit

    @property
    def odd_names(self) -> Mapping[str, str]:
        """Paths that are not read as files, or are easily taken for another, each with why; names made fit to show."""
        files = self._everything()
        alike = {path: f"it differs from {other} only in case or accents" for path, other in twins(files).items()}
        return MappingProxyType(self._odd | alike)

    def paths(self, under: str = "") -> Sequence[str]:
        """All file paths that start with `under`, sorted."""
        folder = under.rpartition("/")[0]
        if self._files is None and folder:
            found = self._walk(folder)
            if found is not None:
                return sorted(path for path in found if path.startswith(under))
        self._everything()
        first = bisect_left(self._sorted, under)
        last = bisect_left(self._sorted, under + "\U0010ffff")
        return self._sorted[first:last]

    def blob(self, path: str) -> str:
        """The object id of a file, or "" when there is none; equal ids mean equal bytes."""
        if self._files is not None:
            return self._files.get(path, "")
        folder, _, name = path.rpartition("/")
        entry = self._folder(folder).get(name)
        return entry.id if entry and entry.file else ""

    def read(self, path: str, limit: int | None = MIB) -> bytes | None:
        """A file's bytes; None when there is no such file or it is larger than `limit` bytes."""
        return self.read_many([path], limit).get(path)

    def read_many(self, paths: Iterable[str], limit: int | None = MIB) -> dict[str, bytes]:
        """Several files in one round trip; absent ones and those larger than `limit` bytes are left out."""
        named = {path: blob for path in paths if (blob := self.blob(path))}
        found = self._objects.get(named.values(), limit)
        return {path: found[blob].body for path, blob in named.items() if blob in found}

    def sums(self, paths: Iterable[str]) -> dict[str, tuple[int, str]]:
        """Size in bytes and SHA-256 (hexadecimal) of files of any size, read in pieces."""
        named = {path: blob for path in paths if (blob := self.blob(path))}
        found = self._sums(named.values())
        return {path: found[blob] for path, blob in named.items() if blob in found}

    def _walk(self, folder: str) -> list[str] | None:
        """The files below one folder, a round trip a level; None when a full listing is cheaper."""
        found: list[str] = []
        level = [folder] if folder in self._folders or self._folder(folder) else []
        seen = 0
        while level:
            seen += len(level)
            if self._list_all is not None and seen > _FEW_FOLDERS:
                return None
            self._load(level)
            deeper: list[str] = []
            for at in level:
                for name, entry in self._folders[at].items():
                    (deeper if entry.folder else found).append(f"{at}/{name}" if at else name)
            level = deeper
        return found

    def _folder(self, folder: str) -> dict[str, Entry]:
        """The clean entries of one folder; empty when it does not exist."""
        known = self._folders.get(folder)
        if known is not None:
            return known
        if not self._commit:
            return {}
        if folder:
            above, _, name = folder.rpartition("/")
            entry = self._folder(above).get(name)
            if entry is None or not entry.folder:
                return {}
        self._load([folder])
        return self._folders[folder]

    def _load(self, folders: Iterable[str]) -> None:
        """Read folders whose parents are known, in one round trip."""
        wanted = {folder: self._tree_id(folder) for folder in folders if folder not in self._folders}
        found = self._shared.get(wanted.values())
        for folder, tree_id in wanted.items():
            at = f"{folder}/" if folder else ""
            self._odd.update((f"{at}{name}", why) for name, why in found[tree_id].odd.items())
            self._folders[folder] = found[tree_id].files

    def _tree_id(self, folder: str) -> str:
        if folder:
            above, _, name = folder.rpartition("/")
            return self._folders[above][name].id
        return self._tree or tree_of(needed(self._objects, self._commit))

    def by_folder(self) -> TreeSnapshot:
        """The same, never listed in one go: a listing cannot tell a file in a folder from a name that is a path."""
        return TreeSnapshot(self._commit, self._objects, self._sums, shared=self._shared, tree=self._tree)

    def at_tree(self, tree: str) -> TreeSnapshot:
        """The same commit as if this tree lay at it."""
        return TreeSnapshot(self._commit, self._objects, self._sums, self._list_all, self._shared, tree)

    def _everything(self) -> dict[str, str]:
        if self._files is None:
            if not self._commit:
                files = {}
            elif self._list_all is None:
                files = {path: self.blob(path) for path in self._walk("") or ()}
            else:
                files = self._listed(self._list_all(self._tree or self._commit))
            self._sorted = sorted(files)
            self._files = files
        return self._files

    def _listed(self, data: bytes) -> dict[str, str]:
        """Files by path from `ls-tree -r -z`: records of mode, kind, id, a tab and the path, each ended by NUL."""
        files: dict[str, str] = {}
        text = data.decode("utf-8", "surrogateescape")
        dotted = any(sign in text for sign in ("/.", "\t.")) or "git~" in text.lower()
        unread: set[str] = set()
        for record in text.split("\0"):
            path = record[53:]
            plain = path.isascii() and path.isprintable() and not (dotted and _DOTTED.search(path))
            if plain and record.startswith(FILE) and path not in files:
                files[path] = record[12:52]
            elif path := record.partition("\t")[2]:
                raw = path.encode("utf-8", "surrogateescape")
                why = _NOT_FILES.get(record[:6], "") or odd(raw) or (_TWICE if path in files else "")
                if why:
                    unread.add(path)
                    self._odd[shown(raw)] = why
                else:
                    files[path] = record[12:52]
        for path in unread & files.keys():  # listed as a file, too
            self._odd[shown(path.encode("utf-8", "surrogateescape"))] = _TWICE
            del files[path]
        return files


def _crowded(commit: str) -> Refused:
    return refuse(
        "tree.crowded",
        f"More files lie at {commit[:12]} than anybody lists: their names alone take more than {LISTED >> 20} MiB.",
        "Look at what added them, with `git log --stat -- proposals`. What is not your board's work you take back with "
        "`git revert`: what lies below proposals/ anybody may remove.",
        status=ExitStatus.CANNOT_TELL,
    )


def git_snapshot(git: Git, batch: Batch, commit: str, shared: Folders) -> TreeSnapshot:
    """The files of a commit in a repository; the full listing costs one process, everything else none."""

    def list_all(commit: str) -> bytes:
        found = git.some("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit, most=LISTED)
        if found is None:
            raise _crowded(commit)
        return found

    return TreeSnapshot(commit, batch, batch.sums, list_all, shared)
