"""Every screen: what it paints can be read in both themes, and at 80 columns all of it is within reach of the mouse.

One start serves both, because starting and getting there costs more than looking.
"""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, TextArea

from board.tui.app import BoardApp
from board.tui.choices import Choices
from board.tui.chrome import DialogBar, KeyBar
from board.tui.lists import VirtualList
from board.tui.theme import PALETTES
from tests.tui.contrast import unreadable
from tests.tui.pilot import SMALL, play, settle, under_the_mouse
from tests.tui.sample_desk import SampleDesk
from tests.tui.screens import WAYS, go


@pytest.mark.parametrize("name", WAYS)
def test_a_screen_can_be_read_and_when_the_window_shrinks_be_reached(name: str) -> None:
    """Given a screen, then text has at least 4.5:1 and lines 3:1 against what lies behind them, in either theme.

    When the window shrinks to 80 columns and each part is scrolled to, then nothing covers it and it is inside.
    """
    desk = SampleDesk()
    weak: set[tuple[str, str, str]] = set()
    reached: list[str] = []

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go(name, desk, app, pilot)
        for theme in PALETTES:
            app.theme = theme
            await settle(app, pilot)
            weak.update(unreadable(app))
        await pilot.resize_terminal(*SMALL)
        await settle(app, pilot)
        assert app.screen.size == SMALL
        for widget in app.screen.focus_chain:
            if isinstance(widget, (VirtualList, Choices, Button, Input, TextArea)) and widget.region:
                assert await under_the_mouse(app, pilot, widget), widget
                reached.append(type(widget).__name__)
        bars = [*app.screen.query(KeyBar), *app.screen.query(DialogBar)]
        assert all(bar.region.bottom <= SMALL[1] for bar in bars)
        weak.update(unreadable(app))

    play(desk, steps)
    assert not weak
