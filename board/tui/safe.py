"""The one way for text from files to reach a widget: cleaned, and as `Content`, never as markup."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.content import Content, Span
from textual.style import Style

from board.core.text import one_line, safe_text

Piece = str | Content | tuple[str, str]
"""A plain string, ready content, or a string with a style such as "bold $accent"."""


def text(value: str, style: str = "") -> Content:
    """Any text, several lines allowed, with every hidden or control character made visible."""
    shown = safe_text(value)
    return Content(shown, [Span(0, len(shown), style)] if style else None)


def line(value: str, style: str = "", width: int = 0) -> Content:
    """Any text on one line; with `width`, cut to so many cells with an ellipsis."""
    shown = fit(one_line(value), width) if width else one_line(value)
    return Content(shown, [Span(0, len(shown), style)] if style else None)


def join(*pieces: Piece) -> Content:
    """Several pieces in a row; strings are cleaned, content is taken as it is."""
    ready: list[Content] = []
    for piece in pieces:
        if isinstance(piece, Content):
            ready.append(piece)
        elif isinstance(piece, tuple):
            ready.append(text(piece[0], piece[1]))
        else:
            ready.append(text(piece))
    return Content.assemble(*ready)


def lines(*rows: Content) -> Content:
    """Several contents below one another."""
    return Content("\n").join(rows)


def fit(value: str, width: int) -> str:
    """A one-line string in at most `width` cells, with an ellipsis when it was cut."""
    if width <= 0:
        return ""
    if cell_len(value) <= width:
        return value
    return set_cell_size(value, width - 1).rstrip() + "…"


def folded(value: str, width: int) -> tuple[str, str]:
    """A one-line string in two: the words that fit into `width` cells, and the rest."""
    if cell_len(value) <= width:
        return value, ""
    cut = size = 0
    for at, character in enumerate(value):
        if character == " ":
            cut = at
        size += cell_len(character)
        if size > width:
            break
    return (value[:cut], value[cut + 1 :]) if cut > 0 else (value, "")


def padded(value: str, width: int, right: bool = False) -> str:
    """A one-line string in exactly `width` cells."""
    shown = fit(value, width)
    space = " " * (width - cell_len(shown))
    return space + shown if right else shown + space


def clickable(label: Content, action: str) -> Content:
    """Content that runs one of our own actions on a click; `action` is a literal of the program, never file text."""
    return label.stylize(Style.from_meta({"@click": action}))


def hang(label: Content, body: Content, room: int) -> Content:
    """A label and a body beside it; the body's further lines stand under its first one."""
    indent = label.cell_length
    wrapped = body.wrap(max(10, room - indent)) or [Content("")]
    return Content("\n").join(
        [Content.assemble(label if at == 0 else " " * indent, one.rstrip()) for at, one in enumerate(wrapped)]
    )
