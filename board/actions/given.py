"""A file that somebody names on the command line: read once, and never more of it than its sort may hold."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

from board.core.finding import ExitStatus, refuse
from board.core.text import one_line

TOML_LIMIT = 256 * 1024
"""Bytes of a TOML file with many texts (docs/formats.md, Limits)."""
TEXT_LIMIT = 1024 * 1024
"""Bytes of a document with its prose."""
_SHOWN = 60


def read_given(path: Path, limit: int = TOML_LIMIT) -> bytes:
    """The bytes of a file or a pipe; `-` is standard input where the command says so.

    Refuses with status 2 what is neither, what cannot be read, and what holds more than `limit` bytes: a device that
    never ends must not hold anybody up.
    """
    if str(path) == "-":
        return _within(sys.stdin.read(limit + 1).encode("utf-8", "replace"), limit, "standard input")
    shown = one_line(str(path), _SHOWN)
    try:
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            what = "a folder" if stat.S_ISDIR(mode) else "a device"
            raise refuse(
                "file.not-plain", f"{shown} is {what}, not a file.", "Name a file.", status=ExitStatus.WRONG_USE
            )
        with path.open("rb") as file:
            return _within(file.read(limit + 1), limit, shown)
    except (OSError, ValueError) as problem:  # ValueError: a name with a null character
        words = getattr(problem, "strerror", None) or "its name is not one"
        raise refuse(
            "file.unreadable",
            f"{shown} cannot be read: {words.lower()}.",
            "Check the name and whether you may read it.",
            status=ExitStatus.WRONG_USE,
        ) from None


def _within(data: bytes, limit: int, shown: str) -> bytes:
    if len(data) <= limit:
        return data
    raise refuse(
        "file.too-large",
        f"{shown} holds more than {limit // 1024} KiB, which is more than this program reads here.",
        "Shorten it, or check that it is the file you meant.",
        status=ExitStatus.WRONG_USE,
    )
