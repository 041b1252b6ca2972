"""Names that some machine or some eye takes for another name are found before they do harm."""

from __future__ import annotations

import pytest

from board.core.layout import Layout
from board.formats.names import odd_names


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("proposals/" + "a" * 300 + ".md", "long-name"),
        ("proposals/" + "a/" * 9 + "b.md", "long-name"),
        ("proposals/CON.md", "windows-name"),
        ("registers/models/aux", "windows-name"),
        ("proposals/x./card.md", "windows-name"),
        ("proposals/a\\b.md", "windows-name"),
    ],
)
def test_an_odd_name_is_found(path: str, code: str) -> None:
    assert [finding.code for finding in odd_names([path], Layout())] == [code]


def test_names_in_every_script_are_fine() -> None:
    assert odd_names(["board.toml", "proposals/größe.md", "proposals/模型.md", "proposals/نموذج.md"], Layout()) == ()


@pytest.mark.parametrize(
    "twins", [("proposals/A.md", "proposals/a.md"), ("proposals/\u00e9.md", "proposals/e\u0301.md")]
)
def test_two_names_that_are_one_on_some_machines_are_found(twins: tuple[str, str]) -> None:
    (finding,) = odd_names(twins, Layout())
    assert (finding.code, finding.where.path) == ("twin-name", twins[1])


def test_what_the_board_does_not_govern_may_be_called_anything() -> None:
    assert odd_names(["src/CON", "proposals/CON.md"], Layout("governance")) == ()
