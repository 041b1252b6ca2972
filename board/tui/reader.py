"""One text to read, whole: a piece of evidence, the findings of the repository, or a proposal's history."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult

from board.tui.commands import bindings
from board.tui.document import DocumentView, plain_lines
from board.tui.screen import BoardScreen


class ReaderScreen(BoardScreen[None]):
    """Shows what `fetch` brings, as it is written."""

    WHERE = ("reader",)
    BINDINGS = bindings("reader")
    ABOUT = "One text, whole and as it is written, with line numbers. Esc goes back to where you were."

    def __init__(self, title: str, fetch: Callable[[], str]) -> None:
        super().__init__()
        self.heading = title
        self.fetch = fetch
        self.words = ""

    def body(self) -> ComposeResult:
        yield DocumentView(id="document")

    def on_mount(self) -> None:
        """The text has the focus."""
        self.trail(self.heading)
        self.query_one(DocumentView).focus()

    def load(self) -> None:
        """Read the text."""
        self.job(self.fetch, self._show, failed=self._gone)

    def _gone(self, refusal: Exception) -> None:
        from board.tui.jobs import as_refusal

        self.app.pop_screen()
        self.board.refused(as_refusal(refusal))

    def _show(self, words: str) -> None:
        self.words = words
        self.query_one(DocumentView).show_with(lambda width: plain_lines(words, width), words)

    def action_copy(self) -> None:
        """Copy the text."""
        self.board.copy(self.words, "The text")

    def action_write(self) -> None:
        """Save the text."""
        self.board.write_out(self.heading, self.words)
