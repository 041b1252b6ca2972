"""One checkout following its branch: index and files come along, the user's own edits stay or stop the move.

While a branch moves, the index of every work tree that has it checked out is locked the way git locks it, so that the
user's next `git commit -a` cannot undo a record. Plain cases (a few files, untouched by the user) are done here; all
others are judged and done by git's two-way merge, with every filter blanked.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

from board.core.finding import Refused, refuse
from board.core.text import one_line
from board.formats.names import LENGTH_LIMIT
from board.store import env, refs
from board.store.attributes import rewritten
from board.store.batch import Batch
from board.store.files import sync_folder
from board.store.git import Git, no_space
from board.store.names import shown
from board.store.objects import EMPTY_TREE, FILE, needed, tree_of
from board.store.place import Place
from board.store.planted import read_on_the_way
from board.store.trees import changes
from board.store.worktree import MARK, Disk, WorkTree, blanked_filters, drop_lock

_PATIENCE = 1.0
_FEW = 200
_LONG = 30.0
"""Seconds for git to bring files along: attributes that somebody pushed may keep it busy without end."""
_READ = ("read-tree", "-m", "--no-recurse-submodules")
_EDITED = re.compile(r"Entry '(.+?)' not uptodate|working tree file '(.+?)' would be")
Changed = Mapping[bytes, tuple[str, str]]


class Following:
    """One work tree on its way from commit `old` ("" for none) to `new`: `prepare`, then `finish` or `undo`."""

    def __init__(
        self, place: Place, batch: Batch, tree: WorkTree, old: str, new: str, journal: str, keep: tuple[int, ...] = ()
    ) -> None:
        self._tree = tree
        self._batch = batch
        self._disk = Disk(tree.top)
        self._old = old or EMPTY_TREE
        self._new = new
        self._journal = journal
        self._steps: dict[bytes, str] | None = None
        self._brought: tuple[bytes, ...] = ()
        self._regular: Changed = {}
        variables = env.configured(blanked_filters(place, tree), env.reading((*place.trusted(), tree.top)))
        # An index is as durable as git makes it: it can be built again, the record cannot.
        variables = env.configured([("core.fsync", "none")], variables)
        self._plain_git = Git(tree.git_dir, variables, tree.top, keep)
        self._git = Git(tree.git_dir, variables | {"GIT_INDEX_FILE": str(tree.draft)}, tree.top, keep)

    def prepare(self) -> None:
        """Lock the index, copy it, and make sure the move can be done; raises Refused and undoes itself."""
        self._take_lock()
        try:
            self._copy_index()
            changed, plain = self._changed()
            self._regular = changed
            self._brought = tuple(path for path, (_, after) in changed.items() if after)
            self._steps = self._plain_steps(changed) if plain and len(changed) <= _FEW else None
            if self._steps is None:
                read_on_the_way(self._tree.top, changed)
                self._adopt_equal_files(changed)
                self._try()
        except BaseException:
            self.undo()
            raise

    def finish(self) -> str:
        """Bring files and index along, after the branch moved; returns "" or, in words, why they stayed behind."""
        why = self._merge() if self._steps is None else self._walk(self._steps)
        if not why:
            self._tree.draft.replace(self._tree.index)
            sync_folder(self._tree.git_dir)
        self.undo()
        return f"The files in {one_line(str(self._tree.top))} were not brought along: {why}" if why else ""

    def rewrites(self) -> str:
        """In words, what git would rewrite here from now on; to be asked after `finish`."""
        return rewritten(self._plain_git, self._brought)

    def undo(self) -> None:
        """Give the index back untouched; a git that was stopped in here leaves its lock on our copy."""
        self._drop_copy()
        drop_lock(self._tree, self._journal)

    def _drop_copy(self) -> None:
        self._tree.draft.unlink(missing_ok=True)
        self._tree.draft.with_name(f"{self._tree.draft.name}.lock").unlink(missing_ok=True)

    def _plain_steps(self, changed: Changed) -> dict[bytes, str] | None:
        """What to write (a blob id) or remove ("") on disk, the draft index being there; None if it is not plain.

        Plain is: the index and the file are each as before the move, or already as after it.
        """
        staged = self._staged(changed)
        steps = {}
        for path, (old, new) in changed.items():
            on_disk = self._disk.ids(path)
            if on_disk is None or staged.get(path, "") not in (old, new):
                return None
            if (new in on_disk) if new else not on_disk:
                continue
            if on_disk and old not in on_disk[:1]:
                return None
            steps[path] = new
        self._record({path: new for path, (_, new) in changed.items()})
        return steps

    def _walk(self, steps: Mapping[bytes, str]) -> str:
        """Do the plain steps on disk."""
        blobs = self._batch.get(steps.values())
        try:
            for path, blob in steps.items():
                if blob:
                    self._disk.write(path, blobs[blob].body)
                else:
                    self._disk.remove(path)
        except OSError as error:
            return (error.strerror or "the disk did not take them").lower() + "."
        return ""

    def _try(self) -> None:
        """Ask git whether its two-way merge would go through."""
        answer = self._git.call(*_READ, "-n", "-u", self._old, self._new)
        if answer.code != 0:
            raise self._refused(answer.complaint)

    def _merge(self) -> str:
        """Let git bring index and files along; the branch has moved already, so where git gives no answer we do it."""
        try:
            answer = self._git.call(*_READ, "-u", self._old, self._new, timeout=_LONG)
        except Refused as refused:
            if refused.findings[0].code != "git.timeout":
                raise
            return self._without_git()
        return "" if answer.code == 0 else answer.complaint or "git did not say why."

    def _without_git(self) -> str:
        """The index alone, and the plain files as they lie in the tree, whatever attributes say.

        A commit of hers out of an older index would take back what the board wrote. Files that she edited stay.
        """
        self._copy_index()
        answer = self._git.call(*_READ, self._old, self._new)
        if answer.code != 0:
            return answer.complaint or "git did not say why."
        steps = {}
        for path, (old, new) in self._regular.items():
            on_disk = self._disk.ids(path)
            if on_disk is not None and (not on_disk or old in on_disk):
                steps[path] = new
        return self._walk(steps)

    def _take_lock(self) -> None:
        """Create git's lock with our mark in it, in one step, so that a lock left by a kill is known as ours."""
        marked = self._tree.git_dir / f"board-lock-{os.getpid()}-{os.urandom(4).hex()}"
        until = time.monotonic() + _PATIENCE
        try:
            marked.write_text(f"{MARK}{self._journal}\n", "ascii")
            while True:
                try:
                    os.link(marked, self._tree.lock)
                    return
                except FileExistsError:
                    if time.monotonic() > until:
                        raise refs.lock_held(self._tree.lock) from None
                    time.sleep(0.02)
        except OSError as error:
            raise refuse("worktree.lock", f"The work tree could not be locked: {error.strerror}.") from None
        finally:
            marked.unlink(missing_ok=True)

    def _copy_index(self) -> None:
        """A second name for the index, or a copy with its time stamp: git trusts file times only relative to it.

        git never writes into an index, it puts a new one in its place; so a second name keeps the old bytes.
        """
        self._drop_copy()
        try:
            if not self._linked():
                shutil.copyfile(self._tree.index, self._tree.draft)
                times = self._tree.index.stat()
                os.utime(self._tree.draft, ns=(times.st_atime_ns, times.st_mtime_ns))
        except FileNotFoundError:
            return
        except OSError as error:
            raise refuse(
                "disk.full", f"The index could not be copied: {error.strerror}. Nothing was changed."
            ) from None

    def _linked(self) -> bool:
        """Whether the disk gave the index a second name; an index that is a link itself is copied."""
        if self._tree.index.is_symlink():
            return False
        with contextlib.suppress(OSError):
            os.link(self._tree.index, self._tree.draft)
            return True
        return False

    def _adopt_equal_files(self, changed: Changed) -> None:
        """Where a file already holds the new bytes (we commit what the user wrote), the index may simply say so.

        Not where the user staged something else: that is hers.
        """
        equal = {path: ids for path, ids in changed.items() if ids[1] and ids[1] in (self._disk.ids(path) or ())}
        staged = self._staged(equal)
        self._record({path: new for path, (old, new) in equal.items() if staged.get(path, "") in ("", old, new)})

    def _record(self, entries: Mapping[bytes, str]) -> None:
        """Set entries of the draft index: a blob id, or "" to take the path out."""
        lines = (f"{FILE if new else '0'} {new or refs.NONE}\t".encode() + path for path, new in entries.items())
        if entries:
            self._git.ask("update-index", "-z", "--index-info", stdin=b"\0".join(lines) + b"\0")

    def _changed(self) -> tuple[Changed, bool]:
        """Changed paths with (old id or "", new id or ""), and whether all of them are regular files."""
        old = "" if self._old == EMPTY_TREE else tree_of(needed(self._batch, self._old))
        new = tree_of(needed(self._batch, self._new))
        found, plain, longest = {}, True, _longest(self._tree.top)
        for path, (before, after) in changes(self._batch, old, new, strict=True).items():
            plain = plain and all(entry is None or entry.mode == FILE for entry in (before, after))
            if after and longest < LENGTH_LIMIT and max(map(len, path.split(b"/"))) > longest:
                raise self._too_long(path, longest)
            if after is None or after.mode == FILE:
                found[path] = (before.id if before else "", after.id if after else "")
        return found, plain

    def _too_long(self, path: bytes, longest: int) -> Refused:
        return refuse(
            "worktree.long-name",
            f"The disk of {one_line(str(self._tree.top))} takes names of {longest} bytes at most, and {shown(path)} "
            "has a longer one. Nothing was changed.",
            "Keep your clone on another disk, or ask for another name.",
        )

    def _staged(self, paths: Iterable[bytes]) -> dict[bytes, str]:
        """The index's blob for each path; "other" for unmerged stages and for what is no regular file."""
        found = {}
        waiting = iter(paths)
        while some := list(islice(waiting, 500)):
            listed = self._git.ask("ls-files", "-s", "-z", "--", *(os.fsdecode(path) for path in some))
            for record in listed.split(b"\0"):
                head, tab, path = record.partition(b"\t")
                if tab:
                    mode, blob, stage = head.decode("ascii").split(" ")
                    found[path] = blob if stage == "0" and mode == FILE else "other"
        return found

    def _refused(self, complaint: str) -> Refused:
        if no_space(complaint):
            return refuse("disk.full", f"The disk did not take the data: {complaint}. Nothing was recorded.")
        top = one_line(str(self._tree.top))
        if "resolve your current index" in complaint:
            return refuse(
                "worktree.conflict",
                f"A merge is not finished in {top}, and the record touches the same files. Nothing was changed.",
                "Resolve the conflicts and commit, or abort the merge, then try again.",
            )
        if "invalid path" in complaint:
            return refuse(
                "worktree.elsewhere",
                f"git puts no such name into {top}: {complaint.rstrip('.')}. Nothing was changed.",
                "`board verify` names who brought it. Ask who pushed it.",
            )
        named = _EDITED.search(complaint)
        said = f"{named[1] or named[2]} has changes that are not committed" if named else complaint.rstrip(".")
        return refuse(
            "worktree.edits",
            f"The record would overwrite work of yours in {top}: {said}. Nothing was changed.",
            "Commit your changes or set them aside, then try again.",
        )


def _longest(top: Path) -> int:
    """How many bytes of one name the disk takes; where it does not say, as many as any."""
    try:
        return os.pathconf(top, "PC_NAME_MAX")
    except (OSError, ValueError):
        return LENGTH_LIMIT
