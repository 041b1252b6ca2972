"""The door of the command: what asks for the screens alone goes there, everything else to the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.cli.start import screens_of


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        ([], (Path(), "")),
        (["-C", "here"], (Path("here"), "")),
        (["--as", "ben", "-C", "here"], (Path("here"), "ben")),
        (["list"], None),
        (["-C"], None),
        (["-C", "here", "list"], None),
        (["--as", "--help"], None),
        (["--version"], None),
        (["-Chere"], None),
    ],
)
def test_only_a_repository_and_a_member_go_straight_to_the_screens(
    arguments: list[str], asked: tuple[Path, str] | None
) -> None:
    assert screens_of(arguments) == asked
