"""Conditions of several voters come together; those that contradict each other go to the meeting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from board.core.case import Case
from board.core.tally import tally
from board.core.tasks import tasks
from tests.core.building import AFTER, CONDITION, MONDAY, ballot, case

IF = "approve-with-conditions"


@pytest.mark.parametrize(
    "other",
    [
        {"owner": "lena"},
        {"due": date(2027, 3, 20)},
        {"verifier": "yusuf"},
        {"due": date(2027, 3, 20), "text": " show  ERROR rates by language. "},
    ],
    ids=["owner", "day", "verifier", "written otherwise"],
)
def test_the_same_condition_with_another_owner_day_or_verifier_goes_to_the_meeting(other: dict[str, Any]) -> None:
    """Given two yes-ifs that ask for the same in two ways, then both stand, and the meeting is told of the two."""
    mine, hers = ballot("ben", IF), ballot("ana", IF, conditions=(replace(CONDITION, **other),))
    found = tally(case(mine, hers, ballot("chiara"), ballot("lena")), AFTER)
    assert len(found.conditions) == 2
    [matter] = found.matters
    assert matter.startswith("the condition “Show error rates by language”: mo by 2026-10-20, verified by kim; or ")


def test_the_secretary_is_told_to_put_conditions_that_differ_before_the_meeting() -> None:
    """Given two yes-ifs that differ on a day, then who presides has a task; not whoever still owes a ballot herself."""
    mine = ballot("ben", IF)
    hers = ballot("ana", IF, conditions=(replace(CONDITION, due=date(2027, 3, 20)),))

    def told(one: Case, member: str) -> list[str]:
        return [task.words for task in tasks(one, member, MONDAY) if task.act in ("meeting", "decide")]

    differ = "seats differ on the condition “Show error rates by language”: mo by 2026-10-20, verified by kim; or mo"
    (words,) = told(case(mine, hers), "kim")
    assert words.startswith(f"For the meeting: {differ}")
    assert told(case(mine), "kim") == []
    assert told(case(mine, hers, ballot("chiara")), "ana") != [], "she has voted, and presides"
    owes = case(ballot("ben", IF), replace(hers, member="lena", seats=("legal",)))
    assert told(owes, "ana") == [], "she presides, and nobody sways her before she votes"
    (words,) = told(case(mine, hers, ballot("chiara"), ballot("lena")), "kim")
    assert words.startswith(f"Every seat has voted, but {differ}")
    assert words.endswith(". Talk it over at the meeting, then decide.")


def test_conditions_that_agree_or_ask_for_other_things_go_to_nobody() -> None:
    others: tuple[dict[str, Any], ...] = (
        {"id": "c9"},
        {"proof": "A picture of it"},
        {"text": "Show the costs", "owner": "lena"},
    )
    for other in others:
        hers = ballot("ana", IF, conditions=(replace(CONDITION, **other),))
        assert tally(case(ballot("ben", IF), hers, ballot("chiara"), ballot("lena")), AFTER).matters == ()
