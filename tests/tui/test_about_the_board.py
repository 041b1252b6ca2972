"""The screens about the whole board: risks in a matrix, members, and the proof of the history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot

from board.actions.verify_worker import Progress
from board.core.finding import Finding, Severity
from board.core.harm import HARMS
from board.core.review import Answer, View
from board.core.sentence import upper
from board.trust.report import Report
from board.tui.app import BoardApp
from board.tui.chrome import DialogBar
from board.tui.dialogs import Explain
from board.tui.dossier import DossierScreen
from board.tui.matrix import MatrixDialog, RiskMatrix
from board.tui.members import MembersScreen, SignedScreen
from board.tui.motions import MotionsScreen
from board.tui.review import ReviewScreen
from board.tui.risks import RisksScreen
from board.tui.verify import VerifyScreen
from tests.tui.pilot import play, press, saved, screen, settle, until
from tests.tui.sample import DOSSIER, EVIDENCE, ID, ITEMS, ME, REVIEW, TALLY
from tests.tui.sample_desk import SampleDesk
from tests.tui.sample_later import AFTER, REPORT, SampleVerifying, poor
from tests.tui.screens import go


def acts(desk: SampleDesk, *names: str) -> list[tuple[object, ...]]:
    """What was asked of the desk, narrowed to some acts."""
    return [what for what in desk.did if what[0] in names]


# Risks


def test_the_matrix_is_walked_and_the_list_follows() -> None:
    """Given the register, when the arrow keys walk, then the risks of that field are listed and Enter opens the one."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "R")
        assert isinstance(app.screen, RisksScreen)
        assert app.screen.query_one(RiskMatrix).at == (2, 5)
        await press(app, pilot, "up", "left", "left", "left")
        assert "A search finds nothing" in screen(app)
        assert "An urgent letter" not in screen(app)
        await press(app, pilot, "left")
        assert "No risk sits in this field" in screen(app)
        await press(app, pilot, "right", "enter")
        assert isinstance(app.screen, DossierScreen) and app.screen.proposal_id == "2026/0015-sample"

    play(desk, steps, (80, 24))


def test_each_field_says_its_number_and_its_band_in_words() -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "R")
        shown = screen(app)
        for words in ("20 critical", "16 high", "9 medium", "1 low", "1 risk"):
            assert words in shown
        await press(app, pilot, "m")
        assert "Inherent" in screen(app)

    play(SampleDesk(), steps, (80, 24))


def test_a_click_walks_and_a_second_click_takes() -> None:
    taken: list[object] = []

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(MatrixDialog("Rate it", {}, (3, 3)), taken.append)
        await settle(app, pilot)
        matrix = app.screen.query_one(RiskMatrix)
        left, field = matrix._widths(matrix.content_size.width)
        spot = (left + field + 3, 2 + 2 * 1)
        await pilot.click(RiskMatrix, offset=spot)
        await settle(app, pilot)
        assert matrix.at == (4, 2)
        await pilot.click(RiskMatrix, offset=spot)
        await settle(app, pilot)

    play(SampleDesk(), steps)
    assert taken == [(4, 2)]


def rating_review() -> Any:
    """A review that asks how bad and how likely, the proposer having answered both."""
    bad, likely = (
        replace(
            ITEMS[0],
            question=replace(ITEMS[0].question, id=name, type="scale", options=()),
            answer=Answer(name, (value,)),
            mine=True,
            view=None,
            dropped="",
            computed="",
        )
        for name, value in (("R-15", "4"), ("R-16", "2"))
    )
    return replace(REVIEW, items=(bad, likely), start=0, read_only="")


def test_how_likely_and_how_bad_are_picked_in_the_matrix() -> None:
    """Given the question of the worst harm, when a field is taken, then both answers are in the draft as my own."""
    desk = SampleDesk(review=rating_review())

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(ReviewScreen(ID))
        await settle(app, pilot)
        await press(app, pilot, "x")
        assert isinstance(app.screen, MatrixDialog)
        assert app.screen.query_one(RiskMatrix).at == (2, 4)
        assert "proposer" in screen(app)
        await press(app, pilot, "up", "right")
        assert "15, high" in screen(app)
        await press(app, pilot, "enter")
        await saved(app, pilot)

    play(desk, steps, (80, 24))
    views = {what[1].question: what[1] for what in acts(desk, "view") if isinstance(what[1], View)}
    assert views["R-15"].value == ("5",) and views["R-16"].value == ("3",)


@pytest.mark.parametrize("way", ["f1", "question_mark", "click"])
def test_what_each_step_means_is_offered_where_a_risk_is_rated(way: str) -> None:
    """Given the matrix in a small window, when F1 or its word is taken, then all six sorts of harm can be read, each
    with its five steps; Esc goes back to the field that was under the cursor."""
    desk = SampleDesk(review=rating_review())

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(ReviewScreen(ID))
        await settle(app, pilot)
        await press(app, pilot, "x", "up")
        assert "F1 What the steps mean" in screen(app)
        if way == "click":
            bar = app.screen.query_one(DialogBar)
            await pilot.click(bar, offset=(screen(app).splitlines()[-1].index("F1"), 0))
            await settle(app, pilot)
        else:
            await press(app, pilot, way)
        assert isinstance(app.screen, Explain)
        read = screen(app)
        for _ in range(6):
            await press(app, pilot, "pagedown")
            read += screen(app)
        for sort, row in HARMS.items():
            assert f"How bad: {sort}" in read
            assert all(f"{number} {upper(words)}"[:40] in read for number, words in enumerate(row, 1))
        assert "▌ 4 Serious harm, or minor harm to many" in read and "▌ 3 Possible" in read
        await press(app, pilot, "escape")
        assert isinstance(app.screen, MatrixDialog) and app.screen.query_one(RiskMatrix).at == (3, 4)

    play(desk, steps, (80, 24))


def test_what_a_view_adds_to_the_duties_is_shown_at_once() -> None:
    """Given a view that raises the tier, when it is saved, then the card says what that adds, where I am."""
    desk = SampleDesk(review=rating_review())

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(ReviewScreen(ID))
        await settle(app, pilot)
        assert "This adds" not in screen(app)
        desk.values["review"] = replace(rating_review(), adds=("The tier rises from limited to high.",))
        await press(app, pilot, "2")
        await saved(app, pilot)
        assert "This adds" in screen(app) and "The tier rises from limited to high." in screen(app)
        assert "1 duty more" in screen(app)

    play(desk, steps)


# Members and proof


def test_members_show_terms_keys_and_gaps() -> None:
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "P")
        shown = screen(app)
        for words in ("Ana Lindqvist", "SHA256:q8Zx", "✗ suspended", "Legal has no alternate.", "agreed to suspend"):
            assert words in shown
        await press(app, pilot, "down", "enter")
        assert isinstance(app.screen, SignedScreen)
        assert "has no effect" in screen(app)

    play(desk, steps, (200, 60))


def test_keys_are_suspended_with_a_reason() -> None:
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(MembersScreen())
        await settle(app, pilot)
        await press(app, pilot, "down", "S", "f2")
        assert "Say why." in screen(app)
        await press(app, pilot, *"leaked", "f2")

    play(desk, steps)
    assert acts(desk, "suspend") == [("suspend", "ben", "leaked")]


def test_the_report_tells_faults_first_and_enter_tells_all() -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "V")
        shown = screen(app)
        assert "✗ No." in shown
        assert shown.index("Wrong") < shown.index("Worth knowing") < shown.index("Taken on trust")
        await press(app, pilot, "enter")
        assert isinstance(app.screen, Explain)
        assert "A member changed a file that belongs to somebody else." in screen(app)

    play(SampleDesk(), steps, (80, 24))


class Waits(SampleVerifying):
    """A verification that goes on until it is stopped."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.ended = Event()

    def told(self) -> Iterator[Progress | Report]:
        """One step, then nothing."""
        yield Progress(30, 120)
        self.ended.wait(30)

    def stop(self) -> None:
        """Let go."""
        super().stop()
        self.ended.set()


def test_a_verification_shows_how_far_it_is_and_x_stops_it() -> None:
    running = Waits(REPORT)
    desk = SampleDesk(verifying=running)

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(VerifyScreen())
        await until(app, pilot, "30 of 120")
        await pilot.press("x")
        await settle(app, pilot)
        assert "Stopped. Nothing was lost." in screen(app)
        desk.values["verifying"] = SampleVerifying(REPORT)
        await press(app, pilot, "g")
        assert "✗ No." in screen(app)

    play(desk, steps)
    assert running.stopped
    assert acts(desk, "verifying") == [("verifying", False), ("verifying", True)]


def test_leaving_ends_a_verification() -> None:
    running = Waits(REPORT)

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(VerifyScreen())
        await until(app, pilot, "30 of 120")
        await pilot.press("escape")
        await settle(app, pilot)

    play(SampleDesk(verifying=running), steps)
    assert running.stopped


@pytest.mark.parametrize("name", ["motions", "follow-up", "risks", "members", "verify"])
def test_where_there_is_nothing_a_screen_says_so(name: str) -> None:
    """Given a board where nothing followed, then no screen is blank, and no key breaks it."""
    desk = SampleDesk(**vars(poor()))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go(name, desk, app, pilot)
        middle = "".join(line.strip() for line in screen(app).splitlines()[1:-2])
        assert middle
        await press(app, pilot, "enter", "y", "p", "v", "x", "l", "S")
        assert app.is_running

    play(desk, steps, (80, 24))


def test_a_reader_is_offered_no_act_of_these() -> None:
    me = replace(ME, member="", seats=(), roles=(), why_reader="The charter does not know you.")
    desk = SampleDesk(me=me, after=AFTER, tally=TALLY)

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go("follow-up", desk, app, pilot)
        assert "Prove" not in screen(app).splitlines()[-1]
        app.push_screen(MotionsScreen(ID))
        await settle(app, pilot)
        assert "Move" not in screen(app).splitlines()[-1]

    play(desk, steps)


# What is told wherever it matters


def test_a_faulty_history_is_marked_on_every_screen() -> None:
    """Given a reading that found a commit that broke a rule, then the status line says so with a sign and words."""
    broken = Finding("history.faulty", "A commit of this history broke a rule.", Severity.WARNING)
    desk = SampleDesk(dossier=replace(DOSSIER, findings=(broken,)))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        assert "faulty history" not in screen(app)
        app.push_screen(DossierScreen(ID))
        await settle(app, pilot)
        assert "✗ faulty history: press V" in screen(app)
        await press(app, pilot, "escape")
        assert "✗ faulty history: press V" in screen(app)

    play(desk, steps, (80, 24))


def test_evidence_says_whether_it_is_fresh_and_the_head_why_to_stand_aside() -> None:
    stale = replace(EVIDENCE[0], fresh="stale", fresh_why="It is 95 days old; the policy allows 90.")
    why = "You own the model that this is about."
    desk = SampleDesk(dossier=replace(DOSSIER, evidence=(stale, *EVIDENCE[1:]), aside=(why,)))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go("dossier-evidence", desk, app, pilot)
        shown = screen(app)
        assert "! stale: It is 95 days old" in shown
        assert "held by Legal" in shown
        assert f"! You may have to stand aside: {why}" in shown

    play(desk, steps)


def test_who_i_am_shows_my_key_my_term_and_what_the_board_lacks() -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "w")
        shown = screen(app)
        for words in ("SHA256:q8Zx", "no end is set", "Legal has no alternate."):
            assert words in shown

    play(SampleDesk(), steps)
