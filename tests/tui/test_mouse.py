"""The mouse at 80 columns and 24 rows: every list, option, button and key word can be reached, and does its act."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from board.tui.app import BoardApp
from board.tui.choices import Choices
from board.tui.lists import Heading, VirtualList
from tests.tui.pilot import SMALL, play, rows, settle, under_the_mouse
from tests.tui.sample_desk import SampleDesk
from tests.tui.screens import go


@pytest.mark.parametrize("name", ["inbox", "proposals", "decisions", "review", "ballot", "decide", "message"])
def test_a_click_picks_the_row_or_the_option_under_it(name: str) -> None:
    """Given lists and options, when the second line of one is clicked, then that one is picked."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go(name, desk, app, pilot)
        shown = app.screen
        for listed in shown.query(VirtualList):
            picks = [at for at, row in enumerate(listed.rows) if not isinstance(row, Heading)]
            if not listed.region or len(picks) < 2:
                continue
            above = listed.gutter.top + (1 if listed.header else 0)
            await pilot.click(listed, offset=(5, above + picks[1] * listed.height_of_row))
            assert listed.cursor == picks[1]
            break
        await settle(app, pilot)
        for choices in app.screen.query(Choices):
            if choices.region and choices.options and app.screen is shown:
                if choices.required:  # the picked one stays: here nothing is picked yet
                    choices.offer(choices.options)
                before = choices.picked
                assert await under_the_mouse(app, pilot, choices)
                await pilot.click(choices, offset=(3, 0))
                await settle(app, pilot)
                assert choices.picked != before
                break

    desk = SampleDesk()
    play(desk, steps, SMALL)


@pytest.mark.parametrize(("name", "word"), [("dossier-document", "Facts"), ("decide", "record.toml")])
def test_a_click_beside_a_text_picks_the_very_line_under_it(name: str, word: str) -> None:
    """Given the outline of a dossier or the files of a decision, when a line is clicked, then that one is shown."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go(name, desk, app, pilot)
        at = next(number for number, row in enumerate(rows(app)) if row[2:].startswith(word))
        await pilot.click(offset=(6, at))
        await settle(app, pilot)
        assert rows(app)[at].startswith(f"▌ {word}")

    desk = SampleDesk()
    play(desk, steps, SMALL)


def test_a_click_on_a_word_of_a_dialogs_bar_and_on_a_button_does_what_it_says() -> None:
    """Given what I sign, when Go back is clicked, as a button and as a word below, then nothing is cast."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        for target in ("#no", "DialogBar"):
            await go("sign", desk, app, pilot)
            await pilot.click(target, offset=(2, 0))
            await settle(app, pilot)
            assert type(app.screen).__name__ == "BallotScreen"
            app.pop_screen()
            await settle(app, pilot)

    desk = SampleDesk()
    play(desk, steps, SMALL)
    assert not [what for what in desk.did if what[0] == "cast"]
