"""A terminal that goes away ends the screens, and nothing is left spinning on a dead line."""

from __future__ import annotations

import select
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import IO

    from textual.app import App
    from textual.driver import Driver

LOOK = 1.0
"""Seconds between two looks at the line."""
HUNG_UP = 129
"""The exit status: 128 and the number of the signal that a shell sends when its line is gone."""


def watch(app: App[Any]) -> None:
    """Leave the app soon after its terminal is gone.

    Usually the system ends a program whose terminal closes. One that is not the leader of its session, as under some
    supervisors, is told nothing, and Textual's reader of keys then asks the dead line again without end. What was
    typed lies in its draft already.
    """
    if not app.is_headless and hasattr(select, "poll") and sys.__stdin__ is not None:
        number = sys.__stdin__.fileno()
        app.set_interval(LOOK, lambda: app.exit(return_code=HUNG_UP) if gone(number) else None)


def gone(number: int) -> bool:
    """Whether the other end of this terminal was closed."""
    line = select.poll()
    line.register(number, 0)
    with suppress(OSError):
        return any(state & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, state in line.poll(0))
    return True


class Line:
    """A terminal's line that never fails: what is written when its other end is gone comes to nothing."""

    def __init__(self, line: IO[str]) -> None:
        self._line = line

    def write(self, words: str) -> int:
        with suppress(OSError):
            self._line.write(words)
        return len(words)

    def flush(self) -> None:
        with suppress(OSError):
            self._line.flush()

    def fileno(self) -> int:
        return self._line.fileno()


def steadfast(driver: type[Driver]) -> type[Driver]:
    """The same driver, writing to a line that never fails.

    Textual's writer ends at its first error. Thirty frames later whoever draws waits for it, for ever: the look at the
    line never comes, and the program stays.
    """

    class Steadfast(driver):  # type: ignore[valid-type, misc]  # the class is only known when it runs
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            if "_file" in self.__dict__:
                self.__dict__["_file"] = Line(self.__dict__["_file"])

    return Steadfast
