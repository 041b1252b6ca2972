"""What comes next is offered where one looks for it: arrows between panes, the ballot after the last question."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.pilot import Pilot

from board.core.review import View
from board.tui.app import BoardApp
from board.tui.dossier import DossierScreen
from board.tui.dossier_text import changes
from tests.tui.pilot import SMALL, play, press, rows, settle
from tests.tui.sample import DOSSIER, ID, INBOX, REVIEW
from tests.tui.sample_desk import SampleDesk
from tests.tui.test_review import open_review


def test_left_and_right_go_between_the_sections_and_the_text() -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(DossierScreen(ID))
        await settle(app, pilot)
        app.screen.query_one("#sections").focus()
        for key, there in (("right", False), ("left", True), ("left", True), ("right", False)):
            await press(app, pilot, key)
            assert app.screen.query_one("#sections").has_focus is there

    play(SampleDesk(), steps, SMALL)


def test_once_every_question_has_its_view_the_bar_offers_the_ballot() -> None:
    """Given one question left, then the small bar has no room for the ballot; given none, it offers that first."""
    seen = [replace(item, view=View(item.question.id, view="agree")) for item in REVIEW.items]
    seen[0] = replace(seen[0], view=None, mine=True, dropped="", computed="")

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await open_review(app, pilot)
        assert "b Ballot" not in rows(app)[-1]
        await press(app, pilot, "1", "n")
        assert "b Ballot" in rows(app)[-1]

    play(SampleDesk(review=replace(REVIEW, items=tuple(seen), start=0)), steps, SMALL)


def test_the_inbox_names_a_proposal_once_for_several_dates_in_a_row() -> None:
    """Given three tasks about one proposal in a row, then its title stands above the first, and all three dates do."""
    vote, review = INBOX.mine[1], INBOX.mine[2]
    dates = [replace(vote, part=f"condition c{n}", words=f"Condition c{n} waits.") for n in (1, 2, 3)]

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        shown = "\n".join(rows(app))
        assert shown.count(vote.summary.title) == 1
        assert shown.count("the same proposal") == 2
        assert all(one.words in shown for one in dates)
        assert shown.index(vote.summary.title) < shown.index("c1 waits") < shown.index("c3 waits")
        assert review.summary.title in shown

    play(SampleDesk(inbox=replace(INBOX, mine=(*dates, review))), steps, SMALL)


def test_without_a_note_of_an_earlier_look_nobody_is_told_that_she_never_looked() -> None:
    """Given a machine that knows of no look of hers, then it says that much, and not that this is her first."""
    told = " ".join(changes(replace(DOSSIER, last_look=None, since_last_look=()), 76).plain.split())
    assert "this machine has no note of a look before" in told
    assert "first time" not in told and "new to you" not in told
