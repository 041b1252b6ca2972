"""Cases out of a snapshot: the governed files at one commit, parsed on demand and each blob once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, cast

from board.core.charter import Charter
from board.core.checklist import Checklist
from board.core.digest import charter_digest, lines_digest_of
from board.core.docket import Docket
from board.core.finding import Finding
from board.core.kind import Fact, Kind
from board.core.layout import CHARTER, Layout
from board.core.proposal import Proposal
from board.core.record import Record
from board.formats.charter import read_charter
from board.formats.checklists import read_checklist
from board.formats.dockets import read_docket
from board.formats.kinds import read_facts, read_kind
from board.formats.paths import proposal_ids
from board.formats.proposals import read_proposal
from board.formats.read import Read
from board.formats.records import read_record
from board.formats.shipped import shipped, shipped_dir
from board.store.base import Snapshot, Store

T = TypeVar("T")


@dataclass
class Parsed:
    """Parsed files by reader and blob id, and digests by content: shared by all snapshots of one session."""

    values: dict[tuple[str, str, str], Read[object]] = field(default_factory=dict)
    digests: dict[tuple[tuple[str, str], ...], str] = field(default_factory=dict)
    worlds: dict[str, World] = field(default_factory=dict)

    def read(self, snapshot: Snapshot, path: str, reader: Callable[[bytes, str], Read[T]], what: str) -> Read[T] | None:
        """The parsed file at a path, or None when there is none; `what` names the reader in the key."""
        blob = snapshot.blob(path)
        if not blob:
            return None
        key = (what, blob, path)
        if key not in self.values:
            self.values[key] = cast("Read[object]", reader(snapshot.read(path) or b"", path))
        return cast("Read[T]", self.values[key])


def shipped_kinds() -> dict[str, Kind]:
    """The twelve kinds that come with the program, by id."""
    facts: Mapping[str, Fact] = read_facts(shipped("kinds/facts.toml"), "templates/kinds/facts.toml").value
    found: dict[str, Kind] = {}
    for file in sorted((shipped_dir() / "kinds").glob("*.toml")):
        if file.name != "facts.toml":
            kind = read_kind(file.read_bytes(), f"templates/kinds/{file.name}", facts).value
            found[kind.id] = kind
    return found


class World:
    """The governed files at one commit."""

    def __init__(self, store: Store, snapshot: Snapshot, parsed: Parsed, kinds: Mapping[str, Kind]) -> None:
        self.store = store
        self.snapshot = snapshot
        self.parsed = parsed
        self.kinds = kinds
        read = parsed.read(snapshot, CHARTER, read_charter, "charter")
        self.charter: Charter = read.value if read else Charter()
        self.charter_findings: tuple[Finding, ...] = read.findings if read else ()
        self.founded = read is not None
        self.layout = Layout(self.charter.root)

    def at(self, commit: str) -> World:
        """The same repository at another commit."""
        if commit == self.snapshot.commit:
            return self
        if commit not in self.parsed.worlds:
            self.parsed.worlds[commit] = World(self.store, self.store.snapshot(commit), self.parsed, self.kinds)
        return self.parsed.worlds[commit]

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """Every proposal's id and the path of its document."""
        return proposal_ids(self.snapshot.paths(), self.layout)

    @cached_property
    def _files(self) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
        """By proposal id: the files in its evidence folder, and those in its decision folder."""
        sides: tuple[dict[str, list[str]], dict[str, list[str]]] = (defaultdict(list), defaultdict(list))
        for files, side in zip(sides, ("proposals/", "decisions/"), strict=True):
            prefix = self.layout.at(side)
            for path in self.snapshot.paths(prefix):
                parts = path[len(prefix) :].split("/")
                for depth in (1, 2):
                    name = "/".join(parts[:depth])
                    if len(parts) > depth and name in self.ids:
                        files[name].append(path)
                        break
        return sides

    def evidence_files(self, proposal_id: str) -> tuple[str, ...]:
        """The paths in the proposal's folder."""
        return tuple(self._files[0].get(proposal_id, ()))

    def decision_files(self, proposal_id: str) -> tuple[str, ...]:
        """The paths in the decision's folder."""
        return tuple(self._files[1].get(proposal_id, ()))

    @cached_property
    def checklists(self) -> tuple[Checklist, ...]:
        """The board's questions."""
        reads = [
            self.parsed.read(self.snapshot, path, read_checklist, "checklist")
            for path in self._toml(self.layout.checklists())
        ]
        return tuple(read.value for read in reads if read and read.value.questions)

    @cached_property
    def checklist_findings(self) -> tuple[Finding, ...]:
        """What is wrong with the checklist files."""
        reads = [
            self.parsed.read(self.snapshot, path, read_checklist, "checklist")
            for path in self._toml(self.layout.checklists())
        ]
        return tuple(finding for read in reads if read for finding in read.findings)

    def _toml(self, under: str) -> list[str]:
        return [path for path in self.snapshot.paths(under) if path.endswith(".toml")]

    def digest_of(self, paths: tuple[str, ...], base: str) -> str:
        """The digest in lines form over these files, names relative to `base`."""
        key = tuple((path[len(base) :], self.snapshot.blob(path)) for path in paths)
        if key not in self.parsed.digests:
            sums = self.snapshot.sums(paths)
            self.parsed.digests[key] = lines_digest_of(
                {path[len(base) :]: digits for path, (_, digits) in sums.items()}
            )
        return self.parsed.digests[key]

    @cached_property
    def current(self) -> Mapping[str, str]:
        """The digests that an opening made now would bind."""
        root = self.layout.at("")
        policy = self.layout.policy()
        return {
            "charter": charter_digest(self.charter),
            "checklists": self.digest_of(tuple(self.snapshot.paths(self.layout.checklists())), root),
            "policy": self.digest_of((policy,) if self.snapshot.blob(policy) else (), root),
        }

    def revision(self, proposal_id: str) -> str:
        """The revision digest of a proposal as it lies in `proposals/` at this commit."""
        paths = (self.ids[proposal_id], *self.evidence_files(proposal_id))
        return self.digest_of(tuple(sorted(paths)), self.layout.at("proposals/"))

    @cached_property
    def records(self) -> Mapping[str, Record]:
        """Every final record, by proposal id."""
        found: dict[str, Record] = {}
        for proposal_id in self.ids:
            read = self.parsed.read(self.snapshot, self.layout.file(proposal_id, "record.toml"), read_record, "record")
            if read and read.value is not None:
                found[proposal_id] = read.value
        return found

    @cached_property
    def superseded(self) -> Mapping[str, str]:
        """By the id of an old decision: the id of the one that replaced it."""
        return {
            record.supersedes: key for key, record in self.records.items() if record.supersedes and record.outcome.yes
        }

    def docket(self, proposal_id: str) -> Docket:
        """The docket, empty before the board took the proposal up."""
        read = self.parsed.read(self.snapshot, self.layout.file(proposal_id, "docket.toml"), read_docket, "docket")
        return read.value if read else Docket()

    def proposal(self, proposal_id: str) -> Read[Proposal]:
        """The proposal's document as it lies in `proposals/`."""
        path = self.ids[proposal_id]
        read = self.parsed.read(
            self.snapshot, path, lambda data, where: read_proposal(data, where, proposal_id), "proposal"
        )
        assert read is not None  # `ids` lists only documents that are there
        return read
