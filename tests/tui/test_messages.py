"""Writing to one another on a small screen: words go where one looks, a choice stays, and what lacks is in sight."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import TextArea

from board.tui.app import BoardApp
from board.tui.choices import Choices
from board.tui.messages import MessageScreen
from tests.tui.pilot import SMALL, burst, play, press, saved, screen, settle
from tests.tui.sample import CASE
from tests.tui.sample_desk import SampleDesk


def words_of(app: BoardApp) -> str:
    """What stands in the field."""
    return app.screen.query_one("#words", TextArea).text


async def opened(app: BoardApp, pilot: Pilot[Any]) -> None:
    """The message screen, at rest."""
    app.push_screen(MessageScreen(CASE))
    await settle(app, pilot)


def test_the_cursor_begins_in_the_words_and_they_are_in_sight() -> None:
    """Given the smallest window, when a message is begun, then what is typed at once is its text, and can be seen."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot)
        assert app.screen.query_one("#words").has_focus
        await burst(app, pilot, "Who owns the NOTICE file?")
        assert "Who owns the NOTICE file?" in screen(app)

    play(SampleDesk(), steps, SMALL)


def test_letters_on_a_choice_are_the_beginning_of_the_words() -> None:
    """Given the cursor on what the message is, when letters or a paste come, then they are written, and do nothing."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot)
        await press(app, pilot, "shift+tab", "q", "5", "?")
        assert words_of(app) == "q5?"
        await press(app, pilot, "shift+tab")
        app.post_message(events.Paste(" and more"))
        await settle(app, pilot)
        assert words_of(app) == "q5? and more"
        assert isinstance(app.screen, MessageScreen)

    play(SampleDesk(), steps, SMALL)


@pytest.mark.parametrize("key", ["space", "delete"])
@pytest.mark.parametrize(("name", "tabs"), [("kind", "shift+tab"), ("to", "tab")])
def test_a_required_choice_is_not_taken_back(name: str, tabs: str, key: str) -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot)
        before = app.screen.query_one(f"#{name}", Choices).picked
        await press(app, pilot, tabs, key)
        assert app.screen.query_one(f"#{name}", Choices).has_focus
        assert app.screen.query_one(f"#{name}", Choices).picked == before != ()
        await press(app, pilot, "right", "space")
        assert app.screen.query_one(f"#{name}", Choices).picked not in (before, ())

    play(SampleDesk(), steps, SMALL)


def test_what_lacks_is_said_in_sight() -> None:
    """Given the smallest window, when F2 finds something lacking, then it is said on screen, wherever the cursor is."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot)
        await press(app, pilot, "f2")
        assert "Write something first." in screen(app)
        await press(app, pilot, "shift+tab", "right", "right", "space", *"why")
        assert "Write something first." not in screen(app)
        await press(app, pilot, "f2")
        assert "Pick the message you answer." in screen(app)
        assert app.screen.query_one("#re").has_focus

    play(SampleDesk(), steps, SMALL)


def test_words_are_kept_when_one_leaves() -> None:
    """Given words typed a moment ago, when Esc leaves the field and the screen, then the draft has them, and shows."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await opened(app, pilot)
        await burst(app, pilot, "Why now?", "escape")
        assert not isinstance(app.screen, MessageScreen)
        await saved(app, pilot)
        kept = [what[1] for what in desk.did if what[0] == "message draft"][-1]
        desk.values["message_draft"] = kept
        await opened(app, pilot)
        assert words_of(app) == "Why now?"

    play(desk, steps, SMALL)
