"""Contrast of the themes' own colours, computed; what the screens paint with them is in test_every_screen.py."""

from __future__ import annotations

from typing import Any

import pytest
from rich._palettes import EIGHT_BIT_PALETTE, STANDARD_PALETTE
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.pilot import Pilot

from board.tui.app import BoardApp
from board.tui.theme import GROUNDS, INKS, PALETTES, other, themes
from tests.tui.contrast import ratio
from tests.tui.pilot import play, press, strips
from tests.tui.sample_desk import SampleDesk


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
