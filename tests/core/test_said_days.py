"""The days a record keeps: as the facts state them, as questions were answered, and as the judging seat says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from board.core.case import Case
from board.core.checklist import Checklist, Question
from board.core.deadlines import deadlines
from board.core.docket import Docket
from board.core.review import Answer, Review, View
from board.core.said_days import dates_of
from tests.core.building import OPENING, case
from tests.core.decided import DAY, day, decided
from tests.core.test_deadlines import of

ASKED = {"E-25": "review_by", "X-6": "expected_end"}


def test_by_an_older_list_the_day_of_the_fact_counted_before_every_answer() -> None:
    """Given a day for the next look in the answers alone, then the record keeps it; a seat's own day outranks it."""
    said = replace(decided(), answers=(Answer("E-25", ("2026-11-02",)),))
    assert dates_of(said) == {"review_by": day("2026-11-02")}
    judged = replace(said, reviews=(Review("ruth", (View("E-25", "ethics", value=("2026-10-26",)),)),))
    assert dates_of(judged) == {"review_by": day("2026-10-26")}
    named = replace(judged.proposal, facts={**said.proposal.facts, "review_by": day("2026-12-01")})
    assert dates_of(replace(judged, proposal=named)) == {"review_by": day("2026-12-01")}
    assert dates_of(replace(said, answers=(Answer("E-25", ("unknown",)),))) == {}
    assert of(deadlines(decided(dates=dates_of(said)), DAY), "review").due == day("2026-11-02")


def asking(question: str, *, fact: str = "", answer: str = "", **views: str) -> Case:
    """A case by today's list that asks for a day, which product judges."""
    asks = Question(question, "list", "When?", type="date", judge="product")
    facts: dict[str, Any] = {ASKED[question]: day(fact)} if fact else {}
    given = case(
        checklists=(Checklist("list", "List", questions=(asks,)),),
        answers=(Answer(question, (answer,)),) if answer else (),
        reviews=tuple(Review(who, (View(question, "product", value=(said,)),)) for who, said in views.items()),
        facts=facts,
    )
    return replace(given, docket=Docket((replace(OPENING, facts=3),)))


@pytest.mark.parametrize("question", ASKED)
def test_the_judging_seats_day_comes_back_whatever_the_fact_says(question: str) -> None:
    """Given a fact, an answer and the judge's other day, then the judge's day is kept: nobody else's outranks it."""

    def kept(**said: str) -> str:
        return str(dates_of(asking(question, **said)).get(ASKED[question], ""))

    assert kept(fact="2026-12-01", answer="2026-12-01", chiara="2026-11-02") == "2026-11-02"
    assert kept(fact="2026-12-01", chiara="2027-01-15") == "2027-01-15"
    assert kept(fact="2026-12-01", ben="2026-11-02") == "2026-12-01", "ben does not judge it"
    assert kept(fact="2026-12-01", chiara="unknown") == "2026-12-01"


@pytest.mark.parametrize("question", ASKED)
def test_of_two_days_that_the_proposer_names_the_sooner_is_kept(question: str) -> None:
    for fact, answer in (("2026-12-01", "2026-11-02"), ("2026-11-02", "2026-12-01"), ("", "2026-11-02")):
        assert dates_of(asking(question, fact=fact, answer=answer)) == {ASKED[question]: day("2026-11-02")}
    assert dates_of(asking(question)) == {}
