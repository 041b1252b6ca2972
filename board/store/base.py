"""What the rest of the program may ask of a store: read a snapshot, commit a change, tell history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from board.store.limits import MIB as MIB


class Snapshot(Protocol):
    """The governed files at one commit, read through git objects; paths are repository paths."""

    @property
    def commit(self) -> str:
        """The commit id; empty for an unborn branch."""

    def paths(self, under: str = "") -> Sequence[str]:
        """All file paths that start with `under`, sorted."""

    def blob(self, path: str) -> str:
        """The object id of a file, or "" when there is none; equal ids mean equal bytes."""

    def read(self, path: str, limit: int | None = MIB) -> bytes | None:
        """A file's bytes; None when there is no such file or it is larger than `limit` bytes (None: any size)."""

    def read_many(self, paths: Iterable[str], limit: int | None = MIB) -> dict[str, bytes]:
        """Several files in one go; absent ones and those larger than `limit` bytes are left out."""

    def sums(self, paths: Iterable[str]) -> dict[str, tuple[int, str]]:
        """Size in bytes and SHA-256 (hexadecimal) of files of any size, without holding them in memory."""

    @property
    def odd_names(self) -> Mapping[str, str]:
        """Paths not read as files (links, submodules, unclean names) or easily confused, each with why, fit to show."""


@dataclass(frozen=True, slots=True)
class Person:
    """An author line: name and mail."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Change:
    """Files to write (bytes) or remove (None) in one commit, and what the commit says.

    `create_only` names paths that must not exist yet; the store refuses the commit when one does. Whatever lies at a
    path of `clears`, a file, link or folder that does not count, is taken away first; a file that is put back there may
    have any name. The `folders`, "" for the top one, are written anew as git writes folders. At each path of `grafts`
    lies then the tree with this id, "" for none, whatever lay there.
    """

    files: Mapping[str, bytes | None]
    message: str
    create_only: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    grafts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Commit:
    """One line of history."""

    id: str
    parents: tuple[str, ...]
    author: Person
    at: datetime
    subject: str
    body: str = ""
    signed: bool = False
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What a commit did: its id, the branch, the files, and whether the remote has it."""

    commit: str
    branch: str
    files: tuple[str, ...]
    pushed: bool = False
    queued: bool = False
    notes: tuple[str, ...] = ()


Signer = Callable[[bytes], str]
"""Given the bytes of an unsigned commit, returns the armored signature; raises Refused when it cannot."""


@dataclass(frozen=True, slots=True)
class SyncState:
    """Where the local repository stands against its remote; said in the status line."""

    branch: str
    tip: str
    remote: str = ""
    reachable: bool | None = None
    waiting: int = 0
    local_ahead: int = 0
    detached: bool = False
    dirty: bool = False
    notes: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One commit that waits for the remote: the files it writes (bytes) or removes (None); `added` are new ones."""

    member: str
    commit: Commit
    files: Mapping[str, bytes | None]
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Returned:
    """A waiting record that could not be sent any more, and why, in words; its files go back as a draft."""

    record: Waiting
    why: str


@dataclass(frozen=True, slots=True)
class Flushed:
    """What became of an outbox: the tip, the records sent (under new commits), those returned, and notes."""

    tip: str
    sent: tuple[Waiting, ...] = ()
    returned: tuple[Returned, ...] = ()
    notes: tuple[str, ...] = ()


class Store(Protocol):
    """One governed repository."""

    @property
    def branch(self) -> str:
        """The governed branch."""

    def tip(self) -> str:
        """The commit the board stands on: the remote-tracking branch where there is a remote, else the local one."""

    def snapshot(self, commit: str = "") -> Snapshot:
        """The files at a commit, by default at the tip."""

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
        """Commit what `make` asks for on the tip, compare-and-swap, and push it alone where there is a remote.

        `make` is called again on the new tip after a lost race, and may raise Refused. With `queue`, an unreachable
        remote puts the commit into the member's outbox; without it, that is a refusal.
        """

    def log(self, paths: Sequence[str] = (), limit: int = 0) -> list[Commit]:
        """History of the tip, newest first, narrowed to paths when given."""

    def introductions(self, under: str = "") -> dict[str, str]:
        """For each file that was ever added below a folder (or at a path), the latest commit that added it."""

    def introduced(self, path: str) -> str:
        """The latest commit that added a file, or ""."""

    def find_commit(self, paths: Sequence[str], wanted: Callable[[Snapshot], bool]) -> str:
        """The newest commit touching `paths` whose files satisfy `wanted`, or ""."""

    def sync_state(self, work_tree: bool = False) -> SyncState:
        """Where we stand; no network. With `work_tree`, also whether it holds uncommitted edits (costs a look)."""

    def fetch(self) -> str:
        """Look at the remote and return the tip; raises Refused when it gives no answer or its history was rewound."""

    def waiting(self, member: str = "") -> tuple[Waiting, ...]:
        """Records that wait for the remote, oldest first; of one member, or of all."""

    def flush(
        self,
        member: str,
        sign: Signer | None,
        still_valid: Callable[[Snapshot, Waiting], str] | None = None,
        keep: Callable[[Returned], None] | None = None,
    ) -> Flushed:
        """Re-apply a member's waiting records on the fetched tip, in order, signed again, and push them together.

        The files keep their bytes. `still_valid` says in words why a record no longer stands, or ""; such records,
        and those whose files others changed, are returned; `keep` takes each before the outbox lets go of it. Raises
        Refused, the outbox as it was, without an answer.
        """

    def bring_along(self) -> tuple[str, ...]:
        """Fast-forward the local branch and its checkout to the tip if that loses nothing; notes say why it stayed."""

    def close(self) -> None:
        """Let go of what reading holds open."""
