"""Which path names are content, which are reported, and which may be created."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from board.core.text import hidden_characters, one_line
from board.formats.names import is_dot_git
from board.formats.names import stands_elsewhere as stands_elsewhere

_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_UNPORTABLE = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')
_LONGEST, _DEEPEST = 200, 10


def odd(name: bytes) -> str:
    """Why a path of the repository is not read as a file of the board, in words; "" when it is fine."""
    try:
        path = name.decode("utf-8")
    except UnicodeDecodeError:
        return "its name is not valid UTF-8"
    if "\n" in path or "\t" in path or hidden_characters(path):
        return "its name holds control or hidden characters"
    if any(_elsewhere(part) for part in path.split("/")):
        return "its name stands for another place"
    return ""


def _elsewhere(part: str) -> bool:
    return part in ("", ".", "..") or is_dot_git(part)


def shown(name: bytes) -> str:
    """Any name as text that is safe to show."""
    return one_line(name.decode("utf-8", "backslashreplace").replace("\n", "⟦U+000A⟧").replace("\t", "⟦U+0009⟧"))


def cannot_create(path: str) -> str:
    """Why the program does not create a file of this name, in words; "" when it may."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return "its name is not valid text"
    parts = path.split("/")
    if len(parts) > _DEEPEST:
        return f"it lies more than {_DEEPEST} folders deep"
    return next((why for part in parts if (why := _part_problem(part))), "")


def fold(name: str) -> str:
    """The form in which two names that a disk may take for one are equal."""
    return unicodedata.normalize("NFC", name).casefold()


def twins(paths: Iterable[str]) -> dict[str, str]:
    """Paths that differ from an earlier one only by case or accents, each with that earlier one."""
    first: dict[str, str] = {}
    found: dict[str, str] = {}
    for path in paths:
        earlier = first.setdefault(fold(path), path)
        if earlier != path:
            found[path] = earlier
    return found


def _part_problem(part: str) -> str:
    if _elsewhere(part):
        return "its name stands for another place"
    if part.casefold() in (".gitmodules", ".gitattributes"):
        return "its name changes how git treats other files"
    if hidden_characters(part) or _UNPORTABLE.search(part):
        return "its name holds characters that not every computer can store"
    if part.startswith("-") or part != part.strip() or part.endswith("."):
        return "its name begins with a dash or a space, or ends with a dot or a space"
    if _DEVICES.fullmatch(part):
        return "its name is that of a device on Windows"
    if len(part.encode("utf-8")) > _LONGEST:
        return f"its name is longer than {_LONGEST} bytes"
    if unicodedata.normalize("NFC", part) != part:
        return "its name is written with split accents; rename the file in the usual composed form"
    return ""
