"""Names that no work tree takes: what brings one into the repository is named, wherever it lies.

Some stand for another place or for git's own files. git puts none into a work tree, and neither does this program. A
program that would writes files of git's own, and git runs what those name. Others are longer than disks hold, or links
where git follows none: a checkout that met one would stay half behind, and its owner's next commit undo a record. The
board's strict files have a rule for names of their own (rules.py); here is all else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import islice

from board.core.sentence import plural
from board.core.text import one_line
from board.formats.names import PATH_LIMIT, astray, why_astray
from board.trust.merging import MOST
from board.trust.objects import Objects
from board.trust.report import Fault
from board.trust.sharing import shared
from board.trust.state import Ground, State
from board.trust.tree import FOLDER, LINK, Apart, apart

NAMED = 1_000
"""So many folders of one commit are named, and written anew by `board restore`; a few trees make any number."""
_LOOKED_INTO = 20_000
_SHOWN = 80
_AT_ONCE = 256
_REMEMBERED = 500_000

Pair = tuple[str, str]


class Strays:
    """What is known of the folders of one repository."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._reach: dict[str, int] = {}
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
        path = name if first == "/" else first + name
        what = f"{one_line(name, _SHOWN)}{more}: {why_astray(path.encode('utf-8', 'surrogateescape'))}"
        words = (
            f"{'The top folder' if first == '/' else f'The folder {one_line(first, _SHOWN)}'} holds the name {what}."
        )
        if state.link.commit == state.commit:
            words += " All else in this commit is judged as ever."
        mended = shared(state.mended).changed(dict.fromkeys(found, ""))
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
                    if after is not None and astray(name, after[0] == LINK, at):
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
        below: dict[str, list[tuple[int, str]]] = {}
        lengths: dict[str, int] = {}
        seen, holding = set[str](), set[str]()
        waiting = {new: old for old, new in pairs}
        while waiting:
            fresh = {new: old for new, old in waiting.items() if new not in self._reach and new not in seen}
            seen |= fresh.keys()
            waiting = {}
            todo = iter(fresh.items())
            while some := dict(islice(todo, _AT_ONCE)):
                if len(fresh) > _AT_ONCE:
                    self._objects.tidy()
                old_clean = {new: old for new, old in some.items() if old in self._reach and old not in self._holding}
                self._objects.load_trees((*old_clean.values(), *some), old_clean)
                for new in some:
                    files = self._reach.get(old_clean.get(new, ""), 0)
                    for name, before, after in self._apart(old_clean.get(new, ""), new):
                        if after is not None and astray(name, after[0] == LINK):
                            holding.add(new)
                        elif after is not None and after[0] == FOLDER:
                            below.setdefault(new, []).append((len(name) + 1, child := after[1].hex()))
                            if child not in self._reach or child in self._holding:
                                above.setdefault(child, []).append(new)
                                waiting[child] = before[1].hex() if before and before[0] == FOLDER else ""
                        elif after is not None:
                            files = max(files, len(name))
                    lengths[new] = files
        holding |= above.keys() & self._holding
        todo_up = list(holding)
        while todo_up:
            up = [one for one in above.get(todo_up.pop(), ()) if one not in holding]
            holding |= set(up)
            todo_up += up
        reaches = _reaches(lengths, below, self._reach)
        if len(self._reach) > _REMEMBERED:
            self._reach = {tree: far for tree, far in self._reach.items() if tree in self._holding}
        self._reach |= reaches
        self._holding |= holding

    def _within(self, folders: list[tuple[bytes, str, str]]) -> Iterator[tuple[str, str]]:
        """Folder and name of what is new below these folders; the old trees are those at the same paths.

        Each way is followed to its end before the next, so that a few trees that make any number of paths hide nothing.
        """
        waiting = [each for each in reversed(folders) if self._leads(each[0], each[2])]
        for _ in range(_LOOKED_INTO):
            if not waiting:
                return
            at, old, new = waiting.pop()
            strays = []
            for name, before, after in self._apart(old, new):
                if after is not None and astray(name, after[0] == LINK, at):
                    strays.append(name)
                elif after is not None and after[0] == FOLDER and self._leads(at + name + b"/", after[1].hex()):
                    was = before[1].hex() if before and before[0] == FOLDER else ""
                    waiting.append((at + name + b"/", was, after[1].hex()))
            if strays:
                yield _text(at), _text(min(strays))

    def _leads(self, at: bytes, tree: str) -> bool:
        """Whether something below a tree, in the folder `at`, may be such a name."""
        return tree in self._holding or len(at) + self._reach.get(tree, PATH_LIMIT) > PATH_LIMIT

    def _apart(self, old: str, new: str) -> Apart:
        return apart(self._objects.tree(old), self._objects.tree(new))


def _reaches(
    lengths: Mapping[str, int], below: Mapping[str, list[tuple[int, str]]], known: Mapping[str, int]
) -> dict[str, int]:
    """By tree, the bytes of the longest path below it at most: its own files' names, and its folders', on and on.

    What a tree shares with an older one counts with that one's longest path, which may be gone since.
    """
    found: dict[str, int] = {}
    entered = set[str]()
    for start in lengths:
        way = [start]
        while way:
            tree = way[-1]
            entered.add(tree)
            folders = () if tree in found else below.get(tree, ())
            first = [child for _, child in folders if child in lengths and child not in found and child not in entered]
            if first:
                way += first
                continue
            way.pop()
            if tree not in found:
                far = (length + found.get(child, known.get(child, 0)) for length, child in folders)
                found[tree] = max(lengths[tree], *far, 0)
    return found


def _both(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    return {path: name for path, name in one.items() if path in other}


def _text(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")
