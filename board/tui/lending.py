"""Signing while the screens are up: a touch is asked for in words, and a passphrase on a bare terminal.

Two programs that read one keyboard would share out the letters of the passphrase, and here each letter is a command.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

if TYPE_CHECKING:
    from board.tui.app import BoardApp

_TOUCH_SHOWN = 30


def lend(app: BoardApp) -> None:
    """Let the session of an app, which signs in jobs, speak to the person and ask her on a bare terminal."""
    soon = asyncio.get_running_loop().call_soon_threadsafe

    def touch(words: str) -> None:
        soon(partial(app.tell, words, "information", _TOUCH_SHOWN))

    @contextmanager
    def lent(words: str) -> Iterator[bool]:
        ready, done, free = Event(), Event(), Event()
        soon(partial(_hold, app, words, ready, done, free))
        ready.wait()
        try:
            yield free.is_set()
        finally:
            done.set()

    session = app.desk.session
    session.interactive, session.touch, session.lent = False, touch, lent


def _hold(app: BoardApp, words: str, ready: Event, done: Event, free: Event) -> None:
    """Write words on the bare terminal and leave it alone until `done`; Ctrl-C is for the program that asks."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        with app.suspend():
            if words:
                with suppress(OSError):
                    os.write(1, f"{words}\n".encode())
            free.set()
            ready.set()
            done.wait()
    except SuspendNotSupported:
        ready.set()
    finally:
        signal.signal(signal.SIGINT, before)
