"""The proposer of a draft gives the facts it lacks one by one, on screen as in plain lines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.pilot import Pilot

from board.core.finding import Finding
from board.core.kind import Fact
from board.tui.app import BoardApp
from board.tui.dossier import DossierScreen
from board.tui.giving import ask_of
from tests.tui.pilot import play, press, screen, settle
from tests.tui.sample import DOSSIER, ID
from tests.tui.sample_desk import SampleDesk

RING = Fact(
    "target_ring", "Where does it go?", "Each ring has gates.", "enum", ("beta", "general"), words={"beta": "a few"}
)
PLACES = Fact("jurisdictions", "Where is it used?", "The law differs.", "places")
LACKING = (Finding("missing-fact", "Two facts are missing."),)


def test_each_fact_that_a_draft_lacks_is_asked_once_and_an_empty_one_stays_open() -> None:
    """Given a draft that lacks two facts, when one is given and one left empty, then just that one is written."""
    draft = replace(DOSSIER, own=True, findings=LACKING, case=replace(DOSSIER.case, committed=False))
    desk = SampleDesk(dossier=draft, facts=(RING, PLACES))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(DossierScreen(ID))
        await settle(app, pilot)
        assert "F Facts" in screen(app)
        await press(app, pilot, "F")
        assert "Where does it go?" in screen(app) and "a few" in screen(app) and "1 more fact after it" in screen(app)
        await press(app, pilot, "space", "f2")
        assert "Where is it used?" in screen(app)
        await press(app, pilot, "f2")
        assert isinstance(app.screen, DossierScreen)

    play(desk, steps, (80, 24))
    assert [what for what in desk.did if what[0] == "fact"] == [("fact", "target_ring", "beta")]


def test_what_is_before_the_board_says_that_its_facts_are_given_elsewhere() -> None:
    desk = SampleDesk(dossier=replace(DOSSIER, own=True, findings=LACKING))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(DossierScreen(ID))
        await settle(app, pilot)
        assert "F Facts" not in screen(app)
        await press(app, pilot, "F")
        assert app.history[-1].message == "No draft of yours lacks a fact here."

    play(desk, steps, (80, 24))


def test_a_fact_is_picked_where_it_takes_one_value_and_typed_where_it_takes_several() -> None:
    assert [one.label for one in ask_of(RING).options] == ["a few", "general"]
    assert [one.value for one in ask_of(replace(RING, type="bool")).options] == ["yes", "no", "unknown"]
    assert "beta, general" in ask_of(replace(RING, type="multi")).hint
