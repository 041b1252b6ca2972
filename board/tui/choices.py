"""Options to pick from, one or several, each with a sign, a word and (where it helps) its digit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from board.tui.safe import line


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: what is stored, what is shown, and a hint beside it."""

    value: str
    label: str
    hint: str = ""
    digit: str = ""


class Choices(Widget, can_focus=True):
    """A row (or, upright, a column) of options; arrows move, Space picks, a click does both; Enter only goes on."""

    BINDINGS = [  # noqa: RUF012 - Textual's own form
        Binding("right,down,j", "move(1)", "Next option", show=False, id="choices.next"),
        Binding("left,up,k", "move(-1)", "Previous option", show=False, id="choices.previous"),
        Binding("space", "pick", "Pick", show=False, id="choices.pick"),
        Binding("delete", "take_back", "Take back", show=False, id="choices.take-back"),
        Binding("enter", "go_on", "Go on", show=False, id="choices.go-on"),
    ]

    at: reactive[int] = reactive(0)

    @dataclass
    class Changed(Message):
        """The person picked something else."""

        of: Choices
        values: tuple[str, ...]

        @property
        def control(self) -> Choices:
            """The choices."""
            return self.of

    @dataclass
    class Passed(Message):
        """Enter was pressed: what is picked stays, and the person wants to go on."""

        of: Choices

        @property
        def control(self) -> Choices:
            """The choices."""
            return self.of

    def __init__(
        self,
        options: Sequence[Choice] = (),
        picked: Sequence[str] = (),
        *,
        several: bool = False,
        upright: bool = False,
        firm: bool = False,
        required: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's own word
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.options = tuple(options)
        self.picked = tuple(picked)
        self.several = several
        self.upright = upright
        self.firm = firm
        """Whether Space leaves what is picked: a space of stray text must not take an answer away."""
        self.required = required
        """Whether one is always picked, once one is: neither a key nor a click takes it back, only another one."""

    def offer(self, options: Sequence[Choice], picked: Sequence[str] = ()) -> None:
        """Put other options in, with these already picked."""
        self.options = tuple(options)
        self.picked = tuple(picked)
        indexes = [index for index, option in enumerate(self.options) if option.value in self.picked]
        self.at = indexes[0] if indexes else 0
        self.refresh(layout=True)

    def pick(self, value: str) -> None:
        """Pick a value as if by hand; picking the picked one again takes it back, unless one is required."""
        if self.required and self.picked == (value,):
            return
        if self.several:
            chosen = set(self.picked) ^ {value}
            self.picked = tuple(option.value for option in self.options if option.value in chosen)
        else:
            self.picked = () if self.picked == (value,) else (value,)
        self.at = next((index for index, option in enumerate(self.options) if option.value == value), self.at)
        self.refresh()
        self.post_message(self.Changed(self, self.picked))

    def action_move(self, by: int) -> None:
        """Go to another option."""
        if self.options:
            self.at = (self.at + by) % len(self.options)

    def action_pick(self) -> None:
        """Pick the option under the cursor."""
        if self.options and not (self.firm and self.picked == (self.options[self.at].value,)):
            self.pick(self.options[self.at].value)

    def action_take_back(self) -> None:
        """Take back what is picked, where one is picked."""
        if not self.several and self.picked:
            self.pick(self.picked[0])

    def action_go_on(self) -> None:
        """Go on without picking."""
        self.post_message(self.Passed(self))

    def _label(self, index: int) -> Content:
        option = self.options[index]
        on = option.value in self.picked
        sign = ("[x]" if on else "[ ]") if self.several else ("(•)" if on else "( )")
        digit = f"{option.digit} " if option.digit else ""
        here = self.has_focus and index == self.at
        ground = " on $pick" if here else ""
        hint = Content("")
        if option.hint:
            longest = max(cell_len(other.label) for other in self.options) if self.upright else cell_len(option.label)
            gap = " " * (longest - cell_len(option.label) + 2)
            hint = Content.assemble((gap, ground.strip()), line(option.hint, f"$ink-3{ground}"))
        return Content.assemble(
            ("›" if here else " ", f"bold $accent{ground}" if here else ""),
            (digit, f"bold $accent{ground}"),
            (sign, f"bold $accent{ground}" if on else f"$ink-2{ground}"),
            (" ", ground.strip()),
            line(option.label, f"bold $ink{ground}" if on else f"$ink{ground}"),
            hint,
            (" ", ground.strip()),
        )

    def _places(self, width: int) -> list[tuple[int, int, Content]]:
        """Where each option lies: row, column, label."""
        found: list[tuple[int, int, Content]] = []
        row = column = 0
        for index in range(len(self.options)):
            label = self._label(index)
            if not self.upright and column and column + label.cell_length > width:
                row, column = row + 1, 0
            found.append((row, column, label.truncate(max(1, width), ellipsis=True)))
            if self.upright:
                row += 1
            else:
                column += label.cell_length + 1
        return found

    def render(self) -> Content:
        rows: list[list[Content]] = []
        for row, _, label in self._places(self.content_size.width):
            while len(rows) <= row:
                rows.append([])
            rows[row].append(label)
        return Content("\n").join([Content(" ").join(labels) for labels in rows])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the options need at this width."""
        places = self._places(width)
        return places[-1][0] + 1 if places else 1

    def on_click(self, event: events.Click) -> None:
        """A click picks the option under it."""
        x, y = event.x - self.styles.padding.left, event.y - self.styles.padding.top
        for index, (row, column, label) in enumerate(self._places(self.content_size.width)):
            if row == y and column <= x < column + cell_len(label.plain):
                self.at = index
                self.pick(self.options[index].value)
                return

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()
