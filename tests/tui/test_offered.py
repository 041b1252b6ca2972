"""The bar of keys offers what can be done, and nothing that nobody knows to be possible yet."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from board.actions.model import Dossier
from board.cli.dossier import show_messages
from board.core.message import Message
from board.tui.app import BoardApp
from board.tui.decide import DecideScreen
from board.tui.dossier import DossierScreen
from board.tui.dossier_text import messages
from board.tui.tally import TallyScreen
from tests.core.building import ballot, case
from tests.tui.pilot import play, press, screen, settle, until
from tests.tui.sample import DOSSIER, ID
from tests.tui.sample_desk import SampleDesk


def test_while_a_proposal_is_read_no_act_is_offered_that_may_turn_out_to_be_impossible() -> None:
    """Given a dossier that takes long to read, then neither Confirm nor Review is offered before it is there."""
    read = threading.Event()

    class Slow(SampleDesk):
        def dossier(self, proposal_id: str) -> Dossier:
            read.wait(20)
            return super().dossier(proposal_id)

    desk = Slow()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(DossierScreen(ID))
        try:
            await until(app, pilot, "t Tally")
            assert "c Confirm" not in screen(app) and "v Review" not in screen(app)
        finally:
            read.set()
        await settle(app, pilot)
        assert "v Review" in screen(app)

    play(desk, steps)


def test_the_tally_offers_to_decide_once_that_can_be_done() -> None:
    """Given the board can decide, then the tally has a key for it; before, it has none, and d still says why."""
    ready = replace(DOSSIER, hidden=False, acts={**DOSSIER.acts, "decide": ""})
    for given, offered in ((replace(DOSSIER, hidden=False), False), (ready, True)):

        async def steps(app: BoardApp, pilot: Pilot[Any], offered: bool = offered) -> None:
            app.push_screen(TallyScreen(ID))
            await settle(app, pilot)
            assert ("d Decide" in screen(app)) is offered
            await press(app, pilot, "d")
            assert isinstance(app.screen, DecideScreen)

        play(SampleDesk(dossier=given), steps)


def test_who_stands_aside_is_marked_so_beside_what_she_says(capsys: pytest.CaptureFixture[str]) -> None:
    """Given messages of two members of whom one stands aside, then hers says so, on screen and in plain lines."""
    said = (Message("m1", "ben", "concern", "It is my own code."), Message("m2", "lena", "concern", "Too late?"))
    one = case(ballot("ben", "recuse", interest="author"), messages=said)
    assert messages(one, 100).plain.count("who stands aside") == 1
    assert "Ben Okafor, who stands aside," in messages(one, 100).plain
    show_messages(one)
    assert capsys.readouterr().out.count("by Ben Okafor, who stands aside,") == 1
