"""A list of any length in one widget: it paints only the lines on screen, so ten thousand rows cost what forty do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from board.core.text import one_line
from board.tui.safe import folded, padded
from board.tui.theme import inked

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column shows of a row; `tone` is a key of `theme.TONES`."""

    text: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: `width` in cells, 0 for the one that takes what is left; hidden below `from_width`."""

    title: str
    width: int
    cell: Callable[[Row], Cell]
    from_width: int = 0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A row that divides the list and cannot be selected."""

    text: str
    note: str = ""


class VirtualList(ScrollView, Generic[Row], can_focus=True):
    """Rows in columns, one of them picked. `second` adds a line below each row, under the flexible column."""

    BINDINGS = [  # noqa: RUF012 - Textual's own form
        Binding("down,j", "move(1)", "Down", show=False, id="list.down"),
        Binding("up,k", "move(-1)", "Up", show=False, id="list.up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="list.page-down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="list.page-up"),
        Binding("home", "edge(0)", "First", show=False, id="list.first"),
        Binding("end", "edge(-1)", "Last", show=False, id="list.last"),
        Binding("enter", "select", "Open", show=False, id="list.select"),
    ]

    cursor: reactive[int] = reactive(-1, repaint=False)

    class Picked(Message):
        """A person moved the cursor to another row; rows put in by the program say nothing."""

        def __init__(self, of: VirtualList[object], row: object) -> None:
            super().__init__()
            self.of = of
            self.row = row

        @property
        def stale(self) -> bool:
            """Whether the cursor has moved on since; then another message follows, or none is wanted."""
            return self.row is not self.of.row

        @property
        def control(self) -> VirtualList[object]:
            """The list."""
            return self.of

    class Chosen(Message):
        """A row was opened by Enter or a click."""

        def __init__(self, of: VirtualList[object], row: object) -> None:
            super().__init__()
            self.of = of
            self.row = row

        @property
        def control(self) -> VirtualList[object]:
            """The list."""
            return self.of

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        second: Callable[[Row], Cell] | None = None,
        key: Callable[[Row], object] | None = None,
        header: bool = False,
        empty: str = "Nothing here.",
        id: str | None = None,  # noqa: A002 - Textual's own word
    ) -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.second = second
        self.key = key
        self.header = header
        self.empty = empty
        self.rows: Sequence[Row | Heading] = ()
        self._spread = False

    @property
    def height_of_row(self) -> int:
        """Lines a row takes: one more than usual where a second line is too long and there is room for all rows."""
        return (3 if self._spread else 2) if self.second else 1

    def _measure(self) -> None:
        """See whether rows may take a third line; the height of all of them follows."""
        size = self.scrollable_content_region
        self._spread = False
        if self.second is not None and size.height >= 3 * len(self.rows) > 0:
            room = max(4, size.width - self._indent(size.width) - 2)
            listed = [row for row in self.rows if not isinstance(row, Heading)]
            self._spread = any(cell_len(one_line(self.second(row).text)) > room for row in listed)
        self.virtual_size = Size(0, len(self.rows) * self.height_of_row + self._head)

    def _indent(self, width: int) -> int:
        """Cells before the flexible column."""
        indent = 2
        for column in self._shown(width)[0]:
            if not column.width:
                break
            indent += column.width + 2
        return indent

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        if 0 <= self.cursor < len(self.rows):
            found = self.rows[self.cursor]
            return None if isinstance(found, Heading) else found
        return None

    def show(self, rows: Sequence[Row | Heading], cursor: int | None = None) -> None:
        """Put other rows in; the cursor stays on its row, else in its place unless told, or goes to the first row."""
        wanted = self._same(rows) if cursor is None else cursor
        self.rows = rows
        self._measure()
        self.set_reactive(VirtualList.cursor, -1)
        self.cursor = self._nearest(max(0, min(wanted, len(rows) - 1)), 1)
        self.refresh()

    def _same(self, rows: Sequence[Row | Heading]) -> int:
        """Where the picked row is among other rows, by its key; its old place where it is gone or was the first."""
        before = self.row
        if self.key is None or before is None or self.at_first:
            return self.cursor
        known = self.key(before)
        places = (at for at, row in enumerate(rows) if not isinstance(row, Heading) and self.key(row) == known)
        return next(places, self.cursor)

    @property
    def at_first(self) -> bool:
        """Whether the cursor is on the first row, or there is none."""
        return self.cursor <= self._nearest(0, 1)

    @property
    def _head(self) -> int:
        return 1 if self.header else 0

    def _nearest(self, index: int, step: int) -> int:
        """The row at `index`, or the next one in a direction that is no heading; -1 when there is none."""
        for way in (step, -step):
            at = index
            while 0 <= at < len(self.rows):
                if not isinstance(self.rows[at], Heading):
                    return at
                at += way
        return -1

    def watch_cursor(self, old: int, new: int) -> None:
        """Keep the picked row in sight."""
        if new < 0 or new >= len(self.rows):
            return
        height = self.height_of_row
        top = new * height
        if new > 0 and isinstance(self.rows[new - 1], Heading) and self._nearest(0, 1) == new:
            top = 0
        below = new * height + height
        view = max(height, self.scrollable_content_region.height - self._head)
        if top < self.scroll_y:
            self.scroll_to(y=top, animate=False)
        elif below > self.scroll_y + view:
            self.scroll_to(y=below - view, animate=False)
        for row in (old, new):
            if row >= 0:
                self.refresh_lines(row * height + self._head, height)

    def _go(self, index: int) -> None:
        """A move by hand: the only one the screen hears of."""
        if index != self.cursor:
            self.cursor = index
            if (row := self.row) is not None:
                self.post_message(self.Picked(self, row))  # type: ignore[arg-type]  # a list of any row

    def action_move(self, by: int) -> None:
        """Go up or down by rows, over headings."""
        target = self.cursor + by
        if 0 <= target < len(self.rows):
            found = self._nearest(target, 1 if by > 0 else -1)
            if (found - self.cursor) * by > 0:
                self._go(found)
            elif by < 0:
                self.scroll_to(y=0, animate=False)

    def turn(self, by: int) -> None:
        """Go on by one row and, after the last one, begin again; the other way round with -1."""
        last = self._nearest(len(self.rows) - 1 if by > 0 else 0, -by)
        if self.cursor == last:
            self.action_edge(0 if by > 0 else -1)
        else:
            self.action_move(by)

    def action_page(self, way: int) -> None:
        """Go a screenful up or down."""
        if self.rows:
            rows = max(1, (self.scrollable_content_region.height - self._head) // self.height_of_row - 1)
            self._go(self._nearest(max(0, min(len(self.rows) - 1, self.cursor + way * rows)), way))

    def action_edge(self, index: int) -> None:
        """Go to the first or last row."""
        if self.rows:
            self._go(self._nearest(index % len(self.rows), 1 if index == 0 else -1))

    def action_select(self) -> None:
        """Open the picked row."""
        if (row := self.row) is not None:
            self.post_message(self.Chosen(self, row))  # type: ignore[arg-type]  # a list of any row

    def _index_at(self, y: int) -> int:
        if y < self._head:
            return -1
        index = (y - self._head + round(self.scroll_y)) // self.height_of_row
        return index if 0 <= index < len(self.rows) else -1

    def on_click(self, event: events.Click) -> None:
        """A click picks a row; a click on the picked row, or a double click, opens it."""
        at = event.get_content_offset(self)  # lists in a pane have a margin of their own, which is no row
        index = self._index_at(at.y) if at is not None else -1
        if index < 0 or isinstance(self.rows[index], Heading):
            return
        again = index == self.cursor
        self._go(index)
        if again or event.chain > 1:
            self.action_select()

    def on_focus(self) -> None:
        """The picked row is drawn stronger with the focus."""
        self.refresh()

    def on_blur(self) -> None:
        """And weaker without."""
        self.refresh()

    def on_resize(self) -> None:
        """Keep the picked row in sight."""
        self.call_after_refresh(self._stay)

    def _stay(self) -> None:
        self._measure()
        self.refresh()
        if 0 <= self.cursor < len(self.rows):
            self.scroll_to_region(
                Region(0, self.cursor * self.height_of_row, 1, self.height_of_row + self._head), animate=False
            )

    def render_line(self, y: int) -> Strip:
        """Paint one line of the screen."""
        width = self.scrollable_content_region.width
        if self.header and y == 0:
            return self._header(width)
        at = y - self._head + round(self.scroll_y)
        index, part = divmod(at, self.height_of_row)
        if not self.rows and at == 1:
            return self._strip([(padded(f"  {self.empty}", width), "soft")], False)
        if not 0 <= index < len(self.rows):
            return Strip.blank(width, self.rich_style)
        row = self.rows[index]
        if isinstance(row, Heading):
            return self._heading(row, part, width)
        picked = index == self.cursor
        shown = self._first(row, width, picked) if part == 0 else self._second(row, part, width, picked)
        return self._strip(shown, picked)

    def _strip(self, pieces: Sequence[tuple[str, str]], picked: bool) -> Strip:
        ground = ("pick" if self.has_focus else "bar") if picked else "paper"
        theme = self.app.theme
        return Strip([Segment(text, inked(theme, tone, ground)) for text, tone in pieces])

    def _shown(self, width: int) -> tuple[tuple[Column[Row], ...], int]:
        """The columns that have a place at this width, and the width of the flexible one."""
        columns = tuple(column for column in self.columns if width >= column.from_width)
        fixed = sum(column.width + 2 for column in columns if column.width)
        return columns, max(4, width - fixed - 4)

    @property
    def _bar(self) -> str:
        """Before the picked row; broad with the focus, so that the eye needs no colour."""
        return "▌" if self.has_focus else "▏"

    def _first(self, row: Row, width: int, picked: bool) -> list[tuple[str, str]]:
        columns, rest = self._shown(width)
        mark = f"{self._bar} " if picked else "  "
        pieces = [(mark, "accent")]
        for column in columns:
            cell = column.cell(row)
            tone = "strong" if picked and cell.tone == "plain" else cell.tone
            pieces.append((padded(one_line(cell.text), column.width or rest, column.right), tone))
            pieces.append(("  ", "plain"))
        return self._exact(pieces, width)

    def _second(self, row: Row, part: int, width: int, picked: bool) -> list[tuple[str, str]]:
        assert self.second is not None
        indent = self._indent(width)
        cell = self.second(row)
        mark = (self._bar if picked else " ") + " " * (indent - 1)
        room = max(4, width - indent - 2)
        first, rest = folded(one_line(cell.text), room) if self._spread else (one_line(cell.text), "")
        return self._exact([(mark, "accent"), (padded(first if part == 1 else rest, room), cell.tone)], width)

    @staticmethod
    def _exact(pieces: list[tuple[str, str]], width: int) -> list[tuple[str, str]]:
        done: list[tuple[str, str]] = []
        left = width
        for text, tone in pieces:
            size = cell_len(text)
            if size > left:
                text, size = padded(text, left), left
            if text:
                done.append((text, tone))
            left -= size
        if left:
            done.append((" " * left, "plain"))
        return done

    def _heading(self, row: Heading, part: int, width: int) -> Strip:
        if part != self.height_of_row - 1:
            return Strip.blank(width, self.rich_style)
        pieces = [(f"  {one_line(row.text)}  ", "heading"), (one_line(row.note), "faint")]
        return self._strip(self._exact(pieces, width), False)

    def _header(self, width: int) -> Strip:
        columns, rest = self._shown(width)
        pieces = [("  ", "faint")]
        for column in columns:
            pieces.append((padded(column.title, column.width or rest, column.right) + "  ", "faint"))
        return self._strip(self._exact(pieces, width), False)
