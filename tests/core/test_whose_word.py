"""Whose word counts for a seat where several could speak, and whose day where somebody named one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from board.core.case import Case
from board.core.charter import Charter
from board.core.checklist import Checklist, Effect, EffectKind, Question
from board.core.deadlines import deadlines
from board.core.questions import Standing, standings
from board.core.record import FollowUp, Outcome
from board.core.review import Answer, Review, View
from tests.core.building import MEMBERS, case, charter
from tests.core.decided import DAY, DECIDED, decided

JUDGED = Question(
    "R-05", "risk", "Is it good enough?", core=True, judge="security", effects=(Effect(EffectKind.BLOCK, ("no",)),)
)


def standing(*reviews: Review, board: Charter | None = None) -> Standing:
    """What the question comes to after some reviews, on the board of the tests or on another."""
    lists = (Checklist("risk", "Risk", questions=(JUDGED,)),)
    found = case(checklists=lists, answers=(Answer("R-05", ("yes",)),), reviews=reviews)
    (stands,) = standings(replace(found, charter=board or found.charter))
    return stands


def view(member: str, seat: str, value: str) -> Review:
    return Review(member, (View("R-05", seat, "", (value,)),))


def test_the_holders_view_counts_before_her_alternates() -> None:
    """Given both the holder and her alternate judged a question, in either order, then the holder's view stands."""
    hers, alternates = view("ana", "security", "no"), view("yusuf", "security", "yes")
    for reviews in ((hers, alternates), (alternates, hers)):
        assert standing(*reviews).value == ("no",)
    assert standing(alternates).value == ("yes",)


def test_who_holds_two_seats_judges_with_the_view_of_the_judging_one() -> None:
    """Given one person in two seats who says otherwise for each, then the judging seat's view stands."""
    both = replace(MEMBERS[0], seats=("legal", "security"))
    board = charter(members=(both, *MEMBERS[1:]))
    views = (View("R-05", "legal", "", ("no",)), View("R-05", "security", "", ("yes",)))
    for order in (views, views[::-1]):
        assert standing(Review("ana", order), board=board).value == ("yes",)


def test_the_panel_names_the_day_by_which_its_recommendation_is_answered() -> None:
    """Given a recommendation with a day, then the reply is due on it; without one, after the usual time."""

    def due(until: date | None) -> date:
        asked = FollowUp(1, "recommended", "ruth", "Publish the figures.", at=DECIDED, until=until)
        found: Case = replace(decided(Outcome.APPROVED), follow_ups=(asked,))
        return next(one.due for one in deadlines(found, DAY) if one.sort.id == "reply")

    usual, named = due(None), date(2026, 12, 24)
    assert usual != named
    assert due(named) == named
