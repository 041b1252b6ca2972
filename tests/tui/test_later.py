"""What comes after the vote, on screen: motions and follow-ups, each act by a form or one key with a question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, TextArea

from board.actions.afterwards import Said
from board.actions.model import Inbox
from board.core.ballot import Verdict
from board.core.case import Bar, Task, Wanted
from board.core.conditions import Lateness
from board.core.finding import refuse
from board.core.promises import Promise
from board.tui.app import BoardApp
from board.tui.chrome import KeyBar
from board.tui.dialogs import Confirm, Explain
from board.tui.dossier import DossierScreen
from board.tui.dossier_text import head
from board.tui.fill import Fill, Pick
from board.tui.followups import FollowUpScreen
from board.tui.later_text import about_row, state_cell
from board.tui.lists import VirtualList
from board.tui.motions import MotionsScreen
from board.tui.tally import TallyScreen
from board.tui.tally_text import tally_content
from tests.tui.pilot import play, press, screen, settle
from tests.tui.sample import CASE, ID, TALLY, TODAY, TRIAGE
from tests.tui.sample_desk import SampleDesk
from tests.tui.sample_later import AFTER, CONDITIONS
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


def test_decisions_say_how_their_conditions_stand() -> None:
    """Given an approval with conditions at 80x24, then list and record say in words how many are overdue."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "3")
        assert "✓ approved, 1 overdue\n" in screen(app)
        await press(app, pilot, "down", "enter")
        assert "Conditions today: 2 overdue, 1 to check, 1 met. f tells each." in screen(app)

    play(desk, steps, (80, 24))


def test_a_tally_says_what_bars_without_a_question_and_how_a_condition_stands() -> None:
    """Given a bar that is no question's and a condition long kept, then each is a whole sentence on screen."""
    frozen = Bar("", "condition c1 of 2026/0009-x was due, and until it is met triage may go to no wider ring", ())
    tally = replace(TALLY, bars=(frozen,), conditions=(CONDITIONS[0].condition,))
    kept = (Promise(CONDITIONS[0].condition, "late", "3 days late."),)
    told = " ".join(tally_content(CASE, tally, "", "ana", 100, kept).plain.split())
    assert "✗ Condition c1 of 2026/0009-x was due, and until it is met triage may go to no wider ring." in told
    assert "is answered" not in told
    assert "3 days late." in told


def test_a_condition_in_full_says_once_how_late_it_is() -> None:
    """Given a late condition, then its details tell the day, and in a sentence of its own how late that is."""
    due = date(2026, 10, 20)
    late = replace(CONDITIONS[1], told="3 days late.", condition=replace(CONDITIONS[1].condition, due=due))
    told = about_row(AFTER, late, due + timedelta(days=3), 80).plain
    assert told.count("3 days late") == 1
    assert "by 2026-10-20; checked by" in told


def test_only_the_verifier_checks_a_proof() -> None:
    """Given proofs, when v is pressed, then only the condition that is mine is offered, and it acts."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go("follow-up", desk, app, pilot)
        await press(app, pilot, "v")
        assert "A sign in every room" in screen(app)
        assert "Error rates by language" not in str(app.screen.query_one("#about").render())
        await press(app, pilot, *"seen", "f2")

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
        await press(app, pilot, "enter", "space", "tab", *"ok", "f2")

    play(desk, steps)
    assert acts(desk, "follow-up") == [("follow-up", "hear", Said("3", "ok", answer="grant"))]


def test_whoever_lets_an_approval_go_is_told_before_what_it_still_owes() -> None:
    """Given a condition that nobody met, when the form for letting go opens, then it names the condition."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go("follow-up", desk, app, pilot)
        await app.run_action("lapse", app.screen)
        await settle(app, pilot)
        assert isinstance(app.screen, Fill)
        assert "It still owes: condition c1" in " ".join(screen(app).split())

    play(desk, steps)


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
        ("meeting", TallyScreen),
        ("vote", DossierScreen),
    ],
)
def test_a_task_of_the_inbox_opens_the_place_where_it_is_done(act: str, place: type[Any]) -> None:
    desk = SampleDesk(inbox=Inbox((Task(TRIAGE, act, "It waits for you.", part="condition c2"),), ()))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "enter")
        assert isinstance(app.screen, place)
        if isinstance(app.screen, FollowUpScreen):
            assert app.screen.row == CONDITIONS[1], "the cursor is on what the task is about"

    play(desk, steps)


def test_a_returned_proposal_tells_what_to_change_in_dossier_and_tally() -> None:
    """Given ballots that returned it, then the tally lists what each seat wants, and the head points there."""
    wanted = (Wanted("Security", "ana", ("Write down the hash.",), "No hash."), Wanted("Legal", "lena", (), "Not yet."))
    tally = replace(TALLY, wanted=wanted)
    told = " ".join(tally_content(CASE, tally, "", "ana", 100, ()).plain.split())
    assert "Change first Security Write down the hash. Why: No hash. Legal Not yet. Seat by seat" in told
    shown = " ".join(head(replace(SampleDesk().dossier(CASE.id), tally=tally), TODAY, 100).plain.split())
    assert "The board returned it. What to change first, for Security, Legal, stands in Tally." in shown


def test_what_came_after_a_decision_is_told_in_list_record_and_dossier() -> None:
    """Given a decision that ended, then the pane beside the list, the record and the dossier say so first."""
    ended = "Expired on 2026-06-03. It approves nothing any more."

    class Later(SampleDesk):
        def decisions(self) -> tuple[Any, ...]:
            return tuple(replace(row, later=(ended,)) for row in super().decisions())

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "3")
        assert f"! {ended}" in " ".join(screen(app).split())
        await press(app, pilot, "enter")
        assert f"! {ended}" in " ".join(screen(app).split())

    play(Later(), steps, (200, 60))
    shown = head(replace(SampleDesk().dossier(CASE.id), later=(ended,)), TODAY, 100).plain
    assert f"! {ended}" in " ".join(shown.split())


def test_the_bar_of_keys_offers_what_can_be_done_now_and_another_key_says_why_not() -> None:
    """Given acts of which some can be done, then the bar holds these alone; a key that it leaves out still answers."""
    desk = SampleDesk(after=replace(AFTER, acts={**AFTER.acts, ("confirm", ""): ""}))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(FollowUpScreen(ID))
        await settle(app, pilot)
        offered = {command.id for command in app.screen.query_one(KeyBar).commands}
        assert "later.confirm" in offered and "later.reply" not in offered
        await press(app, pilot, "e")
        assert "The owner replies" in app.history[-1].message
        await press(app, pilot, "c")
        assert isinstance(app.screen, Fill)
        app.push_screen(DossierScreen(ID))
        await settle(app, pilot)
        offered = {command.id for command in app.screen.query_one(KeyBar).commands}
        assert "dossier.ballot" in offered and not offered & {"dossier.decide", "dossier.confirm", "dossier.open"}
        await press(app, pilot, "d")
        assert not isinstance(app.screen, FollowUpScreen)

    play(desk, steps)
