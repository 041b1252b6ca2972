"""Files that come with the program: kinds, checklists, templates, words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from board.core.finding import ExitStatus, refuse


@cache
def shipped_dir() -> Path:
    """The folder `templates`: inside the package in an installed wheel, beside it in an editable checkout.

    Raises Refused when neither is there, which means a broken installation.
    """
    package = Path(__file__).resolve().parent.parent
    for candidate in (package / "templates", package.parent / "templates"):
        if candidate.is_dir():
            return candidate
    raise refuse(
        "installation.templates-missing",
        "The files that come with the program are missing, so nothing can be filled in.",
        "Install governance-board again.",
        path=str(package / "templates"),
        status=ExitStatus.CANNOT_TELL,
    )


def shipped(name: str) -> bytes:
    """The bytes of one shipped file, by its path below `templates` with forward slashes; FileNotFoundError if none."""
    parts = name.split("/")
    if any(part in ("", ".", "..") for part in parts):
        raise FileNotFoundError(f"no shipped file is called {name!r}")
    return shipped_dir().joinpath(*parts).read_bytes()
