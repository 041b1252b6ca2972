"""The fields of a ballot: the seven verdicts, and for each the parts it needs, every part with its own message line."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Static

from board.core.ballot import INTERESTS, STOP_GROUNDS, VERDICT_WORDS, Condition, Verdict
from board.tui.ballot_text import condition_row
from board.tui.choices import Choice, Choices
from board.tui.fields import Words
from board.tui.laid import Laid
from board.tui.lists import Cell, Column, VirtualList
from board.tui.safe import line

_ASKS = {
    Verdict.APPROVE: "",
    Verdict.APPROVE_WITH_CONDITIONS: "asks for conditions",
    Verdict.RETURN: "asks what to change",
    Verdict.REJECT: "asks for a reason",
    Verdict.STOP: "asks for ground and evidence",
    Verdict.ABSTAIN: "counts for the quorum, not for yes",
    Verdict.RECUSE: "asks for the sort of interest",
}
"""What a verdict asks for or does, beside its words."""
VERDICTS = tuple(
    Choice(verdict.value, VERDICT_WORDS[verdict], _ASKS[verdict], str(number))
    for number, verdict in enumerate(Verdict, 1)
)
FIELDS: dict[str, tuple[str, ...]] = {
    "approve-with-conditions": ("conditions",),
    "return": ("changes",),
    "stop": ("ground", "evidence", "clears"),
    "recuse": ("interest",),
}
"""Verdict → the parts of the form it shows, beside the reason."""
NEEDS_REASON = ("reject",)


class Verdicts:
    """One action for each verdict, for its digit and for the palette."""

    def say_verdict(self, verdict: Verdict) -> None:
        """Pick it."""
        raise NotImplementedError

    def action_approve(self) -> None:
        """Yes."""
        self.say_verdict(Verdict.APPROVE)

    def action_approve_with_conditions(self) -> None:
        """Yes, if."""
        self.say_verdict(Verdict.APPROVE_WITH_CONDITIONS)

    def action_return(self) -> None:
        """Not yet."""
        self.say_verdict(Verdict.RETURN)

    def action_reject(self) -> None:
        """No."""
        self.say_verdict(Verdict.REJECT)

    def action_stop(self) -> None:
        """Stop this."""
        self.say_verdict(Verdict.STOP)

    def action_abstain(self) -> None:
        """I do not say."""
        self.say_verdict(Verdict.ABSTAIN)

    def action_recuse(self) -> None:
        """I stand aside."""
        self.say_verdict(Verdict.RECUSE)


def fields(note: Callable[[Condition], Cell]) -> ComposeResult:
    """All widgets of the form, in reading order; the screen shows those that the verdict needs.

    `note` says of a condition by whom and by when.
    """
    yield Static(line("Your verdict", "bold $accent"), classes="label")
    yield Choices(VERDICTS, upright=True, id="verdict")
    yield Laid(id="verdict-problem", classes="problem")
    with Container(id="part-conditions", classes="part"):
        yield Static(line("Conditions: a adds one, Enter edits, Del removes", "$ink-2"), classes="label")
        yield VirtualList[Condition](
            (Column("", 4, lambda one: Cell(one.id, "accent")), Column("", 0, condition_row)),
            second=note,
            empty="None yet. Press a to add one.",
            id="conditions",
        )
        yield Laid(id="conditions-problem", classes="problem")
        yield Static(
            line("Drafted from answers and risks; tick what you ask for", "$ink-2"), classes="label", id="drafted"
        )
        yield Choices(several=True, upright=True, id="suggested")
    with Container(id="part-changes", classes="part"):
        yield Static(line("What must change first? One change a line.", "$ink-2"), classes="label")
        yield Words(id="changes", classes="field")
        yield Laid(id="changes-problem", classes="problem")
    with Container(id="part-ground", classes="part"):
        yield Static(line("On which ground?", "$ink-2"), classes="label")
        yield Choices([Choice(*pair) for pair in STOP_GROUNDS.items()], upright=True, id="ground")
        yield Laid(id="ground-problem", classes="problem")
    with Container(id="part-evidence", classes="part"):
        yield Static(line("Which evidence shows it?", "$ink-2"), classes="label")
        yield Choices(several=True, upright=True, id="evidence")
        yield Laid(id="evidence-problem", classes="problem")
    with Container(id="part-clears", classes="part"):
        yield Static(line("What would clear it?", "$ink-2"), classes="label")
        yield Words(id="clears", classes="field")
        yield Laid(id="clears-problem", classes="problem")
    with Container(id="part-interest", classes="part"):
        yield Static(line("Why do you stand aside? Only the category is written.", "$ink-2"), classes="label")
        yield Choices([Choice(*pair) for pair in INTERESTS.items()], upright=True, id="interest")
        yield Laid(id="interest-problem", classes="problem")
    yield Static(line("Reason", "$ink-2"), classes="label", id="reason-label")
    yield Words(id="reason", classes="field")
    yield Laid(id="reason-problem", classes="problem")
