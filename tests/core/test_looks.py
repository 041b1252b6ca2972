"""Nobody puts the board's next look off without bound: a look holds as long as the policy lets it, or a year."""

from __future__ import annotations

from board.core.case import Case
from board.core.deadlines import deadlines
from board.core.looks import furthest
from board.core.record import Outcome
from tests.core.decided import day, decided, measured, practised
from tests.core.test_ageing import looked


def due(one: Case, sort: str) -> str:
    return next(str(each.due) for each in deadlines(one, day("2026-12-21")) if each.sort.id == sort)


def test_a_look_at_evidence_holds_no_longer_than_evidence_made_that_day() -> None:
    """Given a look of 21 December that names the year 2099, then the evidence is due 90 days later."""
    assert due(measured(looked("2026-12-21", "2099-01-01")), "evidence") == "2027-03-21"
    assert due(measured(looked("2026-12-21", "2027-02-01")), "evidence") == "2027-02-01", "a sooner day counts"


def test_a_look_at_the_way_back_holds_no_longer_than_practice_of_that_day() -> None:
    assert due(practised(looked("2026-12-21", "2099-01-01", "practice")), "practice") == "2027-03-21"
    assert due(practised(looked("2026-12-21", "2027-02-01", "practice")), "practice") == "2027-02-01"


def test_the_boards_next_look_is_put_off_by_a_year_at_most() -> None:
    """Given a review that its proposer puts off to 2099, then it is due a year after that look."""
    promised = {"review_by": day("2026-12-01"), "pilot_ends": day("2026-12-01")}
    for sort in ("review", "pilot"):
        far = decided(Outcome.APPROVED, looked("2026-12-21", "2099-01-01", sort), dates=promised)
        assert due(far, sort) == "2027-12-21"
        near = decided(Outcome.APPROVED, looked("2026-12-21", "2027-06-01", sort), dates=promised)
        assert due(near, sort) == "2027-06-01"


def test_whoever_looks_is_told_the_last_day_it_can_hold() -> None:
    today = day("2026-12-21")
    last = [
        str(furthest(*each, today)) for each in ((measured(), "evidence"), (practised(), "practice"), (decided(), ""))
    ]
    assert last == ["2027-03-21", "2027-03-21", "2027-12-21"]
