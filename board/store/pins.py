"""The last commit a user verified in each repository, kept outside of all of them; it moves only after a clean yes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from board.store.files import locked, private_folder, replace
from board.store.homes import file_name, state_home
from board.store.refs import is_id

_NAME = "verified.json"


@dataclass(frozen=True, slots=True)
class Pin:
    """A verified tip: everything up to it was found good. `told` is what has to be repeated in every later report."""

    repository: str
    genesis: str
    tip: str
    tree: str
    opened: int = 0
    last: str = ""
    commits: int = 0
    strict: int = 0
    decisions: int = 0
    told: Mapping[str, list[list[str]]] = field(default_factory=dict)
    edited: list[str] | None = None
    """The proposals whose files changed since the board took them up last; None where that was not noted."""
    dates: Mapping[str, object] | None = None
    """What the history up to here tells of when things were done; None where that was not noted."""
    removed: Mapping[str, str] | None = None
    """By id, where each register entry lay that was taken away; None where that was not noted."""
    uses: Mapping[str, object] | None = None
    """What the registers showed of each approval up to here; None where that was not noted."""
    signed: str = ""
    """The last commit up to the tip that changed the board's own files; "" where that was not noted."""


class Pins:
    """Pins by repository on this machine."""

    def __init__(self, key: str, root: Path | None = None) -> None:
        self._top = private_folder(root) if root else state_home()
        self._folder = self._top / file_name(key)

    @property
    def file(self) -> Path:
        """Where the pin of this repository lies."""
        return self._folder / _NAME

    def load(self) -> Pin | None:
        """The pin of this repository; None before the first verification, and where the file is damaged."""
        return _read(self.file)

    @property
    def damaged(self) -> bool:
        """Whether something lies in the place of the pin that cannot be read: what was verified here is not known."""
        return os.path.lexists(self.file) and self.load() is None

    def save(self, pin: Pin) -> None:
        """Move the pin; raises Refused when the disk does not take it, and the old pin stays."""
        private_folder(self._folder)
        with locked(self.file.with_suffix(".lock"), patience=2.0):
            replace(self.file, json.dumps(asdict(pin)).encode())

    def forget(self) -> None:
        """Let go of the pin: the repository it was about is gone, and another one was made in its place."""
        self.file.unlink(missing_ok=True)

    def same_board(self, repository: str) -> Iterator[tuple[Path, Pin]]:
        """The pins of other clones of the same board on this machine, each with the file it lies in."""
        yield from ((file, pin) for file, pin in self._others() if pin.repository == repository)

    def foundings(self) -> set[str]:
        """The founding of each other history that was verified on this machine."""
        return {pin.genesis for _, pin in self._others()}

    def _others(self) -> Iterator[tuple[Path, Pin]]:
        for file in sorted(self._top.glob(f"*/{_NAME}")):
            pin = _read(file) if file.parent != self._folder else None
            if pin is not None:
                yield file, pin


def _read(file: Path) -> Pin | None:
    try:
        told = json.loads(file.read_bytes())
        pin = Pin(**told)
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    ids = (pin.genesis, pin.tip, pin.tree, pin.signed or pin.tip)
    return pin if all(is_id(str(each)) for each in ids) else None
