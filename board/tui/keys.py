"""Keys take effect in the order they were pressed, however fast: each waits until the one before it has done its work.

Textual hands a key to the widget that has the focus when the key is read. A key that moves the focus, or opens a
screen, does so some messages later; whatever is read in between still goes to the old place, where letters are
commands. So each key waits here until the screen in front is at rest, and has read what it shows.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual import events
from textual.screen import Screen
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.app import App

Typed = events.Key | events.Paste

ROUNDS = 3
"""So many times in a row nobody has anything to do; then nothing more will come of a key."""
AT_MOST = 1.0
"""Seconds to wait for rest: something that never rests must not stop the keyboard."""
LOOK_AGAIN = 0.005
"""Seconds between two looks at a screen that is still reading."""
PATIENCE = 2.0
"""Seconds that Esc waits for a screen that is still reading, behind what was typed before it."""


class Keys:
    """The keyboard's queue. A screen may say `reading = True` for as long as it has nothing to type into yet."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._waiting: deque[Typed] = deque()
        self._admitted: deque[Typed] = deque()
        self._task: asyncio.Task[None] | None = None
        self._field: Widget | None = None
        """The field that the key before this one was typed into; letters that follow need not wait."""
        self._rested = True
        """Whether the key before has done all its work."""
        self._left: Screen[Any] | None = None
        """The screen in front when Esc was pressed, if that was the key before this one."""

    def admits(self, event: Typed) -> bool:
        """Whether it is this event's turn. One that is not yet is taken into the queue, and comes again."""
        if self._admitted and self._admitted[0] is event:
            self._admitted.popleft()
            return True
        self._waiting.append(event)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work(), name="keys")
        return False

    async def rest(self) -> None:
        """Come back when every key so far has done its work."""
        while self._task is not None and not self._task.done():
            await asyncio.wait({self._task})
        await self._stillness()

    async def _work(self) -> None:
        while self._waiting or not self._rested:
            if not self._waiting:  # the key before is given its time now, so that the next one need not wait
                await self._stillness()
                self._one_place_back()
                self._rested = True
                continue
            if not self._flows(self._waiting[0]):
                if not self._rested:
                    await self._stillness()
                if self._one_place_back():
                    continue
                await self._read()
            self._rested = False
            event = self._waiting.popleft()
            field = self._app.focused
            self._field = field if field is not None and _is_words(event, field) else None
            self._left = self._app.screen if _is_escape(event) else None
            self._admitted.append(event)
            self._app.post_message(event)

    def _flows(self, event: Typed) -> bool:
        """Words that follow words into the same field."""
        return self._field is not None and self._field is self._app.focused and _is_words(event, self._field)

    def _one_place_back(self) -> bool:
        """Whether an Esc was dropped: pressed again before the one before it had shown the screen behind."""
        left, self._left = self._left, None
        again = bool(left is not None and left is not self._app.screen and self._waiting)
        if not again or not _is_escape(self._waiting[0]):
            return False
        while self._waiting and _is_escape(self._waiting[0]):
            self._waiting.popleft()
        return True

    async def _stillness(self) -> None:
        """Wait until nothing is left to handle: ROUNDS times in a row every part answers and none has a message."""
        loop = asyncio.get_running_loop()
        end = loop.time() + AT_MOST
        still = 0
        while still < ROUNDS and loop.time() < end:
            still = still + 1 if await self._round(end - loop.time()) and self._is_still() else 0

    async def _round(self, patience: float) -> bool:
        """Ask the app and all that holds the focus to answer behind what they have to do; False when one is late."""
        back = asyncio.Event()
        left = 0

        def answer() -> None:
            nonlocal left
            left -= 1
            if left == 0:
                back.set()

        stack = self._app.screen_stack
        front = self._app.focused or (stack[-1] if stack else None)
        left += self._app.call_later(answer)
        for one in front.ancestors_with_self[:-1] if front is not None else ():
            # Tab goes by the places of the last layout, so the screen answers only when it was laid out and painted.
            left += one.call_after_refresh(answer) if isinstance(one, Screen) else one.call_later(answer)
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await back.wait()
        return not left

    def _is_still(self) -> bool:
        app = self._app
        if app.message_queue_size or not app.screen_stack:
            return not app.message_queue_size
        return all(one.is_mounted and not one.message_queue_size for one in _parts(app.screen))

    async def _read(self) -> None:
        """Wait until the screen in front has read what it shows; Esc alone waits for nothing, there is nothing to lose.

        Esc behind words waits for PATIENCE, then goes first and takes the words with it: they had no place to go.
        """
        loop = asyncio.get_running_loop()
        begun = loop.time()
        while self._app.screen_stack and getattr(self._app.screen, "reading", False):
            leaving = next((at for at, one in enumerate(self._waiting) if _leaves(one)), None)
            if leaving is not None and (leaving == 0 or loop.time() - begun > PATIENCE):
                for _ in range(leaving):
                    self._waiting.popleft()
                return
            await asyncio.sleep(LOOK_AGAIN)
            self._rested = False
        if not self._rested:
            await self._stillness()


def _parts(screen: Screen[Any]) -> list[Widget]:
    return [one for one in screen.walk_children(with_self=True) if isinstance(one, Widget)]


def _is_words(event: Typed, field: Widget) -> bool:
    """Whether the field takes this as text."""
    if isinstance(event, events.Paste):
        return field.check_consume_key("a", "a")
    return event.is_printable and field.check_consume_key(event.key, event.character)


def _is_escape(event: Typed) -> bool:
    return isinstance(event, events.Key) and event.key == "escape"


def _leaves(event: Typed) -> bool:
    return isinstance(event, events.Key) and event.key in ("escape", "ctrl+q")
