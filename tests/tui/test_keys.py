"""Keys at machine speed: letters behind the key that opens a field are typed there; none is lost, none acts."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, TextArea

from board.actions.model import ReviewForm
from board.tui.app import BoardApp
from board.tui.ballot import BallotScreen
from board.tui.decide import DecideScreen
from board.tui.desk import Desk
from board.tui.dossier import DossierScreen
from board.tui.messages import MessageScreen
from board.tui.review import ReviewScreen
from board.tui.screen import BoardScreen
from tests.tui.pilot import burst, play, screen, settle
from tests.tui.sample import ID, REVIEW
from tests.tui.sample_desk import SampleDesk

WORDS = "no bad news: a sure vote, seen by us all?"
"""A sentence whose letters are commands on every screen."""

FIELDS: dict[str, tuple[Callable[[Desk], Screen[Any]] | None, tuple[str, ...], str]] = {
    "the note of a review": (lambda desk: ReviewScreen(ID), ("a",), "#note"),
    "an answer of my own": (lambda desk: ReviewScreen(ID), ("4",), "#value-text"),
    "the note of the next question": (lambda desk: ReviewScreen(ID), ("n", "a"), "#note"),
    "a review opened from the dossier": (lambda desk: DossierScreen(ID), ("v", "a"), "#note"),
    "the reason of a ballot": (lambda desk: BallotScreen(ID), ("1", "tab"), "#reason"),
    "a ballot opened from a review": (lambda desk: ReviewScreen(ID), ("b", "1", "tab"), "#reason"),
    "a change asked for": (lambda desk: BallotScreen(ID), ("3", "a"), "#changes"),
    "a condition": (lambda desk: BallotScreen(ID), ("2", "a"), "#text"),
    "the proof of a condition": (lambda desk: BallotScreen(ID), ("2", "a", "tab", "tab", "tab"), "#proof"),
    "a message": (lambda desk: MessageScreen(desk.dossier(ID).case), (), "#words"),
    "a message from the dossier": (lambda desk: DossierScreen(ID), ("m",), "#words"),
    "a message, from its choices": (lambda desk: MessageScreen(desk.dossier(ID).case), ("tab", "tab"), "#words"),
    "a part of the decision": (lambda desk: DecideScreen(ID), ("e",), "#words"),
    "the next part of the decision": (lambda desk: DecideScreen(ID), ("e", "f4"), "#words"),
    "a reason to put it off": (lambda desk: DecideScreen(ID), ("D",), "#reason"),
    "a reason to withdraw": (lambda desk: DecideScreen(ID), ("W",), "#reason"),
    "the filter of the list": (None, ("2", "slash"), "#filter"),
    "the filter from the inbox": (None, ("slash",), "#filter"),
    "the palette": (None, ("ctrl+p",), "Input"),
}


@pytest.mark.parametrize("place", FIELDS)
def test_letters_right_behind_the_key_that_opens_a_field_are_typed_into_it(place: str) -> None:
    """Given any field, when the keys that lead there and a sentence come at once, then the field holds the sentence."""
    push, keys, field = FIELDS[place]
    first, *others = REVIEW.items
    asked = replace(first, question=replace(first.question, type="text", options=()))
    desk = SampleDesk(review=replace(REVIEW, items=(asked, *others)))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        if push is not None:
            app.push_screen(push(desk))
        await burst(app, pilot, *keys, WORDS)
        box = app.screen.query_one(field)
        assert isinstance(box, (Input, TextArea))
        assert box.has_focus
        held = box.text if isinstance(box, TextArea) else box.value
        assert held.endswith(WORDS)
        assert held.count(WORDS) == 1

    play(desk, steps)
    assert not [what for what in desk.did if what[0] in ("share", "cast", "discard", "confirm")]


def test_the_word_that_signs_is_typed_at_speed() -> None:
    """Given what I sign on screen, when Tab twice and the word come at once, then the field holds the word."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(BallotScreen(ID))
        await burst(app, pilot, "1", "f2")
        await burst(app, pilot, "tab", "tab", WORDS)
        assert app.screen.query_one("#word", Input).value == WORDS

    play(SampleDesk(), steps)


def test_what_is_pasted_comes_after_the_keys_before_it() -> None:
    """Given a review, when a and pasted words come at once, then the note holds them."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(ReviewScreen(ID))
        app.post_message(events.Key("a", "a"))
        app.post_message(events.Paste("two\nlines"))
        await burst(app, pilot, "!")
        assert app.screen.query_one("#note", TextArea).text == "two\nlines!"

    play(SampleDesk(), steps)


class SlowDesk(SampleDesk):
    """A desk whose review form comes only when it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()

    def review_form(self, proposal_id: str) -> ReviewForm:
        assert self.gate.wait(20)
        return super().review_form(proposal_id)


def test_letters_wait_for_a_form_that_is_still_being_read() -> None:
    """Given a form that takes its time, when a and words come meanwhile, then they are in the note once it is there."""
    desk = SlowDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = ReviewScreen(ID)
        app.push_screen(shown)
        for one in "as typed early":
            app.post_message(events.Key(one, one))
        await pilot.pause()
        assert shown.reading
        desk.gate.set()
        await settle(app, pilot)
        assert shown.query_one("#note", TextArea).text == "s typed early"

    play(desk, steps)
    assert not [what for what in desk.did if what[0] == "share"]


def test_a_filter_typed_before_the_repository_is_open_leads_to_what_it_names() -> None:
    """Given a repository that opens slowly, when a filter and two Enter come before, then the proposal opens."""
    desk, gate = SampleDesk(), threading.Event()

    def opener() -> Desk:
        assert gate.wait(20)
        return desk

    async def run() -> None:
        app = BoardApp(opener)
        async with app.run_test(size=(120, 40)) as pilot:
            for key in ("slash", *"dictation", "enter", "enter"):
                app.post_message(events.Key(key, key if len(key) == 1 else None))
            for _ in range(50):
                await pilot.pause(0.01)
            assert not app.opened
            gate.set()
            await settle(app, pilot)
            assert isinstance(app.screen, DossierScreen)
        app.saver.close()

    asyncio.run(run())


def test_esc_leaves_a_screen_that_is_still_being_read() -> None:
    """Given a form that takes its time, when Esc is pressed, then the screen is left at once."""
    desk = SlowDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(ReviewScreen(ID))
        await pilot.press("escape")
        await app.keys.rest()
        assert not isinstance(app.screen, ReviewScreen)
        desk.gate.set()

    play(desk, steps)


def test_words_and_the_key_that_leaves_come_in_order() -> None:
    """Given the review, when note, Esc and n come at once, then the note stays with its question."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(ReviewScreen(ID))
        await burst(app, pilot, "a", "first", "escape", "n", "a", "second", "f4", "a", "third")
        shown = app.screen
        assert isinstance(shown, ReviewScreen)
        assert [shown.views[item.question.id].note for item in REVIEW.items[:2]] == ["first", "second"]
        assert "third" in screen(app)

    play(desk, steps)


def test_an_impatient_escape_goes_back_one_place_only() -> None:
    """Given a review, when Esc is pressed again before the dossier behind it is shown, then the dossier stays."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(DossierScreen(ID))
        await settle(app, pilot)
        await burst(app, pilot, "v", "escape", "escape", "escape")
        assert isinstance(app.screen, DossierScreen)
        await burst(app, pilot, "escape")
        assert not isinstance(app.screen, DossierScreen), "pressed on its own, it goes on"

    play(desk, steps)


def test_a_filter_typed_at_speed_opens_what_was_typed_and_stops_reading() -> None:
    """Given the list, when a filter and Enter twice come at once, then the row that fits opens, and nothing is read."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await burst(app, pilot, "slash", "dictation", "enter", "enter")
        assert isinstance(app.screen, DossierScreen)
        assert app.screen.proposal_id == "2026/0016-sample"
        await burst(app, pilot, "escape", "escape", "slash", "n", "o", "w", "escape")
        assert not any(shown.at_work("load") for shown in app.screen_stack if isinstance(shown, BoardScreen))

    play(desk, steps)
