"""When a member last looked at a proposal, and on which commit, for “what changed since”; in the state directory."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from board.store.files import locked, private_folder, replace
from board.store.homes import file_name, state_home


@dataclass(frozen=True, slots=True)
class Look:
    """One look: when, and at which commit."""

    at: datetime
    commit: str


class Looked:
    """The looks of one member in one repository."""

    def __init__(self, repository: str, member: str, root: Path | None = None) -> None:
        self._repository = repository
        self._member = member or "reader"
        self._top = root

    def last(self, proposal: str) -> Look | None:
        """The last look at a proposal, or None."""
        told = self._all().get(proposal)
        if not isinstance(told, list) or len(told) != 2:
            return None
        try:
            return Look(datetime.fromisoformat(str(told[0])), str(told[1]))
        except ValueError:
            return None

    def mark(self, proposal: str, commit: str, now: datetime) -> None:
        """Remember a look; raises Refused when the disk does not take it."""
        file = self._file()
        with locked(file.with_suffix(".lock"), patience=2.0):
            told = self._all() | {proposal: [now.astimezone(UTC).isoformat(), commit]}
            replace(file, json.dumps(told).encode())

    def _all(self) -> dict[str, object]:
        """All looks; a damaged file counts as none, it is a comfort only."""
        try:
            told = json.loads(self._file().read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return told if isinstance(told, dict) else {}

    def _file(self) -> Path:
        top = private_folder(self._top) if self._top else state_home()
        return private_folder(top / file_name(self._repository)) / f"looked-{file_name(self._member)}.json"
