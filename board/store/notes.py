"""Checkpoints beside the history: one ref a signed note, `refs/board/checkpoints/<size>/<member>/<seconds>`.

They lie outside of the governed branch, because no commit can hold a checkpoint over itself; each is written once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from board.core.finding import Refused
from board.core.sentence import plural
from board.store.files import private_folder, replace
from board.store.homes import file_name, state_home
from board.store.objects import Object
from board.store.refs import is_id
from board.store.tools import Tools

FOLDER = "refs/board/checkpoints/"
LARGEST = 64 * 1024
_NAME = re.compile(r"[1-9][0-9]{0,8}/[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*/[0-9]{1,12}")
MOST = 20_000
"""How many checkpoints one repository is asked for."""
TOGETHER = 16 * 1024 * 1024
"""How many bytes of them are looked at; a checkpoint that ten signed has two thousand."""
MOST_OFFERED = 500
"""How many of them one exchange offers."""
_AT_ONCE, _LONGEST = 200, 200
_SEEN = "checkpoints.json"
Vouched = Callable[[Mapping[str, str]], Iterable[str]]
"""Given notes by name, each with its blob: the names of those that a member's word stands behind."""


@dataclass(frozen=True, slots=True)
class Notes:
    """The checkpoints that one repository holds."""

    tools: Tools

    def all(self) -> dict[str, str]:
        """By name below FOLDER: the blob of each note; not more than MOST of them."""
        return dict(list(self._listed().items())[:MOST])

    def crowded(self) -> bool:
        """Whether more lie here than are looked at: anybody who can push can put some before all others."""
        return len(self._listed()) > MOST

    def _listed(self) -> dict[str, str]:
        listed = sorted(self.tools.refs.under(FOLDER).items())
        found = {name.removeprefix(FOLDER): blob for name, blob in listed}
        return {name: blob for name, blob in found.items() if _NAME.fullmatch(name)}

    def read(self, blobs: Iterable[str]) -> tuple[dict[str, bytes], bool]:
        """The bytes of notes by blob, and whether they are so many that the rest was left unread.

        What is no file, or too large for a note, is left out.
        """
        wanted, size = list(dict.fromkeys(blobs)), 0
        found: dict[str, bytes] = {}
        for first in range(0, len(wanted), _AT_ONCE):
            if size > TOGETHER:
                return found, True
            got = self.tools.batch.get(wanted[first : first + _AT_ONCE], LARGEST)
            found |= {blob: one.body for blob, one in got.items() if one.kind == "blob"}
            size += sum(len(one.body) for one in got.values())
        return found, False

    def keep(self, size: int, member: str, at: int, data: bytes) -> str:
        """Keep a note under a name of its own; returns the ref."""
        note = Object("blob", data)
        self.tools.keep([note])
        ref = f"{FOLDER}{size}/{member}/{at}"
        self.tools.refs.move(ref, note.id, "", "board: checkpoint")
        return ref

    def take(self) -> None:
        """Take the remote's notes, where it answers; nothing of ours goes out, and nothing is ever replaced."""
        if self.tools.remote is not None:
            with suppress(Refused):
                self._take(self.tools.remote.beside(FOLDER))

    def _take(self, theirs: Mapping[str, str]) -> None:
        ours = self._listed()
        new = [name for name in sorted(theirs) if (it := name.removeprefix(FOLDER)) not in ours and _NAME.fullmatch(it)]
        # One more than are looked at is enough to say that they are too many.
        fresh = new[: max(0, MOST + 1 - len(ours))]
        for first in range(0, len(fresh), _AT_ONCE):
            some = {name: theirs[name] for name in fresh[first : first + _AT_ONCE]}
            self.tools.refs.create(some, "board: checkpoint")

    def exchange(self, vouched: Vouched = lambda found: ()) -> str:
        """Take the remote's notes, and offer what it has not of those that are vouched for; nothing is ever replaced.

        Each note goes under one name, and no more than MOST_OFFERED go at once, those over the longest history first:
        whatever strangers left here is not brought back to a server whose owner took it away. Returns in words why
        that did not work or what is left for the next time, or "".
        """
        remote = self.tools.remote
        if remote is None:
            return ""
        try:
            theirs = remote.beside(FOLDER)
            there = set(theirs.values())
            ours = self._listed()
            fresh = {name: blob for name, blob in ours.items() if blob not in there and len(name) <= _LONGEST}
            self._take(theirs)
            chosen = {fresh[name]: name for name in vouched(fresh) if name in fresh}
            names = sorted(chosen.values(), key=lambda name: -int(name.partition("/")[0]))
            some = {f"{FOLDER}{name}": fresh[name] for name in names[:MOST_OFFERED]}
            told = remote.offer(some) if some else ""
            left = len(names) - len(some)
            more = f"{plural(left, 'checkpoint')} of members not sent yet; the next `board checkpoint` sends more."
            return told or (more if left else "")
        except Refused as refused:
            return refused.findings[0].message


class Seen:
    """Which notes agreed with a history that this user verified; kept outside of all repositories, like the pin."""

    def __init__(self, key: str, root: Path | None = None) -> None:
        self._file = private_folder((root or state_home()) / file_name(key)) / _SEEN

    def load(self) -> Mapping[str, str]:
        """By blob of a note: the tip it agreed with."""
        try:
            told = json.loads(self._file.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(told, dict):
            return {}
        return {str(blob): str(tip) for blob, tip in told.items() if is_id(str(blob)) and is_id(str(tip))}

    def save(self, blobs: Iterable[str], tip: str) -> None:
        """Remember notes that agree with a verified tip, in place of those remembered before."""
        replace(self._file, json.dumps(dict.fromkeys(sorted(blobs), tip)).encode())
