"""How a question stood last time, on the card of its proposer: one key answers the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.pilot import Pilot

from board.core.prefilled import Earlier
from board.core.review import Answer
from board.tui.app import BoardApp
from board.tui.question import card
from tests.tui.pilot import play, press, screen
from tests.tui.sample import ID, REVIEW
from tests.tui.sample_desk import SampleDesk
from tests.tui.test_review import open_review


def test_the_proposer_answers_as_last_time_with_one_key() -> None:
    """Given an earlier answer, then the card tells it and the key that gives it again; without one, the key says so."""
    last = Earlier("2026/0007-triage-sandbox", "approved", ("yes",), "Run 9.")
    blank = replace(REVIEW.items[0], answer=None, answer_words="", last=last)
    form = replace(REVIEW, start=0, items=(blank, *REVIEW.items[1:]))
    desk = SampleDesk(review=form)
    told = " ".join(card(form, blank, 1, 100).plain.split())
    assert "2026/0007-triage-sandbox (approved): yes (Run 9.). = answers the same" in told

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await open_review(app, pilot)
        assert "Last time" in screen(app)
        await press(app, pilot, "n", "=", "N", "=")

    play(desk, steps)
    assert [what for what in desk.did if what[0] == "take"] == [("take", (ID, "R-05"))]


def test_a_pre_filled_answer_says_where_it_is_from() -> None:
    taken = Answer("R-05", ("yes",), "Run 9.", prefilled="2026/0007-triage-sandbox", confirmed_by="mo")
    item = replace(REVIEW.items[0], answer=taken)
    told = " ".join(card(REVIEW, item, 1, 100).plain.split())
    assert "Pre-filled from 2026/0007-triage-sandbox, confirmed by Mo Haddad" in told
