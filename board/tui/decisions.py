"""What the board decided, newest first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content

from board.actions.model import DecisionRow
from board.core.listed import Stage, stands
from board.tui.commands import bindings
from board.tui.inbox import MainScreen, nothing
from board.tui.laid import Laid
from board.tui.lists import Cell, Column, VirtualList
from board.tui.safe import hang, line, lines, text
from board.tui.words import INK, day, outcome_cell


class DecisionsScreen(MainScreen):
    """The decided proposals."""

    PLACE = "decisions"
    WHERE = ("main", "decisions")
    BINDINGS = bindings("decisions")
    ABOUT = (
        "What the board decided, by whom and when, with the sum in words. "
        "Open a line for the published text, the ethics review and the history; p writes a file that proves it."
    )

    def body(self) -> ComposeResult:
        with Horizontal(classes="panes"):
            yield VirtualList[DecisionRow](
                (
                    Column("Decided", 10, lambda row: Cell(day(row.decided_at), "faint")),
                    Column("Proposal", 0, lambda row: Cell(row.title)),
                    Column("Kind", 16, lambda row: Cell(row.kind, "soft"), 110),
                    Column("Outcome, conditions", 26, _outcome),
                    Column("Until", 10, lambda row: Cell(day(row.expires), "soft"), 100),
                ),
                header=True,
                empty="",
                id="decisions",
            )
            with VerticalScroll(id="details"):
                yield Laid(id="details-text", fills=True)

    def on_mount(self) -> None:
        """The list has the focus."""
        self.query_one(VirtualList).focus()

    def load(self) -> None:
        """Read the decisions."""
        self.job(self.desk.decisions, self._listed)

    def _listed(self, rows: tuple[DecisionRow, ...]) -> None:
        listed: VirtualList[DecisionRow] = self.query_one("#decisions", VirtualList)
        listed.empty = "Nothing was decided yet."
        listed.show(rows)
        self.show_details(listed.row)
        self.counted(len(rows))

    @on(VirtualList.Picked)
    def picked(self, event: VirtualList.Picked) -> None:
        """Details beside the list, where there is room."""
        self.show_details(event.row)

    def show_details(self, row: object) -> None:
        """One decision in full; nothing where there is none."""
        made = partial(_details, row, self.board.name_of) if isinstance(row, DecisionRow) else nothing
        self.query_one("#details-text", Laid).show(made)

    @on(VirtualList.Chosen)
    def chosen(self, event: VirtualList.Chosen) -> None:
        """Open the record."""
        from board.tui.record import RecordScreen

        if isinstance(event.row, DecisionRow):
            self.app.push_screen(RecordScreen(event.row))

    def action_prove(self) -> None:
        """Put the picked decision into a file that a stranger can check."""
        from board.tui.prove import write_proof

        if found := self.picked_id():
            write_proof(self, found)
        else:
            self.cannot("Nothing was decided yet, so there is nothing to prove.")

    def picked_id(self) -> str:
        """The id under the cursor."""
        row = self.query_one(VirtualList).row
        return row.id if isinstance(row, DecisionRow) else ""


def _outcome(row: DecisionRow) -> Cell:
    """The outcome; of an approval that is over, what it is now; of one whose conditions bind, what is worst of them."""
    outcome = outcome_cell(row.outcome)
    if row.outcome.yes and row.stage != Stage.IN_FORCE:
        return Cell(f"– approved, now {stands(row.stage, row.outcome)}", "soft")
    if not row.standing:
        return outcome
    worst = row.standing.partition(",")[0]
    return Cell(f"✓ approved, {worst}", "bad" if "overdue" in worst else outcome.tone)


def _conditions(row: DecisionRow) -> str:
    if not row.conditions:
        return "none"
    return f"{row.conditions}: {row.standing}" if row.standing else str(row.conditions)


def _details(row: DecisionRow, name_of: Callable[[str], str], width: int) -> Content:
    outcome = outcome_cell(row.outcome)
    pairs = [
        ("Decided", f"{day(row.decided_at)} by {name_of(row.decided_by)}"),
        ("Kind", row.kind),
        ("Tier", row.tier),
        ("Stage", stands(row.stage, row.outcome)),
        ("Until", day(row.expires) or "no end"),
        ("Conditions", _conditions(row)),
        ("Replaced by", row.superseded_by or "nothing"),
        ("Commit", row.commit[:10]),
    ]
    return lines(
        hang(Content(""), line(row.title, "bold $ink"), width),
        line(row.id, "$ink-3"),
        Content(""),
        line(outcome.text, f"bold {INK[outcome.tone]}"),
        *(hang(Content(""), text(f"! {words}", "$warn"), width) for words in row.later),
        hang(Content(""), text(row.sentence, "$ink"), width),
        Content(""),
        *(hang(Content.styled(f"{name:<12}", "$ink-3"), text(value, "$ink"), width) for name, value in pairs),
    )
