"""Draws the pictures in docs/screens/ from a demo made on the spot: `make screenshots`."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from pathlib import Path

from board.actions.demo import demo
from board.actions.session import open_session
from board.tui.app import BoardApp

HERE = Path(__file__).resolve().parent / "screens"
SIZE = (120, 36)
SEARCH = ("slash", *"shorter", "enter", "enter")
"""From the inbox to the proposal about the record search, wherever the inbox has it."""
PICTURES: dict[str, tuple[str, tuple[str, ...]]] = {
    "inbox": ("ana", ()),
    "proposals": ("ana", ("2",)),
    "decisions": ("ana", ("3",)),
    "dossier": ("ana", SEARCH),
    "review": ("ana", (*SEARCH, "v", "1")),
    "ballot": ("ana", (*SEARCH, "b")),
    "tally": ("ben", (*SEARCH, "t")),
    "decide": ("ana", ("slash", *"hollowoak", "enter", "enter", "d")),
    "help": ("ana", ("f1",)),
}
"""Name of a picture: who sits at the keyboard, and the keys that lead from the inbox to the screen."""

# The frame a terminal window gets asks a host on the network for its font; ours must not.
_FONT = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)


def draw(directory: Path, member: str, keys: tuple[str, ...], size: tuple[int, int] = SIZE) -> str:
    """One screen as SVG, with the fonts of the machine that shows it."""
    app = BoardApp(lambda: open_session(directory, member))
    drawn: list[str] = []

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            for key in (None, *keys):
                if key:
                    await pilot.press(key)
                for _ in range(4):
                    await app.keys.rest()
                    await pilot.pause()
                    await app.workers.wait_for_complete()
            await pilot.pause(1)  # what was answered is on disk within a second, and the picture says so
            await app.workers.wait_for_complete()
            await pilot.pause()
            drawn.append(app.export_screenshot(title="board"))

    asyncio.run(run())
    app.close()
    return _FONT.sub("", drawn[0]).replace("Fira Code", "ui-monospace, DejaVu Sans Mono")


def main(names: list[str]) -> None:
    """Draw the pictures named, by default all."""
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="board-screens-") as folder:
        directory = demo(Path(folder) / "demo")
        for name in names or PICTURES:
            member, keys = PICTURES[name]
            picture = draw(directory, member, keys)
            (HERE / f"{name}.svg").write_text(picture)


if __name__ == "__main__":
    main(sys.argv[1:])
