"""What needs an answer: a problem explained, a question with "Go back" as its default, and the signing of an act."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from board.core.text import safe_text
from board.tui.chrome import DialogBar
from board.tui.fields import Entry
from board.tui.laid import Laid, Make
from board.tui.safe import line, text


class Explain(ModalScreen[None]):
    """A problem, or a list of them, to read and close."""

    BINDINGS = [Binding("escape,enter,q", "close", "Close", show=False, id="explain.close")]  # noqa: RUF012 - Textual's own form

    def __init__(self, title: str, body: Make) -> None:
        super().__init__()
        self.heading = title
        self.words = body

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(line(self.heading, "bold $accent"), classes="dialog-title")
            with VerticalScroll(classes="dialog-body"):
                yield Laid(id="words")
        yield DialogBar(("Esc", "Close", "close"), ("PgUp PgDn", "Read on", ""))

    def on_mount(self) -> None:
        """Lay the text out."""
        self.query_one("#words", Laid).show(self.words)

    def action_close(self) -> None:
        """Close it."""
        self.dismiss(None)


class Confirm(ModalScreen[bool]):
    """A question; Esc and the default button mean no, yes is the button that names the act."""

    BINDINGS = [  # noqa: RUF012 - Textual's own form
        Binding("escape", "no", "Go back", show=False, id="confirm.no"),
        Binding("left,right", "app.focus_next", "Other button", show=False, id="confirm.other"),
    ]

    def __init__(self, question: str, yes: str) -> None:
        super().__init__()
        self.question = question
        self.yes = yes

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog small"):
            yield Static(text(self.question), classes="dialog-body")
            with Horizontal(classes="buttons"):
                yield Button(Content("Go back"), id="no")
                yield Button(line(self.yes), id="yes")
        yield DialogBar(("Esc", "Go back", "no"), ("← →", "Other button", ""), ("Enter", "Press it", ""))

    def on_mount(self) -> None:
        """The harmless button has the focus."""
        self.query_one("#no", Button).focus()

    def action_no(self) -> None:
        """Nothing happens."""
        self.dismiss(False)

    @on(Button.Pressed)
    def answered(self, event: Button.Pressed) -> None:
        """One of the two."""
        self.dismiss(event.button.id == "yes")


class Sign(ModalScreen[bool]):
    """What you sign, whole, before an act that others will see. F2, or the typed word and Enter, does it."""

    BINDINGS = [  # noqa: RUF012 - Textual's own form
        Binding("escape", "no", "Go back", show=False, id="sign.no"),
        Binding("f2", "yes", "Sign", show=False, id="sign.yes"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="sign.page-down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="sign.page-up"),
    ]

    def __init__(self, title: str, what: str, exact: Content, word: str) -> None:
        super().__init__()
        self.heading = title
        self.what = what
        self.exact = exact
        self.word = word

    def compose(self) -> ComposeResult:
        count = self.exact.plain.count("\n") + 1
        size = len(self.exact.plain.encode())
        with Vertical(classes="dialog full"):
            yield Static(line(self.heading, "bold $accent"), classes="dialog-title")
            yield Static(text(self.what, "$ink-2"), classes="dialog-lead")
            with VerticalScroll(classes="dialog-body exact", id="exact"):
                yield Static(self.exact)
            yield Static(line(f"{count} lines, {size:,} bytes, shown whole", "$ink-3"), classes="dialog-note")
            with Horizontal(classes="buttons"):
                yield Button(Content("Go back"), id="no")
                yield Button(line(f"F2  {self.word.capitalize()}"), id="yes")
                yield Entry(placeholder=f"or type {self.word} and press Enter", id="word")
        yield DialogBar(
            ("Esc", "Go back", "no"), ("F2", self.word.capitalize(), "yes"), ("PgUp PgDn", "Read on", "page(1)")
        )

    def on_mount(self) -> None:
        """The harmless button has the focus."""
        self.query_one("#no", Button).focus()

    def action_no(self) -> None:
        """Nothing is signed."""
        self.dismiss(False)

    def action_yes(self) -> None:
        """Sign it."""
        self.dismiss(True)

    def action_page(self, way: int) -> None:
        """Scroll the text."""
        pane = self.query_one("#exact", VerticalScroll)
        if way > 0:
            pane.scroll_page_down(animate=False)
        else:
            pane.scroll_page_up(animate=False)

    @on(Button.Pressed)
    def answered(self, event: Button.Pressed) -> None:
        """One of the two."""
        self.dismiss(event.button.id == "yes")

    def on_key(self, event: events.Key) -> None:
        """A letter that no button takes begins the word, so that typing it works from wherever the focus is."""
        field = self.query_one("#word", Entry)
        if event.is_printable and event.character and event.character != " " and not field.has_focus:
            event.stop()
            event.prevent_default()
            self.set_focus(field)
            field.insert_text_at_cursor(event.character)

    @on(Input.Submitted)
    def typed(self, event: Input.Submitted) -> None:
        """The word, exactly, counts as F2; anything else does nothing, and says so."""
        if event.value.strip().lower() == self.word:
            self.dismiss(True)
        else:
            words = f"Nothing is done yet. Type {self.word} and press Enter, or press F2."
            self.notify(safe_text(words), markup=False)
