"""What every form shares: drafts that reach the disk within a second, and long texts in the person's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable
from datetime import datetime
from functools import partial
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

TAKEN_OVER = "draft.taken-over"
"""The code of a draft that another window has (store/drafts.py)."""
ELSEWHERE = "Another window has this draft. F7 takes it over: what it saved comes here, and it stops saving."
FROM_ELSEWHERE = "(from the other window)"
SAVE_AFTER = 0.4
"""Seconds between a keystroke and the write of what was typed; typing on does not put it off."""


class FormScreen(BoardScreen[Result]):
    """A screen with a draft. `keep` says what to save and where; `touched` is called on every change."""

    proposal_id = ""
    """Whose draft it is."""

    def __init__(self) -> None:
        super().__init__()
        self._timer: Timer | None = None
        self._held: dict[str, Callable[[], datetime]] = {}
        """What could not be saved: tried again with the next change, and before the screen is left."""
        self._asked_whose = False
        self.saved_at: datetime | None = None
        self.unsaved = ""
        """Why what is typed is not on disk; "" when it is."""
        self.elsewhere = False
        """Whether another window has the draft."""

    def keep(self) -> tuple[str, Callable[[], datetime]] | None:
        """A name for the place of what is on screen, and the call that saves it; None when nothing changed."""
        return None

    def touched(self) -> None:
        """Something changed: save it soon."""
        if self._timer is None:
            self._timer = self.set_timer(SAVE_AFTER, self.flush)

    def flush(self) -> None:
        """Save now what has changed since the last time, and what could not be saved then."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if not self.children:  # the screen is being taken down, and was saved before that
            return
        waiting, self._held = self._held, {}
        if (kept := self.keep()) is not None:
            waiting[kept[0]] = kept[1]
        for place, save in waiting.items():
            self.board.saver.put(place, save, self._saved, partial(self._not_saved, place, save))

    def _saved(self, when: datetime) -> None:
        self.saved_at = when
        if not self._held:
            self.unsaved = ""
        if self.children:
            self.show_saved()

    def _not_saved(self, place: str, save: Callable[[], datetime], refusal: Refused) -> None:
        """Said beside the form and in a toast, never in a dialog: that would take the next letters."""
        first = not self.unsaved
        self._held.setdefault(place, save)
        self.unsaved = " ".join(str(finding) for finding in refusal.findings)
        self.elsewhere = any(finding.code == TAKEN_OVER for finding in refusal.findings)
        if first:
            self.cannot("What you type is not saved.", ELSEWHERE if self.elsewhere else self.unsaved)
        if self.children:
            self.show_saved()

    def load_if_old(self) -> None:
        """As every screen does; and the first time, ask what to do where another window has the draft."""
        super().load_if_old()
        if self.board.opened and not self._asked_whose:
            self._asked_whose = True
            self.job(self._elsewhere, self._told_whose, group="whose", failed=lambda _: None)

    def _elsewhere(self) -> bool:
        return self.desk.elsewhere(self.proposal_id)

    def _told_whose(self, elsewhere: bool) -> None:
        if elsewhere and not self.elsewhere:
            self.elsewhere, self.unsaved = True, ELSEWHERE
            self.cannot("What you type is not saved.", ELSEWHERE)
            self.show_saved()

    def action_take_over(self) -> None:
        """Take the draft from the other window."""
        if self.elsewhere:
            self.job(self._take_over, self._ours_now, group="whose")
        else:
            self.cannot("This window has the draft already.", "Everything you type here is saved.")

    def _ours_now(self, _: None) -> None:
        self.elsewhere, self.unsaved = False, ""
        self.board.tell("This window has the draft now. What the other one saved is here, too.")
        self.retake()

    def _take_over(self) -> None:
        self.board.saver.wait()
        self.desk.take_over(self.proposal_id)

    def retake(self) -> None:
        """The draft is ours now: bring together what the other window saved and what stands here, and save it."""
        self.flush()

    def saved_words(self) -> str:
        """When the draft was saved, or that it was not."""
        if self.elsewhere:
            return "! not saved: another window has this draft, F7 takes it over"
        if self.unsaved:
            return "! not saved"
        return f"saved {clock(self.saved_at)}" if self.saved_at else "nothing typed yet"

    def show_saved(self) -> None:
        """Put `saved_words` where this screen shows them."""

    def on_descendant_blur(self) -> None:
        """Leaving a field saves it."""
        self.flush()

    def left_field(self) -> None:
        """What was typed in the field goes to disk."""
        self.flush()

    def leave(self) -> bool:
        """Leaving saves and asks nothing: nothing is lost. Where it cannot be saved, it is asked first."""
        self.flush()
        if not self.unsaved:
            return True
        from board.tui.dialogs import Confirm

        question = f"What you typed here could not be saved.\n{self.unsaved}\nLeave, and lose it?"
        self.app.push_screen(Confirm(question, "Leave and lose it"), self._left)
        return False

    def _left(self, yes: bool | None) -> None:
        if yes:
            self.unsaved = ""
            self._held.clear()
            self.app.pop_screen()

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
        """Hand a text to $EDITOR and take it back; the screen waits meanwhile. ctrl+z undoes it as one change."""
        try:
            with self.app.suspend():
                written, problem = edit(area.text)
        except SuspendNotSupported:
            self.cannot("An editor cannot be opened from here.", "Type into the field instead.")
            return
        except (OSError, ValueError) as error:
            fix = "Set EDITOR to a program you have. What you typed is in the field."
            self.refused(Refused(Finding("editor", f"Your editor did not start: {error}.", fix=fix)))
            return
        if written != area.text:
            area.replace(written, (0, 0), area.document.end)
            area.move_cursor(area.document.end)
            self.touched()
        if problem:
            self.cannot(problem, "What it had written is in the field; ctrl+z there brings back the text before.")


def edit(words: str) -> tuple[str, str]:
    """Run $VISUAL or $EDITOR (else vi) on a private file; what it holds afterwards, and what went wrong, "" if nothing.

    Raises OSError when there is no such program, ValueError when its name cannot be read as a command.
    """
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi") or ["vi"]
    with tempfile.TemporaryDirectory(prefix="board-") as folder:
        path = Path(folder) / "note.md"
        path.write_text(words, encoding="utf-8")
        ended = subprocess.run([*command, str(path)], check=False)
        problem = f"Your editor ended with an error ({ended.returncode})." if ended.returncode else ""
        try:
            return path.read_text(encoding="utf-8", errors="replace").removesuffix("\n"), problem
        except OSError:
            return words, problem or "Your editor left no file behind."


def both(mine: str, theirs: str) -> str:
    """Two texts that grew apart in two windows, none of them lost; one that holds the other is enough."""
    if theirs.strip() in mine:
        return mine
    return theirs if mine.strip() in theirs else f"{mine.rstrip()}\n\n{FROM_ELSEWHERE}\n{theirs}"
