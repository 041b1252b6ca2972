"""Records that wait for the remote: a chain of commits on one ref a member."""

from __future__ import annotations

from dataclasses import dataclass

from board.store.base import Commit
from board.store.base import Waiting as Waiting
from board.store.objects import needed, read_commit
from board.store.refs import check_branch
from board.store.tools import Tools

_FOLDER = "refs/board/outbox/"
_ASIDE = "refs/board/aside/"


@dataclass(frozen=True, slots=True)
class Outbox:
    """The outboxes of one repository."""

    tools: Tools

    def ref(self, member: str) -> str:
        """Where a member's records wait."""
        return f"{_FOLDER}{check_branch(member or 'me')}"

    def newest(self, member: str) -> str:
        """The newest commit that waits for a member, or ""."""
        return self.tools.refs.get(self.ref(member))

    def members(self) -> tuple[str, ...]:
        """Who has records waiting here."""
        return tuple(sorted(name.removeprefix(_FOLDER) for name in self.tools.refs.under(_FOLDER)))

    def count(self) -> int:
        """How many records wait, of all members."""
        return sum(len(self._chain(self.newest(member))) for member in self.members())

    def waiting(self, member: str = "") -> tuple[Waiting, ...]:
        """What waits, oldest first; of one member, or of all when none is named."""
        members = (member,) if member else self.members()
        return tuple(self._read(name, commit) for name in members for commit in self._chain(self.newest(name)))

    def add(self, member: str, new: str, old: str) -> bool:
        """Append a commit; False when the outbox no longer ended with `old`."""
        return self.tools.refs.move(self.ref(member), new, old, "board: waits for the remote")

    def clear(self, member: str, newest: str) -> None:
        """Empty a member's outbox, unless something was added meanwhile."""
        self.tools.refs.move(self.ref(member), "", newest, "board: sent")

    def set_aside(self, record: Waiting) -> str:
        """Keep a record that is not sent under a ref of its own, so that it is not lost; returns that ref."""
        ref = f"{_ASIDE}{check_branch(record.member or 'me')}/{record.commit.id[:12]}"
        if self.tools.refs.get(ref) != record.commit.id:
            self.tools.refs.move(ref, record.commit.id, "", "board: not sent")
        return ref

    def _chain(self, newest: str) -> list[str]:
        if not newest:
            return []
        tip = self.tools.tip
        behind = (f"^{tip}",) if tip else ()
        out = self.tools.git.ask("rev-list", "--reverse", "--first-parent", "--end-of-options", newest, *behind)
        return out.decode("ascii").split()

    def _read(self, member: str, commit_id: str) -> Waiting:
        commit = read_commit(commit_id, needed(self.tools.batch, commit_id).body)
        base = self.tools.snapshot(commit.parents[0] if commit.parents else "")
        after = self.tools.snapshot(commit_id)
        changed = self._changed(commit)
        bytes_of = after.read_many(changed, None)
        files = {path: bytes_of.get(path) for path in changed}
        added = tuple(path for path in changed if not base.blob(path))
        return Waiting(member, commit, files, added)

    def _changed(self, commit: Commit) -> list[str]:
        out = self.tools.git.ask("diff-tree", "-r", "-z", "--root", "--name-only", "--no-commit-id", commit.id)
        return [path.decode("utf-8", "replace") for path in out.split(b"\0") if path]
