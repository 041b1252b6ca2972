"""Seats that see a question differently: what is shown of it."""

from __future__ import annotations

from board.core.checklist import Checklist, Option, Question
from board.core.questions import standings
from board.core.review import Answer, Review, View
from tests.core.building import case


def test_where_seats_differ_they_speak_in_the_words_of_the_options() -> None:
    """Given three members who answer from a list, or cannot tell, then each is quoted in words, not in values."""
    options = (Option("full", "The whole output"), Option("sample", "A sample of it"))
    asked = Question("R-05", "risk", "What is kept?", core=True, type="multi", judge="security", options=options)
    reviews = (
        Review("ana", (View("R-05", "security", "", ("full",)),)),
        Review("lena", (View("R-05", "legal", "", ("sample",)),)),
        Review("ben", (View("R-05", "engineering", "unsure"),)),
    )
    lists = (Checklist("risk", "Risk", questions=(asked,)),)
    found = case(checklists=lists, answers=(Answer("R-05", ("full",)),), reviews=reviews)
    (stands,) = standings(found)
    assert stands.split == "Security: The whole output; Engineering: not known; Legal: A sample of it"
