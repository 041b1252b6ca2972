"""What the rest of the program may ask of a store: read a snapshot, commit a change, tell history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


class Snapshot(Protocol):
    """The governed files at one commit, read through git objects; paths are repository paths."""

    @property
    def commit(self) -> str:
        """The commit id; empty for an unborn branch."""

    def paths(self, under: str = "") -> Sequence[str]:
        """All file paths that start with `under`, sorted."""

    def blob(self, path: str) -> str:
        """The object id of a file, or "" when there is none; equal ids mean equal bytes."""

    def read(self, path: str) -> bytes | None:
        """A file's bytes, or None."""

    def read_many(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Several files in one go; absent ones are left out."""


@dataclass(frozen=True, slots=True)
class Person:
    """An author line: name and mail."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Change:
    """Files to write (bytes) or remove (None) in one commit, and what the commit says.

    `create_only` names paths that must not exist yet; the store refuses the commit when one does.
    """

    files: Mapping[str, bytes | None]
    message: str
    create_only: tuple[str, ...] = ()


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
        attempts: int = 8,
    ) -> Written:
        """Commit what `make` asks for on the tip, compare-and-swap, and push it alone where there is a remote.

        `make` is called again on the new tip after a lost race, and may raise Refused. With `queue`, an unreachable
        remote puts the commit into the member's outbox; without it, that is a refusal.
        """

    def log(self, paths: Sequence[str] = (), limit: int = 0) -> list[Commit]:
        """History of the tip, newest first, narrowed to paths when given."""

    def sync_state(self) -> SyncState:
        """Where we stand; no network."""
