"""Two dialogs that other screens are made of: pick one of several acts, and fill in what an act needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Button, Input, Static, TextArea

from board.tui.choices import Choice, Choices
from board.tui.chrome import DialogBar
from board.tui.condition import read_day
from board.tui.fields import Entry, Words
from board.tui.laid import Laid
from board.tui.lists import Cell, Column, VirtualList
from board.tui.safe import hang, line, text

Values = Mapping[str, str]
KEEP_AFTER = 0.4
"""Seconds between a keystroke and the write of what was typed."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One act to pick: its id, its name, what it does, and why it cannot be done now."""

    id: str
    title: str
    words: str
    why_not: str = ""


class Pick(ModalScreen[str]):
    """Acts to pick from, those that can be done first; one that cannot be done says why. Esc picks nothing."""

    BINDINGS = [Binding("escape,q", "no", "Go back", show=False, id="pick.no")]  # noqa: RUF012 - Textual's own form

    def __init__(self, title: str, offers: Sequence[Offer], lead: str = "") -> None:
        super().__init__()
        self.heading = title
        self.lead = lead
        self.offers = sorted(offers, key=lambda one: bool(one.why_not))

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog picking"):
            yield Static(line(self.heading, "bold $accent"), classes="dialog-title")
            if self.lead:
                yield Static(text(self.lead, "$ink-2"), classes="dialog-lead")
            yield VirtualList[Offer](
                (
                    Column("", 0, lambda one: Cell(one.title, "faint" if one.why_not else "plain")),
                    Column("", 7, lambda one: Cell("not now" if one.why_not else "", "faint")),
                ),
                id="offers",
            )
            yield Laid(id="saying")
        yield DialogBar(("Esc", "Go back", "no"), ("↑ ↓", "Move", ""), ("Enter", "Take it", "take"))

    def on_mount(self) -> None:
        """The first that can be done is picked."""
        listed = self.query_one("#offers", VirtualList)
        listed.styles.height = max(1, len(self.offers))
        listed.show(self.offers, 0)
        listed.focus()
        self._say()

    @on(VirtualList.Picked, "#offers")
    def _say(self) -> None:
        """What the picked act does, or why it cannot be done."""
        row = self.query_one("#offers", VirtualList).row
        if isinstance(row, Offer):
            words, style = (f"! Not now: {row.why_not}", "$warn") if row.why_not else (row.words, "$ink")
            self.query_one("#saying", Laid).show(lambda width: hang(Content(""), text(words, style), width))

    def action_no(self) -> None:
        """Nothing is done."""
        self.dismiss("")

    def action_take(self) -> None:
        """Take the picked one."""
        self.query_one("#offers", VirtualList).action_select()

    @on(VirtualList.Chosen, "#offers")
    def chosen(self, event: VirtualList.Chosen) -> None:
        """Take one; below the list stands why another cannot be taken."""
        if isinstance(event.row, Offer) and not event.row.why_not:
            self.dismiss(event.row.id)


@dataclass(frozen=True, slots=True)
class Ask:
    """One field: `sort` is words (several lines), entry (one line), day, or pick (from `options`)."""

    id: str
    label: str
    sort: str = "words"
    options: tuple[Choice, ...] = ()
    hint: str = ""
    needed: bool = True
    lacks: str = "This is needed."


class Fill(ModalScreen[Values | None]):
    """The fields of one act with what it does above them. F2 does it; Esc goes back, and what was typed is kept."""

    AUTO_FOCUS = ""
    BINDINGS = [  # noqa: RUF012 - Textual's own form
        Binding("escape", "no", "Go back", show=False, id="fill.no"),
        Binding("f2", "yes", "Do it", show=False, id="fill.yes"),
    ]

    def __init__(
        self,
        title: str,
        lead: str,
        asks: Sequence[Ask],
        yes: str,
        today: date,
        values: Values | None = None,
        keep: Callable[[Values], None] = lambda _: None,
    ) -> None:
        super().__init__()
        self.heading = title
        self.lead = lead
        self.asks = tuple(asks)
        self.yes = yes
        self.today = today
        self.begun = {one.id: "" for one in asks} | dict(values or {})
        self.keep = keep
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog filling"):
            yield Static(line(self.heading, "bold $accent"), classes="dialog-title")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield Static(text(self.lead, "$ink-2"), classes="dialog-lead")
                for one in self.asks:
                    needed = "" if one.needed else " (may stay empty)"
                    yield Static(line(f"{one.label}{needed}", "$ink"), classes="label")
                    yield self._field(one)
                    yield Static(Content(""), id=f"{one.id}-lacks", classes="message")
            with Horizontal(classes="buttons"):
                yield Button(Content("Go back"), id="go-back")
                yield Button(line(f"F2  {self.yes}"), id="do-it")
        yield DialogBar(("Esc", "Go back, keep what I typed", "no"), ("F2", self.yes, "yes"), ("Tab", "Next field", ""))

    def _field(self, one: Ask) -> Widget:
        value = self.begun.get(one.id, "")
        if one.sort == "pick":
            known = (value,) if any(option.value == value for option in one.options) else ()
            return Choices(one.options, known, upright=True, id=one.id)
        if one.sort == "words":
            return Words(value, id=one.id, classes="field short")
        hint = "YYYY-MM-DD, or +14 for two weeks from today" if one.sort == "day" else one.hint
        return Entry(value, placeholder=hint, id=one.id)

    def on_mount(self) -> None:
        """The first field that is still empty has the focus; what was begun before is there."""
        values = self.values()
        empty = [one for one in self.asks if not values[one.id]] or self.asks[:1]
        first = self.query_one(f"#{empty[0].id}") if empty else self.query_one("#go-back")
        first.focus(scroll_visible=empty[:1] != list(self.asks[:1]))

    def values(self) -> dict[str, str]:
        """What the fields hold, as text."""
        return {one.id: self._value(one) for one in self.asks}

    def _value(self, one: Ask) -> str:
        match one.sort:
            case "pick":
                return "".join(self.query_one(f"#{one.id}", Choices).picked)
            case "words":
                return self.query_one(f"#{one.id}", TextArea).text
        return self.query_one(f"#{one.id}", Input).value

    @on(TextArea.Changed)
    @on(Input.Changed)
    @on(Choices.Changed)
    def touched(self) -> None:
        """Keep what is typed, soon."""
        if self._timer is None:
            self._timer = self.set_timer(KEEP_AFTER, self.flush)

    def flush(self) -> None:
        """Keep what is typed, now."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self.children and (found := self.values()) != self.begun:
            self.begun = found
            self.keep(found)

    @on(Choices.Passed)
    @on(Input.Submitted)
    def passed(self) -> None:
        """Enter goes on to the next field."""
        self.focus_next()

    def action_no(self) -> None:
        """Nothing is done; what was typed stays."""
        self.flush()
        self.dismiss(None)

    def action_yes(self) -> None:
        """Do it when nothing lacks; else say beside each field what it needs, and go to the first."""
        self.flush()
        found = self.values()
        lacking = [one for one in self.asks if self._lacks(one, found[one.id].strip())]
        if lacking:
            self.query_one(f"#{lacking[0].id}").focus()
            return
        self.dismiss({name: value.strip() for name, value in found.items()})

    def _lacks(self, one: Ask, value: str) -> str:
        why = one.lacks if one.needed and not value else ""
        if one.sort == "day" and value and read_day(value, self.today) is None:
            why = "Not a date. Write it like 2026-10-20, or +14."
        self.query_one(f"#{one.id}-lacks", Static).update(line(f"✗ {why}" if why else "", "$bad"))
        return why

    @on(Button.Pressed)
    def pressed(self, event: Button.Pressed) -> None:
        """One of the two."""
        if event.button.id == "do-it":
            self.action_yes()
        else:
            self.action_no()
