"""A store in memory with the same promises as the one on git, for tests and for trying things out."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from board.core.finding import refuse
from board.store.base import Change, Commit, Flushed, Person, Returned, Signer, Snapshot, SyncState, Waiting, Written
from board.store.compose import compose
from board.store.objects import Object, read_commit, read_tree, tree_of
from board.store.snapshot import TreeSnapshot


class Dictionary:
    """Objects in a dictionary."""

    def __init__(self) -> None:
        self.known: dict[str, Object] = {}

    def get(self, ids: Iterable[str], limit: int | None = None) -> dict[str, Object]:
        """The objects; those larger than `limit` bytes are left out."""
        found = {object_id: self.known[object_id] for object_id in ids}
        return {key: item for key, item in found.items() if limit is None or len(item.body) <= limit}

    def sums(self, ids: Iterable[str]) -> dict[str, tuple[int, str]]:
        """Size and SHA-256 of each object's bytes."""
        return {key: (len(o.body), hashlib.sha256(o.body).hexdigest()) for key, o in self.get(ids).items()}


class MemoryStore:
    """One governed branch without disk or remote."""

    def __init__(self, branch: str = "main") -> None:
        self._branch = branch
        self._objects = Dictionary()
        self._tip = ""
        self._lock = threading.Lock()
        self._listed: dict[str, dict[str, str]] = {}
        self._touched: dict[str, tuple[str, ...]] = {}

    @property
    def branch(self) -> str:
        """The governed branch."""
        return self._branch

    def tip(self) -> str:
        """The newest commit, or "" before the first."""
        return self._tip

    def snapshot(self, commit: str = "") -> Snapshot:
        """The files at a commit, by default at the tip."""
        wanted = commit or self._tip
        if wanted and wanted not in self._objects.known:
            raise refuse("git.commit", f"There is no commit {wanted}.")
        return TreeSnapshot(wanted, self._objects, self._objects.sums)

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
        """Commit what `make` asks for on the tip; like the store on git, `make` is called again after a lost race."""
        for _ in range(attempts):
            base = self._tip
            change = make(self.snapshot(base))
            new, objects = compose(self._objects, base, change, author, when, sign)
            with self._lock:
                if self._tip != base:
                    continue
                self._objects.known.update((item.id, item) for item in objects)
                self._tip = new
            return Written(new, self._branch, tuple(sorted(change.files)))
        raise refuse("store.race", "Others wrote at the same time again and again; nothing was recorded.", "Try again.")

    def log(self, paths: Sequence[str] = (), limit: int = 0) -> list[Commit]:
        """History of the tip, newest first, narrowed to files or folders when given."""
        found: list[Commit] = []
        at = self._tip
        while at and not (limit and len(found) >= limit):
            parents = read_commit(at, self._objects.known[at].body).parents
            commit = read_commit(at, self._objects.known[at].body, self._changed(at, parents[0] if parents else ""))
            if not paths or any(_below(path, wanted) for path in commit.paths for wanted in paths):
                found.append(commit)
            at = parents[0] if parents else ""
        return found

    def introductions(self, under: str = "") -> dict[str, str]:
        """For each file that was ever added below a folder, the latest commit that added it."""
        found: dict[str, str] = {}
        for commit in self.log([under] if under else ()):
            before = TreeSnapshot(commit.parents[0] if commit.parents else "", self._objects, self._objects.sums)
            after = self.snapshot(commit.id)
            for path in commit.paths:
                if _below(path, under) and after.blob(path) and not before.blob(path):
                    found.setdefault(path, commit.id)
        return found

    def introduced(self, path: str) -> str:
        """The latest commit that added a file, or ""."""
        return self.introductions(path).get(path, "")

    def find_commit(self, paths: Sequence[str], wanted: Callable[[Snapshot], bool]) -> str:
        """The newest commit touching `paths` whose files satisfy `wanted`, or ""."""
        return next((commit.id for commit in self.log(paths) if wanted(self.snapshot(commit.id))), "")

    def sync_state(self, work_tree: bool = False) -> SyncState:
        """Where we stand: there is no remote and no work tree."""
        return SyncState(self._branch, self._tip)

    def fetch(self) -> str:
        """The tip: there is nothing to look at elsewhere."""
        return self._tip

    def waiting(self, member: str = "") -> tuple[Waiting, ...]:
        """Nothing ever waits."""
        return ()

    def flush(
        self,
        member: str,
        sign: Signer | None,
        still_valid: Callable[[Snapshot, Waiting], str] | None = None,
        keep: Callable[[Returned], None] | None = None,
    ) -> Flushed:
        """Nothing ever waits."""
        return Flushed(self._tip)

    def bring_along(self) -> tuple[str, ...]:
        """There is no checkout."""
        return ()

    def close(self) -> None:
        """Nothing is held open."""

    def bodies(self, ids: Sequence[str]) -> list[bytes]:
        """The raw bytes of some objects."""
        return [self._objects.known[each].body for each in ids]

    def objects(self) -> tuple[Object, ...]:
        """Everything written so far, for a store on disk to take over."""
        return tuple(self._objects.known.values())

    def _changed(self, commit: str, parent: str) -> tuple[str, ...]:
        if commit not in self._touched:
            after = self._blobs(tree_of(self._objects.known[commit]))
            before = self._blobs(tree_of(self._objects.known[parent])) if parent else {}
            changed = {path for path, _ in after.items() ^ before.items()}
            self._touched[commit] = tuple(sorted(changed))
        return self._touched[commit]

    def _blobs(self, tree_id: str) -> dict[str, str]:
        """The blobs below a tree by path; a folder that many commits share is listed once."""
        if tree_id not in self._listed:
            found: dict[str, str] = {}
            for name, entry in read_tree(self._objects.known[tree_id].body).items():
                below = self._blobs(entry.id) if entry.folder else {}
                found.update({f"{name.decode()}/{path}": blob for path, blob in below.items()})
                if not entry.folder:
                    found[name.decode()] = entry.id
            self._listed[tree_id] = found
        return self._listed[tree_id]


def _below(path: str, wanted: str) -> bool:
    folder = wanted.rstrip("/")
    return not folder or path == folder or path.startswith(f"{folder}/")
