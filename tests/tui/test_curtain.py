"""The first paint: the inbox as it was last seen, before anything is loaded; clean, and replaced by what is true."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from board.store.homes import cache_home
from board.tui import curtain, glance
from board.tui.app import BoardApp
from board.tui.curtain import Curtain
from board.tui.desk import Desk
from board.tui.dossier import DossierScreen
from tests.tui.pilot import rows, screen, settle
from tests.tui.sample_desk import SampleDesk

SIZE = (120, 40)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of a board, and a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(curtain, "terminal", lambda: ["120", "40", "xterm", "", ""])
    return tmp_path


def visit(folder: Path) -> tuple[Curtain, list[str]]:
    """Open the screens once and close them; what was kept, and the rows that were on screen."""
    shown: list[str] = []

    async def run() -> None:
        app = BoardApp(SampleDesk, curtain=Curtain(folder))
        async with app.run_test(size=SIZE) as pilot:
            await settle(app, pilot)
            shown.extend(rows(app))
        app.saver.close()

    asyncio.run(run())
    return Curtain(folder), shown


def test_the_next_start_paints_the_rows_that_were_on_screen(folder: Path) -> None:
    """Given an inbox that was seen, when the screens start again, then its rows are painted, and no state is told."""
    kept, shown = visit(folder)
    pieces = ["".join(text for _, text in row).rstrip() for row in kept.kept["picture"]]
    assert pieces[:-2] == shown[:-2]
    assert pieces[-2].strip() == "Opening the repository …"
    assert kept.place.stat().st_mode & 0o077 == 0


def test_it_is_kept_where_caches_of_this_program_lie(folder: Path) -> None:
    assert curtain.place(folder).parent == cache_home() / "seen"
    assert curtain.place(folder) != curtain.place(folder, "ben")


def test_the_screens_show_the_tasks_until_the_repository_is_open_and_take_keys(folder: Path) -> None:
    """Given a kept inbox, when opening takes its time, then the tasks are there, and Enter opens one once it may."""
    kept, _ = visit(folder)
    gate = threading.Event()

    def opener() -> Desk:
        assert gate.wait(20)
        return SampleDesk()

    async def run() -> None:
        app = BoardApp(opener, curtain=kept)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            assert "Waits for you" in screen(app)
            assert "Adopt all-MiniLM-L6-v2" in screen(app)
            assert "Opening the repository" in screen(app)
            await pilot.press("enter")
            gate.set()
            await settle(app, pilot)
            assert isinstance(app.screen, DossierScreen)
        app.saver.close()

    asyncio.run(run())


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"{",
        b"[]",
        b'{"shape": 0}',
        b'{"shape": 1, "rows": 7, "tasks": 4}',
        b'{"shape": 1, "picture": 5, "tasks": [[1]], "counts": {}, "names": 3}',
        b"[" * 5000,
    ],
)
def test_a_broken_file_is_as_good_as_none(folder: Path, told: bytes) -> None:
    """Given a cache that holds anything else, when the screens start, then they start as the first time."""
    place = curtain.place(folder)
    place.parent.mkdir(parents=True)
    place.write_bytes(told)
    kept, shown = visit(folder)
    assert "Waits for you" in "\n".join(shown)
    assert kept.kept["picture"]


@pytest.mark.parametrize("older", [{"shape": 0}, {"rows": "0-0.1"}])
def test_what_another_version_kept_is_not_read(folder: Path, older: dict[str, object]) -> None:
    """Given a whole inbox under another version's number, then none of its tasks is taken over."""
    place = curtain.place(folder)
    place.parent.mkdir(parents=True)
    whole = {"shape": curtain.SHAPE, "rows": glance.SHAPE, "tasks": [], "counts": [3, 4]}
    place.write_text(json.dumps(whole))
    assert glance.tasks_of(Curtain(folder).kept) == ((), (3, 4))
    place.write_text(json.dumps(whole | older))
    assert glance.tasks_of(Curtain(folder).kept) == ((), (0, 0))


def test_nothing_but_colours_and_printable_characters_is_painted() -> None:
    """Given a picture that somebody changed, when it is painted, then no sequence of theirs reaches the terminal."""
    hostile = "\x1b]2;stolen\x07"
    painted = curtain._painted([[["1;38;5;16", "fine"], ["31m\x1b]2;x\x07", "no"], ["", hostile], ["1", "a\u202eb"]]])
    assert "fine" in painted
    assert "\x1b]" not in painted
    assert "\x07" not in painted
    assert "\u202e" not in painted


def test_a_link_in_place_of_the_file_is_not_followed(folder: Path) -> None:
    place = curtain.place(folder)
    place.parent.mkdir(parents=True)
    (folder / "elsewhere").write_text(json.dumps({"shape": 1, "picture": [[["", "x"]]]}))
    place.symlink_to(folder / "elsewhere")
    assert Curtain(folder).kept == {}


def test_the_first_paint_loads_nothing_but_the_standard_library() -> None:
    """Given the door of the command, when the curtain is imported, then neither Textual nor click nor our rules are."""
    code = (
        "import sys, board.cli.start, board.cli.open_tui, board.tui.curtain; "
        "print([name for name in sys.modules if name.split('.')[0] in ('textual', 'rich', 'click') "
        "or name.startswith(('board.core', 'board.actions', 'board.store'))])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
