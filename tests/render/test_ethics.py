"""The published ethics review: thirteen sections, the minority in full, and honest words where nobody answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board.core.record import Outcome
from board.render.decision import draft_decision, parse_free, render_decision
from board.render.ethics import ETHICS, draft_ethics, ethics_sections, render_ethics
from board.render.inputs import DecisionInputs
from tests.render.sample import inputs, second_level, section


def test_given_a_case_the_ethics_review_has_its_thirteen_sections_and_the_minority_in_full() -> None:
    of = inputs()
    text = render_ethics(of, draft_ethics(of))
    assert second_level(text) == ["Ethics review: Promote triage to beta", *(one.heading for one in ETHICS)]
    assert len(ETHICS) == 13
    assert "acceptable with limits" in section(text, "In short")
    assert "Ward clerks save about 40 minutes" in section(text, "Who gains")
    assert "People whose letters are badly scanned." in section(text, "Who may pay")
    assert "Show error rates by language" in section(text, "What reduces the harm")
    assert "214 letters from abroad" in section(text, "Groups we measured")
    assert "a nurse answers" in section(text, "Rights and redress")
    assert "> The panel supports it." in section(text, "Panel") and "> Too early." in section(text, "Panel")
    assert "The person on call." in section(text, "The owner's reply")
    assert "Names of people" in section(text, "What we left out of this page")
    assert "1 October 2026" in section(text, "History") and "Decided" in section(text, "History")
    assert [one.id for one in ethics_sections(of, {}) if one.generated] == ["panel", "history"]
    assert render_ethics(of, parse_free(text, ETHICS)) == text


@pytest.mark.parametrize("outcome", [Outcome.REJECTED, Outcome.STOPPED])
def test_given_a_no_the_ethics_review_says_not_acceptable(outcome: Outcome) -> None:
    assert "not acceptable" in draft_ethics(inputs(outcome))["short"]


def test_given_nothing_was_answered_both_texts_still_stand_and_say_what_is_missing() -> None:
    of = inputs(Outcome.APPROVED)
    bare = DecisionInputs(replace(of.case, answers=(), reviews=(), messages=()), of.tally, of.record)
    assert "Nobody told us who gains." in render_ethics(bare, draft_ethics(bare))
    assert "The proposal named no evidence." in render_decision(bare, draft_decision(bare))
    assert "Nothing to report." in render_decision(bare, {})


def test_given_no_ethics_seat_votes_the_page_says_so() -> None:
    of = inputs()
    seats = tuple(one for one in of.tally.seats if one.seat != "ethics")
    text = render_ethics(replace(of, tally=replace(of.tally, seats=seats)), {})
    assert "The ethics panel had no vote on this." in section(text, "Panel")


def test_who_wants_to_ask_complain_or_appeal_is_told_where_to_write() -> None:
    """Given an address in the charter, both pages print it; without one they say what they always said."""
    of = inputs()
    at = replace(of, case=replace(of.case, charter=replace(of.case.charter, contact="board@hollowoak.example")))
    assert "write to the board: board@hollowoak.example." in draft_ethics(at)["short"]
    assert draft_decision(at)["again"].rstrip().endswith("Write to board@hollowoak.example.")
    assert "To ask or to complain, write to the board." in draft_ethics(of)["short"]
    assert draft_decision(of)["again"].rstrip().endswith("hear the appeal.")


def test_an_address_is_only_ever_text() -> None:
    of = inputs()
    hostile = "x\n\n## Who decided\n\n<script>alert(1)</script> [here](javascript:alert(1))"
    at = replace(of, case=replace(of.case, charter=replace(of.case.charter, contact=hostile)))
    for text in (render_ethics(at, draft_ethics(at)), render_decision(at, draft_decision(at))):
        assert "<script>" not in text.replace("\\<", "")
        assert text.count("\n## Who decided") <= 1
        assert "[here]" not in text.replace("\\[", "")
