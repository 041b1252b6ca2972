"""What is wrong with the files of this repository, each with its place and what to do."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.content import Content

from board.core.finding import Finding, Severity
from board.tui.commands import bindings
from board.tui.document import DocumentView
from board.tui.finding_text import findings_content
from board.tui.safe import line, lines
from board.tui.screen import BoardScreen
from board.tui.words import count


class FindingsScreen(BoardScreen[None]):
    """What `board check` finds over all files."""

    WHERE = ("reader",)
    BINDINGS = bindings("reader")
    ABOUT = (
        "What is missing or broken in any file of the board: proposals, charter, checklists, registers, conditions. "
        "It is what `board check` says; a proposal's own findings are in its dossier, too."
    )

    def body(self) -> ComposeResult:
        yield DocumentView(id="document")

    def on_mount(self) -> None:
        """The text has the focus."""
        self.trail("Findings")
        self.query_one(DocumentView).focus()

    def load(self) -> None:
        """Check every file; that may take a while on a large board, and says so."""
        self.query_one(DocumentView).show(line("Checking every file. On a large board this takes a while.", "$ink-2"))
        self.job(self.desk.findings, self._show, saying="Checking every file …")

    def _show(self, found: tuple[Finding, ...]) -> None:
        self.trail(f"Findings · {count(len(found), 'finding')}")
        self.query_one(DocumentView).show_with(partial(all_findings, found))

    def action_copy(self) -> None:
        """Copy the findings."""
        self.board.copy(self.query_one(DocumentView).plain, "The list of findings")

    def action_write(self) -> None:
        """Save the findings."""
        self.board.write_out("findings", self.query_one(DocumentView).plain)


def all_findings(found: tuple[Finding, ...], width: int) -> Content:
    """How many of each weight, then each in full, errors first."""
    if not found:
        return line("`board check` finds nothing wrong: every file was read.", "$good")
    weights = [(weight, sum(one.severity is weight for one in found)) for weight in Severity]
    said = ", ".join(count(number, weight.value) for weight, number in weights if number)
    ordered = sorted(found, key=lambda one: list(Severity).index(one.severity))
    return lines(
        line(f"{said}. The rest of the board goes on working.", "bold $ink"),
        Content(""),
        findings_content(ordered, width),
    )
