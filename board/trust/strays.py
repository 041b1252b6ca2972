"""Names that stand for another place or for git's own files: what brings one into the repository is named, wherever.

git puts none into a work tree, and neither does this program. A program that would writes files of git's own, and git
runs what those name. The board's strict files have a rule for names of their own (rules.py); here is all else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import islice

from board.core.sentence import plural
from board.formats.names import stands_elsewhere
from board.trust.merging import MOST
from board.trust.objects import Objects
from board.trust.report import Fault
from board.trust.sharing import shared
from board.trust.state import Ground, State
from board.trust.tree import FOLDER, Apart, apart

NAMED = 1_000
"""So many folders of one commit are named, and written anew by `board restore`; a few trees make any number."""
_LOOKED_INTO = 20_000
_AT_ONCE = 256
_REMEMBERED = 500_000

Pair = tuple[str, str]


class Strays:
    """What is known of the folders of one repository."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._clean: set[str] = set()
        self._holding: set[str] = set()
        self.open: set[str] = set()
        """The folders that were named and do not lie there without such names yet, as far as is known."""

    def judged(self, state: State, parents: Sequence[State], ground: Ground) -> tuple[State, Fault | None]:
        """The state after a commit with each folder that it brings such a name into, and the fault; None for none.

        A merge brings what none of its parents on the chain holds; without one, all that lies there is brought.
        """
        gone = [path for path in self.open if path in state.mended and self._objects.holds(state.there, path, "")]
        if gone:
            state = replace(state, mended=shared(state.mended).changed({}, gone))
        each = [self._brought(parent.there, state.there, ground) for parent in parents[:MOST]]
        found = reduce(_both, each) if each else self._brought("", state.there, ground)
        if not found:
            return state, None
        self.open |= found.keys()
        first, name = next(iter(sorted(found.items())))
        more = f", and {plural(len(found) - 1, 'other folder')} such names" if found.keys() - {first} else ""
        words = f"{'The top folder' if first == '/' else f'The folder {first}'} holds the name {name}{more}."
        if state.link.commit == state.commit:
            words += " All else in this commit is judged as ever."
        mended = shared(state.mended).changed(dict.fromkeys(found, ""))
        path = name if first == "/" else first + name
        return replace(state, mended=mended), Fault("tree.elsewhere", words, state.commit, path)

    def lying(self, tree: str, ground: Ground) -> tuple[str, ...]:
        """The folders of a tree that hold such a name, whoever brought it; of many, some."""
        return tuple(sorted(self._brought("", tree, ground)))

    def _brought(self, old: str, new: str, ground: Ground) -> dict[str, str]:
        """By folder, one such name that the new tree holds and the old one did not; strict folders are left out."""
        found: dict[str, str] = {}
        beside: list[tuple[bytes, str, str]] = []
        top = ground.layout.at("").encode()
        level = [(b"", old, new)] if old != new else []
        while level:
            deeper = []
            for at, before_id, after_id in level:
                for name, before, after in self._apart(before_id, after_id):
                    below = at + name + b"/"
                    if after is not None and stands_elsewhere(name):
                        found.setdefault(_text(at or b"/"), _text(name))
                    elif after is not None and after[0] == FOLDER:
                        both = (before[1].hex() if before and before[0] == FOLDER else "", after[1].hex())
                        if top.startswith(below):
                            deeper.append((below, *both))
                        elif not ground.governed(below, True) or not ground.strict(_text(below)):
                            beside.append((below, *both))
            level = deeper
        self._survey([both for _, *both in beside])
        within = islice(self._within(beside), NAMED)
        return {**found, **dict(within)}

    def _survey(self, pairs: Sequence[Sequence[str]]) -> None:
        """Learn of each new tree whether such a name lies in it or below; each is looked at once, wherever it lies."""
        above: dict[str, list[str]] = {}
        seen, holding = set[str](), set[str]()
        waiting = {new: old for old, new in pairs}
        while waiting:
            fresh = {new: old for new, old in waiting.items() if not self._known(new) and new not in seen}
            seen |= fresh.keys()
            waiting = {}
            todo = iter(fresh.items())
            while some := dict(islice(todo, _AT_ONCE)):
                if len(fresh) > _AT_ONCE:
                    self._objects.tidy()
                old_clean = {new: old for new, old in some.items() if old in self._clean}
                self._objects.load_trees((*old_clean.values(), *some), old_clean)
                for new in some:
                    for name, before, after in self._apart(old_clean.get(new, ""), new):
                        if after is not None and stands_elsewhere(name):
                            holding.add(new)
                        elif after is not None and after[0] == FOLDER and (child := after[1].hex()) not in self._clean:
                            above.setdefault(child, []).append(new)
                            waiting[child] = before[1].hex() if before and before[0] == FOLDER else ""
        holding |= above.keys() & self._holding
        todo_up = list(holding)
        while todo_up:
            up = [one for one in above.get(todo_up.pop(), ()) if one not in holding]
            holding |= set(up)
            todo_up += up
        if len(self._clean) > _REMEMBERED:
            self._clean.clear()
        self._clean |= seen - holding
        self._holding |= holding

    def _known(self, tree: str) -> bool:
        return tree in self._clean or tree in self._holding

    def _within(self, folders: list[tuple[bytes, str, str]]) -> Iterator[tuple[str, str]]:
        """Folder and name of what is new below these folders; the old trees are those at the same paths.

        Each way is followed to its end before the next, so that a few trees that make any number of paths hide nothing.
        """
        waiting = [each for each in reversed(folders) if each[2] in self._holding]
        for _ in range(_LOOKED_INTO):
            if not waiting:
                return
            at, old, new = waiting.pop()
            strays = []
            for name, before, after in self._apart(old, new):
                if after is not None and stands_elsewhere(name):
                    strays.append(name)
                elif after is not None and after[0] == FOLDER and after[1].hex() in self._holding:
                    was = before[1].hex() if before and before[0] == FOLDER else ""
                    waiting.append((at + name + b"/", was, after[1].hex()))
            if strays:
                yield _text(at), _text(min(strays))

    def _apart(self, old: str, new: str) -> Apart:
        return apart(self._objects.tree(old), self._objects.tree(new))


def _both(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    return {path: name for path, name in one.items() if path in other}


def _text(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")
