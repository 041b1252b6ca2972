"""A silent seat: holder, alternate and sponsor are told in turn, and the sum says who did not vote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from board.core.act import Motion
from board.core.ballot import Ballot
from board.core.case import Case
from board.core.charter import KindRule
from board.core.docket import Docket
from board.core.proposal import Tier
from board.core.stage import tasks
from board.core.tally import tally
from tests.core.building import MONDAY, OPENING, PLAIN, ballot, case, charter

FRIDAY = date(2026, 10, 9)
SATURDAY, NEXT_MONDAY, NEXT_TUESDAY = (FRIDAY + timedelta(days=days) for days in (1, 3, 4))


def until_friday(*ballots: Ballot, path: str = "vote") -> Case:
    board = charter(rule=replace(PLAIN, path=path))
    made = case(*ballots, board=board)
    return replace(made, docket=Docket((replace(OPENING, window_ends=FRIDAY),)))


def told(one: Case, member: str, today: date) -> list[str]:
    return [task.act for task in tasks(one, member, today)]


@pytest.mark.parametrize(
    ("today", "holder", "alternate", "sponsor"),
    [
        (FRIDAY, ["vote"], [], []),
        (SATURDAY, ["vote"], [], []),
        (NEXT_MONDAY, ["vote"], ["vote"], []),
        (NEXT_TUESDAY, ["vote"], ["vote"], ["remind"]),
    ],
)
def test_the_holder_the_alternate_and_the_sponsor_are_told_in_turn(
    today: date, holder: list[str], alternate: list[str], sponsor: list[str]
) -> None:
    """Given product silent to the end of the window on a Friday, then each is told on her working day."""
    one = until_friday(ballot("ana"), ballot("ben"), ballot("lena"))
    assert [told(one, who, today) for who in ("chiara", "kim", "iris")] == [
        holder,
        alternate + (["decide"] if today > FRIDAY else []),
        sponsor,
    ]


def test_the_words_say_what_is_at_stake() -> None:
    one = until_friday(ballot("ana"), ballot("ben"), ballot("lena"))
    assert "until you vote, the seat stands as “did not vote”" in tasks(one, "chiara", SATURDAY)[0].words
    assert tasks(one, "iris", NEXT_TUESDAY)[0].words == (
        "Product did not vote by 2026-10-09, nor did its alternate. Ask them, or the board decides without them."
    )


def test_silence_is_consent_where_it_passes_by_consent() -> None:
    one = until_friday(path="consent")
    assert told(one, "iris", NEXT_TUESDAY) == []
    assert tally(one, NEXT_TUESDAY).silent == ()


def test_the_sum_and_the_record_say_who_did_not_vote_even_where_the_alternate_did() -> None:
    """Given product's holder silent and its alternate's yes, then the yes counts and product's silence stays known."""
    said = (ballot("ana"), ballot("ben"), ballot("lena"))
    alone = tally(until_friday(*said), SATURDAY)
    assert alone.silent == ("product",)
    assert "product did not vote" in alone.sentence
    helped = tally(until_friday(*said, ballot("kim", seats=("product",))), SATURDAY)
    assert (helped.silent, helped.sum.yes) == (("product",), 4)
    assert "the alternate votes for product, which did not vote in time" in helped.sentence
    assert tally(until_friday(*said), FRIDAY).silent == ()


def test_an_alternate_whose_holder_stands_aside_is_told_at_once() -> None:
    one = until_friday(ballot("chiara", "recuse", interest="owner"))
    assert told(one, "kim", MONDAY) == ["vote"]
    assert tally(one, MONDAY).silent == ()


def test_a_motion_waits_for_those_who_have_a_voice_in_it() -> None:
    motion = Motion(1, "lower-tier", "chiara", "Only staff read it.", to="limited")
    one = case(ballot("ana"), tier=Tier.HIGH, motions=(motion,), board=charter(rule=KindRule("plain")))
    words = [task.words for task in tasks(one, "ana", MONDAY) if task.act == "motion"]
    assert words == [
        "Motion 1, to lower the tier to limited, moved by Chiara Romano, waits for your yes or no: "
        "“Only staff read it.”"
    ]
    assert [task.act for task in tasks(one, "kim", MONDAY)].count("motion") == 0
