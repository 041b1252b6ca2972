"""What is missing or broken: over proposals, charter, checklists, registers and conditions, as they lie on disk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from shlex import quote

from board.actions.browse import several
from board.actions.carried import undone
from board.actions.cases import load_case
from board.actions.computed import with_what_is_unfixed
from board.actions.confirming import unlooked
from board.actions.dates import board_dates, case_dates, filed_dates
from board.actions.evidence import freshness_findings, loose_findings
from board.actions.excepting import exception_findings
from board.actions.freezing import frozen_ring
from board.actions.load import World
from board.actions.packing import pack_findings
from board.actions.prefilling import unborne
from board.actions.retiring import notice_findings
from board.actions.reviewing import is_proposer
from board.actions.scaffold import untouched, unwritten
from board.actions.session import Session
from board.actions.whereabouts import elsewhere
from board.core.answering import OPEN, answer_findings
from board.core.asked_back import asked_back
from board.core.case import Case
from board.core.finding import Finding, Refused, Severity, Where, refuse
from board.core.ids import matching
from board.core.layout import CHARTER
from board.core.tally import wanted
from board.core.text import one_line
from board.formats.front import Front, split
from board.formats.incidents import read_incident
from board.formats.names import odd_names, own_twins, unread_names
from board.formats.paths import classify, duplicate_numbers
from board.formats.policy import read_policy
from board.formats.registers import read_register
from board.store.base import Snapshot
from board.store.objects import Object

_STRETCH = 500
_NAMED = 20
"""So many files of decisions that somebody edited are named."""
GOVERNED = (
    "board.toml",
    "proposals",
    "decisions",
    "checklists",
    "registers",
    "incidents",
    "policy.toml",
    "templates/pack",
)


def check(session: Session, paths: Sequence[str] = (), base: str = "", *, mine: bool = False) -> tuple[Finding, ...]:
    """Findings over the work tree (the tip in a bare repository), those on what is not committed yet first.

    With `base`, only what differs from that commit; `paths` narrows the findings to files below them or to
    proposals that they name, and `mine` to proposals of mine and those that are not committed.
    """
    world = session.world_on_disk(*GOVERNED)
    fresh = _uncommitted(session, world)
    found = sorted(
        _placed(world, _all(session, world)),
        key=lambda one: (_proposal_at(world, one.where.path) not in fresh, one.where.path, one.where.line, one.code),
    )
    if base:
        changed = _changed(session, world, base)
        found = [one for one in found if one.where.path in changed]
    if not (paths or base or mine):
        found = [one for one in found if one.code != OPEN]  # a board's worth of questions hides what is wrong
    if paths:
        wanted = [where for path in paths for where in _places(session, world, path.strip("/").removeprefix("./"))]
        found = [one for one in found if any(path in (".", "") or _below(one.where.path, path) for path in wanted)]
    if mine:
        own = fresh | {one for one in world.ids if is_proposer(session, load_case(world, one))}
        found = [one for one in found if _proposal_at(world, one.where.path) in own]
    return tuple(found)


def explained(session: Session, findings: Iterable[Finding]) -> frozenset[tuple[str, int]]:
    """Where findings point to a comment of the scaffold, which says itself why a thing is asked: path and line."""
    world = session.world_on_disk(*GOVERNED)
    lines: dict[str, list[str]] = {}
    for path in {one.where.path for one in findings}:
        lines[path] = (world.snapshot.read(path) or b"").decode("utf-8", "replace").split("\n") if path else []
    spots = ((one.where.path, one.where.line) for one in findings if one.where.line)
    return frozenset((path, at) for path, at in spots if "".join(lines[path][at - 1 : at]).startswith("# "))


def _places(session: Session, world: World, named: str) -> tuple[str, ...]:
    """The files and folders that somebody names: by a path, or by any part of one proposal's id."""
    if named in (".", "") or world.snapshot.paths(named):
        return (named,)
    found = matching(named, tuple(world.ids))
    shown = one_line(named, 80)
    if not found:
        words, fix = elsewhere(session, named, on_disk=True)
        fix = fix or "Name a file, a folder, or any part of a proposal's id; `board list` shows them."
        raise refuse("check.no-such-path", words or f"There is no file, folder or proposal “{shown}”.", fix)
    if len(found) > 1:
        raise several(named, found)
    return world.ids[found[0]], world.layout.decision(found[0])


def _uncommitted(session: Session, world: World) -> frozenset[str]:
    """Proposals whose document, or the list of whose files, is another one in the work tree than at the tip."""
    at_tip = session.listed
    if world is at_tip:
        return frozenset()
    documents = at_tip.snapshot.read_many(world.ids.values())
    on_disk = world.snapshot.read_many(world.ids.values())
    changed = {one for one, path in world.ids.items() if documents.get(path) != on_disk.get(path)}
    under = world.layout.at("proposals/")
    files = set(world.snapshot.paths(under)) ^ set(at_tip.snapshot.paths(under))
    return frozenset(changed | {_proposal_at(world, path) for path in files} - {""})


def _proposal_at(world: World, path: str) -> str:
    """The proposal that a file belongs to; "" when it belongs to none."""
    return classify(path, world.layout, world.ids).proposal


def _placed(world: World, found: Iterable[Finding]) -> Iterator[Finding]:
    """Findings on what a document lacks, with the line where it belongs: the scaffold's own, or the table."""
    documents = {path: one for one, path in world.ids.items()}
    read: dict[str, tuple[Front, list[str]]] = {}
    for each in found:
        where = each.where
        if where.line or where.path not in documents:
            yield each
            continue
        if where.path not in read:
            data = world.snapshot.read(where.path) or b""
            read[where.path] = split(data, where.path).value, data.decode("utf-8", "replace").split("\n")
        front, lines = read[where.path]
        if where.part == "prose":
            kind = world.kinds.get(world.proposal(documents[where.path]).value.kind)
            line = front.body_line + next((at for at, _ in untouched(front.body, kind)), 0)
        else:
            line = _line_of(front, lines[: front.body_line], where.part)
        yield replace(each, where=replace(where, line=line or (1 if front.table.data else 0)))


def _line_of(front: Front, lines: Sequence[str], part: str) -> int:
    """The line of a fact, or of a piece of evidence: its own, else the comment that the scaffold wrote for it."""
    sort, _, name = part.partition(" ")
    name = name.strip("“”")
    listed = front.table.data.get(f"{sort}s" if sort == "fact" else sort)
    given = isinstance(listed, Mapping) and name in listed
    if sort == "evidence" and isinstance(listed, list):
        for number, each in enumerate(listed):
            if isinstance(each, Mapping) and each.get("id") == name:
                return front.table.line(sort, number)
    comment = rf"\s*#\s*{re.escape(name)}\s*=" if sort == "fact" else rf'\s*#\s*id\s*=\s*"{re.escape(name)}"'
    if name and not given and sort in ("fact", "evidence"):
        for number, line in enumerate(lines, 1):
            if re.match(comment, line):
                return number
    table = front.table
    return table.line("facts", name) if sort == "fact" else table.line(sort, 0) if sort else 0


def _below(path: str, folder: str) -> bool:
    return path == folder or path.startswith((folder + "/", folder.removesuffix(".md") + "/"))


def _edited_here(session: Session, world: World) -> Iterator[Finding]:
    """Files of decisions that only the program writes, and that are others in the work tree than as committed."""
    root = session.store.place.work_tree
    if root is None:
        return
    try:
        head = session.store.snapshot(session.store.resolve("HEAD"))
    except Refused:  # nothing was ever checked out here
        return
    paths = tuple(head.paths(world.layout.at("decisions/")))
    tip = session.listed.snapshot
    here: dict[str, frozenset[str]] = {}
    for first in range(0, len(paths), _STRETCH):  # compared by their names in git: nobody keeps the bytes of years
        part = world.snapshot.read_many(paths[first : first + _STRETCH])
        here |= {path: _as_git(part.get(path)) for path in paths[first : first + _STRETCH]}
    edited = (path for path in paths if not here[path] & {head.blob(path), tip.blob(path)})
    for path in islice((path for path in edited if here[path] or _edited_unread(root / path, head, path)), _NAMED):
        yield Finding(
            "record.edited-here",
            "This file differs in your work tree from what is committed, or is gone there.",
            Severity.WARNING,
            Where(path),
            "Only the program writes what was voted and decided; a commit of this would stay on record as a fault.",
            f"`git restore {quote(path)}` puts it back.",
        )


def _tops(session: Session, world: World) -> Iterator[str]:
    """What lies in the work tree where the board's own folders lie; there a clone meets what counts for nothing."""
    root = session.store.place.work_tree
    if root is not None:
        for folder in {"", world.layout.at("")}:
            with suppress(OSError):
                yield from sorted(f"{folder}{each.name}" for each in (root / folder).iterdir())


def _edited_unread(here: Path, head: Snapshot, path: str) -> bool:
    """Whether a file that cannot be read here was taken away, or made too large while what is committed is not.

    Where not even the folder is, nobody took the file away: that part was never checked out.
    """
    return path in head.read_many((path,)) if here.exists() else here.parent.is_dir()


def _as_git(data: bytes | None) -> frozenset[str]:
    """What git would call the bytes, also with plain line ends: it may check them out with others. Empty for none."""
    told = () if data is None else (data, data.replace(b"\r\n", b"\n"))
    return frozenset(Object("blob", one).id for one in told)


def _changed(session: Session, world: World, base: str) -> set[str]:
    then = session.store.snapshot(base)
    return {path for path in world.snapshot.paths() if world.snapshot.read(path) != then.read(path)}


def _all(session: Session, world: World) -> Iterator[Finding]:
    yield from world.charter_findings
    yield from world.checklist_findings
    yield from pack_findings(world)
    yield from duplicate_numbers(world.ids)
    yield from _edited_here(session, world)
    paths = world.snapshot.paths()
    yield from odd_names(paths, world.layout)
    yield from own_twins((*paths, *_tops(session, world)), world.layout)
    yield from unread_names(world.snapshot.odd_names, world.layout, frozenset(paths))
    for path in world.snapshot.paths(world.layout.at("registers/")):
        if path.endswith(".toml"):
            read = world.parsed.read(world.snapshot, path, read_register, "register")
            yield from read.findings if read else ()
    for path in world.snapshot.paths(world.layout.at("incidents/")):
        incident = world.parsed.read(world.snapshot, path, read_incident, "incident")
        yield from incident.findings if incident else ()
    policy = world.parsed.read(world.snapshot, world.layout.policy(), read_policy, "policy numbers")
    yield from policy.findings if policy else ()
    dates = [(CHARTER, each) for each in board_dates(session, world)]
    for path, each in (*dates, *filed_dates(world, session.today, session.now())):
        found = each.finding(path, session.today)
        if found is not None:
            yield found
    for proposal_id in sorted(world.ids):
        case = load_case(world, proposal_id)
        yield from case.findings
        yield from notice_findings(world, case, session.today)
        yield from overdue(session, world, case)
        if case.record is None and case.proposal.state != "withdrawn":
            yield from undone(world, case)
            yield from _change_first(world, case, session.today)
            path = world.layout.evidence(proposal_id, "answers.toml")
            yield from with_what_is_unfixed(world, case, answer_findings(case, path, unborne(world, case)))
            if all(one.code != "emergency.no-text" for one in case.findings):  # which says it more plainly
                yield from unwritten(world.proposal(proposal_id).value, world.kinds, world.ids[proposal_id])
            yield from unlooked(world, case)
            yield from asked_back(case, world.ids[case.id], path)
            yield from freshness_findings(world, case, session.today)
            yield from loose_findings(world, case)
            yield from exception_findings(world, case, session.today)


def _change_first(world: World, case: Case, today: date) -> Iterator[Finding]:
    """What those who returned a proposal ask to change; once the board took it up again, to be compared with it."""
    for each in wanted(case, today):
        if each.round:
            told = f"{each.who} returned it in round {each.round}. Change first: {each.words}"
            severity, why = Severity.NOTE, "Whoever votes now looks first whether that is there."
            fix = f"Where it is not, the proposer says why: `board reply {case.id} {each.member} TEXT`."
        else:
            told = f"{each.who} returned it. Change first: {each.words}"
            severity, why = Severity.WARNING, "The board takes it up again once what was asked for is there."
            reply = f"`board reply {case.id} {each.member} TEXT`"
            fix = f"Change the proposal, or say why not with {reply}; then `board submit`."
        yield Finding("proposal.change-first", told, severity, Where(world.ids[case.id]), why, fix)


def overdue(session: Session, world: World, case: Case) -> Iterator[Finding]:
    """Every date of a proposal that has passed, and the late conditions elsewhere that keep it from a wider ring."""
    path = world.layout.file(case.id, "record.toml") if case.record else world.ids[case.id]
    for each in case_dates(session, case):
        found = each.finding(path, session.today)
        if found is not None:
            yield found
    if case.record is None and case.docket.latest is not None:
        for bar in frozen_ring(world, case, session.today):
            yield Finding(
                "ring.frozen",
                f"The board cannot approve this: {bar.text}.",
                where=Where(world.ids[case.id]),
                why="Promises of an earlier decision come first.",
                fix="Its owner proves the condition and its verifier checks it; two may waive it.",
            )
