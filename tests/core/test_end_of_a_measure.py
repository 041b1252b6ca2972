"""An emergency action has a day on which it should end; it comes back, however it was said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from board.core.deadlines import deadlines
from board.core.review import Answer, Review, View
from tests.core.decided import DAY, decided


def test_the_day_on_which_an_emergency_action_should_end_comes_back_though_no_fact_named_it() -> None:
    """Given only an answer to X-6, when that day has passed, then it is told; a seat's day counts before it."""
    said = replace(decided(), answers=(Answer("X-6", (str(DAY),)),))
    judged = replace(said, reviews=(Review("mo", (View("X-6", "product", value=(str(DAY + timedelta(days=7)),)),)),))
    cases = (said, judged, decided())
    found = [[one.due for one in deadlines(each, DAY) if one.sort.id == "measure"] for each in cases]
    assert found == [[DAY], [DAY + timedelta(days=7)], []]
