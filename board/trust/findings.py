"""What a walk through the history finds on its way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from board.core.stated import FACTS
from board.formats.paths import Sort
from board.formats.records import read_record_head
from board.formats.registers import read_register
from board.formats.toml import may_hold
from board.trust import advance, dating, lost_keys, rules
from board.trust.judged_later import Later
from board.trust.objects import Change
from board.trust.report import Fault
from board.trust.state import Ground, State
from board.trust.step import Step, Touch, highest_list
from board.trust.uses import Uses

_REGISTERED = (Sort.REGISTER, Sort.RECORD, Sort.FOLLOW_UP, Sort.EMERGENCY)
BLAMED = 50_000
"""So many paths of faulty commits are remembered, each with the commit to blame."""


@dataclass
class Findings:
    """What is wrong, in doubt or taken on trust so far, and what was counted."""

    faults: list[Fault] = field(init=False, default_factory=list)
    doubts: list[Fault] = field(init=False, default_factory=list)
    trusted: list[Fault] = field(init=False, default_factory=list)
    acknowledged: set[str] = field(init=False, default_factory=set)
    faulty_paths: dict[str, frozenset[str]] = field(init=False, default_factory=dict)
    edited: set[str] = field(init=False, default_factory=set)
    """Names below proposals/, documents and folders alike, of what changed since the board took it up last."""
    removed: dict[str, str] = field(init=False, default_factory=dict)
    """By its id, where each register entry lay that somebody took away."""
    rewritten: bool = field(init=False, default=False)
    """Whether a register, or what a register rests on, changed."""
    _blamed: int = field(init=False, default=0)
    strict: int = field(init=False, default=0)
    decisions: int = field(init=False, default=0)
    dates: dating.Dates = field(init=False, default_factory=dating.Dates)
    uses: Uses = field(init=False, default_factory=Uses)
    aside: frozenset[str] = field(init=False, default=frozenset())
    """Steps on lines that a walk before found a merge to put aside: they have no effect on what follows."""
    lost: set[str] = field(init=False, default_factory=set)
    """Such steps as this walk finds them; again.py walks anew with them."""
    _later: Later = field(init=False, default_factory=Later)

    def _remember(self, step: Step, after: State, doubts: Sequence[Fault], unsure: str) -> None:
        """What a step that counts leaves for those after it, and what is doubtful in it or taken on trust.

        `unsure` says why nobody here could check its signature, if so.
        """
        self.dates.note(step)
        self._later.note(step, doubts, self.dates)
        self.doubts += [replace(fault, commit=step.commit) for fault in doubts]
        if unsure:
            self.doubts.append(advance.by_word(unsure, step.member.id, step.commit, step.touches))
        self._note(step.commit, step.before, step.touches)
        self.uses.note(step, after, self.dates.latest)
        self.trusted += [replace(fault, commit=step.commit) for fault in lost_keys.replaced(step)]

    def _edits(self, ground: Ground, changes: Iterable[Change]) -> None:
        """Remember which proposals changed."""
        below = ground.open
        paths = (c.path[len(below) :] for c in changes if c.path.startswith(below) and not c.path.endswith(b"/"))
        for first, *second in {tuple(path.split(b"/", 2)[:2]) for path in paths}:
            named = (first, b"/".join((first, *second)))
            self.edited |= {one.decode("utf-8", "replace").removesuffix(".md") for one in named}

    def _blame(self, commit: str, void: frozenset[str]) -> None:
        """Remember what a commit that does not count touched; nothing more once that is much, whoever brought it.

        Where such files lie otherwise than they count, nothing is settled, whichever commit is to blame.
        """
        self._blamed += len(void)
        self.faulty_paths[commit] = void if self._blamed <= BLAMED else frozenset()

    def _note(self, commit: str, before: State, touches: Sequence[Touch]) -> None:
        """Remember what a commit that counts decided, and what the founder did on trust."""
        if not before.link.opened and any(touch.place.sort in rules.INSTALLED for touch in touches):
            words = "The chair set the board up further before its first docket; this is taken on trust."
            self.trusted.append(Fault("trusted.genesis", words, commit))
        for touch in touches:
            self.rewritten = self.rewritten or touch.place.sort in _REGISTERED
            if touch.place.sort is Sort.REGISTER:
                self._registered(touch)
            if touch.place.sort is Sort.DOCKET:
                self.edited.discard(touch.place.proposal)
                if (listed := highest_list((touch,))) < FACTS:
                    words = f"{touch.place.proposal} was opened by list {listed} of owed facts; today's is {FACTS}."
                    self.trusted.append(Fault("trusted.facts", words, commit, touch.path))
            if touch.place.sort is Sort.RECORD and touch.new is not None:
                self.decisions += 1
                named = may_hold(touch.new, b"acknowledges")
                record = read_record_head(touch.new, touch.path).value if named else None
                self.acknowledged |= set(record.acknowledges) if record is not None and record.outcome.yes else set()

    def _registered(self, touch: Touch) -> None:
        """Remember an entry that goes, or that is another's from now on."""
        if touch.old is not None and touch.path.endswith(".toml"):
            name = read_register(touch.old, touch.path).value.id
            if touch.new is None or read_register(touch.new, touch.path).value.id != name:
                self.removed[name] = touch.path

    def _fault(self, code: str, words: str, commit: str = "") -> None:
        self.faults.append(Fault(code, words, commit))
