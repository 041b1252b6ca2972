"""Cases out of a snapshot: the governed files at one commit, parsed on demand and each blob once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from typing import TypeVar, cast

from board.actions.recorded import Records
from board.core.charter import Charter
from board.core.checklist import Checklist
from board.core.dates import moment_at
from board.core.digest import charter_digest, lines_digest_of
from board.core.docket import Docket
from board.core.finding import Finding
from board.core.kind import Fact, Kind
from board.core.layout import CHARTER, Layout
from board.core.policy import Policy
from board.core.proposal import Proposal
from board.core.record import Record
from board.core.register import RegisterEntry
from board.core.replacing import standing_replacements
from board.core.stopped import Restriction
from board.formats.charter import read_charter
from board.formats.checklists import read_checklist
from board.formats.dockets import read_docket
from board.formats.followups import is_pulled
from board.formats.kinds import read_facts, read_kind
from board.formats.paths import is_proposal, is_year, proposal_ids
from board.formats.policy import read_policy
from board.formats.proposals import read_proposal
from board.formats.read import Read
from board.formats.records import read_record_head
from board.formats.registers import read_register
from board.formats.shipped import shipped, shipped_dir
from board.store.base import Snapshot, Store
from board.store.standings import Standing

T = TypeVar("T")


_FEW_PATHS = 50


@dataclass
class Parsed:
    """Parsed files by reader and blob id, and digests by content: shared by all snapshots of one session."""

    values: dict[tuple[str, str, str], Read[object]] = field(default_factory=dict)
    digests: dict[tuple[tuple[str, str], ...], str] = field(default_factory=dict)
    worlds: dict[str, World] = field(default_factory=dict)
    lived: dict[str, World] = field(default_factory=dict)
    """By tip, the world over the history as it counted; see lived.py."""
    waiting: dict[str, bytes] = field(default_factory=dict)
    """Bytes by blob id, fetched ahead and not parsed yet."""
    raw_records: dict[str, bytes] = field(default_factory=dict)
    """Final records by blob id, unparsed; see `recorded.Records`."""

    def read(self, snapshot: Snapshot, path: str, reader: Callable[[bytes, str], Read[T]], what: str) -> Read[T] | None:
        """The parsed file at a path, or None when there is none; `what` names the reader in the key."""
        blob = snapshot.blob(path)
        if not blob:
            return None
        key = (what, blob, path)
        if key not in self.values:
            data = self.waiting.get(blob)
            self.values[key] = cast(
                "Read[object]", reader((snapshot.read(path) or b"") if data is None else data, path)
            )
        return cast("Read[T]", self.values[key])

    def raw(self, snapshot: Snapshot, path: str) -> bytes:
        """The bytes of a file, unparsed; none where there is no such file."""
        data = self.waiting.get(snapshot.blob(path))
        return (snapshot.read(path) or b"") if data is None else data

    def fetch(self, snapshot: Snapshot, paths: Iterable[str], *, beside: bool = False) -> None:
        """Fetch files ahead in one round trip, in place of those fetched before, or `beside` them."""
        blobs = {path: snapshot.blob(path) for path in paths}
        fetched = {blobs[path]: data for path, data in snapshot.read_many(blobs).items()}
        self.waiting = self.waiting | fetched if beside else fetched

    def forget(self, paths: Iterable[str]) -> None:
        """Let go of files that were only passed through, and of what was fetched ahead."""
        gone = frozenset(paths)
        self.waiting = {}
        self.values = {key: value for key, value in self.values.items() if key[2] not in gone}


class Kinds(Mapping[str, Kind]):
    """The twelve kinds that come with the program, by id; read when somebody first asks."""

    @cached_property
    def _found(self) -> Mapping[str, Kind]:
        facts: Mapping[str, Fact] = read_facts(shipped("kinds/facts.toml"), "templates/kinds/facts.toml").value
        files = (file for file in sorted((shipped_dir() / "kinds").glob("*.toml")) if file.name != "facts.toml")
        kinds = (read_kind(file.read_bytes(), f"templates/kinds/{file.name}", facts).value for file in files)
        return {kind.id: kind for kind in kinds}

    def __getitem__(self, kind: str) -> Kind:
        return self._found[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


@cache
def shipped_kinds() -> Mapping[str, Kind]:
    """The twelve kinds that come with the program, by id."""
    return Kinds()


class Ids(Mapping[str, str]):
    """Every proposal's id and the path of its document.

    One id is looked up in its own folders; only whoever wants to see all of them makes a list of the whole repository.
    """

    def __init__(self, snapshot: Snapshot, layout: Layout) -> None:
        self._snapshot = snapshot
        self._layout = layout

    @cached_property
    def _all(self) -> Mapping[str, str]:
        return proposal_ids(self._snapshot.paths(), self._layout)

    @cached_property
    def _looked_up(self) -> dict[str, bool]:
        return {}

    def __getitem__(self, proposal_id: str) -> str:
        if "_all" in self.__dict__:
            return self._all[proposal_id]
        if proposal_id not in self._looked_up:
            there = is_proposal(proposal_id, self._layout, lambda path: bool(self._snapshot.blob(path)), self._below)
            self._looked_up[proposal_id] = there
        if not self._looked_up[proposal_id]:
            raise KeyError(proposal_id)
        return self._layout.proposal(proposal_id)

    def _below(self, folder: str) -> Iterable[str]:
        return self._snapshot.paths(folder)

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


class World:
    """The governed files at one commit. What is asked about one proposal is read from its own folders."""

    def __init__(
        self,
        store: Store,
        snapshot: Snapshot,
        parsed: Parsed,
        kinds: Mapping[str, Kind],
        standing: Standing | None = None,
    ) -> None:
        """`standing` is what the walk up to this commit came to; None where nothing was judged."""
        self.store = store
        self.standing = standing
        self.snapshot = snapshot
        self.parsed = parsed
        self.kinds = kinds
        read = parsed.read(snapshot, CHARTER, read_charter, "charter")
        self.charter: Charter = read.value if read else Charter()
        self.charter_findings: tuple[Finding, ...] = read.findings if read else ()
        self.founded = read is not None
        self.layout = Layout(self.charter.root)
        self._opened: dict[str, World] = {}
        self._holding: dict[str, World | None] = {}
        self.patience: int | None = None
        """After how many fruitless looks `holding` looks no more: a list waits for nobody's made-up dockets."""

    def at(self, commit: str) -> World:
        """The same repository at another commit."""
        if commit == self.snapshot.commit:
            return self
        if commit not in self.parsed.worlds:
            self.parsed.worlds[commit] = World(self.store, self.store.snapshot(commit), self.parsed, self.kinds)
        return self.parsed.worlds[commit]

    @cached_property
    def ids(self) -> Ids:
        """Every proposal's id and the path of its document."""
        return Ids(self.snapshot, self.layout)

    def evidence_files(self, proposal_id: str) -> tuple[str, ...]:
        """The paths in the proposal's folder."""
        return self._folder_of(proposal_id, self.layout.evidence(proposal_id))

    def decision_files(self, proposal_id: str) -> tuple[str, ...]:
        """The paths in the decision's folder."""
        return self._folder_of(proposal_id, self.layout.file(proposal_id))

    def _folder_of(self, proposal_id: str, folder: str) -> tuple[str, ...]:
        """The paths in a folder of a proposal; a shelf belongs to no document of its name."""
        mine = proposal_id in self.ids and not is_year(proposal_id)
        return tuple(self.snapshot.paths(folder)) if mine else ()

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
        key = self._content(paths, base)
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

    @cached_property
    def register_blobs(self) -> str:
        """The registers' files, each with the blob it holds, and what they settled before, line by line."""
        paths = self.snapshot.paths(self.layout.at("registers/"))
        lines = [f"{path}\t{self.snapshot.blob(path)}" for path in paths]
        settled = self.standing.uses.get("settled", {}) if self.standing is not None else {}
        return "\n".join((*lines, *(f"{one}\t{said}" for one, said in sorted(settled.items()))))

    def used(self, proposal_id: str) -> str:
        """What the registers settled of an approval on the way here: used, or lapsed unused; "" where nothing yet."""
        said = self.standing.uses.get("settled", {}).get(proposal_id) if self.standing is not None else None
        return str(said or "")

    def signed(self, proposal_id: str) -> datetime | None:
        """When signed commits allow a decision at the earliest, where its record says an earlier moment."""
        decided = self.standing.dates.get("decided", {}) if self.standing is not None else {}
        found = decided.get(proposal_id) if isinstance(decided, dict) else None
        return moment_at(found["earliest"]) if found else None

    @cached_property
    def registered(self) -> tuple[RegisterEntry, ...]:
        """The entries of the registers; what cannot be read is left out."""
        paths = [path for path in self.snapshot.paths(self.layout.at("registers/")) if path.endswith(".toml")]
        self.parsed.fetch(self.snapshot, paths)
        read = (self.parsed.read(self.snapshot, path, read_register, "register") for path in paths)
        return tuple(each.value for each in read if each)

    @cached_property
    def policy(self) -> Policy:
        """The numbers of policy.toml that the rules apply; nothing without the file."""
        read = self.parsed.read(self.snapshot, self.layout.policy(), read_policy, "policy numbers")
        return read.value if read else Policy()

    def revision(self, proposal_id: str) -> str:
        """The revision digest of a proposal as it lies in `proposals/` at this commit."""
        return self.digest_of(self._revised(proposal_id), self.layout.at("proposals/"))

    def fetch_revisions(self, ids: Iterable[str]) -> None:
        """Work out the revision digests of many proposals in one round trip."""
        base = self.layout.at("proposals/")
        files = {one: self._revised(one) for one in ids}
        sums = self.snapshot.sums(path for paths in files.values() for path in paths)
        for paths in files.values():
            told = {path[len(base) :]: sums[path][1] for path in paths if path in sums}
            self.parsed.digests[self._content(paths, base)] = lines_digest_of(told)

    def _revised(self, proposal_id: str) -> tuple[str, ...]:
        return tuple(sorted((self.ids[proposal_id], *self.evidence_files(proposal_id))))

    def _content(self, paths: tuple[str, ...], base: str) -> tuple[tuple[str, str], ...]:
        return tuple((path[len(base) :], self.snapshot.blob(path)) for path in paths)

    @cached_property
    def records(self) -> Records:
        """Every final record, by proposal id; each is parsed when it is asked for."""
        return Records(self)

    @cached_property
    def superseded(self) -> Mapping[str, str]:
        """By the id of an old decision: the id of the one that replaced it. Reads every record, parses few."""
        return standing_replacements(self._replacing, {one for one, _ in self._replacing if self.pulled(one)})

    @cached_property
    def given_back(self) -> Mapping[str, str]:
        """By the id of a decision that holds again: the one that had replaced it, until a seat pulled that."""
        return {old: one for one, old in self._replacing if old not in self.superseded}

    @cached_property
    def _replacing(self) -> tuple[tuple[str, str], ...]:
        replacing = self.records.naming(b"supersedes")
        return tuple((key, record.supersedes) for key, record in replacing if record.supersedes and record.outcome.yes)

    @cached_property
    def restrictions(self) -> tuple[Restriction, ...]:
        """What stopped something, each with the versions it names; looked for once."""
        from board.actions.restricted import restrictions_in  # it reads worlds

        return tuple(restrictions_in(self))

    def pulled(self, proposal_id: str) -> bool:
        """Whether a seat put a standard change to the full vote after it was decided."""
        return any(is_pulled(path) for path in self.decision_files(proposal_id))

    def raw_records(self) -> Iterator[tuple[str, bytes]]:
        """Every final record unparsed, by proposal id."""
        return self.records.raw()

    def head(self, proposal_id: str) -> Read[Record | None] | None:
        """The final record without its sum and ballots, for lists; None when there is none."""
        return self.parsed.read(
            self.snapshot, self.layout.file(proposal_id, "record.toml"), read_record_head, "record head"
        )

    def opened_at(self, wanted: Mapping[str, int]) -> Mapping[str, World]:
        """The repository as it stood when each proposal got its n-th opening, by id; one look at history for all."""
        todo = {self.layout.file(key, "docket.toml"): key for key in wanted if key not in self._opened}
        if todo:
            under = list(todo) if len(todo) <= _FEW_PATHS else [self.layout.at("decisions/")]
            for commit in reversed(self.store.log(under)):
                for path in commit.paths:
                    key = todo.get(path, "")
                    if key and key not in self._opened:
                        then = self.at(commit.id)
                        if len(then.docket(key).openings) >= wanted[key]:
                            self._opened[key] = then
        return {key: self._opened.get(key, self) for key in wanted}

    def holding(self, proposal_id: str, wanted: Callable[[World], bool]) -> World | None:
        """The repository at the newest commit touching a proposal or its docket that is as wanted, or None.

        Looked for once; for a docket that does not name what lay there when it was written.
        """
        if proposal_id not in self._holding:
            if self.patience is not None and list(self._holding.values()).count(None) >= self.patience:
                return None
            paths = (
                self.layout.proposal(proposal_id),
                self.layout.evidence(proposal_id),
                *self.evidence_files(proposal_id),
                self.layout.file(proposal_id, "docket.toml"),
            )
            worlds = (
                World(self.store, self.store.snapshot(commit.id), self.parsed, self.kinds)
                for commit in self.store.log(paths)
            )
            self._holding[proposal_id] = next(filter(wanted, worlds), None)
        return self._holding[proposal_id]

    def docket(self, proposal_id: str) -> Docket:
        """The docket, empty before the board took the proposal up."""
        read = self.parsed.read(self.snapshot, self.layout.file(proposal_id, "docket.toml"), read_docket, "docket")
        return read.value if read else Docket()

    def has(self, proposal_id: str) -> bool:
        """Whether the proposal's document is there; looks at its folder only, not at the whole repository."""
        return bool(self.snapshot.blob(self.layout.proposal(proposal_id)))

    def proposal(self, proposal_id: str) -> Read[Proposal]:
        """The proposal's document as it lies in `proposals/`; as the board took it up where somebody removed it."""
        path = self.layout.proposal(proposal_id)
        read = self.parsed.read(
            self.snapshot, path, lambda data, where: read_proposal(data, where, proposal_id), "proposal"
        )
        if read is None:
            then = self.opened_at({proposal_id: len(self.docket(proposal_id).openings)})[proposal_id]
            return then.proposal(proposal_id) if then.has(proposal_id) else Read(Proposal(proposal_id, ""))
        return read
