"""Words that a newcomer took for something else: who stands in, what a silent seat is called, why a risk is raised."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from board.actions.browse import status, tally_of
from board.actions.retiring import _decided_ring
from board.actions.risks import RiskRow
from board.actions.session import open_session
from board.cli.tallying import _seat as printed
from board.core.ballot import VERDICT_WORDS
from board.core.case import SeatState
from board.core.listed import Stage
from board.core.proposal import Artefact
from board.core.risk import Band, Rating, Risk
from board.tui.app import BoardApp
from board.tui.document import DocumentView
from board.tui.dossier import DossierScreen
from board.tui.lists import VirtualList
from board.tui.risks import RisksScreen, _second
from board.tui.tally_text import seat_word
from tests.conftest import demo_copied
from tests.core.decided import decided
from tests.tui.pilot import play, press, screen, settle
from tests.tui.sample import DOSSIER, ID
from tests.tui.sample_desk import SampleDesk
from tests.tui.test_acts import show


def test_an_alternate_reads_whose_seat_she_stands_in_for(demo_folder: Path, tmp_path: Path) -> None:
    """Given somebody who holds no seat and is alternate for one, then the line below says so, not “no seat”."""
    place = tmp_path / "board"
    demo_copied(demo_folder, place, tmp_path / "board-remote.git")
    session = open_session(place, "yusuf")
    assert session.me.alternate and not session.me.seats
    assert "alternate for " in status(session).who
    assert "no seat" not in status(session).who


def test_a_seat_that_has_not_voted_is_told_by_no_name_of_a_verdict(demo_folder: Path, tmp_path: Path) -> None:
    """Given an open vote, then screen and command call a silent seat the same, and not by the verdict “not yet”."""
    place = tmp_path / "board"
    demo_copied(demo_folder, place, tmp_path / "board-remote.git")
    waiting = [one for one in tally_of(open_session(place), "2026/0013-release-heading-tagger").seats if not one.ballot]
    waiting = [one for one in waiting if one.state is SeatState.WAITING]
    assert waiting
    for line in waiting:
        assert seat_word(line, hidden=False) == printed(line, "vote")[2] == "has not voted"
        assert seat_word(line, hidden=False) not in VERDICT_WORDS.values()


def test_a_risk_that_is_graver_than_its_field_says_why() -> None:
    """Given a risk in the field of 16 that counts as critical, then its line says what raised it."""
    reason = "Serious harm that cannot be undone is one band up."
    raised = Risk("2026/0017", "R16", "A wrong letter.", residual=Rating(4, 4, 16, Band.CRITICAL, (reason,)))
    plain = Risk("2026/0018", "R1", "A late letter.", residual=Rating(2, 2, 4, Band.LOW))
    assert f"critical, raised from high: {reason}" in _second(RiskRow(raised, "", Stage.IN_REVIEW, "high", (), ())).text
    assert "raised" not in _second(RiskRow(plain, "", Stage.IN_REVIEW, "high", (), ())).text
    rows = [RiskRow(one, "", Stage.IN_REVIEW, "high", (), ()) for one in (raised, plain)]
    screen = RisksScreen()
    assert [screen._told(rows[:1]), screen._told(rows), screen._told(rows[1:])] == ["1 raised", "2, 1 raised", "1 risk"]


def test_the_decision_stands_among_the_sections_of_a_decided_case_and_opens_there() -> None:
    """Given a decided case, then the list on its left has the decision; an open one has none."""
    made = replace(DOSSIER, kind_title="Promote to a ring", case=replace(DOSSIER.case, record=decided().record))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await show(app, pilot, DossierScreen(ID))
        assert [str(row) for row in app.screen.query_one("#sections", VirtualList).rows][:3] == [
            "Document", "Decision", "Facts",
        ]  # fmt: skip
        assert "Promote to a ring" in screen(app)
        await press(app, pilot, "n")
        await settle(app, pilot)
        assert "What was published." in app.screen.query_one(DocumentView).plain

    play(SampleDesk(dossier=made, decision_text="What was published."), steps)

    async def open_one(app: BoardApp, pilot: Pilot[Any]) -> None:
        await show(app, pilot, DossierScreen(ID))
        assert "Decision" not in [str(row) for row in app.screen.query_one("#sections", VirtualList).rows]

    play(SampleDesk(dossier=DOSSIER), open_one)


def test_the_ring_of_what_is_taken_out_of_use_is_known_from_decisions(demo_folder: Path, tmp_path: Path) -> None:
    """Given no register of a model, then the widest ring that a decision approved its version for counts."""
    place = tmp_path / "board"
    demo_copied(demo_folder, place, tmp_path / "board-remote.git")
    world = open_session(place, "ana").world
    named = (Artefact("stockcount", "3.1"), Artefact("triage", "2.1.0"), Artefact("x"))
    assert [_decided_ring(world, one) for one in named] == ["general", "beta", ""]
