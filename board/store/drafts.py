"""Drafts: what a member typed and has not yet shared. One file a member, repository and proposal; never in git.

Saved whole and synced, so that a kill or a full disk leaves the last draft as it was. One window writes a draft; a
second one is told so and may read it or take it over.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from board.core.finding import refuse
from board.core.text import one_line
from board.store.files import not_written, private_folder, replace, sync_folder
from board.store.homes import file_name, state_home

SCHEMA = 1
_LARGEST = 16 << 20


@dataclass(frozen=True, slots=True)
class Draft:
    """What was saved (plain JSON values), when, and in `note` what the user should hear about it."""

    data: Mapping[str, Any] = field(default_factory=dict)
    saved_at: datetime | None = None
    note: str = ""

    def __bool__(self) -> bool:
        return self.saved_at is not None


class Drafts:
    """The drafts of one member in one repository; `repository` is any stable key, `root` is for tests."""

    def __init__(self, repository: str, member: str, root: Path | None = None) -> None:
        self._repository = repository
        self._member = member
        self._top = root

    @property
    def folder(self) -> Path:
        """Where they lie; made when first asked for."""
        top = private_folder(self._top) if self._top else state_home()
        return private_folder(private_folder(top / file_name(self._repository)) / file_name(self._member))

    def load(self, proposal: str) -> Draft:
        """The draft for a proposal, empty when there is none; a damaged file is set aside and the note says where.

        Raises Refused for a draft of a newer version of the program, which is left as it is.
        """
        file = self._file(proposal)
        try:
            with file.open("rb") as opened:
                told = json.loads(opened.read(_LARGEST))
            schema, data, at = told["schema"], told["data"], datetime.fromisoformat(told["saved_at"])
            if type(schema) is not int or not isinstance(data, dict):
                raise ValueError
        except FileNotFoundError:
            return Draft()
        except OSError as error:
            told = f"The draft {one_line(str(file))} cannot be read: {error.strerror}."
            raise refuse("draft.unreadable", told, "Check that you may read it.") from None
        except (ValueError, KeyError, TypeError, RecursionError):
            return Draft(note=self._set_aside(file))
        if schema > SCHEMA:
            raise refuse(
                "draft.newer",
                f"The draft for {one_line(proposal, 80)} was saved by a newer version of this program.",
                "Use that version, or move the file away: " + one_line(str(file)),
            )
        return Draft(data, at)

    def save(self, proposal: str, data: Mapping[str, Any], now: datetime, hold: Hold | None = None) -> datetime:
        """Save a draft whole; returns `now`. Raises Refused, with the old draft intact, when the disk does not take it.

        With a hold that another window has taken over, nothing is saved and the refusal says so.
        """
        if hold is not None and not hold.mine():
            raise refuse(
                "draft.taken-over",
                f"Another window took over the draft for {one_line(proposal, 80)}; this window can only read it now.",
                "Go on there, or take it back here.",
            )
        told = {
            "schema": SCHEMA,
            "repository": self._repository,
            "member": self._member,
            "proposal": proposal,
            "saved_at": now.astimezone(UTC).isoformat(),
            "data": data,
        }
        replace(self._file(proposal), json.dumps(told, ensure_ascii=True, allow_nan=False, indent=1).encode("ascii"))
        return now

    def delete(self, proposal: str) -> None:
        """Forget a draft, once it is cast or shared."""
        file = self._file(proposal)
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise not_written(file, error) from None
        sync_folder(file.parent)

    def proposals(self) -> tuple[str, ...]:
        """The proposals this member has drafts for; damaged files are passed over."""
        found = []
        for file in self.folder.glob("*.json"):
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
                found.append(str(json.loads(file.read_bytes())["proposal"]))
        return tuple(sorted(found))

    def hold(self, proposal: str, take_over: bool = False) -> Hold:
        """Claim a draft for this window; see `Hold.mine`. Close the hold when the window closes."""
        return Hold(self._file(proposal).with_suffix(".lock"), take_over)

    def _file(self, proposal: str) -> Path:
        return self.folder / f"{file_name(proposal)}.json"

    def _set_aside(self, file: Path) -> str:
        number = 1
        while (aside := file.with_suffix(f".damaged-{number}")).exists():
            number += 1
        try:
            file.rename(aside)
        except OSError as error:
            raise not_written(file, error) from None
        return f"The draft could not be read and was set aside, not lost: {one_line(str(aside))}"


class Hold:
    """One window's claim on a draft. It ends with its window or the process, so a crash never blocks anybody.

    The lock says whether a window is alive; the token in the file says whose draft it is, so that a second window can
    take it over from one that is still open.
    """

    _descriptor = -1

    def __init__(self, file: Path, take_over: bool = False) -> None:
        self._token = os.urandom(8).hex().encode()
        try:
            self._descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise not_written(file, error) from None
        self._file = file
        if self._lock() or take_over:
            self._claim()

    @property
    def words(self) -> str:
        """What to tell a window that does not hold the draft; "" for the one that does."""
        if self.mine():
            return ""
        return "Another window has this draft. Read it here, or take it over; the other window then stops saving."

    def mine(self) -> bool:
        """Whether this window may save: nobody claimed the draft after it."""
        if self._descriptor < 0:
            return False
        self._lock()  # the window we took over from may have closed by now
        return os.pread(self._descriptor, 64, 0) == self._token

    def take_over(self) -> None:
        """Claim the draft from another window, which is told so at its next save."""
        self._lock()
        self._claim()

    def close(self) -> None:
        """Give the draft up."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Hold:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()  # a window that was dropped and not closed claims nothing any more

    def _lock(self) -> bool:
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _claim(self) -> None:
        try:
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, self._token, 0)
        except OSError as error:
            raise not_written(self._file, error, "Nothing was recorded. ") from None
