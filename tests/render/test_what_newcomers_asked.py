"""What a reader who was not there could not tell from the pages, and now can (page form 4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from board.core.act import Motion, Moved
from board.core.ballot import Verdict
from board.core.case import SeatState
from board.core.charter import KindRule
from board.core.checklist import Question
from board.core.message import Message
from board.core.proposal import Artefact
from board.core.record import Outcome, RecordBallot
from board.core.review import Answer, View
from board.core.stated import STRICTER
from board.render.decision import draft_decision
from board.render.inputs import DecisionInputs
from tests.render.sample import CONDITION, ballot, section
from tests.render.test_form_4 import asked, consented, newest, page, review

STOP = ballot("chiara", "product", Verdict.STOP, "It is the first step.")


def said_by(of: DecisionInputs, seat: str, one: object) -> DecisionInputs:
    """The same case where one seat casts another ballot."""
    seats = tuple(replace(each, ballot=one) if each.seat == seat else each for each in of.tally.seats)
    others = tuple(each for each in of.case.ballots if seat not in each.seats)
    return replace(of, case=replace(of.case, ballots=(*others, one)), tally=replace(of.tally, seats=seats))


def strict(of: DecisionInputs) -> DecisionInputs:
    """The same case, opened by the newest list of facts."""
    opening = replace(of.case.docket.openings[0], facts=STRICTER)
    return replace(of, case=replace(of.case, docket=replace(of.case.docket, openings=(opening,))))


def test_a_stop_that_does_not_stand_says_once_what_it_lacks_and_counts_as_a_no() -> None:
    text = page(said_by(newest(), "product", STOP))
    assert "| Product | Stop (counts as a no) | Its holder |" in text
    lacks = "This one has no ground, no evidence and no word on what would lift it, so it counts as a no."
    assert f"Product said stop. A stop counts only with a ground, evidence and what would lift it. {lacks}" in text
    half = replace(STOP, ground="unlawful", clears="Consent.")
    assert "This one has no evidence, so it counts as a no." in page(said_by(newest(), "product", half))


def test_a_stop_and_its_fate_stand_on_both_pages() -> None:
    """Given a stop that was taken back, then the ethics review tells ground and end as well."""
    for told in (page(newest()), review(newest())):
        assert "Security said stop, because of a high or critical risk that nobody manages." in told
        assert "It was taken back with a later vote: yes, with conditions." in told
        assert "What would lift the stop: An alarm with a test." in told


def test_a_stop_that_is_said_again_is_not_told_as_taken_back() -> None:
    of = newest()
    again = replace(ballot("ana", "security", Verdict.STOP, "As before.", number=9), clears="An alarm.")
    of = replace(of, case=replace(of.case, ballots=(*of.case.ballots, again)))
    for told in (page(of), review(of)):
        assert "The seat voted again, and said stop once more." in told
        assert "It was taken back with a later vote: stop" not in told


def test_how_a_stop_was_overruled_stands_in_the_ethics_review_too() -> None:
    of = said_by(newest(), "product", replace(STOP, path="decisions/2026/0014-triage-to-beta/ballots/chiara-1.toml"))
    motion = Motion(1, "overrule-stop", "ben", "Word search stays.", about="chiara-1.toml")
    of = replace(of, tally=replace(of.tally, motions=(Moved(motion, "carried", "3 of the 3 other seats say yes"),)))
    for told in (page(of), review(of)):
        assert "The other seats and the sponsor overruled it, so it counts as a no; the reason stands with the" in told
        assert "motion below" in told and "Engineering moved to overrule the stop of Product." in told
        assert told.index("the motion below") < told.index("Engineering moved to overrule")


def test_a_yes_if_without_a_whole_condition_is_told_as_that_and_not_as_silence() -> None:
    half = replace(CONDITION, owner="", due=None)
    bare = ballot(
        "chiara", "product", Verdict.APPROVE_WITH_CONDITIONS, "Yes, if somebody compares.", conditions=(half,)
    )
    text = page(said_by(strict(newest()), "product", bare))
    assert "| Product | Yes, if (counts as abstaining) | Its holder |" in text
    assert "Product said “yes, if” in a way that counts as abstaining." in text
    assert "Product said “yes, if”. But a condition counts only if it says who does what by when" in text
    assert "Product abstained" not in text
    plain = page(said_by(strict(newest()), "product", ballot("chiara", "product", Verdict.ABSTAIN, "Too far off.")))
    assert "Product abstained:\n\n> Too far off." in plain and "counts as abstaining" not in plain


def test_conditions_stand_in_the_ethics_review_as_the_limits_it_speaks_of() -> None:
    told = section(review(newest()), "Panel")
    assert "The limits, which are the conditions of this yes:\n\n- Show error rates by language before day 7." in told
    assert "The limits" not in section(review(newest(Outcome.REJECTED)), "Panel")


def test_an_open_concern_stands_in_the_ethics_review_too() -> None:
    of = newest()
    open_one = Message("9-ben.md", "ben", "concern", "Stamps still confuse it.")
    of = replace(of, tally=replace(of.tally, unanswered=(open_one,)))
    for told in (page(of), review(of)):
        assert "Still open when we decided: Engineering raised this concern:\n\n> Stamps still confuse it." in told


def test_a_doubt_of_a_seat_stands_in_the_text_and_in_the_record_however_technical() -> None:
    """Given an answer in dispute, then no text that a person writes anew can take it off the page."""
    question = Question("R-30", "risk", "Does an alarm watch the letters?", core=True, judge="engineering")
    doubt = View("R-30", "engineering", "unsure")
    of = asked(newest(), Answer("R-30", ("yes",), "Three alarms."), question, ("unknown",), doubt)
    assert "Does an alarm watch the letters?** In dispute" in draft_decision(of)["unknown"]
    assert "- Does an alarm watch the letters? In dispute." in section(page(of, unknown="Nothing."), "Record data")


def test_why_a_seat_had_to_vote_is_told_with_the_seat() -> None:
    of = newest()
    low = replace(of.case.charter, voting=replace(of.case.charter.voting, quorum_seats_high=2))
    few = replace(of, case=replace(of.case, charter=low))
    few = replace(
        few, tally=replace(few.tally, seats=tuple(replace(s, must_sign=s.seat == "security") for s in of.tally.seats))
    )
    assert "\nSecurity had to vote, because a proposal of this kind needs it.\n" in page(few)
    lifted = replace(low, kinds={"ring-promote": KindRule("ring-promote")})
    judged = page(replace(few, case=replace(few.case, charter=lifted)))
    assert "\nSecurity had to vote, because an exception lets a question pass that it judges.\n" in judged
    assert "All four seats that count had to vote, because the tier is high." in page(of)


def test_whoever_votes_for_a_seat_by_appointment_is_told_with_what_she_stands_in_for() -> None:
    of = newest()
    seats = tuple(
        replace(
            one, member="kim", appointed=True, ballot=ballot("kim", "legal", Verdict.APPROVE, "Sound."), eligible=True
        )
        if one.seat == "legal"
        else one
        for one in of.tally.seats
    )
    motion = Motion(1, "appoint", "chiara", "Legal stands aside.", to="kim", seat="legal")
    told = page(replace(of, tally=replace(of.tally, seats=seats, motions=(Moved(motion, "carried", "2 of 3"),))))
    assert "| Legal | Yes | An appointed person, who also stands in for Product |" in told
    assert "So this person, who also stands in for Product, spoke for Legal, on this proposal only." in told
    assert "independent" not in told


def test_what_a_seat_had_said_before_its_last_vote_is_told() -> None:
    assert "Security voted more than once, and said “stop” before. The latest vote counts." in _revoted(newest())


def _revoted(of: DecisionInputs) -> str:
    first = RecordBallot(
        "ana-1.toml", "sha256:b", "ana", ("security",), Verdict.STOP, False, "her ballot 2 replaces it"
    )
    return page(replace(of, tally=replace(of.tally, ballots=(first, *of.tally.ballots[1:]))))


def test_the_day_by_which_an_approval_must_be_used_stands_at_the_top() -> None:
    used = page(strict(newest()))
    assert "- This yes ends: 7 April 2027; or after 8 December 2026, if the board's list of models shows then" in used
    assert "or after" not in page(newest()), "older lists of facts let nothing lapse"
    early = strict(newest())
    early = replace(early, record=replace(early.record, expires=date(2026, 11, 1)))
    assert "or after" not in page(early)


def test_what_the_program_answered_is_counted_so_that_the_numbers_add_up() -> None:
    of = newest()
    itself = replace(of.standings[0], by="computed")
    told = page(replace(of, standings=(itself, *of.standings[1:])))
    assert "The board's own software answered one question itself." in section(told, "What we did not know")
    assert ", 1 of them by the program |" in section(told, "Record data")


def test_silence_and_one_yes_are_told_as_what_they_are() -> None:
    assert "\n- The board said: yes, since no seat objected\n" in page(consented())
    of = newest(Outcome.APPROVED)
    alone = tuple(
        replace(one, ballot=None, state=SeatState.SILENT) if one.seat != "security" else one for one in of.tally.seats
    )
    one_yes = replace(of, tally=replace(of.tally, seats=alone, way="standard"))
    assert "acceptable, by the yes of Security alone" in review(one_yes)


def test_names_of_people_are_said_to_be_left_out_of_the_page_and_not_of_the_repository() -> None:
    told = section(review(newest()), "What we left out of this page")
    assert "- Names of people on this page, because they are personal data. The board's repository holds them" in told


def test_a_new_text_of_the_rules_has_a_link_and_a_title_and_a_model_its_whole_fingerprint() -> None:
    of = newest()
    rules = ("new/board.toml", "new/board.toml", "new/board.toml", "sha256:" + "cd" * 32)
    model = (Artefact("triage", "2.1.0", "ef" * 32),)
    told = page(replace(of, evidence=(*of.evidence, rules), record=replace(of.record, artefacts=model)))
    assert "- [The new text of board.toml](../../proposals/2026/0014-triage-to-beta/new/board.toml)\n" in told
    assert f"| triage 2.1.0 | not in this repository | sha256:{'ef' * 32} |" in told


def test_a_late_condition_acts_and_the_page_says_so() -> None:
    of = newest()
    model = replace(of, record=replace(of.record, artefacts=(Artefact("triage", "2.1.0", ""),)))
    told = section(page(model), "Conditions")
    assert "If a condition is long overdue, nobody else gets what it is about." in told
    none = replace(model, record=replace(model.record, conditions=(), artefacts=model.record.artefacts))
    assert "long overdue" not in section(page(none), "Conditions")
