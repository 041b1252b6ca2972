"""The proposer of a draft gives the facts it lacks one by one, on screen as in plain lines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from board.actions.attaching import Near, Wanted
from board.actions.propose import new
from board.core.finding import Finding
from board.core.kind import EvidenceSlot, Fact
from board.tui.app import BoardApp
from board.tui.desk import Desk
from board.tui.dossier import DossierScreen
from board.tui.giving import ask_of
from tests.boards import git, small_board
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


CARD = EvidenceSlot("model-card", "The maker's description", "Says what it was made for.")
PLAN = EvidenceSlot("plan", "A plan", "Somebody must own it.")
NEAR = Near("readme.md", Path("/somewhere/readme.md"))
PIECES = (Wanted(CARD, (NEAR,), NEAR), Wanted(PLAN))


def test_after_the_facts_each_piece_of_evidence_is_picked_and_one_left_empty_stays_open() -> None:
    """Given two pieces that lack, when the likely file of one is taken and the other left, then just one is listed."""
    draft = replace(DOSSIER, own=True, findings=LACKING, case=replace(DOSSIER.case, committed=False))
    desk = SampleDesk(dossier=draft, facts=(), wanted=PIECES)

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(DossierScreen(ID))
        await settle(app, pilot)
        await press(app, pilot, "F")
        assert "The maker's description" in screen(app) and "readme.md" in screen(app)
        await press(app, pilot, "f2")
        assert "Somebody must own it." in screen(app)
        await press(app, pilot, "f2")
        assert isinstance(app.screen, DossierScreen)
        assert "1 piece of evidence left open." in " ".join(one.message for one in app._notifications)

    play(desk, steps, (80, 24))
    assert [what for what in desk.did if what[0] == "attach"] == [("attach", "model-card", str(NEAR.path), None)]


def test_a_draft_that_lacks_only_evidence_offers_the_key() -> None:
    lacking = (Finding("missing-evidence", "One piece is missing."),)
    draft = replace(DOSSIER, own=True, findings=lacking, case=replace(DOSSIER.case, committed=False))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(DossierScreen(ID))
        await settle(app, pilot)
        assert "F Facts" in screen(app)

    play(SampleDesk(dossier=draft), steps, (80, 24))


def test_the_desk_lists_a_file_in_a_real_draft_with_its_own_day(tmp_path: Path) -> None:
    board = small_board(tmp_path, checklists=True)
    git(board.path, "checkout", "-q", "-f", "main")
    new(board.session("mo"), "model-adopt", "Try it")
    desk, place = Desk(board.session("mo")), "2026/0001-try-it"
    (board.path / f"proposals/{place}/readme.md").write_text("Date: 2026-09-30")
    wanted = {one.slot.id: one for one in desk.evidence_to_give(place)}
    likely = wanted["model-card"].likely
    assert likely and likely.name == "readme.md" and wanted["ai-bom"].likely is None
    desk.attach(place, "model-card", str(likely.path), None)
    assert "model-card" not in {one.slot.id for one in desk.evidence_to_give(place)}
    assert "dated = 2026-09-30" in (board.path / f"proposals/{place}.md").read_text()
