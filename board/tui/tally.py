"""The tally: the sum in words, then seat by seat, then what is missing."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult

from board.actions.model import Dossier
from board.core.case import Tally
from board.tui.commands import Command, bindings
from board.tui.document import DocumentView
from board.tui.screen import BoardScreen
from board.tui.tally_text import tally_content


class TallyScreen(BoardScreen[None]):
    """How the vote stands."""

    WHERE = ("tally",)
    BINDINGS = bindings("tally")
    ABOUT = (
        "The sum so far: every seat, who speaks for it, and the rule in words. "
        "Where the charter asks for it, others' verdicts stay hidden here until you have voted."
    )

    def __init__(self, proposal_id: str) -> None:
        super().__init__()
        self.proposal_id = proposal_id
        self.sentence = ""
        self.dossier: Dossier | None = None

    def keys(self) -> tuple[Command, ...]:
        """Deciding is offered to whoever may, once it can be done; d says why not before."""
        not_yet = self.dossier is None or bool(self.dossier.acts.get("decide", ""))
        offered = super().keys()
        return tuple(one for one in offered if not (not_yet and one.id == "tally.decide"))

    def body(self) -> ComposeResult:
        yield DocumentView(id="document")

    def on_mount(self) -> None:
        """The text has the focus."""
        self.trail(f"Tally · {self.proposal_id}")
        self.query_one(DocumentView).focus()

    def load(self) -> None:
        """Count."""
        self.job(partial(self.desk.tally, self.proposal_id), self._show)

    def _show(self, found: tuple[Dossier, Tally]) -> None:
        dossier, tally = found
        self.dossier = dossier
        self.trail(f"Tally · {dossier.summary.title}")
        hidden = dossier.hidden_why if dossier.hidden else ""
        self.show_status()
        self.sentence = "" if hidden else tally.sentence
        self.query_one(DocumentView).show_with(partial(tally_content, dossier.case, tally, hidden, self.desk.me.member))

    def action_copy(self) -> None:
        """Copy the sum."""
        if self.sentence:
            self.board.copy(self.sentence, "The sum in words")
        else:
            self.cannot("The sum is hidden until you have voted.", "Press b for your ballot.")

    def action_motions(self) -> None:
        """The motions of this round."""
        self.board.open_motions(self.proposal_id)

    def action_ballot(self) -> None:
        """Go to the ballot; it says itself why it cannot be cast."""
        self.board.open_ballot(self.proposal_id)

    def action_decide(self) -> None:
        """The preview of the decision; what stands in the way is said there."""
        self.board.open_decide(self.proposal_id, self.dossier)
