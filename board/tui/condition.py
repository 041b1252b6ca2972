"""One condition: what must be done, by whom, by when, how it is proven, who checks, what happens if not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static, TextArea

from board.core.ballot import IF_MISSED, Condition
from board.core.dates import in_words
from board.tui.choices import Choice, Choices
from board.tui.chrome import DialogBar
from board.tui.fields import Entry, Words
from board.tui.safe import line

SATURDAY = 5
"""Its number as `date.weekday` counts."""


class ConditionDialog(ModalScreen[Condition | None]):
    """Edits a condition. Esc keeps what was typed, too: a half condition is shown as missing parts, never lost."""

    AUTO_FOCUS = ""
    BINDINGS = [  # noqa: RUF012 - Textual's own form
        Binding("escape", "done", "Keep", show=False, id="condition.done"),
        Binding("f2", "done", "Keep", show=False, id="condition.keep"),
    ]

    def __init__(
        self,
        condition: Condition,
        people: Sequence[Choice],
        today: date,
        typed: Callable[[Condition], None] = lambda _: None,
    ) -> None:
        super().__init__()
        self.typed = typed
        self.condition = condition
        self.people = people
        self.today = today

    def compose(self) -> ComposeResult:
        one = self.condition
        example = proposed_day(self.today)
        day = one.due.isoformat() if one.due else ""
        with Vertical(classes="dialog wide condition"):
            yield Static(line("A condition", "bold $accent"), classes="dialog-title")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield Static(line("What must be done", "$ink-2"), classes="label")
                yield Words(one.text, id="text", classes="field short")
                yield Static(line("Who does it", "$ink-2"), classes="label")
                yield Choices(self.people, (one.owner,), id="owner")
                yield Static(line("By when (a date, or +14 for two weeks from today)", "$ink-2"), classes="label")
                yield Entry(day, placeholder=f"YYYY-MM-DD, for example {example} ({example:%A})", id="due")
                yield Static(Content(""), id="due-message", classes="message")
                yield Static(line("How we will know", "$ink-2"), classes="label")
                yield Entry(one.proof, placeholder="a link, a report, a test", id="proof")
                yield Static(line("Who checks it (somebody else)", "$ink-2"), classes="label")
                yield Choices(self.people, (one.verifier,), id="verifier")
                yield Static(line("What happens if it is missed (may stay empty)", "$ink-2"), classes="label")
                yield Entry(one.consequence, placeholder=IF_MISSED, id="consequence")
            with Horizontal(classes="buttons"):
                yield Button(line("F2  Keep"), id="keep")
        yield DialogBar(("F2", "Keep", "done"), ("Esc", "Keep and go back", "done"), ("Tab", "Next field", ""))

    def on_mount(self) -> None:
        """Begin with the words; what is known of the date is said."""
        self.read_due()
        self.query_one("#text").focus(scroll_visible=False)

    def read_due(self) -> date | None:
        """The date that was typed; says inline when it is none."""
        typed = self.query_one("#due", Input).value.strip()
        found = read_day(typed, self.today)
        words, style = "", "$ink-3"
        if typed and found is None:
            words, style = "Not a date. Write it like 2026-10-20, or +14.", "$bad"
        elif found is not None:
            words = f"{found.isoformat()}, a {found:%A}, {in_words(found, self.today)}"
            if found < self.today:
                words, style = f"! {words}. This day is over: nobody can meet it.", "$warn"
            elif found.weekday() >= SATURDAY:
                words, style = f"! {words}. Few people work then.", "$warn"
        self.query_one("#due-message", Static).update(line(words, style))
        return found

    @on(Choices.Passed)
    def passed(self) -> None:
        """Enter on options answers nothing: it goes on."""
        self.focus_next()

    @on(Input.Blurred, "#due")
    @on(Input.Submitted, "#due")
    def due_left(self) -> None:
        """Check the date when its field is left, not while typing."""
        self.read_due()

    @on(Input.Changed, "#due")
    def due_typed(self) -> None:
        """A whole date is read back while it is typed; half of one is left alone."""
        if read_day(self.query_one("#due", Input).value.strip(), self.today):
            self.read_due()

    def action_done(self) -> None:
        """Hand the condition back, or nothing when nothing was typed. Half a date is pointed at once before it goes."""
        due = self.query_one("#due", Input)
        if self.read_due() is None and due.value.strip() and not due.has_focus:
            due.focus()
            return
        made = self.gather()
        empty = made == Condition(made.id, "")
        self.dismiss(None if empty else made)

    def gather(self) -> Condition:
        """The condition as it stands in the fields."""
        return replace(
            self.condition,
            text=self.query_one("#text", TextArea).text.strip(),
            owner="".join(self.query_one("#owner", Choices).picked),
            due=read_day(self.query_one("#due", Input).value.strip(), self.today),
            proof=self.query_one("#proof", Input).value.strip(),
            verifier="".join(self.query_one("#verifier", Choices).picked),
            consequence=self.query_one("#consequence", Input).value.strip(),
        )

    @on(TextArea.Changed)
    @on(Input.Changed)
    @on(Choices.Changed)
    def touched(self) -> None:
        """Whoever opened the dialog keeps what is typed while it is typed."""
        if self.gather() != self.condition:
            self.typed(self.gather())

    @on(Button.Pressed)
    def pressed(self) -> None:
        """Keep it."""
        self.action_done()


def proposed_day(today: date) -> date:
    """A day to propose: in two weeks, or the Monday after that."""
    day = today + timedelta(days=14)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)


def read_day(typed: str, today: date) -> date | None:
    """A date as 2026-10-20, or as so many days from today: +14."""
    if typed.startswith("+") and typed[1:].isdigit() and len(typed) < 6:
        return today + timedelta(days=int(typed[1:]))
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
