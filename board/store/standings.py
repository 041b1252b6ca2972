"""What counts at the last commit this user read in each repository, kept outside of all of them.

It spares a second walk through the same history. `board verify` never rests on it; its pin is another file (pins.py).
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from board.core.finding import Refused
from board.store.files import private_folder
from board.store.homes import file_name, state_home
from board.store.refs import is_id

_NAME = "standing.json"
_DISPUTED = "disputed"
_SINGLE = "single"
_FOUNDING = "founding"
_SHAPE = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """The board's files at one commit as they count.

    `mended` holds the id ("" for none) of each path whose file at the commit is not the one that counts. `faults` are
    (code, words, commit, path) of every commit that broke a rule, `standing` those that are not settled. The rest is
    what a walk needs to carry on from here. `rewritten` is the pinned commit that this history does not build on.
    `unproven` are paths under a signature that could not be checked, with the member each is under, and `gpg` the
    program that was there to check them. `lies` is the tree of the commit where that is not the `tree` that counts.
    `uses` is what the registers showed of each approval up to here, `dates` what members signed of when it was done.
    """

    commit: str
    tree: str
    genesis: str
    branch: str
    opened: int = 0
    last: str = ""
    example: bool = False
    mended: Mapping[str, str] = field(default_factory=dict)
    faults: Sequence[Sequence[str]] = ()
    standing: Sequence[Sequence[str]] = ()
    acknowledged: Sequence[str] = ()
    faulty_paths: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rewritten: str = ""
    unproven: Mapping[str, str] = field(default_factory=dict)
    gpg: str = ""
    lies: str = ""
    uses: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    dates: Mapping[str, object] = field(default_factory=dict)

    @property
    def outdated(self) -> bool:
        """Whether another gpg than then might by now check what could not be checked."""
        return bool(self.unproven) and self.gpg != gpg_here()


def gpg_here() -> str:
    """Where the gpg of this machine lies; "" where there is none."""
    return shutil.which("gpg") or ""


class Standings:
    """The standing of one repository on this machine."""

    def __init__(self, key: str, root: Path | None = None) -> None:
        self._folder = (root or state_home()) / file_name(key)

    def load(self) -> Standing | None:
        """What was kept; None before the first time, and where it cannot be read."""
        try:
            told = json.loads((self._folder / _NAME).read_bytes())
            if told.pop("shape", None) != _SHAPE:
                return None
            found = Standing(**told)
            whole = all(isinstance(each, dict) for each in (found.mended, found.faulty_paths, found.unproven))
            blobs = all(not blob or is_id(blob) for blob in found.mended.values()) if whole else False
        except (OSError, ValueError, TypeError, AttributeError, RecursionError, Refused):
            return None
        ids = all(is_id(str(each)) for each in (found.commit, found.tree, found.genesis))
        return found if blobs and ids and (not found.lies or is_id(str(found.lies))) else None

    def save(self, standing: Standing) -> None:
        """Keep it, replaced whole. Nothing is lost where the disk does not take it: it is worked out again."""
        self._put(_NAME, json.dumps({"shape": _SHAPE, **asdict(standing)}).encode())

    def dispute(self, commit: str) -> None:
        """Keep that at this tip several commits found a board, and nothing tells which of them is right."""
        self._put(_DISPUTED, commit.encode())

    def disputed(self) -> str:
        """The tip at which that was found last; "" where it never was."""
        return self._commit(_DISPUTED)

    def _commit(self, name: str) -> str:
        try:
            found = (self._folder / name).read_text("ascii")
        except (OSError, ValueError):
            return ""
        return found if is_id(found) else ""

    def found(self, commit: str) -> None:
        """Keep the founding that this user named; what was read under another one is let go."""
        known = self.load()
        if known is not None and known.genesis != commit:
            (self._folder / _NAME).unlink(missing_ok=True)
        self._put(_FOUNDING, commit.encode())

    def founding(self) -> str:
        """The founding that this user named last; "" where she never did."""
        return self._commit(_FOUNDING)

    def single(self, commit: str) -> None:
        """Keep that up to this tip one commit alone founds the board."""
        self._put(_SINGLE, commit.encode())

    def looked(self) -> str:
        """The tip up to which that was found last; "" where it never was."""
        return self._commit(_SINGLE)

    def _put(self, name: str, data: bytes) -> None:
        with contextlib.suppress(OSError, Refused):
            folder = private_folder(self._folder)
            beside = folder / f".{name}.{os.getpid()}.{os.urandom(4).hex()}.new"
            try:
                descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
                with os.fdopen(descriptor, "wb") as file:
                    file.write(data)
                beside.replace(folder / name)
            finally:
                beside.unlink(missing_ok=True)
