"""A question answered with a day acts by how old that day was when the board took the proposal up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from board.core.applying import Context, evaluate
from board.core.checklist import Checklist, Effect, EffectKind, Question
from board.core.proposal import Proposal, Tier
from board.core.questions import standings
from board.core.review import Answer
from tests.core.building import case

HERE = Context(Proposal("2026/0001-x", "X"), Tier.LIMITED, day=date(2026, 10, 5))
OLD = Effect(EffectKind.BLOCK, (">90", "unknown"), "Too long ago.")


def test_a_day_beyond_the_limit_has_the_effect_and_one_within_it_or_still_to_come_has_not() -> None:
    assert not evaluate((OLD,), ("2026-07-07",), HERE)
    assert evaluate((OLD,), ("2026-07-06",), HERE) == (OLD,)
    assert not evaluate((OLD,), ("2026-12-24",), HERE)


def test_what_is_no_day_cannot_be_shown_to_be_recent_and_unknown_is_the_bad_answer() -> None:
    assert evaluate((OLD,), ("last summer",), HERE) == evaluate((OLD,), (), HERE) == (OLD,)


def test_without_a_day_to_count_from_no_age_is_known() -> None:
    assert not evaluate((OLD,), ("2020-01-01",), replace(HERE, day=None))


def test_the_age_is_counted_from_the_opening_and_before_one_from_the_day_the_proposal_was_made() -> None:
    asks = Question("R-18b", "risk", "When?", type="date", judge="engineering", effects=(OLD,))
    lists = (Checklist("risk", "Risk", questions=(asks,)),)

    def bars(day: str, *, made: str = "", opened: bool = True) -> bool:
        given = case(answers=(Answer("R-18b", (day,)),), checklists=lists, openings=None if opened else ())
        given = replace(given, proposal=replace(given.proposal, created=made))
        return bool(standings(given)[0].effects)

    assert not bars("2026-07-07") and bars("2026-07-06")
    assert bars("2026-07-07", made="2026-11-01", opened=False)
    assert not bars("2026-07-07", made="2026-07-08", opened=False)
