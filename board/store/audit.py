"""What a verification reads: history by raw parents, and objects as they lie, before anybody believes them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from board.store.objects import read_commit
from board.store.tools import Tools

_STRAIGHT = 32


@dataclass(frozen=True, slots=True)
class Audit:
    """One repository, read for an auditor. Grafts, replacements and commit-graphs are switched off (env.py)."""

    tools: Tools

    def lineage(self, tip: str, since: str = "") -> list[str]:
        """Every commit that the tip builds on, parents before children; with `since`, only what came after it."""
        limit = [f"^{since}"] if since else []
        out = self.tools.git.ask("rev-list", "--topo-order", "--reverse", "--end-of-options", tip, *limit, "--")
        return out.decode("ascii", "replace").split()

    def founded_twice(self, tip: str, charter: str) -> bool:
        """Whether a commit adds the charter that does not build on the first one which does."""
        first = self._adding(charter, "--topo-order", "--reverse", "--end-of-options", tip)[:1]
        if not first:
            return False
        after = ("--end-of-options", tip, f"^{first[0]}")
        added = self._adding(charter, *after)
        return bool(added) and added != self._adding(charter, "--ancestry-path", *after)

    def _adding(self, path: str, *which: str) -> list[str]:
        options = ("--full-history", "--no-renames", "--diff-filter=A", "--format=%H")
        return self.tools.git.ask("log", *options, *which, "--", path).decode("ascii", "replace").split()

    def onwards(self, tip: str, since: str) -> list[str] | None:
        """Every commit after `since` up to the tip, parents before children; None where the tip does not build on it.

        A few commits in one line cost no process: they are followed back by their parents.
        """
        line: list[str] = []
        at = tip
        while at != since and len(line) < _STRAIGHT:
            found = self.tools.batch.get([at])[at]
            parents = read_commit(at, found.body).parents if found.kind == "commit" else ()
            if len(parents) != 1:
                break
            line.append(at)
            at = parents[0]
        if at == since:
            return line[::-1]
        return self.lineage(tip, since) if self.builds_on(tip, since) else None

    def objects(self, ids: Sequence[str], limit: int | None) -> Mapping[str, tuple[str, bytes]]:
        """Kind and bytes of objects; those over `limit` bytes are left out."""
        return {i: (found.kind, found.body) for i, found in self.tools.batch.get(ids, limit).items()}

    def altered(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The blobs, of any size, whose bytes are not the ones their names were made from."""
        found: list[str] = []

        def take(object_id: str, kind: str, size: int, pieces: Iterable[bytes]) -> None:
            digest = hashlib.sha1(b"%s %d\0" % (kind.encode(), size))
            for piece in pieces:
                digest.update(piece)
            if digest.hexdigest() != object_id:
                found.append(object_id)

        self.tools.batch.stream(ids, take)
        return tuple(found)

    def sums(self, ids: Iterable[str]) -> dict[str, tuple[int, str]]:
        """Size and SHA-256 of blobs of any size."""
        return self.tools.batch.sums(ids)

    def builds_on(self, new: str, old: str) -> bool:
        """Whether `new` is `old` or builds on it; False as well when `old` is not there."""
        return self.tools.batch.has(old) and self.tools.is_ancestor(old, new)
