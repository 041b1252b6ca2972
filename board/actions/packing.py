"""The law and standards packs a board has at hand, and which of its decisions cite what they list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from board.actions.cases import load_case
from board.actions.given import read_given
from board.actions.load import World
from board.actions.session import Session
from board.actions.stopped import row_of
from board.core.case import Case
from board.core.checklist import Checklist, Question
from board.core.dates import local_date
from board.core.finding import ExitStatus, Finding, Refused, Severity, refuse
from board.core.pack import (
    IN_FORCE,
    Citation,
    Comparison,
    Entry,
    Pack,
    changed_status,
    citations,
    cites,
    compare,
    matching,
)
from board.core.questions import standings
from board.core.record import Outcome
from board.core.text import one_line
from board.formats.checklists import read_checklist
from board.formats.packs import read_pack
from board.formats.shipped import shipped_dir

FOLDER = "templates/pack/"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Library:
    """The packs at hand, newest first, and the checklists that cite them; `governed` is false outside a board."""

    packs: tuple[Pack, ...]
    checklists: tuple[Checklist, ...]
    findings: tuple[Finding, ...] = ()
    governed: bool = True

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question of the checklists."""
        return tuple(question for checklist in self.checklists for question in checklist.questions)


@dataclass(frozen=True, slots=True)
class Law:
    """The newest pack with the questions that map to each entry, by its name, and what changed since the one before.

    `today` tells what has begun to apply since it was written.
    """

    shelf: Library
    pack: Pack
    mapped: Mapping[str, tuple[Question, ...]]
    changed: Comparison | None = None
    today: date = date.min


@dataclass(frozen=True, slots=True)
class CitingDecision:
    """A decision, and what the questions answered for it map to."""

    id: str
    title: str
    outcome: Outcome
    decided_on: date | None
    stage: str
    citations: tuple[Citation, ...]


def library(session: Session | None) -> Library:
    """The board's own packs and checklists, then the shipped packs; without a board the shipped ones alone.

    A pack of the board with the id of a shipped one takes its place.
    """
    packs: dict[str, Pack] = {}
    findings: list[Finding] = []
    for read in (*_own(session.world if session else None), *map(_shipped, _shipped_files())):
        if read.id not in packs:
            packs[read.id] = read
    if session is not None:
        findings += pack_findings(session.world)
    checklists = session.world.checklists if session else _shipped_checklists()
    newest_first = sorted(packs.values(), key=lambda pack: (pack.as_of or date.min, pack.id), reverse=True)
    return Library(tuple(newest_first), checklists, tuple(findings), session is not None)


def pack_findings(world: World) -> tuple[Finding, ...]:
    """What is wrong with the packs that a board laid down itself."""
    reads = (world.parsed.read(world.snapshot, path, read_pack, "pack") for path in _own_paths(world))
    return tuple(finding for read in reads if read for finding in read.findings)


def pack_named(shelf: Library, name: str = "") -> Pack:
    """The pack with this id, or in this file; the newest when none is named. Raises Refused when there is none."""
    if not name:
        return shelf.packs[0]
    found = next((pack for pack in shelf.packs if pack.id == name), None)
    return found or _from_file(Path(name), tuple(pack.id for pack in shelf.packs))


def entry_named(pack: Pack, name: str) -> Entry:
    """The one entry a reader means; raises Refused when none or several fit."""
    found = matching(pack, name)
    if len(found) == 1:
        return found[0]
    if not found:
        hint = "`board pack --text WORD` looks for a word, `board pack --all` lists all entries."
        raise refuse("pack.no-entry", f"The {pack.dated}, has no entry “{name}”.", hint)
    shown = ", ".join(entry.name for entry in found[:_SHOWN])
    raise refuse("pack.ambiguous", f"“{name}” could be several: {shown}.", "Write the framework before it.")


def law(session: Session) -> Law:
    """The newest pack at hand, and what it says otherwise than the one before it."""
    shelf = library(session)
    pack = pack_named(shelf)
    mapped = {entry.name: cited_by(shelf, entry) for entry in pack.entries}
    changed = compare(shelf.packs[1], pack) if len(shelf.packs) > 1 else None
    return Law(shelf, pack, mapped, changed, session.today)


def unsettled_decisions(session: Session, found: Law) -> tuple[CitingDecision, ...]:
    """The decisions that rest on questions which map to something changed, or to something not in force."""
    changed = changed_status(found.changed) if found.changed else ()
    return citing_decisions(session, found.pack, lambda one: one.status != IN_FORCE or one.entry in changed)


def cited_by(shelf: Library, entry: Entry) -> tuple[Question, ...]:
    """The board's questions that map to an entry."""
    return tuple(question for question in shelf.questions if cites(question, entry))


def citing_decisions(session: Session, pack: Pack, wanted: Callable[[Citation], bool]) -> tuple[CitingDecision, ...]:
    """The decisions for which a question was answered that maps to something `wanted`, newest first."""
    floor = date.min
    found = [decision for case in _decided(session) if (decision := _citing(session, case, pack, wanted))]
    return tuple(sorted(found, key=lambda one: (one.decided_on or floor, one.id), reverse=True))


def _citing(session: Session, case: Case, pack: Pack, wanted: Callable[[Citation], bool]) -> CitingDecision | None:
    record = case.record
    answered = (each.asked.question for each in standings(case) if each.by and not each.asked.dropped)
    found = tuple(each for each in citations(pack, answered) if wanted(each))
    if record is None or not found:
        return None
    decided = local_date(record.decided_at, case.charter.timezone) if record.decided_at else None
    now = row_of(session.world, case, session.today).stage  # as lists say it: others may have stopped or replaced it
    return CitingDecision(case.id, case.proposal.title, record.outcome, decided, now.value, found)


def _decided(session: Session) -> Iterator[Case]:
    for proposal_id in session.world.records:
        yield load_case(session.world, proposal_id)


def _own_paths(world: World) -> tuple[str, ...]:
    under = world.layout.at(FOLDER)
    return tuple(
        path for path in world.snapshot.paths(under) if path.endswith(".toml") and "/" not in path[len(under) :]
    )


def _own(world: World | None) -> Iterator[Pack]:
    for path in _own_paths(world) if world else ():
        read = world.parsed.read(world.snapshot, path, read_pack, "pack") if world else None
        if read and read.value.entries:
            yield read.value


def _shipped_files() -> tuple[Path, ...]:
    return tuple(sorted((shipped_dir() / "pack").glob("*.toml")))


def _shipped(file: Path) -> Pack:
    return read_pack(file.read_bytes(), FOLDER + file.name).value


def _shipped_checklists() -> tuple[Checklist, ...]:
    files = sorted((shipped_dir() / "checklists").glob("*.toml"))
    return tuple(read_checklist(file.read_bytes(), f"checklists/{file.name}").value for file in files)


def _from_file(file: Path, known: tuple[str, ...]) -> Pack:
    if not file.exists():
        fix = f"Name a file, or one of these packs: {', '.join(known)}."
        said = one_line(str(file), 80)
        raise refuse("pack.none", f"There is no pack “{said}”.", fix, status=ExitStatus.WRONG_USE)
    data = read_given(file)
    read = read_pack(data, str(file))
    wrong = tuple(finding for finding in read.findings if finding.severity is Severity.ERROR)
    if not read.value.entries:
        raise Refused(*wrong) if wrong else refuse("pack.empty", "This pack lists nothing.", path=str(file))
    return read.value
