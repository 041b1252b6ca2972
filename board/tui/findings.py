"""What is wrong with the files of this repository, each with its place and what to do."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult

from board.actions.model import Inbox
from board.tui.commands import bindings
from board.tui.dialogs import findings_content
from board.tui.document import DocumentView
from board.tui.safe import line
from board.tui.screen import BoardScreen


class FindingsScreen(BoardScreen[None]):
    """The findings of the charter and the checklists; those of one proposal are in its dossier."""

    WHERE = ("reader",)
    BINDINGS = bindings("reader")
    ABOUT = (
        "What is wrong with the charter, the checklists and other files that concern everybody. "
        "Everything else goes on working; a proposal's own findings are in its dossier."
    )

    def body(self) -> ComposeResult:
        yield DocumentView(id="document")

    def on_mount(self) -> None:
        """The text has the focus."""
        self.trail("Findings")
        self.query_one(DocumentView).focus()

    def load(self) -> None:
        """Read the findings."""
        self.job(self.desk.inbox, self._show)

    def _show(self, inbox: Inbox) -> None:
        document = self.query_one(DocumentView)
        if inbox.findings:
            document.show_with(partial(findings_content, inbox.findings))
        else:
            document.show(line("No findings. The files are in order.", "$good"))

    def action_copy(self) -> None:
        """Copy the findings."""
        self.board.copy(self.query_one(DocumentView).plain, "The list of findings")

    def action_write(self) -> None:
        """Save the findings."""
        self.board.write_out("findings", self.query_one(DocumentView).plain)
