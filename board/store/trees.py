"""A commit's files changed in memory: new trees along the changed paths, everything else taken over as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

from board.core.finding import Refused, refuse
from board.formats.names import astray, why_astray
from board.store.names import cannot_create, fold, odd, shown
from board.store.objects import (
    EMPTY_TREE,
    FILE,
    FOLDER,
    LINK,
    Entry,
    Object,
    Objects,
    entry,
    lines,
    needed,
    read_tree,
    tree,
    well_formed,
)
from board.store.refs import NONE

if TYPE_CHECKING:
    from board.store.base import Change

FOLLOWED = 500_000
"""So many changed paths a work tree follows: a few trees that name each other again and again make any number."""

NEW = 20_000
"""So many files that were not there before a work tree takes at once: pushing them costs next to nothing.

The first time there is a work tree, it takes all.
"""

Branches: TypeAlias = "dict[str, Branches | bytes | None]"


def edit(objects: Objects, root: str, change: Change) -> tuple[str, list[Object]]:
    """The id of the changed top tree and the new objects it needs; `root` is "" for a first commit.

    Raises Refused when a create-only file exists, when a file would take the place of a folder or a link (or the other
    way round), or when a new name is one the program does not create.
    """
    if not (change.files or change.folders or change.grafts):
        raise refuse("store.empty", "There is nothing to record.")
    editor = _Editor(objects, frozenset(change.create_only), frozenset(change.clears), change.grafts)
    visited = (*change.folders, *(path.rpartition("/")[0] for path in change.grafts))
    top = editor.folder(root, "", _with_folders(_nested(change.files), visited))
    if top is None:
        top_tree = tree({})
        editor.new.append(top_tree)
        top = top_tree.id
    return top, editor.new


def changes(
    objects: Objects, old: str, new: str, *, strict: bool = False
) -> dict[bytes, tuple[Entry | None, Entry | None]]:
    """What two trees ("" for the empty one) do not agree on: by path, the entry before and after, None for neither.

    Folders that are the same in both are not read; a round trip a level. With `strict`, raises Refused where a new
    folder is not written as git writes folders, so that nobody can say what it holds, where a new file's name stands
    for another place or for git's own files, or where more than FOLLOWED paths differ or more than NEW are new. An old
    file of such a name is left out then: git never put it into a work tree, and what lies there is not the board's.
    """
    found: dict[bytes, tuple[Entry | None, Entry | None]] = {}
    level = [(b"", old, new, False)] if old != new else []
    made, most = 0, NEW if old not in ("", EMPTY_TREE) else FOLLOWED
    while level:
        bodies = objects.get({tree_id for _, *both, _ in level for tree_id in both if tree_id})
        deeper: list[tuple[bytes, str, str, bool]] = []
        for at, *both, above in level:
            if strict and both[1] and not well_formed(bodies[both[1]].body):
                raise _unsound(at)
            before, after = (_lines(bodies[tree_id].body) if tree_id else {} for tree_id in both)
            for name in {name for name, _ in before.items() ^ after.items()}:
                sides = tuple(entry(*side[name]) if name in side else None for side in (before, after))
                if sides[0] == sides[1]:
                    continue  # a mode written with a zero in front is the same mode
                folders = [side.id if side and side.folder else "" for side in sides]
                files = tuple(None if side is None or side.folder else side for side in sides)
                away = strict and (above or astray(name))
                if any(folders):
                    deeper.append((at + name + b"/", folders[0], folders[1], away))
                if strict and files[1] and (away or astray(name, files[1].mode == LINK, at)):
                    raise _astray(at + name)
                if strict and files[0] and astray(name, files[0].mode == LINK):
                    files = (None, files[1])
                if any(files) and not away:
                    found[at + name] = (files[0], files[1])
                    made += not files[0]
            if strict and (len(found) + len(deeper) > FOLLOWED or made > most):
                raise _crowded()
        level = deeper
    return found


def _lines(body: bytes) -> dict[bytes, tuple[bytes, bytes]]:
    """Mode and id by name, unread: only those that differ are looked at."""
    return {name: (mode, raw) for mode, name, raw in reversed(lines(body))}


class _Editor:
    def __init__(
        self, objects: Objects, create_only: frozenset[str], clears: frozenset[str], grafts: Mapping[str, str]
    ) -> None:
        self._grafts = grafts
        self._objects = objects
        self._create_only = create_only
        self._clears = clears
        self._back = {str(at) for path in clears for at in (PurePosixPath(path), *PurePosixPath(path).parents)}
        self.new: list[Object] = []

    def folder(self, tree_id: str, at: str, wanted: Branches) -> str | None:
        """The id of one changed folder, or None when nothing is left in it."""
        entries = _writable(read_tree(needed(self._objects, tree_id).body, first=True), at) if tree_id else {}
        if self._clears:
            away = [name for name in entries if f"{at}{name.decode('utf-8', 'surrogateescape')}" in self._clears]
            entries = {name: each for name, each in entries.items() if name not in away}
        for graft, grafted in self._grafts.items():
            above, _, last = graft.rpartition("/")
            if above == at.rstrip("/"):
                entries.pop(last.encode(), None)
                entries |= {last.encode(): Entry(FOLDER, grafted)} if grafted else {}
        names, folded = tuple(entries), dict[str, bytes]()
        for part, content in wanted.items():
            name, path = part.encode("utf-8", "surrogatepass"), f"{at}{part}"
            old = entries.get(name)
            if name not in entries and content is not None and content != {}:
                folded = folded or {fold(known.decode("utf-8", "replace")): known for known in names}
                if path not in self._back or odd(path.encode("utf-8", "surrogatepass")):
                    _check_new(part, path, folded)
                folded[fold(part)] = name
            new = self._below(old, path, content) if isinstance(content, dict) else self._file(old, path, content)
            if new is None:
                entries.pop(name, None)
            else:
                entries[name] = new
        if not entries:
            return None
        changed = tree(entries)
        self.new.append(changed)
        return changed.id

    def _below(self, old: Entry | None, path: str, wanted: Branches) -> Entry | None:
        if not wanted and (old is None or not old.folder):
            return old
        if old is not None and not old.folder:
            raise _clash(path, "is a file or a link, and a file below it was to be written")
        changed = self.folder(old.id if old else "", f"{path}/", wanted)
        return Entry(FOLDER, changed) if changed else None

    def _file(self, old: Entry | None, path: str, content: bytes | None) -> Entry | None:
        if old is not None and path in self._create_only:
            raise refuse(
                "store.exists",
                f"{path} exists already, and this record may only be written once.",
                "Look at what was recorded in the meantime, then try again.",
                path=path,
            )
        if old is not None and not old.file:
            raise _clash(path, "is a folder, a link or a submodule, and a file was to be written in its place")
        if content is None:
            return None
        blob = Object("blob", content)
        self.new.append(blob)
        return Entry(FILE, blob.id)


def _nested(files: Mapping[str, bytes | None]) -> Branches:
    top: Branches = {}
    for path, content in files.items():
        *folders, name = path.split("/")
        at = top
        for part in folders:
            below = at.setdefault(part, {})
            if not isinstance(below, dict):
                raise _clash(path, "was to be written below a file of the same change")
            at = below
        if isinstance(at.get(name), dict):
            raise _clash(path, "was to be a file and a folder in the same change")
        at[name] = content
    return top


def _writable(entries: dict[bytes, Entry], at: str) -> dict[bytes, Entry]:
    """Entries of the folder `at` without those that no work tree takes, or that git would not let us write again."""
    above = at.encode("utf-8", "surrogateescape")
    away = [name for name, each in entries.items() if astray(name, each.mode == LINK, above)]
    away += [name for name, each in entries.items() if each.id == NONE]
    return {name: each for name, each in entries.items() if name not in away} if away else entries


def _with_folders(top: Branches, folders: Iterable[str]) -> Branches:
    for folder in folders:
        at = top
        for part in folder.split("/") if folder else ():
            below = at.setdefault(part, {})
            if not isinstance(below, dict):
                break  # a file takes its place
            at = below
    return top


def _check_new(part: str, path: str, folded: Mapping[str, bytes]) -> None:
    why = cannot_create(part) or cannot_create(path)
    if why:
        raise refuse(
            "store.name",
            f"{shown(path.encode('utf-8', 'surrogatepass'))} is not written: {why}.",
            "Give the file another name.",
        )
    twin = folded.get(fold(part))
    if twin is not None:
        raise refuse(
            "store.twin",
            f"{path} is not written: {shown(twin)} differs from it only in case or accents.",
            "Give the file another name; on some computers the two would be one file.",
        )


def _unsound(at: bytes) -> Refused:
    folder = shown(at) if at else "the top folder"
    return refuse(
        "worktree.malformed",
        f"What was pushed is not written as git writes folders: {folder} may hold a name twice.",
        "`board verify` names the commit, `board restore` writes the board's folders anew. Other folders are mended by "
        "a commit that writes them again.",
    )


def _astray(path: bytes) -> Refused:
    return refuse(
        "worktree.elsewhere",
        f"What was pushed holds {shown(path)}, {why_astray(path)}. Somebody may want a program to run here, or your "
        "checkout to stay half behind. Nothing of it was written.",
        "`board verify` names the commit, `board restore` takes the name away. Ask who pushed it.",
    )


def _crowded() -> Refused:
    return refuse(
        "worktree.crowded",
        f"What was pushed changes more than {FOLLOWED:,} files, or brings more than {NEW:,}, so the work tree does not "
        "follow.",
        "`git log --stat` shows who brought so many; `board restore` puts the board's folders back where a rule was "
        "broken. What is not wanted `git revert` takes away, what is you follow with `git merge --ff-only`.",
    )


def _clash(path: str, why: str) -> Refused:
    return refuse("store.clash", f"{path} {why}.", "Choose another name, or move what lies there first.", path=path)
