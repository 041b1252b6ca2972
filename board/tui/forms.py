"""What every form shares: drafts that reach the disk within a second, and long texts in the person's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from textual import on
from textual.app import SuspendNotSupported
from textual.timer import Timer
from textual.widgets import TextArea

from board.core.finding import Finding, Refused
from board.tui.choices import Choices
from board.tui.screen import BoardScreen
from board.tui.words import clock

Result = TypeVar("Result")

SAVE_AFTER = 0.4
"""Seconds between a keystroke and the write of what was typed; typing on does not put it off."""


class FormScreen(BoardScreen[Result]):
    """A screen with a draft. `keep` says what to save and where; `touched` is called on every change."""

    def __init__(self) -> None:
        super().__init__()
        self._timer: Timer | None = None
        self.saved_at: datetime | None = None
        self.unsaved = ""

    def keep(self) -> tuple[str, Callable[[], datetime]] | None:
        """A name for the place of what is on screen, and the call that saves it; None when nothing changed."""
        return None

    def touched(self) -> None:
        """Something changed: save it soon."""
        if self._timer is None:
            self._timer = self.set_timer(SAVE_AFTER, self.flush)

    def flush(self) -> None:
        """Save now what has changed since the last time."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if not self.children:  # the screen is being taken down, and was saved before that
            return
        kept = self.keep()
        if kept is not None:
            place, save = kept
            self.board.saver.put(place, save, self._saved, self._not_saved)

    def _saved(self, when: datetime) -> None:
        self.saved_at, self.unsaved = when, ""
        if self.children:
            self.show_saved()

    def _not_saved(self, refusal: Refused) -> None:
        first = not self.unsaved
        self.unsaved = " ".join(str(finding) for finding in refusal.findings)
        if self.children:
            self.show_saved()
        if first:
            self.refused(refusal)

    def saved_words(self) -> str:
        """When the draft was saved, or that it was not."""
        if self.unsaved:
            return "! not saved"
        return f"saved {clock(self.saved_at)}" if self.saved_at else "nothing typed yet"

    def show_saved(self) -> None:
        """Put `saved_words` where this screen shows them."""

    def on_descendant_blur(self) -> None:
        """Leaving a field saves it."""
        self.flush()

    def leave(self) -> bool:
        """Leaving saves and asks nothing: nothing is lost."""
        self.flush()
        return True

    @on(TextArea.Changed)
    def typed(self) -> None:
        """Every keystroke counts."""
        self.touched()

    @on(Choices.Passed)
    def passed(self) -> None:
        """Enter on options answers nothing: it goes on."""
        self.go_on()

    def go_on(self) -> None:
        """To the next field."""
        self.focus_next()

    def edit_in_editor(self, area: TextArea) -> None:
        """Hand a text to $EDITOR and take it back; the screen waits meanwhile."""
        try:
            with self.app.suspend():
                written = edit(area.text)
        except SuspendNotSupported:
            self.cannot("An editor cannot be opened from here.", "Type into the field instead.")
            return
        except OSError as error:
            self.refused(
                Refused(
                    Finding("editor", f"Your editor did not start: {error}.", fix="Set EDITOR to a program you have.")
                )
            )
            return
        if written != area.text:
            area.load_text(written)
            self.touched()


def edit(words: str) -> str:
    """Run $VISUAL or $EDITOR (else vi) on a private file; what it holds afterwards, unchanged if the editor failed."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory(prefix="board-") as folder:
        path = Path(folder) / "note.md"
        path.write_text(words, encoding="utf-8")
        ended = subprocess.run([*shlex.split(command), str(path)], check=False)
        if ended.returncode:
            return words
        return path.read_text(encoding="utf-8", errors="replace").removesuffix("\n")
