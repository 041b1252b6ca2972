"""Screens as plain text: what a person sees at three sizes. BOARD_UPDATE_GOLDEN=1 writes them anew."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from board.tui.app import BoardApp
from tests.tui.pilot import play, saved, screen
from tests.tui.sample_desk import SampleDesk
from tests.tui.screens import go

GOLDEN = Path(__file__).parent / "golden"
SIZES = {"80x24": (80, 24), "120x40": (120, 40), "200x60": (200, 60)}
NAMES = (
    "inbox", "proposals", "decisions", "dossier-document", "dossier-messages", "review", "ballot", "tally",
    "decide", "sign",
)  # fmt: skip
LATER = (
    "motions", "motions-make", "motions-form", "follow-up", "follow-up-acts", "follow-up-form", "risks", "members",
    "verify", "leaving", "law", "law-changes", "rules", "lab", "lab-tried", "checkpoints", "rating", "rating-scale",
)  # fmt: skip
LATER_SIZES = ("80x24", "120x40")
PAGES = [(name, size) for name in NAMES for size in SIZES] + [(name, size) for name in LATER for size in LATER_SIZES]


@pytest.mark.parametrize(("name", "size"), PAGES)
def test_screen_looks_as_agreed(name: str, size: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given the sample board, when a screen is opened, then its rows are those of the golden file."""
    monkeypatch.setattr("board.tui.forms.clock", lambda when: "14:03")
    desk = SampleDesk()
    seen: list[str] = []

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go(name, desk, app, pilot)
        await saved(app, pilot)
        seen.append(screen(app))

    play(desk, steps, SIZES[size])
    path = GOLDEN / f"{name}-{size}.txt"
    if os.environ.get("BOARD_UPDATE_GOLDEN"):
        path.write_text(seen[0], encoding="utf-8")
    assert seen[0] == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("size", SIZES)
def test_no_row_is_wider_than_the_window(size: str) -> None:
    """Given golden screens, then none is wider or higher than its terminal."""
    from rich.cells import cell_len

    width, height = SIZES[size]
    files = sorted(GOLDEN.glob(f"*-{size}.txt"))
    assert len(files) == sum(1 for _, other in PAGES if other == size)
    for path in files:
        rows = path.read_text(encoding="utf-8").splitlines()
        assert len(rows) == height
        assert max(map(cell_len, rows)) <= width
