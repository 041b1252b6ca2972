"""What is under way when a branch moves, written down first, so that the next start can mend what a kill left."""

from __future__ import annotations

import contextlib
import json
import os
import re
import stat
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as replace_fields
from pathlib import Path
from typing import TYPE_CHECKING

from board.core.finding import Refused
from board.core.text import one_line
from board.store.batch import Batch
from board.store.files import locked, private_folder, read_small, real_folder, replace, sync_folder
from board.store.git import Git
from board.store.place import Place
from board.store.refs import Refs, check_branch, is_id
from board.store.worktree import WorkTree, drop_lock, on_branch, work_trees

if TYPE_CHECKING:
    from board.store.following import Following

_OURS = re.compile(r"[0-9]+-[0-9a-f]+\.json|\.[0-9]+-[0-9a-f]+\.json\.[0-9]+\.[0-9a-f]+\.new")
"""The names that we give: of an entry, and of one that is being written."""
_MOST = 50
"""So many entries are mended; a program that was stopped leaves one."""
_LOOK = "The others were put away. Compare your checkout with `git status` before you commit there."


@dataclass(frozen=True, slots=True)
class Entry:
    """One move: a branch from `old` to `new`."""

    name: str
    branch: str
    old: str
    new: str


class Mover:
    """Moves a branch by compare-and-swap and brings along every work tree that has it checked out."""

    def __init__(self, place: Place, git: Git, refs: Refs, batch: Batch) -> None:
        self._place = place
        self._git = git
        self._refs = refs
        self._batch = batch
        self._folder = place.own / "journal"
        self._thread = threading.RLock()
        self._held = 0
        self._lock: tuple[int, ...] = ()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other windows of this program, and our own other threads, from writing; may be nested.

        The git that moves a ref or an index holds the lock, too: if only we are killed, the next one waits for it.
        """
        with self._thread, contextlib.ExitStack() as stack:
            if not self._held:
                private_folder(self._place.own)
                self._lock = (stack.enter_context(locked(self._place.own / "lock")),)
            self._held += 1
            try:
                yield
            finally:
                self._held -= 1
                self._lock = self._lock if self._held else ()

    def move(self, branch: str, old: str, new: str, why: str) -> tuple[bool, tuple[str, ...]]:
        """Move a branch from `old` ("" for none) to `new`: (whether it still stood on `old`, notes for the user).

        Raises Refused, with nothing changed, when a work tree holds edits that would be overwritten.
        """
        with self.alone():
            late = self.mend()
            if self._refs.get(f"refs/heads/{branch}") != old:
                return False, ()
            trees = on_branch(self._place, branch)
            if not trees:
                return self._refs.move(f"refs/heads/{branch}", new, old, why, self._lock), late
            entry = Entry(f"{os.getpid()}-{os.urandom(6).hex()}", branch, old, new)
            self._write(entry)
            following = [self._following(tree, entry) for tree in trees]
            if not self._try(entry, following, why):
                return False, ()
            notes = tuple(note for one in following if (note := one.finish()))
            if not notes:
                self._forget(entry)
            told = dict.fromkeys(note for one in following if (note := one.rewrites()))
            return True, late + notes + tuple(told)

    def _try(self, entry: Entry, following: Sequence[Following], why: str) -> bool:
        """Lock every checkout, then move the ref; what does not come to pass is undone."""
        ready: list[Following] = []
        moved = False
        try:
            for one in following:
                one.prepare()
                ready.append(one)
            moved = self._refs.move(f"refs/heads/{entry.branch}", entry.new, entry.old, why, self._lock)
        except Refused:
            if self._refs.get(f"refs/heads/{entry.branch}") == entry.old:
                raise
        finally:
            if not moved:
                for one in ready:
                    one.undo()
                self._forget(entry)
        return moved

    def checked_out(self, branch: str) -> bool:
        """Whether a work tree is on the branch, born or not."""
        return bool(_still_on(self._place, branch))

    def pending(self) -> bool:
        """Whether something was under way when a program ended; costs one look into a folder.

        Raises Refused where a link lies in the place of our folders: whoever prepared it would have us tidy elsewhere.
        """
        return bool(self._left())

    def _left(self) -> list[tuple[int, Path]]:
        """Our own files in the journal with their times, oldest first; whatever else lies there is left alone."""
        if not (real_folder(self._place.own) and real_folder(self._folder)):
            return []
        named = ((file.lstat(), file) for file in self._folder.iterdir() if _OURS.fullmatch(file.name))
        return sorted((facts.st_mtime_ns, file) for facts, file in named if stat.S_ISREG(facts.st_mode))

    def mend(self) -> tuple[str, ...]:
        """Finish or clear what an ended program left, oldest first; returns notes on what could not be mended yet.

        A checkout that stayed behind is brought to where its branch stands now, never back.
        """
        if not self.pending():
            return ()
        with self.alone():
            left = [file for _, file in self._left()]
            notes = tuple(note for file in left[:_MOST] if (note := self._mend(file)))
            for file in left[_MOST:]:
                file.unlink(missing_ok=True)
            more = (
                f"{len(left):,} moves lay unfinished in {one_line(str(self._folder))}; {_MOST} of them were looked at. "
            )
            return notes if len(left) <= _MOST else (*notes, more + _LOOK)

    def _mend(self, file: Path) -> str:
        entry = _read(file) if file.suffix == ".json" else None
        if entry is None:
            file.unlink(missing_ok=True)
            return ""
        for tree in work_trees(self._place):
            drop_lock(tree, entry.name)
            tree.tidy()
        tip = self._refs.get(f"refs/heads/{entry.branch}")
        if self._forward(entry, tip):
            for tree in _still_on(self._place, entry.branch):
                note = self._follow(tree, replace_fields(entry, new=tip))
                if note:
                    return note
        self._forget(entry)
        return ""

    def _follow(self, tree: WorkTree, entry: Entry) -> str:
        following = self._following(tree, entry)
        try:
            following.prepare()
        except Refused as refused:
            return f"{refused.findings[0].message} Until then, do not use `git commit -a` there."
        return following.finish()

    def _following(self, tree: WorkTree, entry: Entry) -> Following:
        from board.store.following import Following  # only for a write: whoever reads a list does not wait for it

        return Following(self._place, self._batch, tree, entry.old, entry.new, entry.name, self._lock)

    def _forward(self, entry: Entry, tip: str) -> bool:
        """Whether the branch went the way of this entry, and on to its tip: we move none back."""
        on_it = entry.new == tip or self._is_ancestor(entry.new, tip)
        return on_it and (not entry.old or self._is_ancestor(entry.old, entry.new))

    def _is_ancestor(self, old: str, new: str) -> bool:
        if not self._batch.has(old) or not self._batch.has(new):
            return False
        return self._git.call("merge-base", "--is-ancestor", old, new).code == 0

    def _write(self, entry: Entry) -> None:
        private_folder(self._folder)
        told: Mapping[str, str] = {"branch": entry.branch, "old": entry.old, "new": entry.new}
        replace(self._folder / f"{entry.name}.json", json.dumps(told).encode())

    def _forget(self, entry: Entry) -> None:
        (self._folder / f"{entry.name}.json").unlink(missing_ok=True)
        sync_folder(self._folder)


def _still_on(place: Place, branch: str) -> list[WorkTree]:
    try:
        return on_branch(place, branch)
    except Refused:
        return []


def _read(file: Path) -> Entry | None:
    try:
        told = json.loads(read_small(file) or b"")
        entry = Entry(file.stem, check_branch(str(told["branch"])), str(told["old"]), str(told["new"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError, Refused):
        return None
    return entry if is_id(entry.new) and (not entry.old or is_id(entry.old)) else None
