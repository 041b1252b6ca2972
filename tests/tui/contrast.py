"""Contrast as WCAG 2 computes it, of two colours and of everything that a screen has painted."""

from __future__ import annotations

from functools import cache

from textual.color import Color

from board.tui.app import BoardApp
from tests.tui.pilot import strips

BORDERS = set("─━│╭╮╰╯┌┐└┘├┤▏▕▔▁▂▃▄▅▆▇█▊▎▌▀")


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2, 0 to 1."""
    parts = (each / 255 for each in Color.parse(colour).rgb)
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def ratio(first: str, second: str) -> float:
    """The contrast of two colours by WCAG 2, 1 to 21."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def unreadable(app: BoardApp) -> set[tuple[str, str, str]]:
    """Painted pieces with too little contrast; what a dialog covers is dimmed on purpose and left out."""
    found: set[tuple[str, str, str]] = set()
    region = app.screen.children[0].region if app.screen.is_modal else app.screen.region
    for y, strip in enumerate(strips(app)):
        x = 0
        for segment in strip:
            inside = region.contains(x, y)
            x += segment.cell_length
            style = segment.style
            if not inside or not segment.text.strip() or style is None or style.color is None or style.bgcolor is None:
                continue
            front, back = style.color.get_truecolor(), style.bgcolor.get_truecolor()
            least = 3.0 if set(segment.text.replace(" ", "")) <= BORDERS else 4.5
            if front != back and ratio(front.hex, back.hex) < least:
                found.add((segment.text.strip()[:20], front.hex, back.hex))
    return found
