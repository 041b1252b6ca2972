"""The risk matrix: five by five fields, walked with the arrow keys or clicked; each has its number and its band."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Static

from board.core.risk import IMPACT_WORDS, LIKELIHOOD_WORDS, Band, duties, rate
from board.tui.chrome import DialogBar
from board.tui.dossier_text import wrapped
from board.tui.laid import Laid
from board.tui.safe import fit, join, line, lines, padded, text

Place = tuple[int, int]
"""Likelihood and impact, each from 1 to 5."""
SIZE = 5
BAND_INK: Mapping[Band, str] = {Band.LOW: "$good", Band.MEDIUM: "$ink", Band.HIGH: "$warn", Band.CRITICAL: "$bad"}
BAND_SIGN: Mapping[Band, str] = {Band.LOW: "·", Band.MEDIUM: "~", Band.HIGH: "!", Band.CRITICAL: "✗"}
_HEAD, _ROW = 2, 2
"""Lines of the heading, and of each row of fields."""
_LEFT, _FIELD = 11, 13
"""Cells of the words on the left, and at least of a field that shows its band in full."""


class RiskMatrix(Widget, can_focus=True):
    """Rows from almost certain down to rare, columns from an annoyance to the gravest; `marks` say who sits where."""

    BINDINGS = [  # noqa: RUF012 - Textual's own form
        Binding("up,k", "walk(1, 0)", "More likely", show=False, id="matrix.up"),
        Binding("down,j", "walk(-1, 0)", "Less likely", show=False, id="matrix.down"),
        Binding("right", "walk(0, 1)", "Worse", show=False, id="matrix.right"),
        Binding("left", "walk(0, -1)", "Less bad", show=False, id="matrix.left"),
        Binding("enter,space", "take", "Take this field", show=False, id="matrix.take"),
    ]

    at: reactive[Place] = reactive((3, 3))

    @dataclass
    class Walked(Message):
        """Another field is under the cursor."""

        of: RiskMatrix
        place: Place

        @property
        def control(self) -> RiskMatrix:
            """The matrix."""
            return self.of

    @dataclass
    class Taken(Message):
        """A field was taken, by Enter, Space or a second click."""

        of: RiskMatrix
        place: Place

        @property
        def control(self) -> RiskMatrix:
            """The matrix."""
            return self.of

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id)
        self.marks: Mapping[Place, str] = {}

    def show(self, marks: Mapping[Place, str], at: Place | None = None) -> None:
        """Put marks in; the cursor stays unless told."""
        self.marks = marks
        if at is not None:
            self.at = at
        self.refresh()

    def action_walk(self, up: int, right: int) -> None:
        """To the field beside this one; the edge is an edge."""
        self._go((min(max(self.at[0] + up, 1), SIZE), min(max(self.at[1] + right, 1), SIZE)))

    def action_take(self) -> None:
        """Take this field."""
        self.post_message(self.Taken(self, self.at))

    def _go(self, place: Place) -> None:
        if place != self.at:
            self.at = place
            self.post_message(self.Walked(self, place))

    def _widths(self, width: int) -> tuple[int, int]:
        """Cells of the words on the left, and of each field."""
        left = _LEFT if width >= _LEFT + SIZE * _FIELD else 3
        return left, max(9, min(17, (width - left) // SIZE))

    def render(self) -> Content:
        left, field = self._widths(self.content_size.width)
        named = (words.removeprefix("an ").removeprefix("the ") for words in IMPACT_WORDS)
        heads = [padded(fit(f" {bad} {words}", field - 1), field) for bad, words in enumerate(named, 1)]
        rows = [
            join((padded("", left), "$ink-3"), (" how bad it would be  →", "$ink-3")),
            join((padded("likely ↑" if left == _LEFT else "", left), "$ink-3"), *((head, "$ink-2") for head in heads)),
        ]
        for likely in range(SIZE, 0, -1):
            first, _, rest = LIKELIHOOD_WORDS[likely - 1].partition(" ")
            label = f"{likely} {first}" if left == _LEFT else str(likely)
            below = f"  {rest}" if left == _LEFT else ""
            rows.append(join((padded(label, left), "$ink-2"), *(self._top((likely, bad), field) for bad in _ALL)))
            rows.append(join((padded(below, left), "$ink-2"), *(self._low((likely, bad), field) for bad in _ALL)))
        return lines(*rows)

    def _ground(self, place: Place) -> str:
        if place == self.at:
            return " on $pick"
        return " on $field"

    def _top(self, place: Place, width: int) -> Content:
        score = place[0] * place[1]
        band = rate(*place).band
        word = f"{score:>2} {band}"
        return self._cell(place, word if width >= _FIELD else word[: width - 2], BAND_INK[band], width)

    def _low(self, place: Place, width: int) -> Content:
        return self._cell(place, self.marks.get(place, ""), "bold $ink", width)

    def _cell(self, place: Place, words: str, style: str, width: int) -> Content:
        """One line of a field; the one under the cursor has a bar before it and stands out without colour, too."""
        ground, here = self._ground(place), place == self.at
        bar = ("▌" if self.has_focus else "▏") if here else " "
        weight = "bold " if here and not style.startswith("bold") else ""
        return join(
            (bar, f"$accent{ground}"),
            (padded(fit(words, width - 2), width - 2), f"{weight}{style}{ground}"),
            " ",
        )

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as there is room."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Two lines of heading and two for each row."""
        return _HEAD + SIZE * _ROW

    def on_click(self, event: events.Click) -> None:
        """A click goes to a field; a click on the field under the cursor takes it."""
        left, field = self._widths(self.content_size.width)
        x, y = event.x - self.styles.padding.left - left, event.y - self.styles.padding.top - _HEAD
        if 0 <= x < SIZE * field and 0 <= y < SIZE * _ROW:
            place = (SIZE - y // _ROW, x // field + 1)
            again = place == self.at and self.has_focus
            self._go(place)
            if again or event.chain > 1:
                self.action_take()

    def on_focus(self) -> None:
        """The field under the cursor is drawn stronger with the focus."""
        self.refresh()

    def on_blur(self) -> None:
        """And weaker without."""
        self.refresh()


_ALL = range(1, SIZE + 1)


def place_words(place: Place) -> str:
    """ "likely (4) and serious (4)"."""
    return f"{LIKELIHOOD_WORDS[place[0] - 1]} ({place[0]}), {IMPACT_WORDS[place[1] - 1]} ({place[1]})"


def field_content(place: Place, width: int) -> Content:
    """What a field means: the product, the band with what raises it, and what the band asks of the board."""
    rating = rate(*place)
    said = f"{place_words(place)}: {place[0]} x {place[1]} = {rating.score}, {rating.band}"
    rows = [wrapped(text(said, f"bold {BAND_INK[rating.band]}"), width)]
    rows += [wrapped(text(one, "$ink-2"), width) for one in rating.reasons]
    rows += [wrapped(text(one, "$ink"), width) for one in duties(rating.band)]
    return lines(*rows)


class MatrixDialog(ModalScreen[Place | None]):
    """Picks how likely and how bad; Esc changes nothing."""

    BINDINGS = [  # noqa: RUF012 - Textual's own form
        Binding("escape,q", "no", "Go back", show=False, id="matrix.no"),
        Binding("f2", "yes", "Take it", show=False, id="matrix.yes"),
        Binding("f1,question_mark", "scale", "What the steps mean", show=False, id="matrix.scale"),
    ]

    def __init__(self, title: str, marks: Mapping[Place, str], at: Place) -> None:
        super().__init__()
        self.heading = title
        self.marks = marks
        self.start = at

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog matrix"):
            yield Static(line(self.heading, "bold $accent"), classes="dialog-title")
            yield RiskMatrix(id="matrix")
            yield Laid(id="field")
            with Horizontal(classes="buttons"):
                yield Button(Content("Go back"), id="no")
                yield Button(Content("F2  Take it"), id="yes")
        keys = ("Esc", "Go back", "no"), ("← ↑ ↓ →", "Walk", ""), ("Enter", "Take it", "yes")
        yield DialogBar(*keys, ("F1", "What the steps mean", "scale"))

    def on_mount(self) -> None:
        """The matrix has the focus."""
        matrix = self.query_one(RiskMatrix)
        matrix.show(self.marks, self.start)
        matrix.focus()
        self._say()

    def _say(self) -> None:
        at = self.query_one(RiskMatrix).at
        self.query_one("#field", Laid).show(lambda width: field_content(at, width))

    @on(RiskMatrix.Walked)
    def walked(self) -> None:
        """Say what the field means."""
        self._say()

    @on(RiskMatrix.Taken)
    def taken(self) -> None:
        """Enter takes it."""
        self.action_yes()

    def action_no(self) -> None:
        """Nothing is changed."""
        self.dismiss(None)

    def action_yes(self) -> None:
        """This field."""
        self.dismiss(self.query_one(RiskMatrix).at)

    def action_scale(self) -> None:
        """What each step means for six sorts of harm, the steps of this field marked."""
        from board.tui.dialogs import Explain
        from board.tui.scale import scale_content

        likely, bad = self.query_one(RiskMatrix).at
        self.app.push_screen(Explain("What the steps mean", lambda width: scale_content(likely, bad, width)))

    @on(Button.Pressed)
    def pressed(self, event: Button.Pressed) -> None:
        """One of the two."""
        self.dismiss(self.query_one(RiskMatrix).at if event.button.id == "yes" else None)


def marks_of(found: Mapping[Place, list[str]], width: int = 11) -> dict[Place, str]:
    """What a field says: the one name that sits there, or how many."""
    return {
        place: names[0] if len(names) == 1 and cell_len(names[0]) <= width else f"{len(names)} risks"
        for place, names in found.items()
        if names
    }
