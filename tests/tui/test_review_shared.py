"""A review is shared on purpose only, and neither stray text nor a toast takes an answer away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.pilot import Pilot

from board.core.checklist import Option, Question
from board.core.review import View
from board.tui.app import BoardApp
from board.tui.choices import Choices
from board.tui.dossier import DossierScreen
from board.tui.dossier_text import view_line
from board.tui.question import options_of
from tests.tui.pilot import play, press, saved, screen, settle
from tests.tui.sample import CASE, ID, REVIEW
from tests.tui.sample_desk import SampleDesk
from tests.tui.test_review import open_review, views


def test_a_half_done_review_is_shared_only_after_a_question_and_a_whole_one_at_once() -> None:
    """Given open questions of mine, when I press s, then I am asked first; without any it is shared."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = await open_review(app, pilot)
        await press(app, pilot, "s", "s", "space")
        assert not [what for what in desk.did if what[0] == "share"]
        await press(app, pilot, *([] if app.screen is shown else ["escape"]), "s")
        assert "2 of your 4 questions are answered." in screen(app)
        await press(app, pilot, "right", "enter")
        assert len([what for what in desk.did if what[0] == "share"]) == 1

    play(desk, steps, (120, 40))
    whole = SampleDesk(review=replace(REVIEW, items=tuple(item for item in REVIEW.items if not item.mine)))

    async def at_once(app: BoardApp, pilot: Pilot[Any]) -> None:
        await open_review(app, pilot)
        assert "s Share" in screen(app)
        await press(app, pilot, "s")
        assert [what for what in whole.did if what[0] == "share"]

    play(whole, at_once, (80, 24))


def test_from_the_dossier_a_half_done_review_is_shared_only_after_the_same_question() -> None:
    """Given open questions of mine, when I press s in the dossier, then I am asked first, too."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(DossierScreen(ID))
        await settle(app, pilot)
        await press(app, pilot, "s")
        assert "2 of your 4 questions are answered." in screen(app)
        assert not [what for what in desk.did if what[0] == "share"]
        await press(app, pilot, "right", "enter")
        assert len([what for what in desk.did if what[0] == "share"]) == 1

    play(desk, steps, (80, 24))


def test_a_space_of_stray_text_takes_no_answer_away() -> None:
    """Given an answer, when text is typed beside the note, then it stays; Delete takes it back."""
    desk = SampleDesk()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = await open_review(app, pilot)
        view = shown.query_one("#view", Choices)
        await press(app, pilot, "2", "T", "h", "space")
        assert view.picked == ("disagree",)
        await saved(app, pilot)
        assert views(desk)[-1].view == "disagree"
        await press(app, pilot, "delete")
        assert view.picked == ()

    play(desk, steps)


def test_answers_without_a_draft_are_told_to_be_shared() -> None:
    """Given shared answers and no draft, when the review opens, then it does not say that nothing was typed."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await open_review(app, pilot)
        assert "2 of your 4 done, 1 to look at again  ·  shared" in screen(app)

    play(SampleDesk(review=replace(REVIEW, saved_at=None)), steps, (80, 24))


def test_a_toast_leaves_the_answer_in_sight() -> None:
    """Given a toast at 80 columns, then the row of answers is to be read all the same."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await open_review(app, pilot)
        app.cannot("Something is in the way.", "Wait for it.")
        await settle(app, pilot)
        assert "Something is in the way" in screen(app)
        assert "1 ( ) agree   2 ( ) disagree   3 ( ) unsure   4 ( ) my own answer" in screen(app)

    play(SampleDesk(), steps, (80, 24), toasts=True)


def test_a_number_stands_beside_its_words_and_no_value_without_them() -> None:
    """Given options with values for programs, then people read words, and a number only before them."""
    options = (Option("4", "Serious harm"), Option("x", "Who knows"))
    rated = Question("R-15", "risk", "How bad?", type="scale", options=options)
    assert [one.label for one in options_of(rated)] == ["4 Serious harm", "Who knows", "unknown"]
    assert "says 4 Serious harm" in view_line(CASE, "ana", View("R-15", value=("4",)), rated).plain
