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
from board.trust.listing import crowded
from board.trust.objects import CROWDED, MANY, Change, Objects
from board.trust.rawcommit import BadCommit, links, strict
from board.trust.report import Fault
from board.trust.roster import Unfit, author
from board.trust.state import Charters, Ground, Link, State, still_mended
from board.trust.step import NOBODY, Recount, Step, Touch, highest_list

Follow = Callable[[str, Sequence[str]], str]
"""Given a commit and its parents, the one by which the decision's steps follow from one another."""


_NOT_THERE = "The first step is not where the board took the proposal up."


class Broken(ValueError):  # noqa: N818 - named after what it tells, like BadCommit
    """The commits do not hang together as the proof says; the text says how, for people."""


MOST_LISTED = 4 * MANY
"""How many changed files a proof may ask for, all its commits together."""


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
    states: dict[str, State] = field(default_factory=dict)
    """By commit of the line: what counts there, as far as the decision's own files go; of all else what lies."""
    void: list[Fault] = field(default_factory=list)
    """Why commits that touched the decision's files had no effect, the first reason of each."""
    merges: int = 0
    """Commits on the way with another parent, whose side of the history is not looked at."""
    outside: list[str] = field(default_factory=list)
    """Messages that somebody outside the board brought between the steps."""
    listed: int = 0
    """Files that the commits looked at changed, together."""


def judge(proposal: str, steps: Sequence[str], objects: Objects, recount: Recount, follow: Follow) -> Judged:
    """Judge the steps of a decision in order, each by the charter of its parent.

    Every other commit on the way that touched the decision's files is judged as well: it brought messages from outside,
    put files back, or had no effect. Raises Broken where the steps are not one line of commits, or the board changed a
    file of the decision in a commit that is no step.
    """
    found = Judged(line=_line(steps, objects, follow))
    charters, wanted = Charters(), frozenset(steps)
    link = Link(Link(None, -1, ""), 0, found.line[0], opened=1)
    before = found.states[found.line[0]] = _state(found.line[0], link, objects)
    ground = Ground(Layout(charters.of(before).root))
    page, folder = ground.layout.decision(proposal), ground.layout.file(proposal, "").rstrip("/")
    if objects.at(before.tree, page):
        raise Broken(_NOT_THERE)
    if objects.at(before.tree, folder):
        _only_messages(found, before, charters.of(before), ground, folder)
    for commit in found.line[1:]:
        head = links(objects.commits([commit])[commit])
        found.merges += len(head.parents) > 1
        if commit in wanted:
            if len(head.parents) != 1 and not _brings_messages(found, commit, before, charters.of(before), ground):
                raise Broken("A step of the decision is a merge.")
            before = found.last = _step(found, commit, before, charters, ground, recount)
        elif any(objects.at(before.tree, path) != objects.at(head.tree, path) for path in (page, folder)):
            before = _between(found, commit, before, charters, ground, recount, (page, f"{folder}/"))
        else:
            before = replace(before, commit=commit, tree=head.tree)
        found.states[commit] = before
    if found.outside:
        found.doubts.append(_from_outside(found.outside))
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


def _brings_messages(found: Judged, commit: str, before: State, charter: Charter, ground: Ground) -> bool:
    """Whether a merge adds nothing to the line but messages from outside, which anybody may bring in."""
    head = links(before.objects.commits([commit])[commit])
    changes = _listed(found, before.objects, before.tree, head.tree, ground.governed)
    touches = advance.touches(before, advance.strict(changes, ground), ground)
    spoilt = any(advance.form_faults(head, changes))
    return not spoilt and guests.from_outside(Step(commit, before, charter, ground, NOBODY, touches))


def _listed(
    found: Judged, objects: Objects, old: str, new: str, inside: Callable[[bytes, bool], bool]
) -> Sequence[Change]:
    """The paths in which two trees differ; raises Broken once a proof asks for more of them than any decision needs.

    Two trees that share their folders differ in as many paths as one likes for a few bytes each.
    """
    changes = objects.differences([(old, new)], inside)[0]
    found.listed += MANY if crowded(changes) else len(changes)
    if found.listed > MOST_LISTED:
        raise Broken(f"It changes more than {MOST_LISTED:,} files on the way.")
    return changes


def _only_messages(found: Judged, before: State, charter: Charter, ground: Ground, folder: str) -> None:
    """Raise Broken where more lay there before the first step than messages from outside, or empty folders."""
    nothing, below = State("", "", before.link, before.objects), f"{folder}/".encode()

    def inside(path: bytes, is_folder: bool) -> bool:
        return path.startswith(below) or (is_folder and below.startswith(path))

    changes = _listed(found, before.objects, "", before.tree, inside)
    touches = advance.touches(nothing, advance.strict(changes, ground), ground)
    head = links(before.objects.commits([before.commit])[before.commit])
    step = Step(before.commit, before, charter, ground, NOBODY, touches)
    if any(advance.form_faults(head, changes)) or (touches and not guests.from_outside(step)):
        raise Broken(_NOT_THERE)
    if touches:
        found.doubts.append(_from_outside([touch.path for touch in touches]))


def _from_outside(paths: Sequence[str]) -> Fault:
    fault = merging.outside(paths[0])
    if paths[1:]:
        words = f"Somebody outside the board wrote {len(paths):,} messages, this one first; they carry no weight."
        fault = replace(fault, words=words)
    return fault


def _between(
    found: Judged,
    commit: str,
    before: State,
    charters: Charters,
    ground: Ground,
    recount: Recount,
    own: tuple[str, str],
) -> State:
    """The state after a commit that touched the decision's files and is no step; Broken where it counts as one.

    Only what lies there of the decision is mended after a commit without effect: of all else a proof shows what lies.
    """
    objects = before.objects
    raw = objects.commits([commit])[commit]
    head, charter = links(raw), charters.of(before)
    changes = _listed(found, objects, before.tree, head.tree, ground.governed)
    spoilt = list(advance.form_faults(head, changes))
    touches = advance.touches(before, advance.strict(changes, ground), ground)
    if not spoilt and not any(touch.path.startswith(own) for touch in touches):  # it puts back what counts
        return _moved(before, commit, head.tree, changes)
    if not spoilt and guests.from_outside(Step(commit, before, charter, ground, NOBODY, touches)):
        found.outside += [touch.path for touch in touches]
        return _moved(before, commit, head.tree, changes, touches)
    if any(change.mode == CROWDED for change in changes):
        raise Broken("Between two steps somebody changed more than anybody lists.")
    found.charters.setdefault(sha256(before.read(CHARTER) or b""), charter)
    faults = spoilt or [Fault("chain.merge", "The merge changes files of the decision itself.")]
    if not spoilt and len(head.parents) == 1:
        faults = _wrong(Step(commit, before, charter, ground, NOBODY, touches), raw, recount, found)
    if not faults:
        raise Broken("Between two steps the board changed the files of this decision, in a commit that is no step.")
    found.void.append(replace(advance.placed(faults[0], changes, ground), commit=commit))
    paths = [path for path in advance.void(changes, ground) if path.startswith(own)]
    return advance.voided(before, commit, head.tree, changes, paths)


def _wrong(step: Step, raw: bytes, recount: Recount, found: Judged) -> list[Fault]:
    """What is wrong with a commit, whoever it says made it."""
    try:
        member, _ = author(raw, step.charter)
    except Unfit as unfit:
        return [unfit.fault]
    step = replace(step, member=member, when=found.dates.when(strict(raw).at, member.id, step.touches))
    faults = list(rules.faults(step))
    if not faults and rules.recounted(step):
        faults = list(recount(step, found.states))
    return faults


def _moved(before: State, commit: str, tree: str, changes: Sequence[Change], touches: Sequence[Touch] = ()) -> State:
    mended = still_mended(before.objects, tree, before.mended, changes, [touch.path for touch in touches])
    return replace(before, commit=commit, tree=tree, mended=mended)


def _state(commit: str, link: Link, objects: Objects) -> State:
    return State(commit, links(objects.commits([commit])[commit]).tree, link, objects)


def _step(
    found: Judged,
    commit: str,
    before: State,
    charters: Charters,
    ground: Ground,
    recount: Recount,
) -> State:
    """Judge one step and return the state after it; what is wrong goes into `found`."""
    objects = before.objects
    raw = objects.commits([commit])[commit]
    head = links(raw)
    changes = _listed(found, objects, before.tree, head.tree, ground.governed)
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
    opened = max(before.link.opened, highest_list(touches))
    link = Link(before.link, before.link.depth + 1, commit, path, tuple(more), opened=opened)
    after = replace(_moved(before, commit, head.tree, changes, touches), link=link)
    found.states |= {before.commit: before, commit: after}
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
    step = Step(commit, before, charter, ground, member, touches, found.dates.when(strict(raw).at, member.id, touches))
    faults = list(rules.faults(step))
    if not faults and any(touch.place.sort in (Sort.DOCKET, *rules.DECIDING) for touch in touches):
        faults = list(recount(step, found.states))
    found.faults += [replace(fault, commit=commit) for fault in faults]
    if not faults:
        doubts = (*dating.doubts(step, found.dates), *recount.dated(step, found.states))
        found.doubts += [replace(fault, commit=commit) for fault in doubts]
        found.dates.note(step)
    found.signers.append((member.id, commit, tuple(sorted(paths))))
    return after
