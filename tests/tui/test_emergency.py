"""An emergency on screen: the person on call records what was done; nobody else can, and hears why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.pilot import Pilot

from board.tui.app import BoardApp
from board.tui.dialogs import Confirm
from board.tui.dossier import DossierScreen
from board.tui.fill import Fill
from board.tui.words import on_screen
from tests.tui.pilot import play, press, screen, settle
from tests.tui.sample import DOSSIER, ID
from tests.tui.sample_desk import SampleDesk


def test_the_person_on_call_picks_what_was_done_and_says_it_in_a_sentence() -> None:
    """Given a proposal I may act on, when A is pressed and the form filled in, then that is what is recorded."""
    desk = SampleDesk(dossier=replace(DOSSIER, acts={}))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(DossierScreen(ID))
        await settle(app, pilot)
        await press(app, pilot, "A")
        assert isinstance(app.screen, Fill)
        assert "A second seat confirms within 4 hours" in " ".join(screen(app).split())
        await press(app, pilot, "f2")
        assert "Pick one." in screen(app)
        assert not [act for act in desk.did if act[0] == "act"]
        await press(app, pilot, "down", "space", "tab", *"off", "f2")
        await settle(app, pilot)

    play(desk, steps)
    assert [act for act in desk.did if act[0] == "act"] == [("act", "roll-back", "off")]


def test_going_back_to_what_no_decision_names_is_asked_and_a_no_keeps_what_was_typed() -> None:
    """Given an act that the record does not bear out, then Esc writes nothing and loses no word; the button does it."""
    desk = SampleDesk(dossier=replace(DOSSIER, acts={}), forms={})

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(DossierScreen(ID))
        await settle(app, pilot)
        await press(app, pilot, "A", "down", "down", "space", "tab", *"older", "f2")
        await settle(app, pilot)
        assert isinstance(app.screen, Confirm)
        assert "No decision names triage 2.0." in screen(app)
        await press(app, pilot, "escape")
        assert not [act for act in desk.did if act[0] == "act"]
        await press(app, pilot, "A")
        assert isinstance(app.screen, Fill) and "older" in screen(app)
        await press(app, pilot, "f2")
        await settle(app, pilot)
        await press(app, pilot, "right", "enter")
        await settle(app, pilot)

    play(desk, steps)
    assert [act for act in desk.did if act[0] == "act"] == [("act", "patch", "older")]


def test_whoever_may_not_act_at_once_hears_why() -> None:
    desk = SampleDesk(dossier=replace(DOSSIER, acts={"act": "Only the person on call may act alone."}))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(DossierScreen(ID))
        await settle(app, pilot)
        await press(app, pilot, "A")
        assert "Only the person on call may act alone." in app.history[-1].message
        assert isinstance(app.screen, DossierScreen)

    play(desk, steps)


def test_the_inbox_on_screen_names_the_key_and_no_command() -> None:
    told = on_screen("A second seat confirms within 4 hours: `board act 2026/0003-stop stop`.")
    assert told == "A second seat confirms within 4 hours. Open it and press A."
    told = on_screen("It is due in 3 hours. `board follow-up 2026/0003-stop confirm` confirms it.")
    assert told == "It is due in 3 hours. Open it and press c."
    told = on_screen("33 questions wait for your answer: `board answer 2026/0021-take-whisper-back`.")
    assert told == "Quit, and type “board answer 2026/0021”: 33 questions wait for your answer."
