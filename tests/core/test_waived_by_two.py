"""A condition that the board said yes on is let go by two, never by one."""

from __future__ import annotations

from dataclasses import replace

from board.core.case import Case
from board.core.conditions import open_conditions, would_waive
from board.core.docket import Docket
from board.core.record import FollowUp, Outcome
from tests.core.building import CONDITION
from tests.core.decided import DECIDED, day, decided

GRANTED = decided(Outcome.APPROVED_WITH_CONDITIONS, conditions=(CONDITION,))


def test_one_person_lets_no_condition_go() -> None:
    """Given list 3, when one waives, even twice, then it stays; when two do, it is gone as long as both say."""

    def waived_by(*said: tuple[str, str]) -> Case:
        made = (
            FollowUp(at, "waiver", who, "Said.", "c1", DECIDED, until=day(last) if last else None)
            for at, (who, last) in enumerate(said, 1)
        )
        opening = replace(GRANTED.docket.openings[-1], facts=3)
        return replace(GRANTED, docket=Docket((opening,)), follow_ups=tuple(made))

    late = day("2026-11-10")
    assert [each.condition.id for each in open_conditions(waived_by(("kim", ""), ("kim", "")), late)] == ["c1"]
    assert would_waive(waived_by(("kim", "")), "c1") == "kim"
    assert open_conditions(waived_by(("kim", ""), ("ben", "")), late) == ()
    both = waived_by(("kim", ""), ("ben", "2026-11-09"))
    assert [each.condition.due for each in open_conditions(both, late)] == [day("2026-11-09")]
    assert open_conditions(both, day("2026-11-09")) == ()
