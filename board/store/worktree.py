"""Moving a branch that somebody may have checked out, so that their next `git commit -a` cannot undo a record.

While a branch moves, the index of every work tree that has it checked out is locked the way git locks it. First a dry
run says whether the user's own edits would be overwritten (then nothing is moved), then the branch moves, then index
and files follow by a two-way merge with every filter blanked. A journal names what was under way, so that a kill at
any point is mended at the next start.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from board.core.finding import Refused, refuse
from board.core.text import one_line
from board.store import env, refs
from board.store.files import sync_folder
from board.store.git import Git, failed, no_space
from board.store.objects import EMPTY_TREE, FILE, Object
from board.store.place import Place

MARK = "governance-board "
_PATIENCE = 1.0
_FILTER = re.compile(r"filter\.(.+)\.(?:clean|smudge|process|required)", re.DOTALL)
_LARGEST = 64 << 20


@dataclass(frozen=True, slots=True)
class WorkTree:
    """One checked-out directory: where its index and HEAD are, and where its files are."""

    git_dir: Path
    top: Path

    @property
    def index(self) -> Path:
        """The user's index."""
        return self.git_dir / "index"

    @property
    def lock(self) -> Path:
        """git's own lock on the index."""
        return self.git_dir / "index.lock"

    @property
    def draft(self) -> Path:
        """The index as it will be, beside the user's own."""
        return self.git_dir / "board-index"


def work_trees(place: Place) -> list[WorkTree]:
    """The main work tree and the linked ones; a directory that does not point back here is none of ours."""
    found = []
    main = _main_top(place)
    if main is not None:
        found.append(WorkTree(place.common, main))
    for git_dir in sorted((place.common / "worktrees").glob("*")):
        try:
            dot_git = Path(os.path.realpath(git_dir / (git_dir / "gitdir").read_text("utf-8").strip()))
        except (OSError, ValueError):
            continue
        if _points_to(dot_git, git_dir):
            found.append(WorkTree(git_dir, dot_git.parent))
    return found


def on_branch(place: Place, branch: str) -> list[WorkTree]:
    """The work trees whose HEAD is on a branch; raises Refused while one of them rebases it."""
    found = []
    for tree in work_trees(place):
        if refs.head(tree.git_dir)[0] == branch:
            found.append(tree)
        for state in ("rebase-merge", "rebase-apply"):
            with contextlib.suppress(OSError):
                if (tree.git_dir / state / "head-name").read_text("utf-8").strip() == f"refs/heads/{branch}":
                    raise refuse(
                        "worktree.rebase",
                        f"A rebase of {branch} is under way in {one_line(str(tree.top))}.",
                        "Finish it with `git rebase --continue` or end it with `git rebase --abort`, then try again.",
                    )
    return found


class Following:
    """One work tree on its way from commit `old` ("" for none) to `new`: `prepare`, then `finish` or `undo`."""

    def __init__(self, place: Place, tree: WorkTree, old: str, new: str, journal: str) -> None:
        self._tree = tree
        self._old = old or EMPTY_TREE
        self._new = new
        self._journal = journal
        variables = env.configured(blanked_filters(place, tree), env.reading((*place.trusted(), tree.top)))
        self._git = Git(tree.git_dir, variables | {"GIT_INDEX_FILE": str(tree.draft)}, tree.top)

    def prepare(self) -> None:
        """Lock the index, copy it, and try the move without doing it; raises Refused and undoes itself."""
        self._take_lock()
        try:
            self._copy_index()
            self._adopt_equal_files()
            answer = self._git.call("read-tree", "-n", "-m", "-u", "--no-recurse-submodules", self._old, self._new)
            if answer.code != 0:
                raise self._refused(answer.complaint)
        except BaseException:
            self.undo()
            raise

    def finish(self) -> str:
        """Bring files and index along, after the branch moved; returns "" or, in words, why they stayed behind."""
        answer = self._git.call("read-tree", "-m", "-u", "--no-recurse-submodules", self._old, self._new)
        if answer.code == 0:
            self._tree.draft.replace(self._tree.index)
            sync_folder(self._tree.git_dir)
        self.undo()
        top = one_line(str(self._tree.top))
        return "" if answer.code == 0 else f"The files in {top} were not brought along: {answer.complaint}"

    def undo(self) -> None:
        """Give the index back untouched."""
        self._tree.draft.unlink(missing_ok=True)
        drop_lock(self._tree, self._journal)

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
        """Copy the index with its time stamp: git trusts file times only relative to it."""
        self._tree.draft.unlink(missing_ok=True)
        try:
            shutil.copyfile(self._tree.index, self._tree.draft)
            times = self._tree.index.stat()
            os.utime(self._tree.draft, ns=(times.st_atime_ns, times.st_mtime_ns))
        except FileNotFoundError:
            return
        except OSError as error:
            raise refuse(
                "disk.full", f"The index could not be copied: {error.strerror}. Nothing was changed."
            ) from None

    def _adopt_equal_files(self) -> None:
        """Where a file already holds the new bytes (we commit what the user wrote), the index may simply say so.

        Not where the user staged something else: that is hers.
        """
        changed = self._changed()
        equal = {path: ids for path, ids in changed.items() if ids[1] and self._holds(path, ids[1])}
        if not equal:
            return
        staged = self._staged(equal)
        lines = b"".join(
            f"{FILE} {new}\t".encode() + path + b"\0"
            for path, (old, new) in equal.items()
            if staged.get(path, "") in ("", old, new)
        )
        if lines:
            self._git.ask("update-index", "-z", "--index-info", stdin=lines)

    def _changed(self) -> dict[bytes, tuple[str, str]]:
        """Changed regular files: (old id or "", new id or "")."""
        out = self._git.ask("diff-tree", "-r", "-z", "--raw", "--no-renames", self._old, self._new)
        fields = out.split(b"\0")
        found = {}
        for head, path in zip(fields[::2], fields[1::2], strict=False):
            _, new_mode, old, new, _ = head.decode("ascii").lstrip(":").split(" ")
            found[path] = (old.strip("0") and old, new if new_mode == FILE else "")
        return found

    def _holds(self, path: bytes, blob: str) -> bool:
        """Whether the work tree's file has a blob's bytes, looking past no link and taking CR LF for LF."""
        at = os.fsencode(self._tree.top)
        try:
            *folders, name = path.split(b"/")
            for part in folders:
                at = os.path.join(at, part)  # noqa: PTH118 - names are bytes, and nobody promises that they are text
                if not stat.S_ISDIR(os.lstat(at).st_mode):
                    return False
            file = os.path.join(at, name)  # noqa: PTH118
            facts = os.lstat(file)
            if not stat.S_ISREG(facts.st_mode) or facts.st_size > _LARGEST:
                return False
            with open(os.open(file, os.O_RDONLY | os.O_NOFOLLOW), "rb") as opened:  # noqa: PTH123
                data = opened.read()
        except OSError:
            return False
        return blob in (Object("blob", data).id, Object("blob", data.replace(b"\r\n", b"\n")).id)

    def _staged(self, paths: Mapping[bytes, object]) -> dict[bytes, str]:
        """The index's blob for each path, or "conflict" for one with unmerged stages."""
        listed = self._git.ask("ls-files", "-s", "-z", "--", *(os.fsdecode(path) for path in paths))
        found = {}
        for record in listed.split(b"\0"):
            head, tab, path = record.partition(b"\t")
            if tab:
                _, blob, stage = head.decode("ascii").split(" ")
                found[path] = blob if stage == "0" else "conflict"
        return found

    def _refused(self, complaint: str) -> Refused:
        if no_space(complaint):
            return refuse("disk.full", f"The disk did not take the data: {complaint}. Nothing was recorded.")
        if "resolve your current index" in complaint or "unmerged" in complaint:
            said, fix = "a merge is not finished there", "Resolve the conflict and commit, or abort the merge"
        elif complaint:
            said, fix = complaint, "Commit your changes or set them aside"
        else:
            return failed("read-tree", self._git.call("read-tree", "-n", "-m", self._old, self._new))
        return refuse(
            "worktree.edits",
            f"The record would overwrite work of yours in {one_line(str(self._tree.top))}: {said.rstrip('.')}.",
            f"{fix}, then try again. Nothing was changed.",
        )


def drop_lock(tree: WorkTree, journal: str) -> None:
    """Remove the index lock if it is the one this journal entry took."""
    with contextlib.suppress(OSError, ValueError):
        if tree.lock.read_text("ascii").strip() == f"{MARK}{journal}":
            tree.lock.unlink()


def blanked_filters(place: Place, tree: WorkTree) -> list[tuple[str, str]]:
    """Settings that switch off every filter the repository's configuration defines, its includes too."""
    files = (place.common / "config", tree.git_dir / "config.worktree", place.common / "config.worktree")
    text = b"".join(file.read_bytes() for file in files if file.is_file()).lower()
    if b"filter" not in text and b"include" not in text:
        return []
    git = Git(tree.git_dir, env.reading((*place.trusted(), tree.top)))
    names = git.ask("config", "--includes", "--null", "--name-only", "--list").decode("utf-8", "surrogateescape")
    drivers = {match[1] for name in names.split("\0") if (match := _FILTER.fullmatch(name))}
    blank = {"clean": "", "smudge": "", "process": "", "required": "false"}
    return [(f"filter.{driver}.{key}", value) for driver in sorted(drivers) for key, value in blank.items()]


def _main_top(place: Place) -> Path | None:
    """The main work tree, or None in a bare repository."""
    if place.git_dir == place.common:
        return place.work_tree
    if place.setting("core.bare").lower() == "true":
        return None
    if place.common.name == ".git":
        return place.common.parent
    named = place.setting("core.worktree")  # a submodule; believed only if the directory points back
    top = Path(os.path.realpath(place.common / named)) if named else None
    return top if top is not None and _points_to(top / ".git", place.common) else None


def _points_to(dot_git: Path, git_dir: Path) -> bool:
    try:
        text = dot_git.read_text("utf-8", "surrogateescape")
    except (OSError, ValueError):
        return False
    if not text.startswith("gitdir:"):
        return False
    return os.path.realpath(dot_git.parent / text.removeprefix("gitdir:").strip()) == os.path.realpath(git_dir)
