"""A commit's files changed in memory: new trees along the changed paths, everything else taken over as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from board.core.finding import Refused, refuse
from board.store.base import Change
from board.store.names import cannot_create, fold, shown
from board.store.objects import FILE, FOLDER, Entry, Object, Objects, needed, read_tree, tree

Branches: TypeAlias = "dict[str, Branches | bytes | None]"


def edit(objects: Objects, root: str, change: Change) -> tuple[str, list[Object]]:
    """The id of the changed top tree and the new objects it needs; `root` is "" for a first commit.

    Raises Refused when a create-only file exists, when a file would take the place of a folder or a link (or the other
    way round), or when a new name is one the program does not create.
    """
    if not change.files:
        raise refuse("store.empty", "There is nothing to record.")
    editor = _Editor(objects, frozenset(change.create_only))
    top = editor.folder(root, "", _nested(change.files))
    if top is None:
        top_tree = tree({})
        editor.new.append(top_tree)
        top = top_tree.id
    return top, editor.new


class _Editor:
    def __init__(self, objects: Objects, create_only: frozenset[str]) -> None:
        self._objects = objects
        self._create_only = create_only
        self.new: list[Object] = []

    def folder(self, tree_id: str, at: str, wanted: Branches) -> str | None:
        """The id of one changed folder, or None when nothing is left in it."""
        entries = dict(read_tree(needed(self._objects, tree_id).body)) if tree_id else {}
        folded = {fold(name.decode("utf-8", "replace")): name for name in entries}
        for part, content in wanted.items():
            name, path = part.encode("utf-8", "surrogatepass"), f"{at}{part}"
            old = entries.get(name)
            if old is None and content is not None:
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


def _clash(path: str, why: str) -> Refused:
    return refuse("store.clash", f"{path} {why}.", "Choose another name, or move what lies there first.", path=path)
