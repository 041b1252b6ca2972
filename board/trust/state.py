"""The effective state of the board's files at a commit: what lies in its tree, mended where faulty commits touched it.

Formats.md, "The chain" and "Faults": strict paths form one chain of states; a faulty commit has no effect.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile
from types import MappingProxyType

from board.core.charter import Charter
from board.core.finding import Severity
from board.core.layout import CHARTER, Layout
from board.formats.charter import read_charter
from board.formats.names import GOVERNED, twin_of
from board.trust.objects import Change, Objects
from board.trust.rawcommit import links
from board.trust.report import Fault
from board.trust.sharing import shared

_OPEN = "proposals/"
_NEAR = 1024
"""Commits whose states are kept whole: what a walk and the recount of a decision ask for is mostly among the newest."""
NOTHING: Mapping[str, str] = MappingProxyType({})


@lru_cache(maxsize=8)
def _governed_folders(layout: Layout) -> tuple[bytes, ...]:
    """What the paths of nearly all of the board's files begin with."""
    return tuple(layout.at(f"{name}/").encode() for name in GOVERNED)


@dataclass(frozen=True, slots=True)
class Ground:
    """Which paths belong to the board: `strict` ones form the chain, the others below `proposals/` are open to all."""

    layout: Layout

    def governed(self, path: bytes, folder: bool) -> bool:
        """Whether to look at a path of a tree; a folder's ends with a slash. Twins of the board's own are its own."""
        return self._own(path, folder) or bool(self.twin_of(path.decode("utf-8", "replace")))

    def _own(self, path: bytes, folder: bool) -> bool:
        if path.startswith(_governed_folders(self.layout)):
            return True
        if path == CHARTER.encode():
            return True
        root = self.layout.at("").encode()
        if root.startswith(path):
            return folder
        if not path.startswith(root):
            return False
        first = path[len(root) :].partition(b"/")[0].decode("utf-8", "replace")
        return first in GOVERNED or (first == "policy.toml" and not folder)

    def twin_of(self, path: str) -> str:
        """Which of the board's own files or folders some machine takes this path to lie in; "" for every other path."""
        return twin_of(path, self.layout)

    @property
    def open(self) -> bytes:
        """What the paths begin with that are open to all."""
        return self.layout.at(_OPEN).encode()

    def strict(self, path: str) -> bool:
        """Whether a governed path belongs to the chain."""
        return not path.startswith(self.layout.at(_OPEN))


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """One step of the chain: the commit that made it and the paths it changed, the first one by itself.

    `opened` is 0 until a docket exists, and then the highest list of owed facts that an opening named; `last` is the
    digest of the record decided last. Dates play no part. A message from `outside` the board, which anybody can write,
    is noted but is no step: it neither advances the chain nor forks it. What another founding began is not `founded`.
    `by` is the member who made the step.
    """

    parent: Link | None = field(repr=False)
    depth: int
    commit: str
    path: str = ""
    more: tuple[str, ...] = ()
    opened: int = 0
    last: str = ""
    outside: bool = False
    founded: bool = True
    by: str = ""

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths it changed; mostly one, which lies by itself because a long history has many steps."""
        return (self.path, *self.more) if self.path else ()

    def back(self) -> Iterator[Link]:
        """This step and all before it, newest first."""
        step: Link | None = self
        while step is not None:
            yield step
            step = step.parent

    @property
    def kept(self) -> Link:
        """The newest step up to here that the board made."""
        return next(step for step in self.back() if not step.outside)

    def since_kept(self) -> frozenset[str]:
        """The messages from outside that came after that step."""
        outside = takewhile(lambda step: step.outside, self.back())
        return frozenset(path for step in outside for path in step.paths)

    def follows(self, other: Link) -> bool:
        """Whether `other` is this step or an earlier one of the same chain."""
        wanted, steps = other.kept, (step for step in self.back() if not step.outside)
        return next((step is wanted for step in steps if step.depth <= wanted.depth), False)

    def changed(self, path: str) -> int:
        """The depth at which a path was changed last; -1 where that is not known from here."""
        return next((step.depth for step in self.back() if path in step.paths), -1)


@dataclass(frozen=True, slots=True)
class State:
    """The board's files at one commit as they count; `mended` holds the id ("" for none) of each path that differs.

    `unproven` are paths that rest on a signature nobody here could check, with the member each is under (unproven.py).
    Since a commit that changed more paths than anybody lists, `tree` is that of the commit before it, and `lies` the
    one that lies there.
    """

    commit: str
    tree: str
    link: Link
    objects: Objects = field(repr=False)
    mended: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    unproven: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    lies: str = ""

    @property
    def there(self) -> str:
        """The tree that git reads at the commit, whether or not it counts."""
        return self.lies or self.tree

    def blob(self, path: str) -> str:
        """The id of a file, "" where there is none."""
        return self.mended[path] if path in self.mended else self.objects.file(self.tree, path)

    def read(self, path: str) -> bytes | None:
        """A file's bytes; None where there is none or it is too large."""
        blob = self.blob(path)
        return self.objects.blob(blob) if blob else None

    def files(self, folder: str) -> dict[str, str]:
        """Every file below a folder with its id, sorted by path."""
        found = dict(self.objects.files(self.tree, folder))
        found |= {path: blob for path, blob in self.mended.items() if path.startswith(folder)}
        return {path: found[path] for path in sorted(found) if found[path]}


class States(MutableMapping[str, State]):
    """The states of a walk by commit.

    Of a commit further back that counted, and beside which nothing is mended or unproven, only its step is kept: its
    tree is read again when somebody asks, and all else stands in the step.
    """

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._kept: dict[str, State | Link] = {}
        self._near: deque[str] = deque()

    def __getitem__(self, commit: str) -> State:
        kept = self._kept[commit]
        if isinstance(kept, State):
            return kept
        return State(commit, links(self._objects.commits([commit])[commit]).tree, kept, self._objects)

    def __setitem__(self, commit: str, state: State) -> None:
        self._kept[commit] = state
        self._near.append(commit)
        if len(self._near) > _NEAR:
            self._thin(self._near.popleft())

    def _thin(self, commit: str) -> None:
        kept = self._kept.get(commit)
        if isinstance(kept, State) and kept.link.commit == commit and not (kept.mended or kept.unproven or kept.lies):
            self._kept[commit] = kept.link

    def __contains__(self, commit: object) -> bool:
        return commit in self._kept

    def __delitem__(self, commit: str) -> None:
        del self._kept[commit]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


def still_mended(
    objects: Objects, tree: str, mended: Mapping[str, str], changes: Collection[Change], counting: Collection[str] = ()
) -> Mapping[str, str]:
    """What does not lie in a tree as it counts; only paths that changed can have been put back."""
    if not mended:
        return mended
    changed = {change.path.decode("utf-8", "surrogateescape") for change in changes}
    gone = {
        path
        for path in (changed | set(counting)) & mended.keys()
        if path in counting or objects.holds(tree, path, mended[path])
    }
    return (shared(mended).changed({}, gone) or NOTHING) if gone else mended


class Charters:
    """Charters by blob, each read once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Charter, str]] = {}

    def of(self, state: State) -> Charter:
        """The charter in force at a state."""
        return self._read(state.blob(CHARTER), state.read(CHARTER))[0]

    def problem(self, state: State) -> str:
        """The first contradiction in the charter of a state, or ""."""
        return self._read(state.blob(CHARTER), state.read(CHARTER))[1]

    def _read(self, blob: str, data: bytes | None) -> tuple[Charter, str]:
        if blob not in self._known:
            read = read_charter(data or b"", CHARTER)
            errors = [finding.message for finding in read.findings if finding.severity is Severity.ERROR]
            self._known[blob] = (read.value, errors[0] if errors else "")
        return self._known[blob]


@dataclass(frozen=True, slots=True)
class Start:
    """Where an incremental walk begins: a commit walked before, and what that walk came to.

    After a verified tip nothing is mended and no fault stands; then the last five are empty.
    """

    commit: str
    tree: str
    genesis: str
    opened: int
    last: str
    mended: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    acknowledged: frozenset[str] = frozenset()
    faulty_paths: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unproven: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    lies: str = ""
    dates: object = None
    """What `Dates.kept` gave then."""
    uses: object = None
    """What `Uses.kept` gave then."""
