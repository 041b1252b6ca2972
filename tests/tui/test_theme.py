"""Contrast, computed: over the themes' own colours, and over every cell that any screen paints."""

from __future__ import annotations

from typing import Any

import pytest
from rich._palettes import EIGHT_BIT_PALETTE, STANDARD_PALETTE
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color
from textual.pilot import Pilot

from board.tui.app import BoardApp
from board.tui.theme import GROUNDS, INKS, PALETTES, other, themes
from tests.tui.pilot import play, press, settle, strips
from tests.tui.sample_desk import SampleDesk
from tests.tui.screens import WAYS, go

BORDERS = set("─━│╭╮╰╯┌┐└┘├┤▏▕▔▁▂▃▄▅▆▇█▊▎▌▀")


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2, 0 to 1."""
    parts = (each / 255 for each in Color.parse(colour).rgb)
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(first: str, second: str) -> float:
    """The contrast of two colours by WCAG 2, 1 to 21."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def test_the_ratio_is_that_of_wcag() -> None:
    assert round(ratio("#000000", "#ffffff"), 2) == 21
    assert round(ratio("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("theme", PALETTES)
def test_every_ink_is_readable_on_every_ground(theme: str) -> None:
    colours = PALETTES[theme]
    weak = {
        (ink, ground): ratio(colours[ink], colours[ground])
        for ink in INKS
        for ground in GROUNDS
        if ratio(colours[ink], colours[ground]) < 4.5
    }
    assert not weak
    assert min(ratio(colours["on-accent"], colours[name]) for name in ("accent", "warn")) >= 4.5


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("system", [ColorSystem.EIGHT_BIT, ColorSystem.STANDARD], ids=["256", "16"])
def test_every_ink_is_readable_where_a_terminal_has_few_colours(theme: str, system: ColorSystem) -> None:
    """Given a terminal of 256 or 16 colours, then what each of ours becomes there can still be read on every ground."""
    palette = EIGHT_BIT_PALETTE if system is ColorSystem.EIGHT_BIT else STANDARD_PALETTE
    shown = {}
    for name, colour in PALETTES[theme].items():
        number = RichColor.parse(colour).downgrade(system).number
        assert number is not None
        shown[name] = palette[number].hex
    weak = {(ink, ground) for ink in INKS for ground in GROUNDS if ratio(shown[ink], shown[ground]) < 4.5}
    assert not weak
    assert ratio(shown["on-accent"], shown["accent"]) >= 4.5
    assert ratio(shown["on-accent"], shown["warn"]) >= 4.5


@pytest.mark.parametrize("theme", PALETTES)
def test_lines_are_visible_where_they_are_drawn(theme: str) -> None:
    colours = PALETTES[theme]
    assert min(ratio(colours["line"], colours[ground]) for ground in ("paper", "bar", "field")) >= 3


def test_themes_differ_and_lead_to_each_other() -> None:
    first, second = (theme.name for theme in themes())
    assert (other(first), other(second)) == (second, first)


@pytest.mark.parametrize("name", WAYS)
def test_every_painted_cell_is_readable(name: str) -> None:
    """Given a screen in either theme, then text has at least 4.5:1 and lines 3:1 against what lies behind them."""
    desk = SampleDesk()
    weak: set[tuple[str, str, str]] = set()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go(name, desk, app, pilot)
        for theme in PALETTES:
            app.theme = theme
            await settle(app, pilot)
            weak.update(unreadable(app))

    play(desk, steps)
    assert not weak


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


def test_nothing_hangs_on_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given NO_COLOR, when the inbox is painted, then no hue is sent and the picked row is still marked."""
    monkeypatch.setenv("NO_COLOR", "1")
    hues: set[str] = set()
    picked: list[str] = []

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        from textual.filter import Monochrome

        await press(app, pilot, "j")
        assert any(isinstance(each, Monochrome) for each in app._filters)
        for strip in strips(app):
            for segment in strip.apply_filter(Monochrome(), app.screen.background_colors[1]):
                if segment.style is not None and segment.style.color is not None:
                    red, green, blue = segment.style.color.get_truecolor()
                    if not red == green == blue:
                        hues.add(segment.text)
            if strip.text.startswith("▌"):
                picked.append(strip.text)

    play(SampleDesk(), steps)
    assert not hues
    assert len(picked) == 2
    assert "high" in picked[0]
