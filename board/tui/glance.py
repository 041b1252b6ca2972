"""The inbox as it was last seen: kept when it is at rest, shown at the next start until the repository is open.

A convenience for the eye: nothing is decided by it, and the real inbox replaces it as soon as it is read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.color import ColorSystem
from rich.style import Style

from board.actions.rows_text import SHAPE, line_of, of_line, of_task, task_of
from board.tui import curtain
from board.tui.chrome import StatusLine
from board.tui.lists import VirtualList

if TYPE_CHECKING:
    from board.core.listed import Task
    from board.tui.app import BoardApp

MANY = 40
"""Tasks that are kept: more than a tall terminal shows."""
_SYSTEMS = {
    "standard": ColorSystem.STANDARD,
    "256": ColorSystem.EIGHT_BIT,
    "truecolor": ColorSystem.TRUECOLOR,
}


def names_of(kept: dict[str, Any]) -> dict[str, str]:
    """What people were called."""
    names = kept.get("names")
    return {str(one): str(name) for one, name in names.items()} if isinstance(names, dict) else {}


def tasks_of(kept: dict[str, Any]) -> tuple[tuple[Task, ...], tuple[int, int]]:
    """The first tasks that were kept, and how many there were of mine and of others; none of another version's."""
    try:
        if kept.get("rows") == SHAPE:
            mine, others = kept["counts"]
            return tuple(of_task(task, of_line(row)) for row, task in kept["tasks"]), (int(mine), int(others))
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    return (), (0, 0)


def seen(app: BoardApp, tasks: Sequence[Task], counts: tuple[int, int]) -> bytes:
    """What to keep of the inbox on screen, with its picture when it looks as the next start begins."""
    listed = app.screen.query_one(VirtualList)
    at_start = listed.scroll_y == 0 and listed.at_first and listed.has_focus and not app.screen.query("Toast")
    return json.dumps(
        {
            "shape": curtain.SHAPE,
            "rows": SHAPE,
            "counts": counts,
            "names": app.names,
            "tasks": [[line_of(task.summary), task_of(task)] for task in tasks[:MANY]],
            "seen_on": curtain.terminal(),
            "picture": picture(app) if at_start else [],
        }
    ).encode()


def picture(app: BoardApp) -> curtain.Picture:
    """The rows on screen with their colours; the status line says what is true at the next start."""
    system = _SYSTEMS.get(app.console.color_system or "")
    status = app.screen.query_one(StatusLine).region.y
    rows: curtain.Picture = []
    for at, strip in enumerate(app.screen._compositor.render_strips()):
        pieces = [[_colour(one.style, system), one.text] for one in strip if not one.control]
        if at == status:
            pieces = [[pieces[0][0] if pieces else "", f" {curtain.OPENING}".ljust(app.size.width)]]
        rows.append(pieces)
    return rows


def _colour(style: Style | None, system: ColorSystem | None) -> str:
    """The numbers between `ESC [` and `m` that switch a style on."""
    if style is None:
        return ""
    return style.render("x", color_system=system).partition("x")[0].removeprefix("\x1b[").removesuffix("m")


def keep(place: Path, data: bytes) -> None:
    """Put it into the user's cache."""
    from board.store.files import private_folder, replace
    from board.store.homes import cache_home

    folder = private_folder(cache_home() / "seen")
    replace(folder / place.name, data)
