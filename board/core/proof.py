"""A proof of one decision: the signed commits and files it rests on, to be checked without the repository."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from board.core.checkpoint import Note


@dataclass(frozen=True, slots=True)
class Proof:
    """What docs/prove.md describes. Commits, trees and files are named as git names them.

    `steps` are the commits that made the decision, oldest first; the last one decided. `objects` holds kind and bytes
    by name, `sums` the SHA-256 of files that are only named. With a `note`, `places` says where in the chain the
    founding and the deciding commit stand, and the digests that lead to its root; `genesis` is "" without one.
    """

    proposal: str
    repository: str
    steps: tuple[str, ...]
    objects: Mapping[str, tuple[str, bytes]]
    sums: Mapping[str, str] = field(default_factory=dict)
    genesis: str = ""
    note: Note | None = None
    places: Mapping[str, tuple[int, tuple[bytes, ...]]] = field(default_factory=dict)

    @property
    def decision(self) -> str:
        """The deciding commit."""
        return self.steps[-1]
