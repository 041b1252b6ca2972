"""Whoever holds one seat meets at most a third of the questions a proposal asks, wherever it asks many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product

import pytest

from board.core.case import Case
from board.core.charter import Charter
from board.core.checklist import Checklist
from board.core.docket import Docket
from board.core.proposal import Tier
from board.core.questions import asked_in
from board.core.review import Answer
from board.core.rules import default_seats
from board.core.sharing import MANY
from board.core.stated import FACTS
from tests.content.loading import checklists, kinds, questions
from tests.content.test_effects_act import BOARD, put

WITHOUT = replace(BOARD, seats=tuple(each for each in BOARD.seats if each.id != "ethics"))
NAMES = (
    *("personal_data", "agentic", "generates_content"),
    *("interacts_with_people", "decides_about_people", "weights_origin"),
)
USES: tuple[dict[str, object], ...] = tuple(
    dict(zip(NAMES, values, strict=True))
    for values in (
        ("present", "acts-with-confirmation", "text", True, "informs", "hosted-api"),
        ("none", "none", "text", True, "no", "third-party-open"),
        ("present", "none", "none", False, "informs", "own"),
        ("none", "none", "none", False, "no", "own"),
        ("present", "none", "text", True, "no", "own"),
        ("none", "suggests", "text", False, "no", "third-party-open"),
    )
)
CLOSING = ((), (Answer("C-02", ("not-high",)), Answer("E-04", ("no",))))
"""No answer yet, and answers that close branches."""


def proposals(board: Charter, lists: tuple[Checklist, ...]) -> Iterator[Case]:
    """Every kind, ring and tier, in the EU and outside, for six sorts of use, before and after branches close."""
    rings = ("sandbox", "beta", "general", "external")
    for kind, ring, tier, where in product(kinds().values(), rings, Tier, ("EU", "US")):
        for use, closing in product(USES, CLOSING):
            facts = {"target_ring": ring, "change_class": "major", "jurisdictions": [where], **use}
            one = replace(put(kind, facts, tier, closing), charter=board, checklists=lists)
            yield replace(one, docket=Docket(tuple(replace(each, facts=FACTS) for each in one.docket.openings)))


def above_a_third(made: Iterable[Case]) -> tuple[int, list[str]]:
    """How many proposals ask many questions, and the seats that meet more than a third of them."""
    many, found = 0, []
    for each in made:
        put_to_it = [one for one in asked_in(each) if not one.dropped and not one.question.computed]
        if len(put_to_it) >= MANY:
            many += 1
            load = Counter(one.judge for one in put_to_it).items()
            found += [
                f"{seat} {n} of {len(put_to_it)}: {each.proposal.kind}, {each.tier}, {each.proposal.facts}"
                for seat, n in load
                if n * 3 > len(put_to_it)
            ]
    return many, found


@pytest.mark.parametrize("board", [BOARD, WITHOUT], ids=["with a panel", "without"])
def test_given_any_proposal_with_many_questions_then_no_seat_judges_more_than_a_third(board: Charter) -> None:
    many, found = above_a_third(proposals(board, checklists()))
    assert many > 500
    assert not found


def test_given_lists_that_hand_nothing_on_then_a_seat_would_have_more() -> None:
    """The promise rests on `hands_to`: without it this test's neighbour could not fail."""
    kept = tuple(
        replace(each, questions=tuple(replace(one, hands_to=()) for one in each.questions)) for each in checklists()
    )
    assert above_a_third(proposals(WITHOUT, kept))[1]


def test_given_a_question_that_opens_others_then_it_stays_with_its_judge() -> None:
    opening = {earlier for each in questions() for when in each.applies for earlier in when.after}
    seats = {seat.id for seat in default_seats()} - {"ethics"}
    for each in questions():
        assert set(each.hands_to) <= seats - {each.judge}, each.id
        assert not (each.hands_to and each.id in {*opening, "E-05"}), each.id
