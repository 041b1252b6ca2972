"""The governed repository on git: what the board stands on, what it holds, and writing to it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from board.core.finding import ExitStatus, Refused, refuse
from board.core.text import one_line
from board.store import env, place, refs
from board.store.batch import Batch
from board.store.git import Git
from board.store.identity import demo_members
from board.store.journal import Mover
from board.store.place import Place
from board.store.remote import remote_of
from board.store.snapshot import Folders
from board.store.tools import Tools

if TYPE_CHECKING:
    from board.store.audit import Audit
    from board.store.base import (
        Change,
        Commit,
        Flushed,
        Person,
        Returned,
        Signer,
        Snapshot,
        SyncState,
        Waiting,
        Written,
    )
    from board.store.notes import Notes
    from board.store.objects import Object
    from board.store.outbox import Outbox
    from board.store.sync import Sync
    from board.store.writing import Writer


def open_repository(directory: Path, branch: str = "", *, durable: bool = True) -> GitStore:
    """The repository at or above `directory`, on the branch named or else the one checked out.

    Runs nothing of the repository's. Raises Refused, with what to do next, when there is none, when it belongs to
    somebody else, when git is missing or too old, and when the history is incomplete or of a kind we cannot read.
    What an interrupted write left behind is mended first. Without `durable`, writing does not wait for the disk: for
    scratch repositories that can be made again.
    """
    found = place.find(directory)
    _check_readable(found)
    return GitStore(found, branch, durable=durable)


class GitStore:
    """One governed repository on one branch."""

    def __init__(self, found: Place, branch: str = "", *, durable: bool = True) -> None:
        self._durable = durable
        hardened = env.reading(found.trusted())
        git = Git(found.common, hardened if durable else env.configured([("core.fsync", "none")], hardened))
        batch = Batch(git)
        known = refs.Refs(git, found, durable=durable)
        name = refs.check_branch(branch) if branch else _usual_branch(found, known)
        remote = remote_of(found, known, git, name)
        self._tools = Tools(found, name, git, known, batch, Mover(found, git, known, batch), remote, Folders(batch))
        self._notes = self.mend()

    # A command that only reads a list imports none of these.
    @cached_property
    def _outbox(self) -> Outbox:
        from board.store.outbox import Outbox

        return Outbox(self._tools)

    @cached_property
    def _sync(self) -> Sync:
        from board.store.sync import Sync

        return Sync(self._tools, self._outbox)

    @cached_property
    def _writer(self) -> Writer:
        from board.store.writing import Writer

        return Writer(self._tools, self._outbox, self._sync.reached)

    @property
    def branch(self) -> str:
        """The governed branch."""
        return self._tools.branch

    @property
    def place(self) -> Place:
        """Where the repository lies on disk."""
        return self._tools.place

    @property
    def key(self) -> str:
        """A short name for drafts and caches of this repository on this machine."""
        common = self.place.common
        top = self.place.work_tree or common
        digest = hashlib.sha256(str(common).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        name = "".join(c for c in top.name if c.isascii() and (c.isalnum() or c in "-_"))[:40]
        return f"{name or 'repository'}-{digest}"

    def on(self, branch: str) -> GitStore:
        """The same repository on another branch, for a charter that names one."""
        return self if branch == self.branch else GitStore(self.place, branch, durable=self._durable)

    def branches(self) -> tuple[str, ...]:
        """The local branches by name."""
        return tuple(sorted(name.removeprefix("refs/heads/") for name in self._tools.refs.under("refs/heads/")))

    def other_branches(self) -> dict[str, str]:
        """The branches that the board does not read, each with its commit: those of this clone, then of its remotes."""
        tip = self.tip()
        here, remote = (self._tools.refs.under(prefix) for prefix in ("refs/heads/", "refs/remotes/"))
        named = {name.removeprefix("refs/heads/"): commit for name, commit in sorted(here.items())}
        for name, commit in sorted(remote.items()):
            short = name.removeprefix("refs/remotes/").partition("/")[2]
            named.setdefault(short, commit)
        return {name: commit for name, commit in named.items() if name != self.branch and commit != tip}

    def demo_members(self) -> tuple[str, ...]:
        """The handles one may play in a demo repository; none elsewhere."""
        return tuple(demo_members(self.place))

    def resolve(self, revision: str) -> str:
        """The commit a branch, tag, HEAD or (short) commit id names; raises Refused when there is none."""
        found = self._tools.refs.resolve(revision)
        if not found:
            raise refuse(
                "git.revision",
                f"There is no commit called {one_line(revision, 80)} here.",
                "Name a branch, a tag or a commit.",
                status=ExitStatus.WRONG_USE,
            )
        return found

    def publish(self) -> str:
        """Send the whole local branch to a remote that does not have it yet: the founding of a shared repository.

        Returns the tip. A deliberate act of its own: `write` never publishes commits that are not its own.
        """
        self._sync.publish()
        return self.tip()

    def tip(self) -> str:
        """The commit the board stands on: as last seen at the remote where there is one, else the local branch."""
        return self._tools.tip

    def local_tip(self) -> str:
        """The commit of the local branch, or ""; it may be behind the tip or hold unpublished commits of the user's."""
        return self._tools.local

    def snapshot(self, commit: str = "") -> Snapshot:
        """The files at a commit, by default at the tip; raises Refused for a commit that is not there."""
        if commit and (not refs.is_id(commit) or not self._tools.batch.has(commit)):
            raise refuse("git.commit", f"There is no commit {one_line(commit, 60)} in this repository.")
        return self._tools.snapshot(commit or self.tip())

    def write(
        self,
        make: Callable[[Snapshot], Change],
        author: Person,
        when: datetime,
        sign: Signer | None,
        *,
        member: str = "",
        queue: bool = False,
        attempts: int = 16,
    ) -> Written:
        """Commit what `make` asks for on the tip, compare-and-swap, and push it alone where there is a remote."""
        from board.store.writing import Pen

        return self._writer.write(make, Pen(author, when, sign), member, queue, attempts)

    def adopt(self, objects: Iterable[Object], tip: str) -> None:
        """Take over a history that was made elsewhere, into a repository that has none on this branch yet."""
        self._tools.keep(objects)
        moved, _ = self._tools.mover.move(self.branch, "", tip, "board: a history made elsewhere")
        if not moved:
            raise refuse("git.branch", f"There is a branch {self.branch} already.", "Use an empty repository.")

    def log(self, paths: Sequence[str] = (), limit: int = 0) -> list[Commit]:
        """History of the tip, newest first, narrowed to files or folders when given."""
        from board.store import history

        return history.log(self._tools, paths, limit)

    def introductions(self, under: str = "") -> dict[str, str]:
        """For each file that was ever added below a folder, the latest commit that added it."""
        from board.store import history

        return history.introductions(self._tools, under)

    def introduced(self, path: str) -> str:
        """The latest commit that added a file, or ""."""
        return self.introductions(path).get(path, "")

    def find_commit(self, paths: Sequence[str], wanted: Callable[[Snapshot], bool]) -> str:
        """The newest commit touching `paths` whose files satisfy `wanted`, or ""."""
        from board.store import history

        return history.find_commit(self._tools, paths, wanted)

    def sync_state(self, work_tree: bool = False) -> SyncState:
        """Where we stand; no network. With `work_tree`, also whether it holds uncommitted edits (costs a look)."""
        return self._sync.state(self._notes, work_tree)

    def fetch(self) -> str:
        """Look at the remote and return the tip; raises Refused when it cannot be reached or was rewound."""
        return self._sync.fetch()

    def waiting(self, member: str = "") -> tuple[Waiting, ...]:
        """Records that wait for the remote, oldest first."""
        return self._outbox.waiting(member)

    def flush(
        self,
        member: str,
        sign: Signer | None,
        still_valid: Callable[[Snapshot, Waiting], str] | None = None,
        keep: Callable[[Returned], None] | None = None,
    ) -> Flushed:
        """Send what waits; see `sync.Sync.flush`."""
        return self._sync.flush(self._writer, member, sign, still_valid, keep)

    def set_aside(self, record: Waiting) -> str:
        """Keep what waited and is not sent; see `outbox.Outbox.set_aside`."""
        return self._outbox.set_aside(record)

    def audit(self) -> Audit:
        """What a verification reads: raw history and objects as they lie."""
        from board.store.audit import Audit

        return Audit(self._tools)

    def notes(self) -> Notes:
        """The checkpoints that lie beside the history."""
        from board.store.notes import Notes

        return Notes(self._tools)

    def bring_along(self) -> tuple[str, ...]:
        """Fast-forward the local branch to the tip if it can be; notes say why it stayed."""
        return self._writer.bring_along(self.tip())

    def mend(self) -> tuple[str, ...]:
        """Finish what an interrupted write left; notes say what could not be mended yet."""
        try:
            return self._tools.mover.mend()
        except Refused as refused:
            return (refused.findings[0].message,)

    def close(self) -> None:
        """End the reading process."""
        self._tools.batch.close()


def _usual_branch(found: Place, known: refs.Refs) -> str:
    """The branch of the work tree we stand in; on a detached HEAD the remote's, or main, or master."""
    current, _ = refs.head(found.git_dir)
    if current:
        return refs.check_branch(current)
    for name in ("main", "master"):
        if known.get(f"refs/heads/{name}") or known.get(f"refs/remotes/origin/{name}"):
            return name
    return "main"


def _check_readable(found: Place) -> None:
    """Refuse what would show less than the whole history, or names of objects that we do not compute."""
    if found.setting("extensions.objectformat").lower() not in ("", "sha1"):
        raise _unreadable("git.sha256", "This repository uses SHA-256 object names, which are not supported.", "")
    promised = any(key.startswith("remote.") and key.endswith(".promisor") for key in found.settings)
    if promised or found.setting("extensions.partialclone"):
        raise _unreadable(
            "git.partial",
            "This is a partial clone: contents are missing, so nothing can be proved from it.",
            "Make a full one: git clone ADDRESS, without --filter.",
        )
    if (found.common / "shallow").exists():
        raise _unreadable(
            "git.shallow",
            "This is a shallow clone: older history is missing, so nothing can be proved from it.",
            "Run `git fetch --unshallow`; in a CI job ask for the whole history (fetch-depth: 0).",
        )


def _unreadable(code: str, message: str, fix: str) -> Refused:
    return refuse(code, message, fix, status=ExitStatus.CANNOT_TELL)
