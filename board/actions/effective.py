"""The repository as it counts at a commit: what the tally and the recount read while a history is verified."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from types import MappingProxyType
from typing import cast

from board.actions.load import Parsed, World
from board.core.kind import Kind
from board.core.layout import CHARTER, Layout
from board.formats.names import GOVERNED
from board.store.audit import Audit
from board.store.base import MIB, Commit, Person, Snapshot, Store
from board.store.names import odd
from board.trust.objects import LARGEST
from board.trust.state import State

_SHELVED = ("proposals", "decisions")
"""The folders in which each proposal has a document and a folder of its own."""
_MINUTES = "meetings"
"""What no page and no sum reads: so nobody's note there stands in the way of proving a decision."""
_ALWAYS = ("checklists", "registers")
"""The folders that every decision rests on."""
_MOST_PARSED = 400
"""Parsed files that are shared between the worlds of a walk."""


@dataclass
class EffectiveSnapshot:
    """The files that count at one commit; with a proposal named, without those of other proposals and decisions."""

    state: State
    audit: Audit
    layout: Layout
    proposal: str = ""

    @property
    def commit(self) -> str:
        """The commit id."""
        return self.state.commit

    def __post_init__(self) -> None:
        self._listed: dict[str, Mapping[str, str]] = {}

    @cached_property
    def _folders(self) -> tuple[str, ...]:
        """The folders in sight, each with a slash, and the files beside them."""
        at, one = self.layout.at, self.proposal
        if not one:
            # The board's own alone: beside them a few trees that name each other make any number of paths.
            return (CHARTER, self.layout.policy(), *(at(f"{folder}/") for folder in GOVERNED))
        # All that the board governs, but minutes, stays in sight: what a page or a sum reads may lie in any of it.
        whole = (folder for folder in GOVERNED if folder not in (*_SHELVED, _MINUTES))
        beside = (CHARTER, self.layout.policy(), *(at(f"{folder}/{one}.md") for folder in _SHELVED))
        return (*beside, *(at(f"{folder}/") for folder in (*whole, *(f"{folder}/{one}" for folder in _SHELVED))))

    def _files(self, folder: str) -> Mapping[str, str]:
        """The files of one of them, listed when somebody asks: a proof holds, and rests on, what was looked at."""
        if folder not in self._listed:
            single = bool(folder) and not folder.endswith("/")
            blob = self.state.blob(folder) if single else ""
            self._listed[folder] = _clean(({folder: blob} if blob else {}) if single else self.state.files(folder))
        return self._listed[folder]

    def _begin(self) -> None:
        """List at once what every decision rests on; incidents and the like only where they are asked for."""
        seldom = {self.layout.at(f"{folder}/") for folder in GOVERNED if folder not in (*_SHELVED, *_ALWAYS)}
        for folder in self._folders if self.proposal and not self._listed else ():
            if folder not in seldom:
                self._files(folder)

    def paths(self, under: str = "") -> Sequence[str]:
        """All file paths that start with `under`, sorted."""
        self._begin()
        near = (folder for folder in self._folders if folder.startswith(under) or under.startswith(folder))
        return sorted(path for folder in near for path in self._files(folder) if path.startswith(under))

    def blob(self, path: str) -> str:
        """The object id of a file, or "" when there is none."""
        self._begin()
        listed = next((files for folder, files in self._listed.items() if path.startswith(folder)), {})
        if path in listed:
            return listed[path]
        return "" if odd(path.encode("utf-8", "surrogateescape")) else self.state.blob(path)

    def read(self, path: str, limit: int | None = MIB) -> bytes | None:
        """A file's bytes; None when there is no such file or it is larger than `limit` bytes."""
        return self.read_many([path], limit).get(path)

    def read_many(self, paths: Iterable[str], limit: int | None = MIB) -> dict[str, bytes]:
        """Several files in one go; absent ones and those larger than `limit` bytes are left out."""
        named = {path: blob for path in paths if (blob := self.blob(path))}
        bodies = {blob: self.state.objects.blob(blob) for blob in dict.fromkeys(named.values())}
        found = {
            blob: body for blob, body in bodies.items() if body is not None and (limit is None or len(body) <= limit)
        }
        if limit is None or limit > LARGEST:
            large = [blob for blob, body in bodies.items() if body is None]
            found |= {blob: body for blob, (_, body) in self.audit.objects(large, limit).items()}
        return {path: found[blob] for path, blob in named.items() if blob in found}

    def sums(self, paths: Iterable[str]) -> dict[str, tuple[int, str]]:
        """Size in bytes and SHA-256 (hexadecimal) of files of any size; those beside the proposal are not kept."""
        named = {path: blob for path in paths if (blob := self.blob(path))}
        # Evidence is named by its digest and not read otherwise, so a proof of the decision (proving.py) leaves it out.
        evidence = self.layout.evidence(self.proposal, "") if self.proposal else ""
        text = {path: blob for path, blob in named.items() if not (evidence and path.startswith(evidence))}
        small = {path: body for path, blob in text.items() if (body := self.state.objects.blob(blob)) is not None}
        found = self.audit.sums(blob for path, blob in named.items() if path not in small)
        told = {path: (len(body), hashlib.sha256(body).hexdigest()) for path, body in small.items()}
        return told | {path: found[blob] for path, blob in named.items() if blob in found}

    @property
    def odd_names(self) -> Mapping[str, str]:
        """Nothing: names were judged on the way here."""
        return MappingProxyType({})


def _clean(files: Mapping[str, str]) -> Mapping[str, str]:
    """The files that a snapshot of the store would show: those whose names can be trusted."""
    return {path: blob for path, blob in files.items() if not odd(path.encode("utf-8", "surrogateescape"))}


@dataclass
class Past:
    """Worlds at the states of a walk; what is parsed once is shared by all of them."""

    audit: Audit
    kinds: Mapping[str, Kind]
    states: Mapping[str, State]
    layout: Layout
    _parsed: Parsed = field(default_factory=Parsed)

    def world(self, state: State, proposal: str = "") -> World:
        """The files that count at a state, narrowed to one proposal or in full."""
        if len(self._parsed.values) > _MOST_PARSED:  # a long history has no end of files
            self._parsed = Parsed()
        parsed = Parsed(self._parsed.values, self._parsed.digests)
        return World(lived_in(self, state, proposal), self._snapshot(state, proposal), parsed, self.kinds)

    def _snapshot(self, state: State, proposal: str) -> Snapshot:
        return EffectiveSnapshot(state, self.audit, self.layout, proposal)


def lived_in(past: Past, state: State, proposal: str = "") -> Store:
    """A store in which only what counted happened, up to a state."""
    return cast("Store", _History(past, state, proposal))  # a World asks its store for nothing else


@dataclass
class _History:
    """The part of a store that a World asks for: earlier commits of the chain, and the files that counted at them."""

    past: Past
    state: State
    proposal: str

    def snapshot(self, commit: str = "") -> Snapshot:
        """The files that counted at a commit."""
        return self.past._snapshot(self.past.states[commit or self.state.commit], self.proposal)

    def log(self, paths: Sequence[str] = (), limit: int = 0) -> list[Commit]:
        """The commits of the chain that changed one of these paths and counted, newest first."""
        wanted, nobody, never = frozenset(paths), Person("", ""), datetime.fromtimestamp(0, UTC)
        made = (
            Commit(link.commit, (), nobody, never, "", paths=tuple(path for path in link.paths if path in wanted))
            for link in self.state.link.back()
            if not wanted.isdisjoint(link.paths) and link.commit in self.past.states
        )
        return list(made)[: limit or None]
