"""One draft in two windows: it is said at once, taken over by choice, and nothing that was typed in either is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from board.core.ballot import BallotDraft, Condition, Verdict
from board.core.finding import refuse
from board.core.review import View
from board.tui.app import BoardApp
from board.tui.ballot import BallotScreen
from board.tui.ballot_text import merged
from board.tui.forms import both
from board.tui.messages import MessageScreen
from board.tui.review import ReviewScreen
from tests.tui.pilot import burst, play, press, saved, screen, settle
from tests.tui.sample import ID, REVIEW
from tests.tui.sample_desk import SampleDesk

TAKEN = refuse("draft.taken-over", "Another window took over the draft.", "Go on there, or take it back here.")


@pytest.mark.parametrize(
    ("mine", "theirs", "together"),
    [
        ("", "theirs", "theirs"),
        ("mine", "", "mine"),
        ("mine and more", "mine", "mine and more"),
        ("mine", "mine and more", "mine and more"),
        ("mine", "theirs", "mine\n\n(from the other window)\ntheirs"),
    ],
)
def test_two_texts_come_together_and_none_is_lost(mine: str, theirs: str, together: str) -> None:
    assert both(mine, theirs) == together


def test_two_ballots_come_together() -> None:
    mine = BallotDraft(Verdict.RETURN, "mine", (Condition("c1", "one"),), ("first",), evidence=("eval",))
    theirs = BallotDraft(Verdict.REJECT, "theirs", (Condition("c1", "two"),), ("first", "second"), clears="a test")
    found = merged(mine, theirs)
    assert found.verdict is Verdict.RETURN
    assert found.reason == both("mine", "theirs")
    assert [one.text for one in found.conditions] == ["one", "two"]
    assert found.changes == ("first", "second")
    assert (found.evidence, found.clears) == (("eval",), "a test")


def test_a_draft_of_another_window_is_told_before_anything_is_typed() -> None:
    """Given a draft that another window has, when the review opens, then it says so and F7 takes it over."""
    desk = SampleDesk(elsewhere=True, saved=TAKEN)

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(ReviewScreen(ID))
        await burst(app, pilot, "a", "typed all the same")
        await saved(app, pilot)
        assert "another window has this draft, F7 takes it over" in screen(app)
        note = app.screen.query_one("#note", TextArea)
        assert note.text == "typed all the same"
        first = REVIEW.items[0]
        there = replace(first, view=View(first.question.id, view="agree", note="written there"))
        desk.values |= {"review": replace(REVIEW, items=(there, *REVIEW.items[1:]))}
        del desk.values["saved"]
        await press(app, pilot, "f7")
        await saved(app, pilot)
        assert note.text == both("typed all the same", "written there")
        assert "F7 takes it over" not in screen(app)

    play(desk, steps)
    assert ("take over", ID) in desk.did
    kept = [what[1] for what in desk.did if what[0] == "view"][-1]
    assert isinstance(kept, View)
    assert "typed all the same" in kept.note
    assert "written there" in kept.note


def test_a_window_that_lost_its_draft_goes_on_typing_and_may_take_it_back() -> None:
    """Given a ballot, when another window takes the draft over, then no letter is lost here, and F7 takes it back."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(BallotScreen(ID))
        await burst(app, pilot, "4", "tab", "one ")
        desk.values["saved"] = TAKEN
        await saved(app, pilot)
        await burst(app, pilot, "two")
        await saved(app, pilot)
        assert "F7 takes it over" in screen(app)
        del desk.values["saved"]
        await press(app, pilot, "f7")
        await saved(app, pilot)
        assert app.screen.query_one("#reason", TextArea).text.endswith("one two")
        assert "F7 takes" not in screen(app)

    play(desk, steps)
    kept = [what[1] for what in desk.did if what[0] == "draft"][-1]
    assert isinstance(kept, BallotDraft)
    assert "one two" in kept.reason


def test_a_message_written_in_two_windows_holds_both() -> None:
    desk = SampleDesk(elsewhere=True, saved=TAKEN)

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(MessageScreen(desk.dossier(ID).case))
        await burst(app, pilot, "mine")
        del desk.values["saved"]
        desk.values["message_draft"] = {"kind": "question", "to": "proposer", "about": "", "re": "", "text": "theirs"}
        await press(app, pilot, "f7")
        await settle(app, pilot)
        assert app.screen.query_one("#words", TextArea).text == both("mine", "theirs")

    play(desk, steps)
