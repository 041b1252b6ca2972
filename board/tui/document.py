"""Long texts: blocks of prose laid out with a measure and hanging indents, as one selectable content."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.selection import Selection
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget
from textual.worker import get_current_worker

from board.tui.safe import padded, text

if TYPE_CHECKING:
    from board.render.blocks import Block, Cell

MEASURE = 88
"""Cells of a line of prose at most: longer lines are hard to follow."""
FIRST_CHARACTERS = 6000
"""Of a long text, about so many are parsed and laid out before anything else."""
_HEADINGS = {1: "bold $accent", 2: "bold $ink", 3: "bold $ink-2"}


def lay_out(blocks: Sequence[Block], width: int) -> list[Content]:
    """The lines of all blocks at a width, one blank line between them but not inside a list."""
    room = max(20, min(width, MEASURE))
    rows: list[Content] = []
    previous: Block | None = None
    for block in blocks:
        if previous is not None and not (_listed(previous) and _listed(block)):
            rows.append(Content(""))
        for row in _block(block, room, width):
            rows += row.split("\n") if "\n" in row.plain else (row,)
        previous = block
    return rows


def _listed(block: Block) -> bool:
    return block.depth > 0


def _block(block: Block, room: int, width: int) -> list[Content]:
    match block.kind.value:
        case "heading":
            return _hang(_spans(block.spans), "", "", room, _HEADINGS.get(block.level, "$ink-2"))
        case "bullet":
            indent = "  " * (block.depth - 1)
            mark = "•" if block.marker in ("-", "") else block.marker
            return _hang(_spans(block.spans), f"{indent}{mark} ", " " * (len(indent) + len(mark) + 1), room)
        case "code":
            return [text(f"  {one}", "$ink-2") for one in block.text.expandtabs(4).split("\n")]
        case "table":
            return _table(block, max(room, width))
        case "rule":
            return [Content.styled("─" * min(24, room), "$line")]
        case "notice":
            return _hang(_spans(block.spans), "! ", "  ", room, "$warn")
        case _:
            bar = "▏ " * block.quoted
            indent = bar or "  " * block.depth
            return _hang(_spans(block.spans), indent, indent, room, "italic $ink-2" if bar else "")


def _hang(words: Content, first: str, rest: str, room: int, style: str = "") -> list[Content]:
    """Wrapped lines, the first behind `first`, the others behind `rest`."""
    if style:
        words = words.stylize_before(style)
    wrapped = words.wrap(max(10, room - cell_len(first)))
    lead = "$accent" if first.strip() else ""
    return [Content.assemble((first if at == 0 else rest, lead), one.rstrip()) for at, one in enumerate(wrapped)] or [
        Content("")
    ]


def _spans(spans: Cell) -> Content:
    parts: list[Content] = []
    for span in spans:
        style = " ".join(
            name for name, on in (("bold", span.strong), ("italic", span.emphasis), ("$accent", span.code)) if on
        )
        parts.append(text(span.text, style))
        if span.target and span.target != span.text:
            parts.append(text(f" ({span.target})", "$ink-3"))
    return Content.assemble(*parts)


def _table(block: Block, width: int) -> list[Content]:
    columns = max((len(row) for row in block.rows), default=0)
    cells = [[_spans(cell) for cell in row] for row in block.rows]
    widths = [max((row[at].cell_length for row in cells if at < len(row)), default=0) for at in range(columns)]
    spare = width - 2 * columns - sum(widths)
    while spare < 0 and max(widths, default=0) > 8:
        widths[widths.index(max(widths))] -= 1
        spare += 1
    rows: list[Content] = []
    for number, row in enumerate(cells):
        rows.extend(_table_row(row, widths, block.right, number == 0))
        if number == 0:
            rows.append(Content.styled("─" * (sum(widths) + 2 * max(0, columns - 1)), "$line"))
    return rows


def _table_row(row: Sequence[Content], widths: Sequence[int], right: Sequence[int], head: bool) -> list[Content]:
    """One row, as many lines as its longest cell needs: nothing of a cell is ever cut off."""
    wrapped = [
        (row[at] if at < len(row) else Content("")).wrap(max(1, width)) or [Content("")]
        for at, width in enumerate(widths)
    ]
    found: list[Content] = []
    for number in range(max((len(cell) for cell in wrapped), default=0)):
        parts: list[Content | str] = []
        for at, width in enumerate(widths):
            shown = wrapped[at][number].rstrip() if number < len(wrapped[at]) else Content("")
            gap = max(0, width - shown.cell_length)
            parts += [" " * gap, shown] if at in right else [shown, " " * gap]
            parts.append("  ")
        line = Content.assemble(*parts).rstrip()
        found.append(line.stylize_before("bold $ink-2") if head else line)
    return found


def plain_lines(value: str, width: int, first: int = 1) -> list[Content]:
    """A file, or a part of it, as it is written: long lines wrapped, each with its number in the file."""
    digits = len(str(value.count("\n") + first))
    rows: list[Content] = []
    for number, one in enumerate(value.split("\n"), first):
        shown = text(one.expandtabs(4))
        for at, piece in enumerate(shown.wrap(max(20, width - digits - 2)) or [Content("")]):
            rows.append(
                Content.assemble((padded(str(number) if at == 0 else "", digits, True) + "  ", "$ink-3"), piece)
            )
    return rows


def first_screen(markdown: str) -> str:
    """The text up to a blank line soon after FIRST_CHARACTERS: what fills a screen, parsed in a hundredth of it all."""
    if len(markdown) <= 2 * FIRST_CHARACTERS:
        return markdown
    end = markdown.find("\n\n", FIRST_CHARACTERS)
    return markdown[:end] if 0 <= end < 4 * FIRST_CHARACTERS else ""


class Page(Widget):
    """Lines that are ready to paint; of a thousand, only those on screen are painted. Any piece can be selected."""

    DEFAULT_CSS = "Page { width: 1fr; height: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Content] = ()

    def show(self, rows: Sequence[Content]) -> None:
        """Show other lines."""
        self.rows = rows
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line each."""
        return len(self.rows)

    def render_line(self, y: int) -> Strip:
        """Paint one line."""
        width = self.content_size.width
        if not 0 <= y < len(self.rows):
            return Strip.blank(width, self.visual_style.rich_style)
        row = self.rows[y]
        if (selection := self.text_selection) is not None and (span := selection.get_span(y)) is not None:
            start, end = span
            marked = "$screen-selection-foreground on $screen-selection-background"
            row = row.stylize(marked, start, len(row.plain) if end < 0 else end)
        strips = Visual.to_strips(self, row, max(1, width), 1, self.visual_style, apply_selection=False, pad=True)
        return (strips[0] if strips else Strip.blank(width, self.visual_style.rich_style)).apply_offsets(0, y)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The words that were dragged over."""
        return selection.extract("\n".join(row.plain for row in self.rows)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Paint the selection."""
        self.refresh()


Made = Content | list[Content]
"""What a function makes of a width: lines, or a text whose lines are wrapped where they are too long."""


class DocumentView(VerticalScroll, can_focus=True):
    """A pane that shows one text at a time, laid out for its width, in a thread when it is long."""

    ALLOW_MAXIMIZE = True
    BINDINGS = [  # noqa: RUF012 - Textual's own form
        Binding("j", "scroll_down", "Down", show=False, id="document.down"),
        Binding("k", "scroll_up", "Up", show=False, id="document.up"),
        Binding("space", "page_down", "Page down", show=False, id="document.page-down"),
    ]

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id)
        self._make: Callable[[int], Made] | None = None
        self._blocks: Sequence[Block] = ()
        self._prose_shown: tuple[str, int] | None = None
        self._laid_out_at = 0
        self.plain = ""

    def compose(self) -> ComposeResult:
        yield Page()

    @property
    def room(self) -> int:
        """Cells a line may take."""
        return max(20, self.scrollable_content_region.width)

    def show(self, content: Content) -> None:
        """Show a ready text."""
        self.show_with(lambda _: content)

    def show_with(self, make: Callable[[int], Made], plain: str = "") -> None:
        """Show what `make` lays out for a width; again when the width changes."""
        self._make, self._blocks, self._prose_shown = make, (), None
        self._put(_rows(make(self.room), self.room), self.room, top=True, plain=plain)

    def show_prose(self, markdown: str, first_line: int = 1) -> None:
        """Show a Markdown text: the first screen first, the rest when a thread has laid it out.

        A text that is there already stays where the reader is.
        """
        if self._prose_shown == (markdown, first_line):
            return
        self._make, self._blocks = None, ()
        self.plain = markdown
        self._prose_shown = (markdown, first_line)
        self._prose(markdown, first_line, self.room)

    @work(thread=True, exclusive=True, group="layout", exit_on_error=False)
    def _prose(self, markdown: str, first_line: int, width: int) -> None:
        from board.render.prose import blocks

        worker = get_current_worker()
        first = first_screen(markdown)
        whole = first == markdown
        if first and not whole:
            self.app.call_from_thread(self._put, lay_out(blocks(first, first_line), width), width, True, markdown)
        found = blocks(markdown, first_line)
        rows = lay_out(found, width)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._put_prose, found, rows, width, not first or whole, markdown)

    def _put_prose(self, found: Sequence[Block], rows: list[Content], width: int, top: bool, markdown: str) -> None:
        self._blocks = found
        self._put(rows, width, top, markdown)

    def _put(self, rows: list[Content], width: int, top: bool = False, plain: str = "") -> None:
        """Show lines that were laid out for `width`."""
        if not self.is_mounted:
            return
        self.query_one(Page).show(rows)
        self.plain = plain or "\n".join(row.plain for row in rows)
        self._laid_out_at = width
        if top:
            self.scroll_home(animate=False)
        self.call_after_refresh(self.on_resize)

    def on_resize(self) -> None:
        """Another width, another layout."""
        if self.room == self._laid_out_at:
            return
        if self._make is not None:
            self._put(_rows(self._make(self.room), self.room), self.room, plain=self.plain)
        elif self._blocks:
            self._again(self._blocks, self.room, self.plain)

    @work(thread=True, exclusive=True, group="layout", exit_on_error=False)
    def _again(self, found: Sequence[Block], width: int, markdown: str) -> None:
        rows = lay_out(found, width)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._put, rows, width, False, markdown)


def _rows(made: Made, width: int) -> list[Content]:
    """Lines that fit."""
    rows: list[Content] = []
    for one in made.split("\n", allow_blank=True) if isinstance(made, Content) else made:
        rows += one.wrap(width) if one.cell_length > width else (one,)
    return rows
