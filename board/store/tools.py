"""What one opened repository is worked on with; made once, shared by reading, writing and syncing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from board.store.batch import Batch
from board.store.git import Git, failed
from board.store.journal import Mover
from board.store.objects import Object, pack
from board.store.place import Place
from board.store.refs import Refs
from board.store.remote import Remote
from board.store.snapshot import Folders, TreeSnapshot, git_snapshot

_LOOSE = 100


@dataclass(frozen=True, slots=True)
class Tools:
    """One repository and one governed branch."""

    place: Place
    branch: str
    git: Git
    refs: Refs
    batch: Batch
    mover: Mover
    remote: Remote | None
    folders: Folders

    @property
    def local(self) -> str:
        """The commit of the local branch, or ""."""
        return self.refs.get(f"refs/heads/{self.branch}")

    @property
    def tip(self) -> str:
        """The commit the board stands on: as last seen at the remote where there is one, else the local branch."""
        seen = self.refs.get(self.remote.tracking) if self.remote else ""
        return seen or self.local

    def snapshot(self, commit: str) -> TreeSnapshot:
        """The files at a commit."""
        return git_snapshot(self.git, self.batch, commit, self.folders)

    def keep(self, objects: Iterable[Object]) -> None:
        """Store objects, checked by git and synced to disk, before anything points to them.

        What git finds wrong in folders that are whole is what others pushed into them; it is no reason to stop here.
        """
        listed = list(dict.fromkeys(objects))  # folders with the same files are one object, which git takes once
        # Many objects stay together in one pack: one file to sync instead of hundreds.
        command = ("unpack-objects", "-q") if len(listed) <= _LOOSE else ("index-pack", "--stdin")
        answer = self.git.call(*command, "--strict", stdin=pack(listed))
        if "fsck error" in answer.complaint:
            answer = self.git.call(*command, stdin=pack(listed))
        if answer.code != 0:
            raise failed(command[0], answer)

    def is_ancestor(self, old: str, new: str) -> bool:
        """Whether `new` builds on `old`; "" is below everything."""
        if not old or old == new:
            return True
        return bool(new) and self.git.call("merge-base", "--is-ancestor", old, new).code == 0
