"""What a rule sees: one commit of one member, and each strict path it changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Protocol

from board.core.charter import Charter, Member
from board.core.docket import Opening
from board.formats.dockets import read_docket
from board.formats.names import folded
from board.formats.paths import Place, Sort
from board.trust.report import Fault
from board.trust.state import Ground, State


@dataclass(frozen=True, slots=True)
class Dated:
    """A record that came in an earlier commit, and the moment it claims, in seconds since 1970."""

    path: str
    said: int
    earliest: int = 0
    """The earliest moment that signed commits allow; 0 where they say nothing of it."""
    by: str = ""
    """The member who brought it."""
    step: int = 0
    """Which of the steps that count brought it; 0 where nobody remembers."""
    latest: int = 0
    """The date of the commit that brought an opening, which it cannot be younger than; 0 where nobody remembers."""


@dataclass(frozen=True, slots=True)
class When:
    """What signed commits say of when a step was made; see dating.py.

    `at` is her own date for it. `floor` is one that two other members gave earlier commits, at least; 0 for none.
    `opened` is the opening of what the step decides. `late` are ballots and motions on what it opens or decides that
    claim to be older than their commits, by path. `acted` is when the first of two agreed to what the step opens or
    decides, at the earliest; 0 for none. `decided` is when signed commits allow what it follows to have been decided,
    by proposal, where that is later than the record says.
    """

    at: int = 0
    floor: int = 0
    opened: Dated | None = None
    late: Mapping[str, Dated] = field(default_factory=dict)
    acted: int = 0
    decided: Mapping[str, int] = field(default_factory=dict)


NOBODY = Member("", "")
"""In place of a member, where somebody outside the board made a commit."""


@dataclass(frozen=True, slots=True)
class Touch:
    """One strict path that a commit changes: the effective bytes before, and the new ones; None for none."""

    path: str
    place: Place
    old: bytes | None
    new: bytes | None
    mode: bytes = b"100644"
    too_large: bool = False


@dataclass(frozen=True)
class Step:
    """One single-parent commit on strict paths, by a member, on the effective state of its parent."""

    commit: str
    before: State
    charter: Charter
    ground: Ground
    member: Member
    touches: tuple[Touch, ...]
    when: When = field(default_factory=When)

    @cached_property
    def brought(self) -> Mapping[str, Mapping[str, Collection[str]]]:
        """By folder, the names of all that this commit writes there, files and folders, by their folded form."""
        found: dict[str, dict[str, set[str]]] = {}
        for path in (touch.path for touch in self.touches if touch.mode):
            while path:
                path, _, name = path.rpartition("/")
                names = found.setdefault(path, {}).setdefault(folded(name), set())
                if name in names:
                    break
                names.add(name)
        return found

    @cached_property
    def _there(self) -> dict[str, dict[str, list[str]]]:
        return {}

    def there(self, folder: str) -> Mapping[str, Collection[str]]:
        """The names that lie in a folder before this commit, by their folded form."""
        if folder not in self._there:
            names = self._there[folder] = {}
            for each in self.before.objects.tree(self.before.objects.folder(self.before.tree, folder)):
                name = each.decode("utf-8", "surrogateescape")
                names.setdefault(folded(name), []).append(name)
        return self._there[folder]

    @cached_property
    def by_path(self) -> Mapping[str, Touch]:
        """The touched paths."""
        return {touch.path: touch for touch in self.touches}

    def file(self, proposal: str, name: str) -> bytes | None:
        """A file of a decision's folder as it was before this commit."""
        return self.before.read(self.ground.layout.file(proposal, name))

    def openings(self, proposal: str) -> tuple[Opening, ...]:
        """What the board opened of a proposal before this commit."""
        return openings_in(self.file(proposal, "docket.toml") or b"")

    def closed(self, proposal: str) -> bool:
        """Whether no round of a proposal is open: none was, the latest ended, or all is decided."""
        openings = self.openings(proposal)
        if not openings or self.file(proposal, "record.toml") is not None:
            return True
        return self.file(proposal, f"rounds/{openings[-1].round}.toml") is not None


class Recount(Protocol):
    """What only the whole program can tell of a step: whether an opening or a decision follows from what lay there."""

    def __call__(self, step: Step, states: Mapping[str, State]) -> Iterable[Fault]:
        """The faults of the openings and the decision in a step, given the states so far."""

    def doubts(self, step: Step, states: Mapping[str, State]) -> Iterable[Fault]:
        """What a step that counts claims of earlier decisions and they do not say."""

    def dated(self, step: Step, states: Mapping[str, State]) -> Iterable[Fault]:
        """Whether a decision in a step that counts rests on dates which signed commits contradict."""

    def note(self, step: Step) -> None:
        """Hear of a step that is judged elsewhere."""


class Uncounted:
    """In place of a recount: the walk alone, with every rule but those."""

    def __call__(self, step: Step, states: Mapping[str, State]) -> Iterable[Fault]:
        """No fault."""
        return ()

    def doubts(self, step: Step, states: Mapping[str, State]) -> Iterable[Fault]:
        """No doubt."""
        return ()

    def dated(self, step: Step, states: Mapping[str, State]) -> Iterable[Fault]:
        """Nothing of its dates."""
        return ()

    def note(self, step: Step) -> None:
        """Nothing to remember."""


@lru_cache(maxsize=256)
def openings_in(docket: bytes) -> tuple[Opening, ...]:
    """What the bytes of a docket open; each docket is read once."""
    return read_docket(docket, "").value.openings


def highest_list(touches: Sequence[Touch]) -> int:
    """The highest list of owed facts that an opening among these names; 0 where there is no docket."""
    dockets = [touch.new or b"" for touch in touches if touch.place.sort is Sort.DOCKET]
    return max((1, *(one.facts for data in dockets for one in openings_in(data)))) if dockets else 0
