"""A member who leaves: what others must take over and who could, and the charter change that lets her go."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content

from board.actions.members import Handover
from board.actions.model import Done
from board.core.charter import Member
from board.core.leaving import Duty
from board.tui.acting import ActingScreen
from board.tui.choices import Choice
from board.tui.commands import bindings
from board.tui.condition import read_day
from board.tui.dossier_text import heading, wrapped
from board.tui.fill import Ask, Values
from board.tui.laid import Laid
from board.tui.lists import Cell, Column, Heading, VirtualList
from board.tui.safe import line, lines, text
from board.tui.words import count

_SORTS = (
    ("Seats and roles", ("seat", "alternate", "role")),
    ("Proposals under way", ("ballot", "review", "proposal", "question", "answer")),
    ("Conditions of what is in force", ("condition", "verification")),
    ("Decisions and what they rest on", ("risk", "approval", "appeal", "evidence")),
    ("Registers and incidents", ("register", "action")),
)
_DRAFT = (
    "This writes a proposal into your work tree: the charter with the end of the term. Seats, roles and keys go out "
    "of the entry; the entry stays, so that old decisions still name her. Without a day below, it is {until}. "
    "Nothing changes until the board decides."
)


class LeavingScreen(ActingScreen):
    """What one member leaves behind."""

    WHERE = ("leaving",)
    BINDINGS = bindings("leaving")
    ABOUT = (
        "Everything that somebody else must take over when this member leaves, and who could take it. "
        "F2 drafts the charter change; until the board decides on it, nothing changes."
    )

    def __init__(self, member: Member) -> None:
        super().__init__()
        self.member = member
        self.called = member.name or member.id
        self.found: Handover | None = None

    def body(self) -> ComposeResult:
        with Container(classes="later"):
            yield VirtualList[Duty](
                (Column("", 12, lambda one: Cell(one.kind, "accent")), Column("", 0, lambda one: Cell(one.words))),
                second=lambda one: Cell(f"{self._takers(one)} · {one.about}", "soft" if one.takers else "warn"),
                empty="",
                id="duties",
            )
            with VerticalScroll(id="telling"):
                yield Laid(id="telling-text")

    def on_mount(self) -> None:
        """The list has the focus."""
        self.trail(f"{self.called} leaves")
        self.query_one("#duties").focus()

    def load(self) -> None:
        """Read what she holds; that looks into every proposal."""
        self.job(partial(self.desk.handover, self.member.id), self._show)

    def _show(self, found: Handover) -> None:
        self.found = found
        rows: list[Duty | Heading] = []
        for title, kinds in _SORTS:
            listed = [one for one in found.duties if one.kind in kinds]
            rows += [Heading(title, str(len(listed))), *listed] if listed else []
        shown: VirtualList[Duty] = self.query_one("#duties", VirtualList)
        shown.empty = f"{self.called} leaves nothing that somebody must take over."
        shown.show(rows)
        self.trail(f"{self.called} leaves · {count(len(found.duties), 'thing')} to hand over")
        self._about()

    def _takers(self, duty: Duty) -> str:
        names = ", ".join(map(self.board.name_of, duty.takers))
        return f"could take it: {names}" if names else "! nobody is named who could take it"

    @on(VirtualList.Picked, "#duties")
    def _about(self) -> None:
        row = self.query_one("#duties", VirtualList).row
        duty = row if isinstance(row, Duty) else None
        self.query_one("#telling-text", Laid).show(partial(self._content, duty))

    def _content(self, duty: Duty | None, width: int) -> Content:
        rows = []
        if duty is not None:
            rows = [
                heading(duty.kind.capitalize(), duty.about),
                wrapped(text(duty.words, "$ink"), width),
                wrapped(text(f"{self._takers(duty)[:1].upper()}{self._takers(duty)[1:]}.", "$ink-2"), width),
            ]
        if self.found is not None:
            words = f"Decided in time, her term ends on {self.found.until}. F2 drafts the charter change."
            rows += [line(""), wrapped(text(words, "$ink-2"), width)]
        return lines(*rows)

    def action_draft(self) -> None:
        """Say until when and who takes the seats; then write the draft."""
        if self.found is None:
            self.cannot("It is still being read.", "Try again in a moment.")
            return
        asks = [Ask("until", "The last day of the term", "day", needed=False)]
        asks += [self._taker(at, seat) for at, seat in enumerate(self.member.seats)]
        title = f"Draft: {self.called} leaves the board"
        self.ask(f"leave {self.member.id}", title, _DRAFT.format(until=self.found.until), asks, "Draft it", self._draft)

    def _taker(self, at: int, seat: str) -> Ask:
        """Who takes a seat, the likeliest first; the change may leave it open."""
        assert self.found is not None, "the form opens after the reading"
        likely = [name for one in self.found.duties if (one.kind, one.about) == ("seat", seat) for name in one.takers]
        options = tuple(Choice(name, self.board.name_of(name)) for name in likely)
        return Ask(f"seat-{at}", f"Who takes the seat {seat}?", "pick", (*options, _OPEN), needed=False)

    def _draft(self, values: Values) -> Done:
        day = values.get("until", "")
        gives = {seat: name for at, seat in enumerate(self.member.seats) if (name := values[f"seat-{at}"])}
        until = read_day(day, self.desk.today) if day else None
        return self.desk.draft_leaving(self.desk.handover(self.member.id, until, gives))

    def action_copy(self) -> None:
        """Copy the list."""
        if self.found is not None:
            rows = [f"{one.kind}, {one.about}: {one.words} {self._takers(one)}." for one in self.found.duties]
            self.board.copy("\n".join((f"{self.called} hands over:", *rows)), "The list")


_OPEN = Choice("", "Nobody yet")
