"""The sum in words, case by case: example sums, quorum, stops, whose ballot counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from board.core.case import Case, SeatState
from board.core.charter import KindRule, Member, Voting
from board.core.charter_told import told
from board.core.proposal import Tier
from board.core.record import Outcome, Record
from board.core.tally import tally, vote_asks
from tests.core.building import (
    AFTER,
    HOLDERS,
    MEMBERS,
    MONDAY,
    OPENING,
    PLAIN,
    WINDOW_ENDS,
    ballot,
    case,
    charter,
)

EVERYBODY = tuple(ballot(holder) for holder in list(HOLDERS.values())[:4])


def said(one: Case, today: date = AFTER) -> str:
    return tally(one, today).sentence


# Sums worked out by hand.


def test_four_seats_one_stands_aside_two_of_three_pass_with_conditions() -> None:
    votes = (
        ballot("ben"),
        ballot("ana", "approve-with-conditions"),
        ballot("chiara", "abstain"),
        ballot("lena", "recuse"),
    )
    found = tally(case(*votes), MONDAY)
    assert found.outcome is Outcome.APPROVED_WITH_CONDITIONS
    assert (found.sum.seats, found.sum.eligible, found.sum.needed, found.sum.yes) == (4, 3, 2, 2)
    assert found.sentence == (
        "4 seats have a vote; legal stands aside and has no alternate, so 3 count; 2 say yes, "
        "1 of them with a condition, 1 abstains; "
        "at least 2 of the 3 seats must say yes (more than half): approved with conditions."
    )
    assert found.may_decide


def test_two_of_four_is_not_more_than_half() -> None:
    votes = (ballot("ben"), ballot("ana"), ballot("chiara", "abstain"), ballot("lena", "abstain"))
    assert said(case(*votes)) == (
        "4 seats have a vote; 2 say yes, 2 abstain; at least 3 of the 4 seats must say yes (more than half), "
        "and fewer do: rejected."
    )


def test_at_tier_high_five_seats_less_product_and_its_alternate_need_three() -> None:
    votes = (ballot("ben"), ballot("ana"), ballot("lena"), ballot("ruth", "reject"), ballot("chiara", "recuse"))
    aside = ballot("kim", "recuse", seats=("product",))
    found = tally(case(*votes, aside, tier=Tier.HIGH), AFTER)
    assert (found.sum.seats, found.sum.eligible, found.sum.needed) == (5, 4, 3)
    assert found.sentence == (
        "5 seats have a vote; product stands aside and so does its alternate, so 4 count; 3 say yes, 1 says no; "
        "at least 3 of the 4 seats must say yes (more than half): approved."
    )


# Before the board has taken it up, and before everybody has spoken.


def test_without_an_opening_nothing_is_counted() -> None:
    found = tally(case(*EVERYBODY, openings=()), AFTER)
    assert found.sentence == "The board has not taken this proposal up yet, so nothing is counted."
    assert not found.may_decide
    assert not any(each.counted for each in found.ballots)


def test_while_seats_are_silent_it_says_who_and_until_when() -> None:
    found = tally(case(ballot("ben"), ballot("ana"), kind="model-adopt"), MONDAY)
    assert found.outcome is Outcome.NO_QUORUM
    assert found.sentence == (
        "4 seats have a vote; 2 say yes; product and legal have not voted yet; product and legal must vote; "
        "the quorum is 3 seats, and 2 spoke: no quorum yet."
    )
    assert found.missing == (
        "Product has not voted. It must vote.",
        "Legal has not voted. It must vote.",
        "The quorum is 3 seats; 2 spoke.",
    )
    assert found.waiting_for == ("chiara", "lena")
    assert found.why_not_yet == "Product and legal have not voted, and the window ends on 2026-10-12."


def test_the_last_day_of_the_window_still_belongs_to_it() -> None:
    one = case(ballot("ben"), ballot("ana"), ballot("lena"))
    assert not tally(one, WINDOW_ENDS).may_decide
    assert tally(one, AFTER).may_decide


def test_all_seats_may_vote_early_and_then_the_board_may_decide() -> None:
    assert tally(case(*EVERYBODY), MONDAY).may_decide


def test_a_silent_seat_stays_in_the_sum() -> None:
    assert said(case(ballot("ben"), ballot("ana"), ballot("lena", "reject"))) == (
        "4 seats have a vote; 2 say yes, 1 says no; product did not vote; "
        "at least 3 of the 4 seats must say yes (more than half), and fewer do: rejected."
    )


def test_a_decided_or_closed_round_is_not_decided_again() -> None:
    outcome = tally(case(*EVERYBODY), AFTER)
    closed = Record("p", 1, Outcome.RETURNED, 1, None, "kim", "", outcome.sum)
    assert tally(case(*EVERYBODY, rounds=(closed,)), AFTER).why_not_yet.startswith("Round 1 has ended.")
    final = replace(closed, outcome=Outcome.APPROVED)
    assert tally(case(*EVERYBODY, record=final), AFTER).why_not_yet == "It is already decided."


# Must-sign and quorum.


def test_abstaining_never_signs() -> None:
    votes = (*EVERYBODY[:3], ballot("lena", "abstain"))
    found = tally(case(*votes, kind="model-adopt"), AFTER)
    assert found.outcome is Outcome.NO_QUORUM
    assert "legal must say yes or no, and to abstain is neither: no quorum." in found.sentence
    assert found.missing == ("Legal must say yes or no, and to abstain is neither.",)


def test_a_met_quorum_that_lacks_a_seat_waits_for_its_signature() -> None:
    """Given three of four voted, then an open vote waits for the one that must vote; older records keep their words."""
    found = tally(case(*EVERYBODY[:3], kind="model-adopt"), MONDAY)
    assert (found.outcome, found.so_far) == (Outcome.NO_QUORUM, "waits for a seat that must vote")
    assert found.sentence.endswith("legal must vote: waits for a seat that must vote.")
    old = replace(case(*EVERYBODY[:3], kind="model-adopt"), form=3)
    assert tally(old, MONDAY).sentence.endswith("legal must sign: no quorum yet.")
    assert tally(case(*EVERYBODY[:1], kind="model-adopt"), MONDAY).so_far == "no quorum yet"
    assert tally(case(*EVERYBODY[:3], kind="model-adopt"), AFTER).so_far == "no quorum: a seat that must vote did not"
    closed = Record("p", 1, Outcome.DEFERRED, 1, None, "kim", "", found.sum)
    assert tally(case(*EVERYBODY[:3], kind="model-adopt", rounds=(closed,)), MONDAY).so_far == "no quorum"


@pytest.mark.parametrize("verdict", ["return", "reject"])
def test_a_no_signs_as_well_as_a_yes(verdict: str) -> None:
    found = tally(case(*EVERYBODY[:3], ballot("lena", verdict), kind="model-adopt"), AFTER)
    assert found.outcome is Outcome.APPROVED


def test_a_seat_that_leaves_the_sum_leaves_must_sign_too() -> None:
    found = tally(case(*EVERYBODY[:3], ballot("lena", "recuse"), kind="model-adopt"), AFTER)
    assert found.outcome is Outcome.APPROVED
    assert not next(line for line in found.seats if line.seat == "legal").must_sign


def test_never_fewer_than_two_people_even_with_two_seats_in_one_hand() -> None:
    members = (
        Member("ana", "Ana", seats=("engineering", "security")),
        Member("ben", "Ben", seats=("product", "legal")),
    )
    board = charter(members=members, rule=PLAIN, voting=Voting(quorum_seats=2, quorum_people=1))
    both = ballot("ana", seats=("engineering", "security"))
    found = tally(case(both, board=board), AFTER)
    assert (found.sum.present, found.sum.people) == (2, 1)
    assert found.outcome is Outcome.NO_QUORUM
    assert "the quorum is 2 people, and 1 spoke" in found.sentence
    two = tally(case(both, ballot("ben", seats=("product", "legal")), board=board), MONDAY)
    assert (two.sum.yes, two.sum.people, two.outcome) == (4, 2, Outcome.APPROVED)


def test_recusals_that_leave_one_person_end_without_quorum_never_with_approval() -> None:
    members = tuple(each for each in MEMBERS if not each.alternate)
    votes = (ballot("ben"), *(ballot(who, "recuse") for who in ("ana", "chiara", "lena")))
    found = tally(case(*votes, board=charter(members=members, rule=PLAIN)), AFTER)
    assert found.sum.eligible == 1
    assert found.outcome is Outcome.NO_QUORUM


def test_when_every_seat_stands_aside_there_is_no_quorum() -> None:
    members = tuple(each for each in MEMBERS if not each.alternate)
    votes = tuple(ballot(who, "recuse") for who in ("ben", "ana", "chiara", "lena"))
    for path in ("vote", "consent", "standard", "emergency"):
        board = charter(members=members, rule=KindRule("plain", path=path))
        found = tally(case(*votes, board=board), AFTER)
        assert found.outcome is Outcome.NO_QUORUM
        assert "so none count" in found.sentence


def test_the_sponsor_signs_a_charter_change_and_its_notice_runs_first() -> None:
    votes = (*EVERYBODY, ballot("ruth"))
    without = tally(case(*votes, kind="charter-change"), AFTER)
    assert without.outcome is Outcome.NO_QUORUM
    assert without.missing == ("The sponsor must vote.",)
    assert without.waiting_for == ("iris",)
    signed = case(*votes, ballot("iris", seats=()), kind="charter-change")
    assert tally(signed, AFTER).why_not_yet == "The notice for this kind of proposal runs to 2026-10-19."
    assert tally(case(*EVERYBODY, kind="charter-change"), MONDAY).why_not_yet == (
        "Ethics panel and the sponsor have not voted, and the window ends on 2026-10-12."
    )
    done = tally(signed, date(2026, 10, 20))
    assert done.may_decide
    assert (
        done.sentence
        == "5 seats have a vote; 5 say yes; at least 4 of the 5 seats must say yes (at least two thirds): approved."
    )


def test_where_nobody_is_sponsor_that_signature_falls_away_and_every_text_says_so() -> None:
    """Given a board without a sponsor, when it opens, counts and reads its charter, then none waits for a sponsor."""
    members = tuple(each for each in MEMBERS if "sponsor" not in each.roles)
    board = charter(members=members)
    change = case(*EVERYBODY, ballot("ruth"), kind="charter-change", board=board)
    assert tally(change, date(2026, 10, 20)).outcome is Outcome.APPROVED
    asks = vote_asks(change, MONDAY)
    assert "Engineering, Security, Product, Legal and Ethics panel must vote." in asks
    assert "Nobody can vote as sponsor, so that vote falls away." in asks
    rules = next(one.rules for one in told(board) if one.heading == "Kind: charter-change")
    assert "Nobody is sponsor, so that vote falls away." in rules


# Stop.


def test_a_valid_stop_outweighs_everything_and_may_be_decided_at_once() -> None:
    found = tally(case(*EVERYBODY[:3], ballot("lena", "stop")), MONDAY)
    assert found.outcome is Outcome.STOPPED
    assert found.may_decide
    assert found.stops == (ballot("lena", "stop"),)
    assert found.missing == found.waiting_for == ()
    assert found.sentence == (
        "4 seats have a vote; 3 say yes; legal says stop, on the ground “missing rights: licence, data or export”; "
        "one such stop is enough, whatever the others say: stopped."
    )


def test_a_stop_stands_even_without_a_quorum() -> None:
    assert tally(case(ballot("lena", "stop"), kind="model-adopt"), MONDAY).outcome is Outcome.STOPPED


def test_a_withdrawn_or_stale_stop_does_not_stand() -> None:
    withdrawn = (ballot("lena", "stop", 1), ballot("lena", "approve", 2))
    assert tally(case(*EVERYBODY[:3], *withdrawn), AFTER).outcome is Outcome.APPROVED
    stale = ballot("lena", "stop", revision="sha256:r0")
    assert tally(case(*EVERYBODY[:3], stale), AFTER).outcome is Outcome.APPROVED


def test_a_bare_stop_counts_as_a_plain_no_and_the_sentence_says_so() -> None:
    assert said(case(*EVERYBODY[:3], ballot("lena", "stop", ground=""))) == (
        "4 seats have a vote; 3 say yes; the stop of legal lacks a ground, evidence or what would clear it and "
        "counts as a no; "
        "at least 3 of the 4 seats must say yes (more than half): approved."
    )


# Whose ballot counts.


def test_a_stale_ballot_is_shown_not_counted_and_waited_for_again() -> None:
    found = tally(case(*EVERYBODY[:3], ballot("lena", revision="sha256:r0")), MONDAY)
    line = next(line for line in found.seats if line.seat == "legal")
    assert (line.state, line.ballot, line.note) == (
        SeatState.STALE,
        None,
        "it was cast on another revision of the proposal",
    )
    assert found.waiting_for == ("lena",)
    assert "the ballot of legal does not count, because it was cast on another revision" in found.sentence
    assert found.why_not_yet.startswith("The ballot of legal is stale, and")


def test_a_new_opening_in_the_same_round_makes_ballots_stale() -> None:
    again = replace(OPENING, checklists="sha256:k2")
    found = tally(case(*EVERYBODY, openings=(OPENING, again)), AFTER)
    assert found.sum.present == 0
    assert {each.why_not for each in found.ballots} == {"the checklists changed since it was cast"}


def test_a_new_round_starts_from_nothing() -> None:
    found = tally(case(*EVERYBODY, openings=(OPENING, replace(OPENING, round=2))), MONDAY)
    assert found.sum.present == 0
    assert {each.why_not for each in found.ballots} == {"it was cast in round 1"}


def test_the_alternate_speaks_when_the_holder_stands_aside() -> None:
    votes = (ballot("ana", "recuse"), ballot("yusuf", seats=("security",)), ballot("ben"), ballot("lena", "reject"))
    found = tally(case(*votes), MONDAY)
    line = next(line for line in found.seats if line.seat == "security")
    assert (line.member, line.alternate, line.state) == ("yusuf", True, SeatState.VOTED)
    assert "the alternate votes for security, which stands aside" in found.sentence
    assert found.waiting_for == ("chiara",)


def test_the_alternate_is_waited_for_once_the_holder_stands_aside() -> None:
    assert tally(case(ballot("chiara", "recuse")), MONDAY).waiting_for == ("ben", "ana", "kim", "lena")


def test_the_alternate_of_a_silent_holder_counts_only_after_the_window() -> None:
    one = case(ballot("mo", seats=("engineering",)), ballot("ana"), ballot("lena"))
    before, after = tally(one, WINDOW_ENDS), tally(one, AFTER)
    assert (before.sum.yes, after.sum.yes) == (2, 3)
    early = next(each for each in before.ballots if each.member == "mo")
    assert early.why_not == "an alternate's ballot: the seat's holder speaks for it"
    assert "the alternate votes for engineering, which did not vote in time" in after.sentence


def test_a_holders_ballot_outranks_her_alternates() -> None:
    one = case(ballot("mo", "reject", seats=("engineering",)), ballot("ben"), ballot("ana"), ballot("lena"))
    found = tally(one, AFTER)
    assert found.sum.yes == 3
    assert next(line for line in found.seats if line.seat == "engineering").member == "ben"


def test_a_ballot_counts_only_for_the_seats_it_names() -> None:
    found = tally(case(ballot("ana", seats=("legal",)), *EVERYBODY[2:], EVERYBODY[0]), AFTER)
    assert next(line for line in found.seats if line.seat == "security").state is SeatState.SILENT


@pytest.mark.parametrize(
    "proposer", ["ana", "Ana", "Ana Lindqvist", "A. Lindqvist <ANA@hollowoak.example>", "Ana Lindqvist <a@x.example>"]
)
def test_the_proposers_own_ballot_never_counts(proposer: str) -> None:
    """Given a proposer who holds a seat, by handle, name or mail, then her seat goes to the alternate."""
    alone = tally(case(*EVERYBODY, proposer=proposer), AFTER)
    line = next(line for line in alone.seats if line.seat == "security")
    assert (line.state, line.member) == (SeatState.SILENT, "yusuf")
    assert next(each for each in alone.ballots if each.member == "ana").why_not == "its member is the proposer"
    both = tally(case(*EVERYBODY, ballot("yusuf", seats=("security",)), proposer=proposer), AFTER)
    assert "the alternate votes for security, which is the proposer" in both.sentence
    assert both.sum.yes == 4


@pytest.mark.parametrize("proposer", ["", "Ana Lindquist <anna@elsewhere.example>", "anna"])
def test_somebody_else_with_a_like_name_keeps_nobody_from_voting(proposer: str) -> None:
    assert tally(case(*EVERYBODY, proposer=proposer), AFTER).sum.yes == 4


def test_a_proposer_without_an_alternate_takes_her_seat_out_of_the_sum() -> None:
    assert said(case(*EVERYBODY, proposer="lena")) == (
        "4 seats have a vote; legal is the proposer and has no alternate, so 3 count; 3 say yes; "
        "at least 2 of the 3 seats must say yes (more than half): approved."
    )


def test_where_the_charter_lets_the_proposer_vote_her_ballot_counts() -> None:
    board = charter(rule=PLAIN, voting=Voting(proposer_may_vote=True))
    assert tally(case(*EVERYBODY, proposer="lena", board=board), AFTER).sum.yes == 4


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"suspended": True}, "its member is suspended"),
        ({"end": date(2026, 10, 1)}, "its member is out of office"),
        ({"start": date(2027, 1, 1)}, "its member is out of office"),
    ],
)
def test_a_member_who_is_suspended_or_out_of_office_does_not_count(change: dict[str, object], why: str) -> None:
    members = tuple(replace(each, **change) if each.id == "lena" else each for each in MEMBERS)
    found = tally(case(*EVERYBODY, board=charter(members=members, rule=PLAIN)), AFTER)
    assert next(each for each in found.ballots if each.member == "lena").why_not == why
    assert "legal is vacant, so 3 count" in found.sentence


def test_a_strangers_ballot_does_not_count() -> None:
    found = tally(case(*EVERYBODY, ballot("eve", seats=("legal",))), AFTER)
    assert next(each for each in found.ballots if each.member == "eve").why_not == "the charter knows no such member"


def test_every_ballot_that_does_not_count_says_why() -> None:
    votes = (ballot("ana", "approve", 1), ballot("ana", "reject", 2), ballot("iris", seats=()), ballot("ben", "recuse"))
    why = {each.path.rpartition("/")[2]: each.why_not for each in tally(case(*votes), AFTER).ballots}
    assert why == {
        "ana-1.toml": "ballot 2 replaces it",
        "ana-2.toml": "",
        "ben-1.toml": "standing aside is not a vote",
        "iris-1.toml": "its member speaks for no seat that votes on this",
    }
