"""The sum in words, by page form: readers of today get plain words, and old records are counted in their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board.core.act import Motion
from board.core.case import Case
from board.core.proposal import Tier
from board.core.record import RENDER
from board.core.tally import tally
from tests.core.building import AFTER, ballot, case

FOUR = ("ben", "ana", "chiara", "lena")
YES = case(*map(ballot, FOUR))
NO = case(*(ballot(who, "reject") for who in FOUR))
BACK = case(*(ballot(who, "return") for who in FOUR))
STOP = case(ballot("lena", "stop", ground="unlawful", evidence=("card",), clears="A licence.", reason="No."))
MOVED = case(
    *map(ballot, FOUR), tier=Tier.HIGH, motions=(Motion(1, "lower-tier", "ana", "Small.", to="limited"),)
)  # fmt: skip


@pytest.mark.parametrize(
    ("given", "before", "now"),
    [
        (
            YES,
            "4 seats; 4 say yes; more than half of 4 is 3: approved.",
            "4 seats have a vote; 4 say yes; at least 3 of",
        ),
        (
            NO,
            "none says yes, 4 say no; more than half of 4 is 3, which yes does",
            "none of them says yes, 4 say no; at",
        ),
        (
            BACK,
            "4 say not yet; more than half of 4 is 3: returned",
            "4 say not yet; that is more than half of the 4 se",
        ),
        (
            STOP,
            "; a valid stop outweighs any number of yes: stopped.",
            "; one such stop is enough, whatever the others",
        ),
    ],
    ids=["yes", "no", "returned", "stop"],
)
def test_a_sum_is_put_in_the_words_of_its_form(given: Case, before: str, now: str) -> None:
    """Given the same ballots, then forms 1 to 3 say what they always said, form 4 says it plainly; no number moves."""
    assert given.form == RENDER == 4
    newest = tally(given, AFTER)
    assert now in newest.sentence and before not in newest.sentence
    for form in (1, 2, 3):
        older = tally(replace(given, form=form), AFTER)
        assert before in older.sentence
        assert replace(older.sum, sentence="") == replace(newest.sum, sentence="")
        assert (older.outcome, older.ballots) == (newest.outcome, newest.ballots)


def test_a_motions_sum_is_put_in_the_words_of_its_form_too() -> None:
    [newest], [older] = tally(MOVED, AFTER).motions, tally(replace(MOVED, form=3), AFTER).motions
    assert newest.words == "none of 5 says yes, and at least 3 must"
    assert older.words == "0 of 5 say yes; more than half of 5 is 3"
    assert newest.state == older.state
