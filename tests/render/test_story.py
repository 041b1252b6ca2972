"""How a vote is told since form 4: the result, who has a vote, what a yes needed and got, and each motion in turn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board.core.act import Motion, Moved
from board.core.ballot import Verdict
from board.core.case import SeatState
from board.core.record import Outcome
from board.render.ethics import draft_ethics, render_ethics
from board.render.story import story
from tests.render.sample import ballot, section
from tests.render.test_ethics import dissenting
from tests.render.test_form_4 import consented, newest, page


def test_the_story_says_what_a_yes_needed_and_got_and_why_a_seat_is_left_out() -> None:
    """Given a seat that stands aside, then the count leaves it out with its reason, and no word of the trade stands."""
    told = story(newest())
    assert told.startswith(
        "Five seats have a vote on this: Security, Engineering, Product, Legal and the ethics panel. "
        "Legal stands aside and has no alternate, so four count. "
    )
    assert told.endswith(
        "A yes needed three of four seats and got three, one of them with a condition. Product said no."
    )


def test_a_panel_without_a_vote_is_not_shut_out_but_has_none_at_this_tier() -> None:
    """Given a tier below high, then the page says when the panel votes; where the board lowered it, that it did."""
    of = consented()
    limited = replace(of, record=replace(of.record, tier="limited"))
    why = "It votes where the tier (how much something can do to people) is high. "
    assert f"The ethics panel has no vote on this. {why}Here the tier is limited." in story(limited)
    motion = Motion(1, "lower-tier", "chiara", "Only staff read it.", to="limited")
    lowered = replace(limited, tally=replace(limited.tally, motions=(Moved(motion, "carried", "3 of 5 say yes"),)))
    assert f"{why}Here the board had lowered the tier." in story(lowered)


@pytest.mark.parametrize(
    ("outcome", "way", "says"),
    [
        (Outcome.APPROVED, "emergency", "An emergency can be decided without it."),
        (Outcome.STOPPED, "vote", "A stop stands without its vote."),
        (Outcome.APPROVED, "vote", "Four seats had to take part, and four did."),
        (Outcome.APPROVED, "standard", ""),
    ],
)
def test_a_silent_seat_is_named_with_what_the_rules_make_of_its_silence(outcome: Outcome, way: str, says: str) -> None:
    of = newest(outcome)
    seats = tuple(
        replace(one, ballot=None, state=SeatState.SILENT) if one.seat == "ethics" else one for one in of.tally.seats
    )
    told = story(replace(of, tally=replace(of.tally, seats=seats, way=way)))
    assert told.endswith(f"The ethics panel did not vote. {says}" if says else "said yes.")


def test_an_alternate_and_one_person_on_two_seats_are_told() -> None:
    of = newest()
    seats = tuple(
        replace(one, member="kim", alternate=one.seat == "product") if one.seat in ("product", "security") else one
        for one in of.tally.seats
    )
    told = story(replace(of, tally=replace(of.tally, seats=seats)))
    assert "For Product its alternate (stand-in) voted, because the holder had not voted in time." in told
    assert "One person spoke for Security and Product." in told


def test_why_an_easier_way_was_not_taken_is_told_without_the_word_for_it() -> None:
    of = newest()
    said = "it was to pass by consent, but product objects, so it is put to the vote; 5 seats have a vote: approved."
    told = story(replace(of, tally=replace(of.tally, sum=replace(of.tally.sum, sentence=said))))
    assert (
        "A change of this kind usually passes if no seat objects. Here Product objects, so it was put to the vote."
        in told
    )


def test_the_panels_members_are_counted_once_each() -> None:
    """Given two members of the panel besides who carries its ballot, then what the three said is told in numbers."""
    of = dissenting(form=4)
    told = section(render_ethics(of, draft_ethics(of)), "Panel")
    assert "Two said yes and one said no." in told and "more members of the panel" not in told


def test_a_motion_against_a_stop_says_whose_stop_who_spoke_and_why_it_failed() -> None:
    """Given a motion that did not carry, then the page names the stop, each vote with its reason, and the rule."""
    of = newest(Outcome.STOPPED)
    stop = ballot(
        "lena", "legal", Verdict.STOP, "No assessment.", ground="missing-rights", evidence=("card",), clears="One."
    )
    no = ballot("ana", "security", Verdict.REJECT, "Consent is not free.", 2, motion="1")
    motion = Motion(1, "overrule-stop", "chiara", "We collect consent.", about="lena-1.toml")
    words = "none of the 4 other seats says yes, and the sponsor has not voted"
    tally = replace(of.tally, motions=(Moved(motion, "lost", words),), stops=(stop,))
    case = replace(of.case, charter=replace(of.case.charter, repository="7f3c"), ballots=(stop, no))
    told = section(page(replace(of, case=case, tally=tally)), "Who decided")
    assert (
        "- Product moved to overrule the stop of Legal. The reason given: “We collect consent.” Nobody said yes. "
        "Security said no: “Consent is not free.” Engineering, Product and the ethics panel did not vote on it. "
        "It failed: none of the 4 other seats says yes, and the sponsor has not voted. To overrule a stop, all other "
        in told
    )
    assert "Legal said stop. One such stop is enough, whatever the others say." in told
    assert "What would lift the stop: One. It stands. The reason in its own words:\n\n> No assessment." in told


def test_what_was_said_of_a_person_to_appoint_is_not_published_where_names_are_not() -> None:
    """Given votes on appointing somebody, then their words about her stay off the page, unless names are published."""
    said = ballot("ana", "security", Verdict.APPROVE, "Kim reads closely.", 2, motion="1")
    motion = Motion(1, "appoint", "chiara", "Legal stands aside.", to="kim", seat="legal")
    for names in (False, True):
        of = newest(names=names)
        tally = replace(of.tally, motions=(Moved(motion, "carried", "2 of 3 say yes, and at least 2 must"),))
        case = replace(of.case, ballots=(*of.case.ballots, said))
        told = section(page(replace(of, case=case, tally=tally)), "Who decided")
        assert "to appoint a person for Legal" in told and "Security" in told and "said yes." in told
        assert "reads closely" not in told
        assert (
            "Kim reads closely."
            in section(page(replace(of, case=case, tally=replace(of.tally, motions=tally.motions))), "Record data")
        ) is names


def test_who_decided_begins_with_the_result_and_tells_each_motion_in_a_bullet_of_its_own() -> None:
    """Given a sum with a motion in it, then result and votes come first, and its bullet tells it once."""
    of = newest()
    motion = Motion(1, "lower-tier", "chiara", "Only staff read it.", to="limited")
    words = "3 of 5 say yes, and at least 3 must"
    said = f"5 seats have a vote; the motion to lower the tier to limited is carried ({words}); 4 say yes: approved."
    tally = replace(of.tally, sum=replace(of.tally.sum, sentence=said), motions=(Moved(motion, "carried", words),))
    told = section(page(replace(of, tally=tally)), "Who decided")
    assert told.startswith("The board said: yes, with conditions.\n\nFive seats have a vote on this: ")
    assert (
        "- Product moved to lower the tier (how much something can do to people) from high to limited. "
        "The reason given: “Only staff read it.” " in told
    )
    carried = "It was carried: 3 of 5 say yes, and at least 3 must. "
    assert f"{carried}So the ethics panel no longer had a vote on the proposal.\n" in told
    assert told.count("lower the tier") == 1 and told.index("| Seat |") < told.index("moved to lower")
    assert f"| The sum in words | {said} |" in section(page(replace(of, tally=tally)), "Record data")


def test_a_panel_that_let_the_vote_on_its_own_vote_pass_is_named_as_silent() -> None:
    """Given a motion that lowers the tier, then who might have voted on it is told by the tier before it."""
    of = newest()
    motion = Motion(1, "lower-tier", "chiara", "Only staff read it.", to="limited")
    said = tuple(
        ballot(who, seat, Verdict.APPROVE, "", 2, motion="1")
        for who, seat in (("ana", "security"), ("ben", "engineering"), ("chiara", "product"))
    )
    words = "3 of 4 say yes, and at least 3 must"
    second = Motion(2, "overrule-concern", "chiara", "They are only words.", about="none.md")
    moved = (Moved(motion, "carried", words), Moved(second, "carried", "3 of 3 say yes, and at least 2 must"))
    tally = replace(of.tally, seats=of.tally.seats[:4], motions=moved)
    case = replace(of.case, charter=replace(of.case.charter, repository="7f3c"), ballots=(*of.case.ballots, *said))
    told = section(page(replace(of, case=case, tally=tally)), "Who decided")
    assert "Security, Engineering and Product said yes. The ethics panel did not vote on it. It was carried" in told
    assert (
        "(motions). The board lowered the tier, so the ethics panel no longer had a vote on the proposal. "
        "It decided in spite of" in told
    )
    seats = "Security, Engineering, Product and the ethics panel"
    assert f"Four seats had a vote on it: {seats}. Legal had nobody to speak for it. Security, " in told
