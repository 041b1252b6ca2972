"""Drafts of a decision tell what is missing; they never claim that all is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board.core.checklist import Question
from board.core.questions import Asked, Standing
from board.render.decision import draft_decision
from tests.render.sample import inputs


def test_given_no_question_for_the_kind_then_the_draft_does_not_claim_that_all_were_answered() -> None:
    told = draft_decision(replace(inputs(), standings=()))["unknown"]
    assert told.strip() == "The board has no questions for a proposal of this kind, so none was asked."


def test_given_a_gap_then_the_draft_names_it_and_never_says_that_nothing_is_open() -> None:
    """Given a blank, an unknown fact, a message or an answer nobody checked, when drafted, then each is told."""
    of = inputs()
    facts = replace(of.case.proposal, facts={**of.case.proposal.facts, "reversible": "unknown"})
    blank = tuple(replace(one, value=()) if one.asked.question.id == "E-12" else one for one in of.standings)
    open_message = replace(of.tally, unanswered=(of.case.messages[2],))
    told = draft_decision(replace(of, case=replace(of.case, proposal=facts), standings=blank, tally=open_message))
    for part in ("One more question got no answer", "“unknown” for one of its facts", "One message was still without"):
        assert part in told["unknown"]
    assert "took the proposer's word" in told["unknown"] and "Every question" not in told["unknown"]
    assert "Nobody could say yet how soon an objection is answered." in told["means"]


def test_given_answers_that_a_seat_checked_then_the_draft_may_say_that_all_is_answered() -> None:
    of = inputs()
    full = tuple(
        replace(one, value=one.value if "unknown" not in one.value else ("yes",), unjudged=False)
        for one in of.standings
    )
    told = draft_decision(replace(of, standings=full))["unknown"]
    assert told.strip() == "Every question we asked has an answer, and a seat checked it."


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (("yes",), "You will know that AI is at work."),
        (("no",), "You will not be told that AI is at work."),
        (("unknown",), "Nobody could say yet whether you will know that AI is at work."),
        ((), "Nobody could say yet whether you will know that AI is at work."),
    ],
)
def test_given_what_is_said_about_the_notice_then_readers_are_told_so(value: tuple[str, ...], says: str) -> None:
    of = inputs()
    asked = Asked(Question("E-10", "ethics", "Will people know?", core=True), "product", wording="Will people know?")
    told = draft_decision(replace(of, standings=(*of.standings, Standing(asked, value, "product"))))["means"]
    assert says in told
    assert says not in draft_decision(of)["means"]


def test_given_a_risk_that_is_left_then_the_draft_names_it_and_its_band() -> None:
    """Given two risks, one low and one high, then the high one is told, and nobody is told that nothing worries."""
    of = inputs()
    risks = [
        {"id": name, "text": text, "basis": "Measured", "residual": {"likelihood": likely, "impact": 3}}
        for name, text, likely in (("a", "A letter goes to the wrong ward", 4), ("b", "It is slow", 1))
    ]
    risky = replace(of.case.proposal, facts={**of.case.proposal.facts, "risks": risks})
    told = draft_decision(replace(of, case=replace(of.case, proposal=risky), standings=()))["worries"]
    assert "- The risk that is left is high: A letter goes to the wrong ward." in told
    assert "It is slow" not in told and "reason to worry" not in told
