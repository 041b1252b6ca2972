"""Form 4 in plain words: what a change is, who does what next, how consent works, who confirmed, what is as before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from board.core.case import SeatState
from board.core.record import FollowUp, Outcome
from board.core.review import Answer
from board.render.decision import draft_decision
from board.render.inputs import DecisionInputs
from board.render.plain import measure
from tests.render.sample import section
from tests.render.test_form_4 import consented, newest, page, review

AT = datetime(2026, 10, 8, 9, tzinfo=UTC)


def about(kind: str, outcome: Outcome = Outcome.APPROVED, **facts: object) -> DecisionInputs:
    """The case as a proposal of another kind, with more facts."""
    of = newest(outcome)
    proposal = replace(of.case.proposal, kind=kind, facts={**of.case.proposal.facts, **facts})
    return replace(of, case=replace(of.case, proposal=proposal), record=replace(of.record, kind=kind))


def test_a_draft_that_nobody_edited_says_what_the_change_is() -> None:
    """Given facts and no prose, then the draft tells kind, model with version, the change and the proposer's reason."""
    told = draft_decision(about("model-change", what_changed="A list of 640 words", reason="Clerks switch it off."))
    assert "Kind of change: A new version of a model in use" in told["what"]
    assert "It is about triage 2.1.0." in told["what"]
    assert "What changes: A list of 640 words." in told["what"]
    assert "The proposer's reason: Clerks switch it off." in told["what"]
    adopted = draft_decision(about("model-adopt", intended_use="To find records"))["what"]
    assert "What it is for: To find records." in adopted


@pytest.mark.parametrize("kind", ["a-kind-of-its-own", "../policy", "facts"])
def test_a_kind_that_the_program_does_not_ship_is_left_unexplained(kind: str) -> None:
    assert "Kind of change" not in draft_decision(about(kind))["what"]


def test_what_is_retired_is_not_said_to_be_met_by_those_who_take_part() -> None:
    told = draft_decision(about("model-retire", fallback="Sorting by hand"))["means"]
    assert told.startswith("It is taken out of use. That concerns our staff. What takes its place: Sorting by hand.")
    assert "take part will meet it" not in told


def test_the_draft_says_who_owes_what_by_when() -> None:
    told = draft_decision(newest())["again"]
    assert (
        "What comes next:\n\n- Person on call, by 20 October 2026: Show error rates by language before day 7." in told
    )


def test_consent_is_explained_and_shows_no_empty_sums() -> None:
    """Given nobody who voted, then words say how consent works; as soon as a seat spoke, its number is told."""
    text = page(consented())
    assert "The board said yes without a vote, because no seat objected.\n" in text
    assert "\n- The board said: yes, since no seat objected\n" in text
    record = section(text, "Record data")
    assert "| Way | no seat objected, so no vote was counted (by consent) |" in record
    assert "| Yes |" not in record and "present" not in record
    of = consented()
    spoken = replace(of.tally.seats[1], state=SeatState.VOTED, ballot=newest().tally.seats[1].ballot)
    said = replace(of, tally=replace(of.tally, seats=(spoken, *of.tally.seats[1:])))
    assert "| Yes | 3 |" in section(page(said), "Record data")


def emergency(*later: FollowUp) -> DecisionInputs:
    facts = {"acted_by": "mo", "acted_at": "2026-10-08T09:40:00Z", "action": "Rolled back."}
    of = about("emergency-action", **facts)
    return replace(of, case=replace(of.case, follow_ups=later))


def test_an_emergency_tells_who_confirmed_it_as_the_second_seat() -> None:
    """Given a word of the second seat before the decision, then it is told with its hour; a later one is not."""
    confirmed = FollowUp(1, "confirmed", "ana", "Seen the log.", at=AT)
    who = section(page(emergency(confirmed)), "Who decided")
    assert "A second seat has to confirm such an act: Security did on 8 October 2026 at 09:00 UTC." in who
    late = replace(confirmed, at=datetime(2026, 10, 9, 9, tzinfo=UTC))
    for of in (emergency(), emergency(late), emergency(replace(confirmed, kind="proof"))):
        told = section(page(of), "Who decided")
        assert "No second seat had confirmed it before the board decided." in told
        assert "Security did on" not in told


def test_an_emergency_names_what_runs_instead() -> None:
    """Given the fact that names it, then the page does; a change of another kind says nothing of the sort."""
    back = [{"id": "triage", "version": "2.0.3"}]
    assert "What runs instead: triage 2.0.3." in page(about("emergency-action", back_to=back))
    for of in (about("ring-promote", back_to=back), about("emergency-action")):
        assert "What runs instead" not in page(of)


def test_answers_that_were_taken_over_are_counted_and_told_as_the_proposers_word() -> None:
    of = newest()
    over = (replace(of.case.answers[0], prefilled="2026/0006-search"), *of.case.answers[1:])
    told = section(page(replace(of, case=replace(of.case, answers=over))), "What we looked at")
    assert "One answer is the same as in an earlier decision, the proposer says (2026/0006-search)." in told
    assert "earlier decision" not in page(of)
    stray = (*of.case.answers, Answer("R-99", ("yes",), prefilled="2026/0006-search"))
    assert "earlier decision" not in page(replace(of, case=replace(of.case, answers=stray)))


def test_hard_sentences_are_looked_for_in_sentences_and_not_in_header_or_record() -> None:
    """Given a page, then no header line and nothing of the record's data is named as a hard sentence to mend."""
    header = (
        "# A page\n\n- Tags: model-change, general, tier-limited, interdepartmental\n- Deciders: Engineering, Legal\n"
    )
    record = (
        "\n## Record data\n\nAn incomprehensible idiosyncratic characteristic.\n\n### Words on this page\n\n- It is.\n"
    )
    found = measure(f"{header}\n## Why\n\nIt works well for us.\n- Note: it is slow at night.\n{record}")
    assert found.worst == ("Note: it is slow at night.", "It works well for us.")
    assert measure("- Tags: one two three four\n").words == 5, "a text without a title has no header"
    whole = page(newest())
    assert not any("Tags" in one or "Fingerprint" in one for one in measure(whole).worst)
    assert "Words" not in " ".join(measure(review(newest())).worst)


def test_a_person_stands_aside_and_not_the_seat_that_somebody_else_may_speak_for() -> None:
    assert "The holder of Legal stood aside and took no part. The reason: a tie to the supplier." in page(newest())
    other = replace(newest().case.ballots[3], member="kim", seats=("product",))
    of = newest()
    told = page(replace(of, case=replace(of.case, ballots=(*of.case.ballots[:3], other))))
    assert "The alternate for Product stood aside" in told
    assert "\nLegal stood aside" in page(newest(form=3))


def test_the_draft_of_a_review_says_what_the_change_is() -> None:
    told = section(review(about("model-retire")), "In short")
    assert "Kind of change: " in told and "It is about triage 2.1.0." in told
