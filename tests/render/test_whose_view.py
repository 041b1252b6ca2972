"""What a page of form 4 may claim: whose view it tells, what was only asked for, and what became of a concern."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from board.core.act import Motion, Moved
from board.core.message import Message
from board.core.record import Outcome
from board.core.review import Answer, Review, View
from board.render.inputs import DecisionInputs
from tests.render.sample import section
from tests.render.test_ethics import lower_tier
from tests.render.test_form_4 import RISK, asked, consented, newest, page, review

CONCERN = Message(
    "7-ruth.md", "ruth", "concern", "Whose notes were these?", sent_at=datetime(2026, 10, 2, 9, tzinfo=UTC)
)
REPLY = Message("8-mo.md", "mo", "reply", "We ask the firm.", re="7-ruth.md")
SETTLED = Message("9-ruth.md", "ruth", "resolved", "The firm has told us.", re="7-ruth.md")


def raised(*messages: Message, overruled: bool = False, names: bool = False) -> DecisionInputs:
    """The case with a concern of the panel, and what followed it."""
    of = newest(names=names)
    motion = Motion(1, "overrule-concern", "chiara", "They are words.", about=CONCERN.file)
    motions = (Moved(motion, "carried", "3 of 4 say yes, and at least 3 must"),) if overruled else ()
    return replace(of, case=replace(of.case, messages=(CONCERN, *messages)), tally=replace(of.tally, motions=motions))


def test_a_concern_of_the_panel_that_the_board_overruled_is_told_by_both_pages() -> None:
    """Given a motion that overruled it, then the review quotes both, and the decision says whose it was."""
    of = raised(overruled=True)
    told = section(review(of), "Panel")
    assert "A member of the ethics panel raised a concern on 2 October 2026:\n\n> Whose notes were these?" in told
    assert "The board overruled it by vote (3 of 4 say yes, and at least 3 must). Product gave the reason:" in told
    assert "> They are words." in told
    who = section(page(of), "Who decided")
    assert (
        "- A member of the ethics panel raised a concern: “Whose notes were these?” Product moved to decide in spite "
        "of it (to overrule it). The reason given: “They are words.”" in who
    )
    assert "So the concern no longer counted as open. Whoever raised it did not take it back." in who


def test_a_concern_that_its_author_settled_is_told_with_the_reply_and_her_words() -> None:
    told = section(review(raised(REPLY, SETTLED)), "Panel")
    assert "The person on call replied:\n\n> We ask the firm." in told
    assert "Who raised it says that it is settled:\n\n> The firm has told us." in told


def test_a_concern_that_nobody_settled_is_told_as_open_and_others_cannot_settle_it() -> None:
    """Given words of somebody else that it is settled, then it still stands."""
    other = replace(SETTLED, author="ana")
    for of in (raised(), raised(other)):
        assert "It was still open when the board decided." in section(review(of), "Panel")


def test_whoever_raised_a_concern_is_named_only_where_names_are_published() -> None:
    assert "Ruth Abara raised a concern" in review(raised(names=True))
    assert "Ruth Abara" not in review(raised())


def test_concerns_of_others_are_not_told_as_the_panels() -> None:
    assert "Stamps confuse it" not in section(review(newest()), "Panel")


@pytest.mark.parametrize(
    ("outcome", "kind", "says"),
    [
        (
            Outcome.APPROVED,
            "ring-promote",
            "Who may use it: a few customers or teams that agreed to try it (beta).",
        ),
        (
            Outcome.REJECTED,
            "ring-promote",
            "Who was to use it: a few customers or teams that agreed to try it (beta).",
        ),
        (
            Outcome.STOPPED,
            "model-adopt",
            "Who was to use it: a few customers or teams that agreed to try it (beta).",
        ),
        (
            Outcome.APPROVED,
            "emergency-action",
            "Who uses it: a few customers or teams (beta).",
        ),
        (
            Outcome.APPROVED,
            "model-retire",
            "Who uses it: a few customers or teams (beta).",
        ),
    ],
)
def test_nothing_is_said_to_be_allowed_that_was_not_approved(outcome: Outcome, kind: str, says: str) -> None:
    of = newest(outcome)
    of = replace(of, record=replace(of.record, kind=kind))
    assert says in section(page(of), "What we looked at")
    assert f"- {says}" in section(review(of), "What it does and does not do")
    if not outcome.yes or kind != "ring-promote":
        assert "Who may use it" not in page(of) + review(of)


def test_an_answer_that_anybody_else_looked_at_is_not_said_to_be_unseen() -> None:
    """Given an answer its seat did not judge, then a view of any other member takes it off the list."""
    of = newest()
    first = replace(of.standings[0], unjudged=True)
    of = replace(of, standings=(first, *(replace(one, unjudged=False) for one in of.standings[1:])))
    question = first.asked.question
    unseen = "The board took these answers as the proposer gave them."
    alone = replace(of, case=replace(of.case, reviews=()))
    assert unseen in page(alone) and question.question in section(page(alone), "Record data")
    seen = replace(of, case=replace(of.case, reviews=(Review("ruth", (View(question.id, "ethics", "agree"),)),)))
    assert unseen not in page(seen) and "looked at the other one;" not in page(seen)
    blank = replace(of, case=replace(of.case, reviews=(Review("ruth", (View(question.id, "ethics"),)),)))
    assert unseen in page(blank)
    older = replace(seen, record=replace(seen.record, render=3))
    assert "The board did not check" in page(older) or question.question in section(page(older), "What we looked at")


def test_who_stood_aside_did_not_check_for_the_board() -> None:
    of = newest()
    first = replace(of.standings[0], unjudged=True)
    reviews = (Review("lena", (View(first.asked.question.id, "legal", "agree"),)),)
    charter = replace(of.case.charter, repository="7f3c")
    of = replace(of, standings=(first,), case=replace(of.case, charter=charter, reviews=reviews))
    assert "looked at the other one;" in page(of), "the holder of legal stands aside in this case"


def test_the_view_is_the_boards_and_the_part_of_the_panel_stands_beside_it() -> None:
    """Given a panel that votes, is silent or has no vote, then the page says so, and never “we” or “our”."""
    voted, without = review(newest()), review(consented())
    limits = "acceptable with limits (its conditions, listed under “Panel”)"
    assert f"- View of the board: {limits}\n- Ethics panel: voted “Yes”\n" in voted
    assert "The board's view on 9 October 2026: acceptable with limits. The ethics panel voted “Yes”." in voted
    assert "- Ethics panel: had no vote\n" in without
    silence = "acceptable, by silence, since no seat objected and none voted"
    assert f"{silence}. The ethics panel had no vote on this." in section(without, "In short")
    assert f"- View of the board: {silence}\n" in without, "silence is told as silence, and never as a seat's view"
    of = newest()
    seats = tuple(replace(one, ballot=None) if one.seat == "ethics" else one for one in of.tally.seats)
    assert "- Ethics panel: did not vote\n" in review(replace(of, tally=replace(of.tally, seats=seats)))
    seats_without = tuple(one for one in of.case.charter.seats if one.id != "ethics")
    bare = replace(of.case, charter=replace(of.case.charter, seats=seats_without))
    none = review(replace(of, case=bare, tally=replace(of.tally, seats=seats[:4])))
    assert "- Ethics panel: there is none\n" in none
    for text in (voted, without):
        assert "Our view" not in text and "We find" not in text


def test_who_accepts_the_risk_is_the_proposers_word_until_somebody_of_the_board_looked() -> None:
    """Given an answer that names a seat, then that seat is only said to accept it where anybody else took a view."""
    answer = Answer("R-17", ("Chiara Romano",), "A printed list.")
    of = asked(newest(), answer, RISK, ("Chiara Romano",))
    of = replace(of, standings=(*of.standings[:-1], replace(of.standings[-1], unjudged=True)))
    told = section(review(of), "What reduces the harm")
    assert "The proposer says that Product accepts it, and nobody on the board looked at that. Safeguards:" in told
    assert "Who answers for the risk that is left, as the proposer says: Product." in page(of)
    seen = Review("chiara", (View("R-17", "product", "agree"),))
    looked = replace(of, case=replace(of.case, reviews=(seen,)))
    assert "Product accepts it. Safeguards:" in section(review(looked), "What reduces the harm")
    assert "as the proposer says" not in page(looked)


def test_a_view_of_the_panel_stands_beside_the_answer_it_is_about() -> None:
    """Given views of a panel without a vote, then the page says what the proposer had answered, or that nobody had."""
    of = lower_tier(Review("ruth", (View("E-02", "ethics", "agree"),)), form=4)
    told = section(review(of), "Panel")
    assert (
        "Who could lose, even without ever using it? The proposer did not answer. A member of the panel agrees" in told
    )
    said = Answer("E-02", ("People whose letters are badly scanned",))
    told = section(review(replace(of, case=replace(of.case, answers=(said,)))), "Panel")
    assert "The proposer said: People whose letters are badly scanned. A member of the panel agrees with" in told


@pytest.mark.parametrize(
    ("outcome", "answer"),
    [
        (Outcome.APPROVED, "yes"),
        (Outcome.APPROVED_WITH_CONDITIONS, "yes, with conditions"),
        (Outcome.REJECTED, "no"),
        (Outcome.STOPPED, "no, and it must not go ahead"),
    ],
)
def test_the_answer_stands_right_below_a_title_that_may_read_as_a_yes(outcome: Outcome, answer: str) -> None:
    lines = page(newest(outcome)).splitlines()
    assert lines[3] == f"- The board said: {answer}"
