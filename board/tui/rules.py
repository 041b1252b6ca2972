"""The charter in force in plain words, to read."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.content import Content

from board.core.charter_told import Chapter
from board.tui.commands import bindings
from board.tui.document import MEASURE, DocumentView
from board.tui.dossier_text import BLANK, heading
from board.tui.safe import hang, lines, text
from board.tui.screen import BoardScreen


class RulesScreen(BoardScreen[None]):
    """What the charter says."""

    WHERE = ("rules", "reader")
    BINDINGS = bindings("rules", "reader")
    ABOUT = (
        "The rules by which this board decides, in plain words, with the defaults that board.toml leaves out. "
        "They change by a proposal of the kind charter-change; t shows what a change would have made of past votes."
    )

    def body(self) -> ComposeResult:
        yield DocumentView(id="document")

    def on_mount(self) -> None:
        """The text has the focus."""
        self.trail("Charter")
        self.query_one(DocumentView).focus()

    def load(self) -> None:
        """Read the charter in force."""
        self.job(self.desk.rules, self._show)

    def _show(self, found: tuple[Chapter, ...]) -> None:
        self.query_one(DocumentView).show_with(partial(rules_content, found))

    def action_try(self) -> None:
        """Count past votes under another charter."""
        self.board.action_lab()

    def action_copy(self) -> None:
        """Copy the rules."""
        self.board.copy(self.query_one(DocumentView).plain, "The charter")

    def action_write(self) -> None:
        """Save the rules."""
        self.board.write_out("charter", self.query_one(DocumentView).plain)


def rules_content(found: tuple[Chapter, ...], width: int) -> Content:
    """Each chapter with its rules below one another."""
    rows: list[Content] = []
    for chapter in found:
        rows += [BLANK] if rows else []
        rows.append(heading(chapter.heading))
        rows += [hang(text("  • ", "$ink-3"), text(rule, "$ink"), min(width, MEASURE)) for rule in chapter.rules]
    return lines(*rows)
