"""A seat that would judge more than a third of many questions hands some on; no answer moves a question."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from board.core.checklist import Applicability, Checklist, Question
from board.core.docket import Docket
from board.core.questions import asked_in
from board.core.sharing import MANY, shared
from tests.core.building import OPENING, case

VOTING = ("engineering", "security", "product")


def put(judge: str, count: int, *hands_to: str, behind: str = "") -> list[tuple[Question, str]]:
    """So many questions that a seat judges first."""
    applies = (Applicability(after={behind: ("yes",)}),) if behind else ()
    return [
        (Question(f"Q-{at}", "risk", "Is it so?", hands_to=hands_to, applies=applies), judge) for at in range(count)
    ]


def test_given_few_questions_then_each_stays_with_its_judge() -> None:
    assert set(shared(put("product", MANY - 1, "engineering"), VOTING)) == {"product"}


def test_given_many_then_what_is_too_much_goes_to_the_next_seats_and_no_more_than_that() -> None:
    many = [*put("product", 20, "engineering", "security"), *put("engineering", 6), *put("security", 4)]
    assert Counter(shared(many, VOTING)) == {"product": 10, "engineering": 10, "security": 10}
    assert shared(many, VOTING)[:4] == ("engineering",) * 4, "to the first seat it names, as long as that has room"


def test_given_nobody_to_hand_it_to_then_it_stays() -> None:
    assert set(shared(put("product", MANY, "legal"), VOTING)) == {"product"}, "legal does not vote here"
    assert set(shared(put("product", MANY), VOTING)) == {"product"}


def test_given_questions_that_an_answer_may_drop_then_they_do_not_widen_a_share() -> None:
    """Given 30 questions that stay and 6 in a branch, then a third of 30 is the most: it holds once that closes."""
    many = [*put("product", 14, "engineering"), *put("security", 16), *put("security", 6, behind="C-01")]
    assert Counter(shared(many, VOTING))["product"] == 10


def test_given_questions_that_nobody_judges_then_they_are_not_counted() -> None:
    assert set(shared([*put("product", 20, "engineering"), *put("", 20)], VOTING)) == {"product", ""}


def test_by_an_older_list_a_share_is_looked_at_from_thirty_questions_on() -> None:
    """Given 28 questions for one seat, then an opening made now hands on what is above nine, an older one nothing."""
    many = put("product", 28, "engineering", "security")
    lists = (Checklist("risk", "Risk", questions=tuple(replace(one, judge="product") for one, _ in many)),)

    def judges(facts: int) -> Counter[str]:
        one = replace(case(checklists=lists), docket=Docket((replace(OPENING, facts=facts),)))
        return Counter(each.judge for each in asked_in(one))

    assert judges(2) == {"product": 28}
    assert judges(3) == {"engineering": 9, "security": 9, "product": 10}, "what nobody has room for stays"
