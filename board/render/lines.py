"""Blocks → plain lines, for the command line and for readers without a screen full of boxes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from board.core.text import cells
from board.render.blocks import Block, BlockKind, Span

_GAP = "  "


def plain(blocks: Iterable[Block], width: int = 80) -> list[str]:
    """The blocks as lines of at most `width` cells (0: as long as they are); nothing is cut off.

    Headings keep their `#` marks, link targets follow in round brackets, and a table that is too wide becomes one
    paragraph a row.
    """
    lines: list[str] = []
    before: Block | None = None
    for block in blocks:
        close = before is not None and block.kind is before.kind is BlockKind.BULLET
        if before is not None and not close:
            lines.append("")
        lines.extend(_block(block, width))
        before = block
    return lines


def _block(block: Block, width: int) -> list[str]:
    prefix = "> " * block.quoted + "  " * max(0, block.depth - (1 if block.marker else 0))
    first = prefix + (f"{block.marker} " if block.marker else "")
    rest = prefix + " " * (len(first) - len(prefix))
    room = max(1, width - len(first)) if width > 0 else 0
    match block.kind:
        case BlockKind.RULE:
            inside = ["-" * (room or 20)]
        case BlockKind.CODE:
            code = block.text.expandtabs(4).split("\n")
            inside = ["    " + part for line in code for part in _pieces(line, room and max(1, room - 4))]
        case BlockKind.TABLE:
            inside = _table(block, room)
        case BlockKind.HEADING:
            inside = wrap(f"{'#' * block.level} {words(block.spans)}", room)
        case BlockKind.NOTICE:
            inside = wrap(f"[{words(block.spans)}]", room)
        case _:
            inside = wrap(words(block.spans), room)
    return [((first if at == 0 else rest) + line).rstrip() for at, line in enumerate(inside or [""])]


def words(spans: Sequence[Span]) -> str:
    """The text of spans with link targets written out; a link that is its own target is written once."""
    text = ""
    for at, span in enumerate(spans):
        text += f"`{span.text}`" if span.code else span.text
        last_of_link = span.target and (at + 1 == len(spans) or spans[at + 1].target != span.target)
        if last_of_link and span.target != span.text:
            text += f" ({span.target})"
    return text


def wrap(text: str, width: int) -> list[str]:
    """Text broken at spaces into lines of at most `width` cells; line feeds stay, long words are broken."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, room = "", width
        for word in paragraph.split(" "):
            for piece in _pieces(word, width):
                size = cells(piece)
                if width and line and size + 1 > room:
                    lines.append(line)
                    line, room = piece, width - size
                else:
                    room -= size + (1 if line else 0)
                    line = f"{line} {piece}" if line else piece
        lines.append(line)
    return lines


def _pieces(word: str, width: int) -> list[str]:
    """A word cut into pieces that fit; most words fit and stay whole."""
    if not width or cells(word) <= width:
        return [word]
    pieces, piece, size = [], "", 0
    for character in word:
        wide = cells(character)
        if piece and size + wide > width:
            pieces.append(piece)
            piece, size = "", 0
        piece, size = piece + character, size + wide
    return [*pieces, piece]


def _table(block: Block, room: int) -> list[str]:
    rows = [[" ".join(words(cell).split("\n")) for cell in row] for row in block.rows]
    columns = max((len(row) for row in rows), default=0)
    rows = [row + [""] * (columns - len(row)) for row in rows]
    widths = [max(cells(row[column]) for row in rows) for column in range(columns)]
    if room and sum(widths) + len(_GAP) * (columns - 1) > room:
        return _table_by_rows(rows, room)
    lines = []
    for at, row in enumerate(rows):
        lines.append(_GAP.join(_set(cell, widths[column], column in block.right) for column, cell in enumerate(row)))
        if at == 0:
            lines.append(_GAP.join("-" * width for width in widths))
    return lines


def _set(cell: str, width: int, right: bool) -> str:
    space = " " * (width - cells(cell))
    return space + cell if right else cell + space


def _table_by_rows(rows: Sequence[Sequence[str]], room: int) -> list[str]:
    """One "heading: cell" line for each cell, rows set apart; used when the columns do not fit side by side."""
    heading, *body = rows
    if not body:
        return [line for cell in heading for line in wrap(cell, room)]
    lines: list[str] = []
    for row in body:
        if lines:
            lines.append("")
        for name, cell in zip(heading, row, strict=True):
            lines.extend(wrap(f"{name}: {cell}" if name else cell, room))
    return lines
