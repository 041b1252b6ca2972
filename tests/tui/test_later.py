"""What comes after the vote, on screen: motions, follow-ups, risks, members, and the proof of the history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, TextArea

from board.actions.afterwards import Said
from board.actions.model import Inbox
from board.actions.verify_worker import Progress
from board.core.ballot import Verdict
from board.core.case import Task
from board.core.conditions import Lateness
from board.core.finding import refuse
from board.core.review import Answer, View
from board.trust.report import Report
from board.tui.app import BoardApp
from board.tui.dialogs import Confirm, Explain
from board.tui.dossier import DossierScreen
from board.tui.fill import Fill, Pick
from board.tui.followups import FollowUpScreen
from board.tui.later_text import state_cell
from board.tui.lists import VirtualList
from board.tui.matrix import MatrixDialog, RiskMatrix
from board.tui.members import MembersScreen, SignedScreen
from board.tui.motions import MotionsScreen
from board.tui.review import ReviewScreen
from board.tui.risks import RisksScreen
from board.tui.tally import TallyScreen
from board.tui.verify import VerifyScreen
from tests.tui.pilot import play, press, saved, screen, settle
from tests.tui.sample import ID, ITEMS, ME, REVIEW, TALLY, TRIAGE
from tests.tui.sample_desk import SampleDesk
from tests.tui.sample_later import AFTER, CONDITIONS, REPORT, SampleVerifying, poor
from tests.tui.screens import go


def acts(desk: SampleDesk, *names: str) -> list[tuple[object, ...]]:
    """What was asked of the desk, narrowed to some acts."""
    return [what for what in desk.did if what[0] in names]


# Motions


@pytest.mark.parametrize(("key", "verdict"), [("y", Verdict.APPROVE), ("n", Verdict.REJECT), ("x", Verdict.ABSTAIN)])
def test_one_key_and_a_button_vote_on_a_motion(key: str, verdict: Verdict) -> None:
    """Given an open motion, when y, n or x is pressed and confirmed, then that vote is cast; Go back has the focus."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go("motions", desk, app, pilot)
        await press(app, pilot, key)
        assert isinstance(app.screen, Confirm)
        assert isinstance(app.focused, Button) and app.focused.id == "no"
        await press(app, pilot, "enter")
        assert not acts(desk, "vote on")
        await press(app, pilot, key, "right", "enter")

    play(desk, steps, (80, 24))
    assert acts(desk, "vote on") == [("vote on", 1, verdict)]


def test_nobody_votes_on_what_any_seat_may_do() -> None:
    """Given a motion that raises the tier, when y is pressed, then it says why there is nothing to vote on."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go("motions", desk, app, pilot)
        await press(app, pilot, "down", "y")
        assert isinstance(app.screen, MotionsScreen)
        assert app.history[-1].message == "Nobody votes on this one: any seat may do it at once."

    play(desk, steps)
    assert not acts(desk, "vote on")


def test_a_motion_is_made_by_a_form_that_says_what_it_does() -> None:
    """Given m and “lower the tier”, when a reason lacks, then its field says so; with it, the motion is put."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go("motions-form", desk, app, pilot)
        assert isinstance(app.screen, Fill)
        assert "more than half of the seats at the higher tier" in screen(app)
        await press(app, pilot, "f2")
        assert "✗ Pick one." in screen(app)
        assert "✗ Give the reason." in screen(app)
        await press(app, pilot, "space", "tab", *"safe", "f2")
        assert isinstance(app.screen, MotionsScreen)

    play(desk, steps, (80, 24))
    assert acts(desk, "move") == [("move", "lower-tier", "limited", "safe", "")]


def test_what_cannot_be_moved_says_why() -> None:
    """Given the list of what can be moved, when one that cannot is picked, then its reason stands there."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go("motions-make", desk, app, pilot)
        await press(app, pilot, "end", "enter")
        assert isinstance(app.screen, Pick)
        assert "Not now: " in screen(app)

    play(desk, steps, (80, 24))


def test_what_is_typed_into_a_form_comes_back() -> None:
    """Given a half-written motion, when Esc is pressed and the form opened again, then the words are there."""
    desk = SampleDesk(forms={})

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go("motions-form", desk, app, pilot)
        await press(app, pilot, "tab", *"because", "escape")
        assert isinstance(app.screen, MotionsScreen)
        await press(app, pilot, "m", "down", "enter")
        assert app.screen.query_one("#reason", TextArea).text == "because"

    play(desk, steps, (80, 24))
    assert not acts(desk, "move")


def test_a_refused_motion_is_explained_and_its_words_are_kept() -> None:
    desk = SampleDesk(
        forms={}, done=refuse("motion.void", "This motion would have no effect: the tier is high already.")
    )

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(MotionsScreen(ID))
        await settle(app, pilot)
        desk.values["done"], kept = None, desk.values["done"]
        desk.values.pop("done")
        await press(app, pilot, "m", "down", "enter", "space", "tab", *"why")
        await pilot.pause(0.5)
        desk.values["done"] = kept
        await press(app, pilot, "f2")
        assert isinstance(app.screen, Explain)
        assert "would have no effect" in screen(app)

    play(desk, steps)
    assert desk.values["forms"]["move lower-tier"]["reason"] == "why"


def test_motions_are_reached_from_dossier_and_tally() -> None:
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        for shown in (DossierScreen(ID), TallyScreen(ID)):
            app.push_screen(shown)
            await settle(app, pilot)
            await press(app, pilot, "M")
            assert isinstance(app.screen, MotionsScreen)

    play(desk, steps)


# Follow-ups


def test_each_state_of_a_condition_has_a_sign_and_a_word() -> None:
    """Given conditions in every state, then no two look alike without colour."""
    states = ["met", "waived", "proven", *Lateness]
    cells = [state_cell(replace(CONDITIONS[0], state=each)).text for each in states]
    assert len(set(cells)) == len(states)
    assert cells[-2:] == ["✗ frozen", "✗ go back"]


def test_only_the_verifier_checks_a_proof() -> None:
    """Given proofs, when v is pressed, then only the condition that is mine is offered, and it acts."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go("follow-up", desk, app, pilot)
        await press(app, pilot, "v")
        assert "A sign in every room" in screen(app)
        assert "Error rates by language" not in str(app.screen.query_one("#about").render())
        await press(app, pilot, "tab", *"seen", "f2")

    play(desk, steps, (80, 24))
    assert acts(desk, "follow-up") == [("follow-up", "verify", Said("c3", "seen"))]


def test_an_act_that_is_not_mine_says_whose_it_is() -> None:
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go("follow-up", desk, app, pilot)
        await press(app, pilot, "p")
        assert app.history[-1].message == "mo owns this condition and gives the proof."

    play(desk, steps)
    assert not acts(desk, "follow-up")


def test_enter_on_a_line_offers_what_fits_it() -> None:
    """Given the line of an appeal, when Enter is pressed, then hearing it is offered, and the appeal is filled in."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go("follow-up", desk, app, pilot)
        listed = app.screen.query_one("#rows", VirtualList)
        listed.cursor = next(at for at, row in enumerate(listed.rows) if getattr(row, "kind", "") == "appeal")
        await press(app, pilot, "enter")
        assert isinstance(app.screen, Pick)
        assert "Hear an appeal" in screen(app)
        assert "Let a condition go" not in screen(app)
        await press(app, pilot, "enter", "tab", "space", "tab", *"ok", "f2")

    play(desk, steps)
    assert acts(desk, "follow-up") == [("follow-up", "hear", Said("3", "ok", answer="grant"))]


def test_an_appeal_needs_a_ground() -> None:
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(FollowUpScreen(ID))
        await settle(app, pilot)
        await app.run_action("appeal", app.screen)
        await settle(app, pilot)
        await press(app, pilot, "f2")
        assert "An appeal needs a ground." in screen(app)
        await press(app, pilot, "down", "space", "tab", *"no", "f2")

    play(desk, steps)
    assert acts(desk, "follow-up") == [("follow-up", "appeal", Said("", "no", answer="procedure"))]


def test_a_date_is_read_and_a_wrong_one_is_said() -> None:
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(FollowUpScreen(ID))
        await settle(app, pilot)
        await app.run_action("recommend", app.screen)
        await settle(app, pilot)
        await press(app, pilot, *"do")
        app.screen.query_one("#until", Input).value = "soon"
        await press(app, pilot, "f2")
        assert "Not a date." in screen(app)
        app.screen.query_one("#until", Input).value = "+14"
        await press(app, pilot, "f2")

    play(desk, steps)
    ((_, _, told),) = acts(desk, "follow-up")
    assert isinstance(told, Said) and str(told.until) == "2026-10-22"


def test_the_way_back_is_drafted_after_a_question() -> None:
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(FollowUpScreen(ID))
        await settle(app, pilot)
        await app.run_action("roll_back", app.screen)
        await settle(app, pilot)
        assert isinstance(app.screen, Confirm)
        await press(app, pilot, "right", "enter")

    play(desk, steps)
    assert acts(desk, "follow-up") == [("follow-up", "roll-back", Said())]


@pytest.mark.parametrize(
    ("act", "place"),
    [
        *((act, FollowUpScreen) for act in ("prove", "verify", "hear", "answer", "look-again", "second", "chase")),
        ("motion", MotionsScreen),
        ("remind", TallyScreen),
        ("vote", DossierScreen),
    ],
)
def test_a_task_of_the_inbox_opens_the_place_where_it_is_done(act: str, place: type[Any]) -> None:
    desk = SampleDesk(inbox=Inbox((Task(TRIAGE, act, "It waits for you."),), ()))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "enter")
        assert isinstance(app.screen, place)

    play(desk, steps)


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
        while "30 of 120" not in screen(app):
            await pilot.pause()
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
        while "30 of 120" not in screen(app):
            await pilot.pause()
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
