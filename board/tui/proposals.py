"""All proposals, with a filter that works while you type and says in words what it does."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from board.actions.model import Filter
from board.core.case import Stage, Summary, Task
from board.core.proposal import Tier
from board.tui.commands import bindings
from board.tui.fields import Entry
from board.tui.inbox import MainScreen, nothing, task_details
from board.tui.laid import Laid, Make
from board.tui.lists import Cell, Column, VirtualList
from board.tui.safe import join, line
from board.tui.words import count, due_cell, numbered, outcome_cell, stage_cell, tier_cell

AGENDA = "consent"
HINT = "words of title or id, stage:in-review tier:high kind:… mine consent"


def read_filter(typed: str) -> Filter:
    """What was typed as a filter: known words narrow a column, the rest is looked for in id and title."""
    found: dict[str, str] = {"stage": "", "kind": "", "tier": ""}
    text: list[str] = []
    mine = consent = False
    for word in typed.split():
        name, colon, value = word.partition(":")
        if colon and name in found:
            found[name] = _complete(name, value)
        elif word in ("mine", "me"):
            mine = True
        elif word == AGENDA:
            consent = True
        else:
            text.append(word)
    return Filter(" ".join(text), found["stage"], found["kind"], found["tier"], mine, consent)


def _complete(name: str, value: str) -> str:
    """A stage or tier by its first letters, so that a filter works before the word is whole."""
    known = {"stage": [stage.value for stage in Stage], "tier": [tier.value for tier in Tier]}.get(name, [])
    return next((word for word in known if word.startswith(value.lower())), value)


class ProposalsScreen(MainScreen):
    """Every proposal."""

    PLACE = "proposals"
    WHERE = ("main", "proposals")
    BINDINGS = bindings("proposals")
    ABOUT = (
        "Every proposal the board knows, with where it stands and whom it waits for. "
        "Press / and type to narrow the list; g shows the consent agenda: what passes unless a seat objects, and the "
        "standard changes that one yes decided, which any seat may still put to the full vote."
    )

    _narrowing = False
    _return_to = ""
    """The proposal the cursor goes back to once the filter is cleared."""

    def body(self) -> ComposeResult:
        yield Entry(placeholder=HINT, id="filter")
        yield Static(Content(""), id="filter-words")
        with Horizontal(classes="panes"):
            yield VirtualList[Summary](
                (
                    Column("No.", 7, lambda row: Cell(numbered(row, self.today), "faint"), right=True),
                    Column("Proposal", 0, lambda row: Cell(row.title)),
                    Column("Findings", 8, lambda row: Cell(f"! {row.findings}" if row.findings else "", "warn"), 140),
                    Column("Kind", 16, lambda row: Cell(row.kind, "soft"), 110),
                    Column("Tier", 12, lambda row: tier_cell(row.tier, known=row.tier_known), 64),
                    Column("Stage", 12, _stage),
                    Column("Due", 13, self._due, 92, right=True),
                ),
                header=True,
                key=lambda row: row.id,
                empty="Reading the list …",
                id="proposals",
            )
            with VerticalScroll(id="details"):
                yield Laid(id="details-text", fills=True)

    def on_mount(self) -> None:
        """The list has the focus; the filter shows when asked for."""
        self.query_one("#filter").display = False
        self.query_one("#filter-words").display = False
        self.query_one(VirtualList).focus()

    def _due(self, row: Summary) -> Cell:
        return due_cell(row.deadline, self.desk.today) if row.stage.open else Cell("")

    def load(self) -> None:
        """Read the list through the filter."""
        which = read_filter(self.query_one("#filter", Input).value)
        self.job(partial(self._read, which, not self.query_one(VirtualList).rows), self._listed)

    def _read(self, which: Filter, first: bool) -> tuple[Filter, tuple[Summary, ...]]:
        """The first screenful as last seen, when nothing is shown yet; the list as it is being read; then the list."""
        kept = self.desk.kept_rows()
        if first and kept is not None and which == Filter():
            self.meanwhile(self.query_one(VirtualList).show, kept.rows)
        if kept is None or not kept.current:
            told = kept is not None or which != Filter()
            if not self.follow(lambda rows, _: None if told else self.query_one(VirtualList).show(rows)):
                return which, ()
        return which, self.desk.listing(which)

    def _listed(self, found: tuple[Filter, tuple[Summary, ...]]) -> None:
        which, rows = found
        self._narrowing = False
        listed: VirtualList[Summary] = self.query_one("#proposals", VirtualList)
        listed.empty = (
            "No proposal fits. Esc clears the filter."
            if which != Filter()
            else "No proposals yet. `board new` writes one."
        )
        at = next((n for n, row in enumerate(rows) if row.id == self._return_to), None) if self._return_to else None
        listed.show(rows, at)
        self.show_details(listed.row)
        if which == Filter():
            self._return_to = ""
            self.counted(len(rows))
        words = self.query_one("#filter-words", Static)
        words.display = which != Filter()
        words.update(join((" " * 2 + count(len(rows), "proposal") + ": ", "$ink-3"), line(which.words(), "$ink-2")))

    def action_filter(self) -> None:
        """Open the filter and type."""
        box = self.query_one("#filter", Input)
        box.display = True
        box.focus()

    def action_agenda(self) -> None:
        """The consent agenda alone; again, all proposals."""
        box = self.query_one("#filter", Input)
        if box.value == AGENDA:
            self.leave()
            return
        box.display = True
        box.value = AGENDA
        self.query_one(VirtualList).focus()

    @property
    def reading(self) -> bool:
        """While the list is being narrowed Enter waits: it opens what was typed, not what stood there before."""
        return self._narrowing and (not self.board.opened or self.reads)

    @on(Input.Changed, "#filter")
    def typed(self) -> None:
        """Narrow as you type; what is typed before the repository is open narrows the first reading."""
        self._narrowing = True
        if self.board.opened:
            self.load()

    @on(Input.Submitted, "#filter")
    def entered(self) -> None:
        """Enter goes to the list."""
        self.query_one(VirtualList).focus()

    def leave(self) -> bool:
        """Esc clears the filter, and then does nothing more here."""
        box = self.query_one("#filter", Input)
        if box.display:
            self._return_to = self.picked_id()
            box.value = ""
            box.display = False
            self.query_one(VirtualList).focus()
        return False

    @on(VirtualList.Picked)
    def picked(self, event: VirtualList.Picked) -> None:
        """Details beside the list, where there is room."""
        self.show_details(event.row)

    def show_details(self, row: object) -> None:
        """One proposal in full; nothing where there is none."""
        made: Make = nothing
        if isinstance(row, Summary):
            people = ", ".join(self.board.name_of(one) for one in row.waiting_for)
            task = Task(row, "", f"Waits for {people or 'nobody'}.", row.deadline)
            made = partial(task_details, task, self._due(row), self.board.name_of, zone=self.zone)
        self.query_one("#details-text", Laid).show(made)

    @on(VirtualList.Chosen)
    def chosen(self, event: VirtualList.Chosen) -> None:
        """Open the proposal."""
        if isinstance(event.row, Summary):
            self.board.open_dossier(event.row.id)

    def picked_id(self) -> str:
        """The id under the cursor."""
        row = self.query_one(VirtualList).row
        return row.id if isinstance(row, Summary) else ""


def _stage(row: Summary) -> Cell:
    if row.outcome is not None and row.stage is Stage.DECIDED:
        return outcome_cell(row.outcome)
    if not row.committed:
        return Cell("draft, here", "warn")
    return stage_cell(row.stage)
