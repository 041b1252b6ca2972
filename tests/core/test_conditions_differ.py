"""Conditions of several voters come together; those that contradict each other go to the meeting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from board.core.tally import tally
from tests.core.building import AFTER, CONDITION, ballot, case

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


def test_conditions_that_agree_or_ask_for_other_things_go_to_nobody() -> None:
    others: tuple[dict[str, Any], ...] = (
        {"id": "c9"},
        {"proof": "A picture of it"},
        {"text": "Show the costs", "owner": "lena"},
    )
    for other in others:
        hers = ballot("ana", IF, conditions=(replace(CONDITION, **other),))
        assert tally(case(ballot("ben", IF), hers, ballot("chiara"), ballot("lena")), AFTER).matters == ()
