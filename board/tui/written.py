"""Texts that a person keeps as files of her own."""

from __future__ import annotations

from pathlib import Path

from board.core.ids import slug


def write_beside(name: str, words: str, kind: str = "txt") -> str:
    """Create `<home>/<name>.<kind>`, numbered when that is taken; an existing file is never touched."""
    for number in range(1, 1000):
        tail = f"-{number}" if number > 1 else ""
        path = Path.home() / f"{slug(name) or 'board'}{tail}.{kind}"
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(words)
        except FileExistsError:
            continue
        return str(path)
    raise OSError("a thousand files of this name exist already")
