"""Running the app without a terminal: start it, wait for its jobs, press keys, read the rows it painted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic
from typing import Any
from weakref import WeakSet

from textual import events
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget
from textual.worker import WorkerError

from board.tui.app import BoardApp
from board.tui.desk import Desk
from board.tui.forms import FormScreen

NAMED = ("enter", "escape", "tab", "down", "right", "slash", "f2", "f4", "ctrl+p")
"""The keys that tests press by name in a burst."""

SMALL = (80, 24)
"""The smallest window in which everything must work."""

Steps = Callable[[BoardApp, Pilot[Any]], Awaitable[None]]

unpainted: WeakSet[Compositor] = WeakSet()
"""Screens that changed since they were painted; tests/tui/conftest.py puts them here."""


def play(
    desk: Desk, steps: Steps, size: tuple[int, int] = (120, 40), theme: str = "board-dark", toasts: bool = False
) -> BoardApp:
    """Run the app on a desk, take the steps, and hand back the app; toasts are painted only when asked for."""
    app = BoardApp(lambda: desk, theme)

    async def run() -> None:
        async with app.run_test(size=size, notifications=toasts) as pilot:
            await settle(app, pilot)
            await steps(app, pilot)
        app.saver.close()

    asyncio.run(run())
    return app


async def settle(app: BoardApp, pilot: Pilot[Any]) -> None:
    """Wait until the keys pressed have done their work, the app's jobs are done and what they brought is painted."""
    while True:
        await app.keys.rest()
        await pilot.pause()
        running = [worker for worker in app.workers if not worker.is_finished]
        if not running:
            break
        for worker in running:
            with suppress(WorkerError):
                await worker.wait()
    if app.screen_stack and app.screen._compositor in unpainted:
        strips(app)


async def until(app: BoardApp, pilot: Pilot[Any], words: str) -> None:
    """Wait until the screen shows these words; fails after 20 seconds."""
    end = monotonic() + 20
    while words not in screen(app):
        assert monotonic() < end, f"“{words}” never came:\n{screen(app)}"
        await pilot.pause(0.01)


async def press(app: BoardApp, pilot: Pilot[Any], *keys: str) -> None:
    """Press keys one by one, waiting for jobs after each."""
    for key in keys:
        await pilot.press(key)
        await settle(app, pilot)


async def burst(app: BoardApp, pilot: Pilot[Any], *keys: str) -> None:
    """Keys as a machine sends them, all at once; a string longer than one character that is no key's name is typed."""
    for key in keys:
        for one in (key,) if len(key) == 1 or key in NAMED else tuple(key):
            character = one if len(one) == 1 else None
            app.post_message(events.Key(_character_to_key(one) if character else one, character))
    await pilot.pause()
    await settle(app, pilot)


async def saved(app: BoardApp, pilot: Pilot[Any]) -> None:
    """Bring what is typed to disk now, and wait until the screen has heard of it."""
    for shown in app.screen_stack:
        if isinstance(shown, FormScreen):
            shown.flush()
    app.saver.wait()
    await settle(app, pilot)


def strips(app: BoardApp) -> list[Strip]:
    """The painted rows, a dialog's above the screens behind it; the one place that needs private attributes."""
    unpainted.discard(app.screen._compositor)
    visible_screen_stack.set(app._background_screens)
    return app.screen._compositor.render_strips()


def rows(app: BoardApp) -> list[str]:
    """The screen as plain text, without white space at the ends."""
    return [strip.text.rstrip() for strip in strips(app)]


def screen(app: BoardApp) -> str:
    """The screen as one text."""
    return "\n".join(rows(app)) + "\n"


async def under_the_mouse(app: BoardApp, pilot: Pilot[Any], widget: Widget) -> bool:
    """Whether a widget, once scrolled to, is what lies under its own first cells."""
    widget.scroll_visible(animate=False, immediate=True)
    await pilot.pause()
    region = widget.region
    found, _ = app.get_widget_at(region.x + min(2, region.width - 1), region.y)
    return found is widget or widget in found.ancestors
