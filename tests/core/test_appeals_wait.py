"""Appeals that wait: all who may hear one are told, and a granted one waits until the board takes it up."""

from __future__ import annotations

from dataclasses import replace

from board.core.case import Case
from board.core.deadlines import deadlines
from tests.core.decided import day
from tests.core.test_deadlines import APPEALED, GRANTED, follow, of


def who_acts(one: Case) -> tuple[str, ...]:
    return of(deadlines(one, day("2026-10-20")), "appeal").acts


def test_an_appeal_waits_for_all_who_may_hear_it_until_two_have() -> None:
    """Given an appeal, then each who may hear it is named, not who did; two who heard it answer; a tie asks others."""
    ben, lena = follow(2, "heard", "ben", re=1, answer="grant"), follow(3, "heard", "lena", re=1, answer="grant")
    assert who_acts(APPEALED) == ("ben", "lena", "ruth", "kim")
    assert who_acts(replace(APPEALED, follow_ups=(*APPEALED.follow_ups, ben))) == ("lena", "ruth", "kim")
    assert who_acts(replace(APPEALED, follow_ups=(*APPEALED.follow_ups, ben, lena))) == ("ben", "lena")
    tied = (*APPEALED.follow_ups, ben, replace(lena, answer="dismiss"))
    assert who_acts(replace(APPEALED, follow_ups=tied)) == ("ruth", "kim")
    split = (*tied, follow(4, "heard", "ruth", re=1, answer="grant"), follow(5, "heard", "kim", re=1, answer="dismiss"))
    assert who_acts(replace(APPEALED, follow_ups=split)) == ("ben", "lena", "ruth", "kim"), "no other is left"


def test_a_granted_appeal_is_answered_once_the_board_takes_up_what_it_names() -> None:
    one = GRANTED
    assert of(deadlines(one, day("2026-10-20")), "rehearing").told == ("chiara",)
    taken = replace(one, reheard=("2026/0002-x",))
    assert "rehearing" not in {each.sort.id for each in deadlines(taken, day("2026-12-20"))}
