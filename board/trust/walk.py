"""From the founding commit to the tip: every commit judged by the charter of its parent (formats.md, "The chain").

A faulty commit has no effect: the effective state stays what it was, the fault is named, and the walk goes on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain

from board.core.charter import Charter
from board.core.finding import Refused
from board.core.layout import CHARTER, Layout
from board.formats.rawgit import TWICE
from board.trust import advance, dating, founding, guests, listing, merging, rules, unproven
from board.trust.beside import Beside, Doubtful
from board.trust.findings import Findings
from board.trust.objects import UNSOUND, Change, Objects
from board.trust.rawcommit import BadCommit, Links, links, strict
from board.trust.report import Fault
from board.trust.roster import Unfit, author, claimed
from board.trust.state import Charters, Ground, Link, Start, State, States
from board.trust.step import NOBODY, Recount, Step, Touch
from board.trust.strays import Strays
from board.trust.uses import Uses

_CHUNK = 128
_SECOND = "This commit founds a board, and so does another one; nothing on this computer tells which of them is right."


@dataclass
class Walk(Findings):
    """A walk under way and, once `through` is done, what it found."""

    objects: Objects
    recount: Recount
    stops: Callable[[Charter], bool] = lambda charter: False
    """Whether a board founded under this charter has no history to judge; then the walk ends with its founding."""
    progress: Callable[[int, int], None] | None = None
    """Hears how many commits of how many are judged."""
    beside: Beside | None = None
    """Who proves what single commits claim while the walk goes on; without it each is judged where it is met."""
    founding: str = ""
    """The commit that this user knows as the founding; "" where nothing is known."""
    known: Sequence[str] = ()
    """Commits that this user read before: where a merge joins two lines, theirs is kept."""
    others: list[str] = field(default_factory=list)
    """Commits that found a board beside the founding."""
    unsure: bool = False
    """Whether only a walk from the founding can judge what was found beside the line."""
    root: Charter | None = None
    genesis: str = ""
    states: States = field(init=False)
    charters: Charters = field(default_factory=Charters)
    _believed: list[tuple[bytes, Step]] = field(default_factory=list)
    """What is to be proved: a step, and the bytes of the commit whose signature is to be checked, if any."""
    _read: dict[tuple[str, str], State] = field(default_factory=dict)
    """By a commit and its parent: that parent as this one commit is judged by it."""
    _void: Link = field(default_factory=lambda: Link(None, -1, ""))
    _foreign: Link = field(default_factory=lambda: Link(None, -1, "", founded=False))
    _ground: Ground = field(default_factory=lambda: Ground(Layout(".")))
    _weights: dict[str, int] = field(default_factory=dict)
    """By tree, how many paths lie below it."""
    _strays: Strays = field(init=False)

    def __post_init__(self) -> None:
        self.states = States(self.objects)
        self._strays = Strays(self.objects)

    def through(self, ids: Sequence[str], start: Start | None = None) -> None:
        """Walk commits, parents before children; with `start`, they build on it and on what lies before it.

        Raises Doubtful where `beside` found that a claim does not hold, or where one that is only believed cannot be
        walked on with; what was found until then is not to be used.
        """
        if start is not None:
            self._begin(start)
        for first in range(0, len(ids), _CHUNK):
            if self.root is not None and self.stops(self.root):
                return
            self.objects.tidy()
            raw = self.objects.commits(ids[first : first + _CHUNK])
            try:
                self._chunk({commit: raw[commit] for commit in ids[first : first + _CHUNK]})
                self._prove()
            except Exception as problem:
                if self.beside is None:
                    raise
                raise Doubtful from problem  # what is only believed may be anything, also what no rule lets through
            if self.progress is not None:
                self.progress(min(first + _CHUNK, len(ids)), len(ids))
        if self.beside is not None:
            self.beside.finish()
        self.doubts = self._later.left(self.doubts, self.recount, self.states)
        if not self.genesis:
            self._fault("genesis.missing", "No commit of this branch adds board.toml.")
        for commit in (self.genesis, *self.others) if self.disputed else ():  # else the merge that joined it is named
            self._fault("genesis.second", _SECOND, commit)

    @property
    def disputed(self) -> bool:
        """Whether several commits found a board and nothing tells which is the right one; then nothing counts."""
        return bool(self.others) and not self.founding

    @property
    def ground(self) -> Ground:
        """Which paths are the board's, by the charter of the founding."""
        return self._ground

    def _begin(self, start: Start) -> None:
        link = Link(self._void, 0, start.commit, opened=start.opened, last=start.last)
        state = State(start.commit, start.tree, link, self.objects, start.mended, start.unproven, start.lies)
        self.states[start.commit] = state
        self.faults, self.acknowledged = list(start.faults), set(start.acknowledged)
        self.faulty_paths, self.genesis = dict(start.faulty_paths), start.genesis
        self.dates, self.uses = dating.Dates.of(start.dates), Uses.of(start.uses)
        self._strays.open = {path for path in start.mended if path.endswith("/")}
        self._found(self.charters.of(state))

    def _found(self, charter: Charter) -> None:
        self.root, self._ground = charter, Ground(Layout(charter.root))

    def _chunk(self, raw: dict[str, bytes]) -> None:
        """Judge some commits; all their trees and strict files are read together first."""
        heads = {commit: self._links(commit, body) for commit, body in raw.items()}
        self._earlier(heads)
        self.objects.load_trees(head.tree for head in heads.values())
        if self.root is None:
            self._look_for_genesis(heads)
        pairs = [(commit, parent) for commit, head in heads.items() for parent in merging.compared(head.parents)]
        trees = {p: self.states[p].there for _, p in pairs if p in self.states} | {c: h.tree for c, h in heads.items()}
        wanted = [(trees.get(parent, ""), trees[commit]) for commit, parent in pairs]
        listed = listing.together(self.objects, self._ground, wanted) if len(raw) > 1 else None
        if listed is None and len(raw) > 1:  # so many changes are not held at once
            for commit, body in raw.items():
                self._chunk({commit: body})
            return
        found = dict(zip(pairs, listed or map(partial(self._alone, raw), pairs, wanted), strict=True))
        below = self._ground.open
        self.objects.check(one.blob for changes in found.values() for one in changes if one.path.startswith(below))
        few = (each for each in map(self._strict, found.values()) if len(each) <= advance.MOST)
        self.objects.load_blobs(one.blob for each in few for one in each)
        for commit, head in heads.items():
            parents = merging.compared(head.parents)
            changes = {parent: self._bounded(raw[commit], parent, found[commit, parent]) for parent in parents}
            self._edits(self._ground, chain(*changes.values()))
            state = self._looked_around(head, self._judged(commit, raw[commit], head, changes))
            self.states[commit] = listing.resolved(self.objects, self._ground, state) if state.lies else state
        self._read.clear()

    def _alone(self, raw: Mapping[str, bytes], pair: tuple[str, str], trees: tuple[str, str]) -> list[Change]:
        """How a commit differs from one parent; a parent of which too much lies there is read as it counts."""
        before = self.states.get(pair[1])
        signed = partial(self._signed, raw[pair[0]], before)
        found, read = listing.alone(self.objects, self._ground, before, trees, signed)
        if read is not None:
            self._read[pair] = read
        return found

    def _bounded(self, body: bytes, parent: str, found: list[Change]) -> list[Change]:
        before = self.states.get(parent)
        return listing.bounded(self._ground, before, found, partial(self._signed, body, before), self._weights)

    def _signed(self, body: bytes, before: State | None) -> bool:
        """Whether a commit on this state is a member's."""
        with suppress(Unfit):
            return before is not None and bool(author(body, self.charters.of(before)))
        return False

    def _links(self, commit: str, body: bytes) -> Links:
        try:
            return links(body)
        except BadCommit as problem:
            raise Refused(Fault("commit.malformed", str(problem), commit).finding()) from problem

    def _earlier(self, heads: dict[str, Links]) -> None:
        """Parents from before an incremental walk: their state is an earlier one of the chain, whatever it was."""
        unknown = {p for head in heads.values() for p in head.parents if p not in heads and p not in self.states}
        for commit, body in self.objects.commits(sorted(unknown)).items():
            self.states[commit] = State(commit, self._links(commit, body).tree, self._void, self.objects)

    def _look_for_genesis(self, heads: dict[str, Links]) -> None:
        for commit, head in heads.items():
            if commit == self.founding or (not self.founding and self.objects.file(head.tree, CHARTER)):
                self.genesis = commit
                self._found(self.charters.of(State(commit, head.tree, self._void, self.objects)))
                return

    def _strict(self, changes: Iterable[Change]) -> list[Change]:
        return advance.strict(changes, self._ground)

    def _judged(self, commit: str, raw: bytes, head: Links, changes: dict[str, list[Change]]) -> State:
        if commit == self.genesis:
            return self._judge_genesis(commit, raw, head, changes)
        unique = dict.fromkeys(head.parents)
        parents = [self._read.get((commit, parent)) or self.states[parent] for parent in unique]
        if all(parent.link in (self._void, self._foreign) for parent in parents):
            return self._off_the_chain(commit, head, changes)
        if len(parents) > 1:
            return self._judge_merge(commit, head, parents, changes)
        before, every = parents[0], changes[parents[0].commit]
        if found := list(advance.form_faults(head, every)):
            return self._void_commit(commit, head, before, every, found, whole=True)
        if not (kept := self._strict(every)):
            return self._advanced(commit, head, before, (), every)
        return self._judge_step(commit, raw, head, before, every, kept)

    def _looked_around(self, head: Links, state: State) -> State:
        """The state after a commit on the chain, with the names that stand elsewhere wherever it brings them."""
        aside = (self._void, self._foreign)
        if self.root is None or state.link in aside:
            return state
        parents = [self.states[one] for one in dict.fromkeys(head.parents)]
        known = [one for one in parents if one.link not in aside]
        after, fault = self._strays.judged(state, known, self._ground)
        if fault is not None:
            self.faults.append(fault)
            brought = after.mended.keys() - state.mended.keys()
            self._blame(state.commit, self.faulty_paths.get(state.commit, frozenset()) | brought)
        return after

    def _off_the_chain(self, commit: str, head: Links, changes: dict[str, list[Change]]) -> State:
        """A commit that does not build on the founding: fine, as long as it founds nothing of its own."""
        parents = [self.states[parent] for parent in head.parents]
        foreign = any(parent.link is self._foreign for parent in parents)
        if not foreign and self.objects.file(head.tree, CHARTER) and not any(one.blob(CHARTER) for one in parents):
            self.others.append(commit)
            foreign = True
        if head.odd:
            self._fault("commit.malformed", head.odd, commit)
            self.faulty_paths[commit] = frozenset()
        self.unsure = self.unsure or any(changes.values()) or not changes
        return State(commit, head.tree, self._foreign if foreign else self._void, self.objects)

    # One parent

    def _judge_step(
        self, commit: str, raw: bytes, head: Links, before: State, changes: list[Change], kept: list[Change]
    ) -> State:
        if flood := list(advance.flood(before, kept)):
            return self._void_commit(commit, head, before, changes, flood)
        charter = self.charters.of(before)
        believed = claimed(raw, charter) if self.beside is not None else None
        try:
            member, unsure = (believed, "") if believed is not None else author(raw, charter)
        except Unfit as unfit:
            outside = guests.messages(advance.paths_of(kept), self._ground)
            touches = advance.touches(before, kept, self._ground) if outside else ()
            if guests.from_outside(Step(commit, before, charter, self._ground, NOBODY, touches)):
                self.doubts.append(replace(merging.outside(touches[0].path), commit=commit))
                return self._advanced(commit, head, before, touches, changes, outside=True)
            return self._void_commit(commit, head, before, changes, [unfit.fault])
        touches = advance.touches(before, kept, self._ground)
        when = self.dates.when(strict(raw).at, member.id, touches)
        step = Step(commit, before, charter, self._ground, member, touches, when)
        found: list[Fault] = []
        if self.beside is not None:
            self._believed.append((raw if believed is not None else b"", step))
        else:
            found = self._broken(step)
        after = self._advanced(commit, head, before, touches, changes, by=member.id)
        if not found and CHARTER in step.by_path:
            found = list(advance.charter_faults(self.charters, after, self.root))
        if found:
            return self._void_commit(commit, head, before, changes, found)
        if commit not in self.aside:
            doubts = (*rules.doubts(step), *dating.doubts(step, self.dates), *self.recount.doubts(step, self.states))
            self._remember(step, after, doubts, unsure)
        return replace(after, unproven=unproven.after(before.unproven, step, unsure))

    def _broken(self, step: Step) -> list[Fault]:
        """Every rule that a step breaks; openings and decisions are counted again."""
        found = list(rules.faults(step))
        if not found and rules.recounted(step):
            found = list(self.recount(step, self.states))
        return found

    def _prove(self) -> None:
        """Hand on what was believed in the commits just walked."""
        believed, self._believed = self._believed, []
        if self.beside is not None:
            self.beside.prove([partial(self._holds, raw, step) for raw, step in believed])
            for _, step in believed:
                if rules.recounted(step):
                    self.recount.note(step)

    def _holds(self, raw: bytes, step: Step) -> bool:
        """Whether a step was signed by the member it names, and breaks no rule."""
        try:
            return (not raw or author(raw, step.charter) == (step.member, "")) and not self._broken(step)
        except Unfit:
            return False

    def _advanced(
        self,
        commit: str,
        head: Links,
        before: State,
        touches: Sequence[Touch],
        changes: Sequence[Change],
        *,
        outside: bool = False,
        by: str = "",
    ) -> State:
        """The state after a commit that counts, or that brings messages from outside; `changes` are all it made."""
        self.strict += bool(touches) and not outside
        return advance.advanced(before, commit, head.tree, touches, changes, self._ground, outside=outside, by=by)

    def _void_commit(
        self,
        commit: str,
        head: Links,
        before: State,
        changes: Sequence[Change],
        found: Sequence[Fault],
        *,
        whole: bool = False,
    ) -> State:
        """The state after a commit that does not count: what was, with every strict path it touched mended, or all."""
        self.faults += [replace(advance.placed(fault, changes, self._ground), commit=commit) for fault in found]
        void = advance.void(changes if whole else self._strict(changes), self._ground)
        self._blame(commit, void)
        free = () if whole else advance.free(changes, self._ground)
        return advance.voided(before, commit, head.tree, changes, void, free)

    # Founding and merges

    def _judge_genesis(self, commit: str, raw: bytes, head: Links, changes: dict[str, list[Change]]) -> State:
        """The founding: everything strict that lies in its tree is taken on trust, signed by the chair it lists."""
        empty = State("", "", self._void, self.objects)
        files = self.objects.differences([("", head.tree)], self._ground.governed, sys.maxsize)[0]
        touches = advance.touches(empty, self._strict(files), self._ground)
        after = self._advanced(commit, head, empty, touches, ())
        after = replace(after, link=replace(after.link, last=founding.decided_last(touches)))
        faults, doubts = founding.judged(raw, self.charters.of(after), touches)
        self.faults += [replace(fault, commit=commit) for fault in faults]
        self.doubts += [replace(fault, commit=commit) for fault in doubts]
        if problem := self.charters.problem(after):
            self._fault("charter.broken", problem, commit)
        if spoilt := list(advance.form_faults(head, files)):
            unread = [change for change in files if change.mode == UNSOUND or change.mode == TWICE]
            void = self._void_commit(commit, head, empty, unread, spoilt, whole=True)
            after = replace(after, mended=void.mended)
        words = f"The founding commit {commit[:12]} and the {len(touches)} files in it are taken on trust."
        self.trusted.append(Fault("trusted.genesis", words, commit))
        return after

    def _judge_merge(self, commit: str, head: Links, parents: list[State], changes: dict[str, list[Change]]) -> State:
        """A merge has the strict state of its newest parent, and every other parent's is an earlier one."""
        known = [self.states[one].link for one in self.known if one in self.states]
        line = merging.line(parents, known, self._void)
        if not changes:
            return self._judge_crowd(commit, head, line)
        plain = (one for one in merging.alike(parents, line.base) if not listing.crowded(changes[one.commit]))
        base = line.base if not listing.crowded(changes[line.base.commit]) else next(plain, line.base)
        every = changes[base.commit]
        beyond = {parent for parent, each in changes.items() if listing.crowded(each)}
        spoilt = list(advance.form_faults(head, every))
        if not spoilt:
            changes = listing.beside(self.objects, changes, parents, head.tree)
        if line.forked or spoilt:
            self.lost |= merging.put_aside(line)
            found = [*merging.faults(line, known=bool(self.founding)), *spoilt]
            return self._void_commit(commit, head, base, every, found, whole=bool(spoilt))
        kept = {parent: self._strict(each) for parent, each in changes.items()}
        alike = merging.alike(parents, base)
        lost = merging.loses(alike, kept)
        same = next((one for one in alike if not (kept[one.commit] or one.commit in beyond)), None)
        if same is not None and not lost:
            return self._advanced(commit, head, same, (), changes[same.commit])
        if flood := list(advance.flood(base, kept[base.commit])):
            return self._void_commit(commit, head, base, every, flood)
        touches = advance.touches(base, kept[base.commit], self._ground)
        outside = guests.from_outside(Step(commit, base, self.charters.of(base), self._ground, NOBODY, touches))
        if outside and not lost and merging.brought(parents, kept[base.commit]):
            untold = merging.untold(parents, kept[base.commit], self._void)
            self.doubts += [replace(fault, commit=commit) for fault in untold]
            return self._advanced(commit, head, base, touches, every, outside=True)
        paths = [lost] if lost else [change.path.decode("utf-8", "replace") for change in kept[base.commit]]
        words = f"The merge changes {paths[0]}" + (f" and {len(paths) - 1} more" if paths[1:] else "") + " itself."
        return self._void_commit(commit, head, base, every, [Fault("chain.merge", words, path=paths[0])])

    def _judge_crowd(self, commit: str, head: Links, line: merging.Line) -> State:
        """A merge of more lines than anybody joins changes nothing; comparing it with each would cost without bound."""
        base = line.base
        found = self.objects.differences([(base.there, head.tree)], self._ground.governed)[0]
        self.objects.check(change.blob for change in found)
        self._edits(self._ground, found)
        spoilt = list(advance.form_faults(head, found))
        self.lost |= merging.put_aside(line)
        faults = [*merging.faults(line, known=bool(self.founding)), merging.crowd(head.parents), *spoilt]
        return self._void_commit(commit, head, base, found, faults, whole=bool(spoilt))
