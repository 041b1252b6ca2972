"""The inbox begins with what holds somebody up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from board.actions.rows import inbox_of
from board.core.case import Case, Task
from board.core.deadlines import deadlines
from board.core.docket import Docket
from board.core.record import Outcome
from board.core.stage import tasks
from tests.core.building import CONDITION, case
from tests.core.decided import decided
from tests.tui.sample import SUMMARIES


def test_a_late_condition_stands_above_a_look_that_is_late_for_longer() -> None:
    """Given evidence too old for a year and a condition late since yesterday, then the condition is read first."""
    look = Task(SUMMARIES[0], "look-again", "Evidence is too old.", date(2025, 10, 5), overdue=True)
    condition = replace(look, act="prove", words="Condition c1 is late.", due=date(2026, 10, 4))
    vote = replace(look, act="vote", words="Vote.", due=date(2026, 10, 7), overdue=False)
    assert inbox_of([vote, look, condition]).mine == (condition, look, vote)


def test_a_vote_that_ends_in_two_working_days_stands_beside_what_is_late() -> None:
    """Given looks that are late for months, then a vote that ends soon is read before them, after a late condition."""
    look = Task(SUMMARIES[0], "look-again", "Evidence is too old.", date(2025, 10, 5), overdue=True)
    condition = replace(look, act="prove", words="Condition c1 is late.", due=date(2026, 10, 4))
    vote = Task(SUMMARIES[0], "vote", "Vote.", date(2026, 10, 7), pressing=True)
    later = replace(vote, due=date(2026, 10, 12), pressing=False)
    assert inbox_of([later, look, vote, condition]).mine == (condition, vote, look, later)


def test_a_condition_of_what_was_replaced_stands_below_what_runs_and_says_that_nothing_runs_by_it() -> None:
    """Given a late condition of an approval that another replaced, then it says so, and asks for no step back."""
    late = replace(CONDITION, due=date(2026, 10, 13))
    today = date(2027, 3, 1)
    runs = decided(Outcome.APPROVED_WITH_CONDITIONS, conditions=(late,))
    gone = replace(runs, superseded_by="2027/0001-next")
    (chased,) = [task for task in tasks(gone, "ana", today) if task.act == "chase"]
    assert chased.words.endswith(
        "The approval was replaced, so nothing runs by it any more. "
        "Until the condition is met, or two let it go, no wider ring is approved."
    )
    (pressing,) = [task for task in tasks(runs, "ana", today) if task.act == "roll-back"]
    younger = replace(pressing, due=date(2027, 2, 1))
    assert inbox_of([chased, younger]).mine == (younger, chased)
    told = [one.finding("f", today) for one in deadlines(gone, today) if one.sort.id == "condition"]
    assert all(one and "go back by one" not in one.message and "no wider ring" in one.message for one in told) and told
    (owner,) = [task for task in tasks(gone, late.owner, today) if task.act == "prove"]
    assert "nothing runs by it any more" in owner.words


def test_two_working_days_are_counted_over_a_weekend() -> None:
    """Given a vote that ends on Tuesday, then it presses from Friday on; what a decision owes presses nobody so."""
    voting = case()
    voting = replace(voting, docket=Docket((replace(voting.docket.openings[-1], window_ends=date(2026, 10, 13)),)))

    def presses(one: Case, member: str, today: date) -> set[bool]:
        return {task.pressing for task in tasks(one, member, today) if task.due}

    assert presses(voting, "lena", date(2026, 10, 8)) == {False}
    assert presses(voting, "lena", date(2026, 10, 9)) == presses(voting, "lena", date(2026, 10, 13)) == {True}
    owed = decided(Outcome.APPROVED_WITH_CONDITIONS, conditions=(replace(CONDITION, due=date(2026, 10, 13)),))
    assert presses(owed, "mo", date(2026, 10, 13)) == {False}
