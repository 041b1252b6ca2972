"""The commits that made one decision, judged one by one from a few objects: what a walk does, without the history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from board.core.charter import Charter
from board.core.digest import sha256
from board.core.layout import CHARTER, Layout
from board.formats.paths import Sort
from board.formats.records import read_record
from board.trust import advance, dating, guests, merging, rules
from board.trust.objects import Objects
from board.trust.rawcommit import BadCommit, links
from board.trust.report import Fault
from board.trust.roster import Unfit, author
from board.trust.state import Charters, Ground, Link, State
from board.trust.step import NOBODY, Recount, Step

Follow = Callable[[str, Sequence[str]], str]
"""Given a commit and its parents, the one by which the decision's steps follow from one another."""


class Broken(ValueError):  # noqa: N818 - named after what it tells, like BadCommit
    """The commits do not hang together as the proof says; the text says how, for people."""


@dataclass
class Judged:
    """What became of the commits of a proof.

    `signers` are member and subject of each step that speaks for somebody; `charters` the SHA-256 of every board.toml
    by which signers were looked up, in order; `line` every commit from the first step's parent to the decision.
    """

    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)
    signers: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    charters: dict[str, Charter] = field(default_factory=dict)
    line: tuple[str, ...] = ()
    dates: dating.Dates = field(default_factory=dating.Dates)
    last: State | None = None


def judge(proposal: str, steps: Sequence[str], objects: Objects, recount: Recount, follow: Follow) -> Judged:
    """Judge the steps of a decision in order, each by the charter of its parent.

    Raises Broken where they are not one line of commits, or where a file of the decision came in between unseen.
    """
    found = Judged(line=_line(steps, objects, follow))
    charters, states = Charters(), dict[str, State]()
    link = Link(Link(None, -1, ""), 0, found.line[0], opened=1)
    before = _state(found.line[0], link, objects)
    ground = Ground(Layout(charters.of(before).root))
    folder = ground.layout.file(proposal, "").rstrip("/")
    if objects.at(before.tree, ground.layout.decision(proposal)):
        raise Broken("The first step is not where the board took the proposal up.")
    settled = ""
    for commit in steps:
        parents = links(objects.commits([commit])[commit]).parents
        before = _state(parents[0] if len(parents) == 1 else follow(commit, parents), link, objects)
        if objects.at(before.tree, folder) != settled:
            _only_messages(found, before, charters.of(before), ground, folder)
        if len(parents) != 1 and not _brings_messages(commit, before, charters.of(before), ground):
            raise Broken("A step of the decision is a merge.")
        after = _step(found, commit, before, charters, ground, recount, states)
        link, settled, found.last = after.link, objects.at(after.tree, folder), after
    return found


def _line(steps: Sequence[str], objects: Objects, follow: Follow) -> tuple[str, ...]:
    """Every commit from the first step's parent to the last step: each step follows from the one before it."""
    waiting = list(steps)
    at, line = waiting[-1], list[str]()
    while waiting:
        try:
            parents = links(objects.commits([at])[at]).parents
        except BadCommit as problem:
            raise Broken(str(problem)) from problem
        line.append(at)
        if at == waiting[-1]:
            waiting.pop()
        at = follow(at, parents)
    return (*line, at)[::-1]


def _brings_messages(commit: str, before: State, charter: Charter, ground: Ground) -> bool:
    """Whether a merge adds nothing to the line but messages from outside, which anybody may bring in."""
    head = links(before.objects.commits([commit])[commit])
    changes = before.objects.differences([(before.tree, head.tree)], ground.governed)[0]
    touches = advance.touches(before, advance.strict(changes, ground), ground)
    spoilt = any(advance.form_faults(head, changes))
    return not spoilt and guests.from_outside(Step(commit, before, charter, ground, NOBODY, touches))


def _only_messages(found: Judged, before: State, charter: Charter, ground: Ground, folder: str) -> None:
    """Raise Broken where more came between two steps than messages from outside, or empty folders.

    Anybody can write any number of those, and they carry no weight. So what lies there counts, not each commit.
    """
    last, below = found.last or State("", "", before.link, before.objects), f"{folder}/".encode()

    def inside(path: bytes, is_folder: bool) -> bool:
        return path.startswith(below) or (is_folder and below.startswith(path))

    changes = before.objects.differences([(last.tree, before.tree)], inside)[0]
    touches = advance.touches(last, advance.strict(changes, ground), ground)
    head = links(before.objects.commits([before.commit])[before.commit])
    step = Step(before.commit, found.last or before, charter, ground, NOBODY, touches)
    if any(advance.form_faults(head, changes)) or (touches and not guests.from_outside(step)):
        words = "Between two steps somebody changed the files of this decision."
        raise Broken(words if found.last else "The first step is not where the board took the proposal up.")
    if touches:
        fault = merging.outside(touches[0].path)
        if touches[1:]:
            words = f"Somebody outside the board wrote {len(touches):,} messages, this one first; they carry no weight."
            fault = replace(fault, words=words)
        found.doubts.append(fault)


def _state(commit: str, link: Link, objects: Objects) -> State:
    return State(commit, links(objects.commits([commit])[commit]).tree, link, objects)


def _step(
    found: Judged,
    commit: str,
    before: State,
    charters: Charters,
    ground: Ground,
    recount: Recount,
    states: dict[str, State],
) -> State:
    """Judge one step and return the state after it; what is wrong goes into `found`."""
    objects = before.objects
    raw = objects.commits([commit])[commit]
    head = links(raw)
    changes = objects.differences([(before.tree, head.tree)], ground.governed)[0]
    found.faults += [replace(fault, commit=commit) for fault in advance.form_faults(head, changes)]
    touches = advance.touches(before, advance.strict(changes, ground), ground)
    charter = charters.of(before)
    found.charters.setdefault(sha256(before.read(CHARTER) or b""), charter)
    record = next((t.new for t in touches if t.place.sort is Sort.RECORD and t.new is not None), None)
    if record is not None:  # which record came before it cannot be seen from here; docs/prove.md says so
        read = read_record(record, "").value
        before = replace(before, link=replace(before.link, last=read.previous if read else ""))
    paths = frozenset(touch.path for touch in touches)
    path, *more = sorted(paths) or [""]
    link = Link(before.link, before.link.depth + 1, commit, path, tuple(more), opened=1)
    after = State(commit, head.tree, link, objects)
    states |= {before.commit: before, commit: after}
    try:
        member, unsure = author(raw, charter)
    except Unfit as unfit:
        if guests.from_outside(Step(commit, before, charter, ground, NOBODY, touches)):
            found.doubts.append(replace(merging.outside(touches[0].path), commit=commit))
        else:
            found.faults.append(replace(unfit.fault, commit=commit))
        return after
    if unsure:
        found.doubts.append(Fault(unsure, f"Only the author line says that {member.id} wrote this.", commit))
    step = Step(commit, before, charter, ground, member, touches, found.dates.when(raw, member.id, touches))
    faults = list(rules.faults(step))
    if not faults and any(touch.place.sort in (Sort.DOCKET, *rules.DECIDING) for touch in touches):
        faults = list(recount(step, states))
    found.faults += [replace(fault, commit=commit) for fault in faults]
    if not faults:
        doubts = (*dating.doubts(step, found.dates), *recount.dated(step, states))
        found.doubts += [replace(fault, commit=commit) for fault in doubts]
        found.dates.note(step)
    found.signers.append((member.id, commit, tuple(sorted(paths))))
    return after
