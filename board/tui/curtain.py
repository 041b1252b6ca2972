"""What the eye sees while the screens are being loaded: the inbox of this folder as it was last seen.

Loading takes a quarter of a second; reading a picture of the last inbox and painting it takes a tenth of that. So this
module asks nothing but the standard library, and is imported before anything else. What it paints is text that was
cleaned when it was kept, and is checked again here: printable characters and colours, nothing else. Keys pressed
meanwhile wait in the terminal for the screens.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import termios
from hashlib import sha256
from pathlib import Path
from typing import Any

Picture = list[list[list[str]]]
"""Rows of the screen, each a list of [numbers of a colour sequence, text]."""

SHAPE = 1
_LARGEST = 1 << 20
_TABS = [["7", " 1 Inbox "], ["", "  2 Proposals   3 Decisions "]]
OPENING = "Opening the repository …"


class Curtain:
    """The first paint of one start; as a context it hands the terminal back as it was, whatever happens."""

    def __init__(self, directory: Path, as_member: str = "") -> None:
        self.place = place(directory, as_member)
        self.kept: dict[str, Any] = _read(self.place)
        self._before: list[Any] | None = None
        self._up = False

    def __enter__(self) -> Curtain:
        """Paint, where a terminal can show it."""
        with contextlib.suppress(OSError, ValueError, termios.error):
            if sys.stdout.isatty() and os.environ.get("TERM", "dumb") not in ("", "dumb", "unknown"):
                painted = ""
                if self.kept.get("seen_on") == terminal():
                    with contextlib.suppress(TypeError, ValueError, AttributeError):
                        painted = _painted(self.kept["picture"])
                painted = painted or _painted(_bare(*os.get_terminal_size(1)))
                self._before = termios.tcgetattr(0)
                quiet = termios.tcgetattr(0)
                quiet[0] &= ~termios.ICRNL  # Enter must reach the screens as Enter
                quiet[3] &= ~(termios.ECHO | termios.ICANON)
                termios.tcsetattr(0, termios.TCSANOW, quiet)
                _write(f"\x1b[?1049h\x1b[?25l\x1b[H{painted}")
                self._up = True
        return self

    def drop(self) -> None:
        """The screens take over now; the terminal takes keys as it did before."""
        if self._before is not None:
            with contextlib.suppress(OSError, termios.error):
                termios.tcsetattr(0, termios.TCSANOW, self._before)
            self._before = None
        self._up = False

    def __exit__(self, *_: object) -> None:
        """Clear away what nobody took over."""
        was_up = self._up
        self.drop()
        if was_up:
            with contextlib.suppress(OSError):
                _write("\x1b[?1049l\x1b[?25h")


def place(directory: Path, as_member: str = "") -> Path:
    """The file about this folder and member, in the folder that `store.homes` gives to caches."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    home = Path(named) if named.startswith("/") else Path.home() / ".cache"
    what = f"{directory.absolute()}\0{as_member}".encode("utf-8", "surrogatepass")
    return home / "governance-board" / "seen" / f"{sha256(what).hexdigest()[:32]}.json"


def terminal() -> list[str]:
    """What a picture depends on: size and colours of the terminal."""
    columns, lines = os.get_terminal_size(1)
    return [str(columns), str(lines), *(os.environ.get(one, "") for one in ("TERM", "COLORTERM", "NO_COLOR"))]


def _read(place: Path) -> dict[str, Any]:
    """What was kept; nothing when it is not this user's own file of this shape."""
    with contextlib.suppress(OSError, ValueError, RecursionError):
        descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            if os.fstat(descriptor).st_uid == os.getuid():
                found = json.loads(file.read(_LARGEST))
                if isinstance(found, dict) and found.get("shape") == SHAPE:
                    return found
    return {}


def _painted(rows: Picture) -> str:
    """The rows as a terminal takes them; anything but colours and printable characters is left out."""
    shown = []
    for row in rows:
        pieces = []
        for colour, text in row:
            if colour.replace(";", "").isdigit() or not colour:
                pieces.append(f"\x1b[0;{colour}m{text if text.isprintable() else ' ' * len(text)}")
        shown.append("".join(pieces) + "\x1b[0m\x1b[K")
    return "\r\n".join(shown)


def _bare(columns: int, lines: int) -> Picture:
    """The frame alone, for a folder whose inbox was never seen."""
    if columns < 60 or lines < 20:
        return []
    return [_TABS, *([["", ""]] for _ in range(lines - 3)), [["", f" {OPENING}"]], [["", ""]]]


def _write(text: str) -> None:
    data = text.encode("utf-8", "replace")
    while data:
        data = data[os.write(1, data) :]
