"""A decision as it was published: decision, ethics review, and the history that leads there."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.content import Content

from board.actions.afterwards import Afterwards
from board.actions.model import DecisionRow, LogLine
from board.core.case import Stage
from board.core.finding import Refused
from board.core.promises import in_short
from board.core.stage import stage
from board.tui.commands import bindings
from board.tui.document import DocumentView
from board.tui.dossier_text import history
from board.tui.laid import Laid
from board.tui.safe import hang, line, lines, text
from board.tui.screen import BoardScreen

TEXTS = ("decision", "ethics-review", "history")


class RecordScreen(BoardScreen[None]):
    """One decided proposal."""

    WHERE = ("record",)
    BINDINGS = bindings("record")
    ABOUT = (
        "The published decision, its ethics review, and every event that led there with the commit that proves it. "
        "n and N turn the pages; o opens the dossier; p writes a file that proves the decision."
    )

    def __init__(self, row: DecisionRow) -> None:
        super().__init__()
        self.row = row
        self.which = "decision"

    def body(self) -> ComposeResult:
        yield Laid(id="standing")
        yield DocumentView(id="document")

    def on_mount(self) -> None:
        """The text has the focus."""
        self.query_one(DocumentView).focus()

    def load(self) -> None:
        """Read the text that is shown; no published text says what came after it, so that is told above."""
        if self.row.later:
            self._tell("")
        if self.row.conditions and self.row.outcome.yes:
            self.job(partial(self.desk.afterwards, self.row.id), self._stands, group="conditions", failed=self._untold)
        place = f"{TEXTS.index(self.which) + 1} of {len(TEXTS)}"
        self.trail(f"{self.which.replace('-', ' ').capitalize()} {place} · {self.row.title}")
        if self.which == "history":
            self.job(partial(self.desk.events, self.row.id), self._history)
        else:
            self.job(partial(self.desk.decision_text, self.row.id, self.which), self._text, failed=self._absent)

    def _stands(self, found: Afterwards) -> None:
        now = stage(found.case, self.desk.today)
        words = f"Not in force any more ({now.words}): its conditions bind nobody."
        if now is Stage.DECIDED:
            words = ""  # it never was in force, so nothing of it can bind
        if now is Stage.IN_FORCE:
            words = f"Conditions today: {in_short(one.state for one in found.conditions)}. f tells each."
        self._tell(words, "$warn" if "overdue" in words else "$ink-2")

    def _untold(self, refusal: Refused) -> None:
        self._tell(f"How its conditions stand could not be read: {refusal.findings[0].message}", "$warn")

    def _tell(self, words: str, style: str = "$ink-2") -> None:
        told = [(f"! {each}", "$warn") for each in self.row.later] + ([(words, style)] if words else [])
        self.query_one("#standing", Laid).show(
            lambda width: lines(*(hang(Content(""), text(each, tone), width) for each, tone in told))
        )

    def _text(self, words: str) -> None:
        self.query_one(DocumentView).show_prose(words)

    def _absent(self, refusal: Refused) -> None:
        self.query_one(DocumentView).show(lines(*(line(str(finding), "$ink-2") for finding in refusal.findings)))

    def _history(self, events: tuple[LogLine, ...]) -> None:
        self.query_one(DocumentView).show_with(partial(history, events, self.desk.zone))

    def _turn(self, by: int) -> None:
        self.which = TEXTS[(TEXTS.index(self.which) + by) % len(TEXTS)]
        self.load()

    def action_next(self) -> None:
        """The next text."""
        self._turn(1)

    def action_previous(self) -> None:
        """The text before."""
        self._turn(-1)

    def action_dossier(self) -> None:
        """The proposal."""
        self.board.open_dossier(self.row.id)

    def action_follow_up(self) -> None:
        """What follows from it."""
        self.board.open_follow_up(self.row.id)

    def action_prove(self) -> None:
        """Put this decision into a file that a stranger can check."""
        from board.tui.prove import write_proof

        write_proof(self, self.row.id)

    def action_copy(self) -> None:
        """Copy what is shown."""
        self.board.copy(self.query_one(DocumentView).plain, f"The {self.which.replace('-', ' ')}")

    def action_write(self) -> None:
        """Save what is shown."""
        self.board.write_out(f"{self.row.id.replace('/', '-')}-{self.which}", self.query_one(DocumentView).plain)


class HistoryScreen(BoardScreen[None]):
    """Every event in a proposal's life, newest first."""

    WHERE = ("reader",)
    BINDINGS = bindings("reader")
    ABOUT = (
        "Every event in this proposal's life, newest first, with the commit that proves it. "
        "Commits without a signature are marked."
    )

    def __init__(self, proposal_id: str) -> None:
        super().__init__()
        self.proposal_id = proposal_id

    def body(self) -> ComposeResult:
        yield DocumentView(id="document")

    def on_mount(self) -> None:
        """The text has the focus."""
        self.trail(f"History · {self.proposal_id}")
        self.query_one(DocumentView).focus()

    def load(self) -> None:
        """Read the events."""
        self.job(partial(self.desk.events, self.proposal_id), self._show)

    def _show(self, events: tuple[LogLine, ...]) -> None:
        self.query_one(DocumentView).show_with(partial(history, events, self.desk.zone))

    def action_copy(self) -> None:
        """Copy the history."""
        self.board.copy(self.query_one(DocumentView).plain, "The history")

    def action_write(self) -> None:
        """Save the history."""
        self.board.write_out(f"{self.proposal_id.replace('/', '-')}-history", self.query_one(DocumentView).plain)
