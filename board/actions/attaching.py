"""Giving a draft its evidence without typing TOML: which pieces are wanted, which file is likely, and listing it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from fnmatch import fnmatch
from pathlib import Path

from board.actions.holding import hold
from board.actions.load import World
from board.actions.model import Done
from board.actions.session import Session
from board.actions.stating import owned_draft
from board.core.case import Case
from board.core.finding import ExitStatus, refuse
from board.core.ids import slug
from board.core.kind import EvidenceSlot
from board.core.proposal import Evidence
from board.core.questions import asked_in
from board.core.sentence import and_
from board.core.text import hidden_characters, nearest, one_line
from board.formats.evidence import is_digest, pinned
from board.formats.slots import list_evidence
from board.store.files import read_small
from board.store.files import replace as replace_file
from board.store.overlay import MAX_FILE, in_work_tree

_MOST = 200
"""So many files of a folder are looked at; a longer one is named file by file."""
_LOOKED_AT = 65_536
_SAYS = re.compile(
    rb"(?im)^\W{0,4}(?:dated?|run_at|ended_at|finished|timestamp|generated|created)\W{1,6}(20\d\d-\d\d-\d\d)"
)
_IN_NAME = re.compile(r"(20\d\d)-?(\d\d)-?(\d\d)(?!\d)")
_STRICT = re.compile(r"[^a-z0-9._]+")


@dataclass(frozen=True, slots=True)
class Near:
    """A file that may become evidence: what to call it, and where it lies."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Day:
    """From which day a file is, and how that is known; `sure` where the file says it itself."""

    day: date
    why: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence to list: a file, an address with its digest, or a file that `held_by` keeps."""

    id: str
    title: str = ""
    file: Path | None = None
    url: str = ""
    sha256: str = ""
    held_by: str = ""
    dated: date | None = None
    answers: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """One piece that a proposal lacks, the files near it, and the one that its name makes likely."""

    slot: EvidenceSlot
    files: tuple[Near, ...] = ()
    likely: Near | None = None


def slots_to_fill(session: Session, proposal_id: str) -> tuple[EvidenceSlot, ...]:
    """The pieces that the kind of a draft of mine asks for and that it does not list, needed ones first."""
    world, case = owned_draft(session, proposal_id)
    kind = world.kinds.get(case.proposal.kind)
    given = {one.id for one in case.proposal.evidence}
    left = (slot for slot in (kind.evidence if kind else ()) if slot.id not in given)
    return tuple(sorted(left, key=lambda slot: not slot.required))


def files_near(session: Session, proposal_id: str, folders: Sequence[Path] = ()) -> tuple[Near, ...]:
    """The files of the proposal's folder that it does not list yet, then those of other folders that somebody named.

    Links, folders, files whose names begin with a dot and all but the first 200 of a folder are left out.
    """
    _, case = owned_draft(session, proposal_id)
    listed = {one.path for one in case.proposal.evidence} | {"answers.toml"}
    own = _folder(session, proposal_id)
    found = [Near(name, own / name) for name in _names(own) if name not in listed and not name.startswith("new/")]
    return (*found, *(near for folder in folders for near in in_folder(folder)))


def wanted(session: Session, proposal_id: str) -> tuple[Wanted, ...]:
    """Each piece that a proposal of mine lacks, with the files of its folder to pick from."""
    files = files_near(session, proposal_id)
    return tuple(Wanted(slot, files, likely(slot, files)) for slot in slots_to_fill(session, proposal_id))


def in_folder(folder: Path) -> tuple[Near, ...]:
    """The files of a folder and of the folders directly in it."""
    return tuple(Near(name, folder / name) for name in _names(folder))


def likely(slot: EvidenceSlot, files: Sequence[Near]) -> Near | None:
    """The file whose name fits a piece best: by the kind's patterns in their order, then the shortest name."""
    for pattern in (f"{slot.id}*", *slot.files):
        fits = [one for one in files if fnmatch(one.path.name.casefold(), pattern)]
        if fits:
            return min(fits, key=lambda one: (len(one.name), one.name))
    return None


def slot_for(session: Session, proposal_id: str, file: Path) -> EvidenceSlot | None:
    """The piece that a file is by its name, of those still wanted; None where none or several fit."""
    near = Near(file.name, file)
    fits = [slot for slot in slots_to_fill(session, proposal_id) if likely(slot, [near])]
    return fits[0] if len(fits) == 1 else None


def day_of(file: Path, today: date) -> Day | None:
    """From which day a file is: by its own words, by its name, else by when it was last changed."""
    data = read_small(file, MAX_FILE) if file.is_file() else None
    if data is None:
        return None
    said = _SAYS.search(data[:_LOOKED_AT])
    if said and (day := _day(said[1].decode(), today)):
        return Day(day, "as the file says", sure=True)
    named = _IN_NAME.search(file.name)
    if named and (day := _day("-".join(named.groups()), today)):
        return Day(day, "as its name says", sure=True)
    changed = datetime.fromtimestamp(file.stat().st_mtime, UTC).date()
    return Day(min(changed, today), "when the file was last changed", sure=False)


def attach(session: Session, proposal_id: str, piece: Piece) -> Done:
    """List one piece of evidence in a draft, and lay its file beside it; nothing is committed.

    A file that lies elsewhere is copied; one that `held_by` keeps is not, only its salted digest is written. Raises
    Refused where the id is taken, the file is none, or another one of that name lies there.
    """
    world, case = owned_draft(session, proposal_id)
    path = world.ids[proposal_id]
    kind = world.kinds.get(case.proposal.kind)
    slot = next((one for one in (kind.evidence if kind else ()) if one.id == piece.id), None)
    if any(one.id == piece.id for one in case.proposal.evidence):
        words = f"{proposal_id} lists evidence called “{one_line(piece.id, 60)}” already."
        raise refuse("evidence.listed", words, "Name another with --id, or change that one in the document.")
    evidence = Evidence(
        id=piece.id,
        title=piece.title or (slot.title if slot else piece.id),
        url=piece.url,
        sha256=pinned(piece.sha256),
        dated=piece.dated.isoformat() if piece.dated else "",
        answers=_answers(case, piece, slot),
    )
    if piece.held_by and piece.file is not None:
        made = hold(session, piece.file, piece.held_by, evidence=piece.id, title=evidence.title)
        evidence = replace(evidence, held_by=made.by, sha256=made.sha256)
        note = f"{made.by} keeps the file and {made.salt_file} together. Without the salt nobody can check it."
        return _listed(session, world, path, evidence, (note,))
    if piece.url:
        if not is_digest(piece.sha256):
            words = "What lies elsewhere may change, so its SHA-256 is needed: 64 hexadecimal digits."
            raise refuse("evidence.unpinned", words, "`sha256sum FILE` shows it.", status=ExitStatus.WRONG_USE)
        return _listed(session, world, path, evidence, ())
    if piece.file is None:
        raise refuse("evidence.nowhere", "Say where this evidence is.", "Name a file.", status=ExitStatus.WRONG_USE)
    data = _bytes(session, piece.file)
    name, fresh = _beside(session, proposal_id, piece.file, data)
    # The document first: where it does not take the line, no file is left lying about.
    root = session.store.place.work_tree or Path()
    text = list_evidence(_document(session, path), path, replace(evidence, path=name))
    if fresh:
        target = in_work_tree(root, session.layout.evidence(proposal_id, name))
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, data)
    replace_file(in_work_tree(root, path), text)
    return Done(_words(evidence, name), files=(path, session.layout.evidence(proposal_id, name)))


def known_slot(session: Session, proposal_id: str, name: str) -> str:
    """A hint where a name looks like a slip of one that the kind asks for; else ""."""
    return nearest(name, [slot.id for slot in slots_to_fill(session, proposal_id)])


def _listed(session: Session, world: World, path: str, evidence: Evidence, notes: tuple[str, ...]) -> Done:
    text = list_evidence(_document(session, path), path, evidence)
    replace_file(in_work_tree(session.store.place.work_tree or Path(), path), text)
    where = f"held by {evidence.held_by}" if evidence.held_by else evidence.url
    return Done(_words(evidence, one_line(where, 80)), files=(path,), notes=notes)


def _words(evidence: Evidence, where: str) -> str:
    dated = f", dated {evidence.dated}" if evidence.dated else ""
    answers = f" It answers {and_(evidence.answers)}." if evidence.answers else ""
    return f"{evidence.id}: {where}{dated}.{answers}"


def _answers(case: Case, piece: Piece, slot: EvidenceSlot | None) -> tuple[str, ...]:
    """The questions it answers: those named, else those that such a piece answers by what it is and that are asked."""
    asked = {one.question.id for one in asked_in(case) if not one.dropped}
    if piece.answers is None:
        return tuple(one for one in (slot.answers if slot else ()) if one in asked)
    strange = next((one for one in piece.answers if one not in asked), "")
    if strange:
        words = f"{case.id} is not asked “{one_line(strange, 60)}”."
        raise refuse("unknown-question", words, f"`board review {case.id} --list` lists its questions.")
    return piece.answers


def _folder(session: Session, proposal_id: str) -> Path:
    root = session.store.place.work_tree or Path()
    return in_work_tree(root, session.layout.evidence(proposal_id).rstrip("/"))


def _names(folder: Path) -> Iterator[str]:
    """The plain files of a folder and of the folders directly in it, by their names from there."""
    found = 0
    for place, folders, names in os.walk(folder, followlinks=False):
        deep = Path(place) != folder
        folders[:] = [] if deep else sorted(one for one in folders if not one.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if name.startswith(".") or path.is_symlink() or not path.is_file() or hidden_characters(name):
                continue
            found += 1
            if found > _MOST:
                return
            yield path.relative_to(folder).as_posix()


def _document(session: Session, path: str) -> bytes:
    return in_work_tree(session.store.place.work_tree or Path(), path).read_bytes()


def _bytes(session: Session, file: Path) -> bytes:
    """The bytes of a plain file; refuses links, which a repository may bring, and what is too large for git."""
    root = session.store.place.work_tree or Path()
    if (inside := _below(file, root)) is not None:
        in_work_tree(root, inside.as_posix())
    shown = one_line(str(file), 80)
    try:
        data = read_small(file, MAX_FILE)
    except OSError:
        data = None
    if data is None:
        words = f"{shown} cannot be taken: there is no such file, or it is a link, a folder or larger than 16 MiB."
        fix = "Name a plain file; or give --url with --sha256, or --by with who keeps it."
        raise refuse("evidence.no-file", words, fix, status=ExitStatus.WRONG_USE)
    return data


def _below(file: Path, folder: Path) -> Path | None:
    """A file's path from a folder, links on the way left as they are named; None where it lies elsewhere."""
    plain = Path(os.path.normpath(file.absolute()))
    above = next((one for one in (folder.absolute(), folder.resolve()) if plain.is_relative_to(one)), None)
    return plain.relative_to(above) if above else None


def _beside(session: Session, proposal_id: str, file: Path, data: bytes) -> tuple[str, bool]:
    """What the file is called in the proposal's folder, and whether it must be copied there."""
    own = _folder(session, proposal_id)
    if (inside := _below(file, own)) is not None:
        return inside.as_posix(), False
    name = strict_name(file.name)
    there = {one.name.casefold(): one.name for one in (own.iterdir() if own.is_dir() else ())}
    if name in there:
        same = read_small(own / there[name], MAX_FILE)
        if same is None or hashlib.sha256(same).digest() != hashlib.sha256(data).digest():
            words = f"Another file called {one_line(there[name], 60)} lies in the proposal's folder."
            raise refuse("evidence.name-taken", words, "Rename one of them, then try again.")
        return there[name], False
    return name, True


def strict_name(name: str) -> str:
    """A file's name as the program writes names: small letters, digits, dots, hyphens; at most 64."""
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    ending = _STRICT.sub("", ending.casefold())[:12]
    stem = slug(stem.replace(".", "-")) if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", stem) else stem
    return f"{stem[: 63 - len(ending)]}{dot}{ending}".rstrip(".")


def _day(text: str, today: date) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day <= today else None
