"""Motions and terms: who left has no voice, her alternate has it, and nobody is waited for who cannot speak."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from board.core.act import Motion, Moved
from board.core.ballot import Ballot
from board.core.case import Case
from board.core.docket import Docket
from board.core.motions import acted, moved, speaks, why_not_move
from board.core.proposal import Tier
from board.core.tally import tally
from tests.core.building import MEMBERS, OPENING, ballot, case, charter
from tests.core.oracle import Oracle

MOVED_AT = datetime(2026, 10, 7, 9, tzinfo=UTC)
GONE, LATE = date(2026, 10, 6), date(2026, 10, 20)
RAISE = Motion(1, "raise-tier", "chiara", "It may reach children.", to="high", at=MOVED_AT)
LOWER = Motion(1, "lower-tier", "ana", "Only staff read it.", to="limited", at=MOVED_AT)
OVERRULE = Motion(1, "overrule-stop", "ana", "The licence came.", at=MOVED_AT, about="lena-1.toml")
PULL = Motion(1, "pull", "kim", at=MOVED_AT)


def left(*cast: Ballot, motion: Motion, facts: int = 3, tier: Tier = Tier.LIMITED, end: date | None = GONE) -> Case:
    """A case of a board whose product seat chiara held until a day; kim is its alternate."""
    members = tuple(replace(one, end=end) if one.id == "chiara" else one for one in MEMBERS)
    opened = Docket((replace(OPENING, tier=tier, facts=facts),))
    return replace(case(*cast, board=charter(members=members), motions=(motion,)), docket=opened)


def on(member: str, *seats: str, days: int = 0, verdict: str = "approve") -> Ballot:
    """A ballot on the first motion, so many days after it was made."""
    return ballot(member, verdict, 2, seats, motion="1", cast_at=MOVED_AT + timedelta(days=days))


def only(of: Case, today: date = LATE) -> Moved:
    (found,) = moved(of, today)
    return found


def test_who_left_raises_no_tier_and_by_an_older_list_did() -> None:
    """Given chiara whose term ended the day before, then her motion has no effect; by list 2 it had one."""
    assert only(left(motion=RAISE)).words == "its mover was not in office on that day"
    assert acted(left(motion=RAISE), LATE).tier is Tier.LIMITED
    assert only(left(motion=RAISE, end=date(2026, 10, 7))).carried, "the last day of a term is part of it"
    assert only(left(motion=RAISE, facts=2)).carried


@pytest.mark.parametrize("motion", [replace(RAISE, member="kim"), PULL])
def test_an_alternate_speaks_for_the_vacant_seat_and_not_beside_its_holder(motion: Motion) -> None:
    """Given kim, alternate for product, then she raises and pulls once chiara's term is over, and not before."""
    assert only(left(motion=motion)).carried
    there = left(motion=motion, end=None)
    assert only(there).state == "void" and "seat" in why_not_move(there, motion)
    assert only(left(motion=motion, end=None, facts=2)).carried, "by an older list it acted all the same"


def test_a_stop_is_overruled_with_the_alternates_word_where_the_seat_is_vacant() -> None:
    """Given chiara gone, then kim's yes is asked for and is enough; nobody waits for chiara."""
    stop = ballot("lena", "stop")
    asked = left(stop, on("ana"), on("ben"), on("iris"), motion=OVERRULE)
    assert only(asked).state == "open" and only(asked).waiting_for == ("kim",)
    kim = next(one for one in asked.charter.members if one.id == "kim")
    assert speaks(asked, kim, OVERRULE, LATE) == ("product",)
    whole = left(stop, on("ana"), on("ben"), on("kim", "product"), on("iris"), motion=OVERRULE)
    assert only(whole).carried
    assert only(left(stop, *whole.ballots[1:], motion=OVERRULE, end=None)).state == "open", "chiara is there"


def test_a_vote_cast_in_office_stays_after_the_term() -> None:
    """Given chiara's yes on her last day, then it counts later too, and kim's no of the next day does not."""
    yes = [on("chiara"), on("kim", "product", days=1, verdict="reject"), on("ana")]
    found = only(left(*yes, on("ben"), motion=LOWER, tier=Tier.HIGH, end=date(2026, 10, 7)))
    assert found.carried, found.words
    assert not only(left(*yes, motion=LOWER, tier=Tier.HIGH, end=date(2026, 10, 7))).carried


def test_without_a_day_a_ballot_from_the_far_future_takes_no_seat_out_of_the_sum() -> None:
    """Given terms that end and votes dated after them, then what lies there lowers no tier by itself; the day does."""
    ends = date(2026, 10, 12)
    two = (on("ana", days=3000), on("ben"))
    made = left(*two, on("lena", verdict="abstain"), motion=LOWER, tier=Tier.HIGH)
    gone = tuple(
        replace(one, end=ends if one.seats and one.id not in ("ana", "ben", "lena") else None) for one in MEMBERS
    )
    gone = tuple(replace(one, alternate=()) for one in gone)
    of = replace(made, charter=charter(members=gone))
    assert acted(of).tier is Tier.HIGH
    assert acted(of, date(2026, 10, 8)).tier is Tier.HIGH
    assert acted(of, LATE).tier is Tier.LIMITED


ENDS = st.sampled_from([None, None, GONE, date(2026, 10, 7), date(2026, 10, 9), LATE])
SAYS = st.sampled_from(["approve", "approve", "reject", "abstain"])


@st.composite
def boards(draw: st.DrawFn) -> tuple[Case, date]:
    """A board whose terms end here and there, a motion or two on it, and some votes on them."""
    members = tuple(replace(one, end=draw(ENDS)) for one in MEMBERS)
    ids = [one.id for one in members]
    tier = draw(st.sampled_from([Tier.LIMITED, Tier.HIGH]))
    motions = tuple(
        replace(draw(st.sampled_from([RAISE, LOWER, OVERRULE, PULL])), number=number, member=draw(st.sampled_from(ids)))
        for number in range(1, draw(st.integers(2, 3)))
    )
    cast = [ballot("lena", "stop"), *(ballot(one) for one in draw(st.sets(st.sampled_from(ids))) if one != "lena")]
    for each in motions:
        for one in members:
            if draw(st.booleans()):
                seats = (*one.seats, *one.alternate)
                when = MOVED_AT + timedelta(days=draw(st.integers(0, 4)))
                verdict = draw(SAYS)
                vote = ballot(one.id, verdict, 1 + each.number, seats, motion=str(each.number), cast_at=when)
                cast.append(vote if seats else replace(vote, seats=()))
    opened = Docket((replace(OPENING, tier=tier, facts=draw(st.sampled_from([2, 3, 3]))),))
    made = replace(case(*cast, board=charter(members=members), motions=motions), docket=opened)
    return made, draw(st.sampled_from([date(2026, 10, 8), LATE]))


@settings(max_examples=300, deadline=None)
@given(boards())
def test_motions_come_to_what_a_second_reading_says_whoever_left_when(of: tuple[Case, date]) -> None:
    """Given terms that end before, between and after the votes, then tier, pull and stops are those of the oracle."""
    made, today = of
    again = Oracle(made, today)
    again.move()
    done = acted(made, today).carried
    assert (str(done.tier or made.tier), bool(done.pulled), dict(done.overruled)) == (
        again.tier,
        again.pulled,
        again.overruled,
    )
    assert not any(set(each.waiting_for) & {m.id for m in made.charter.members if m.end and m.end < today} for each in
                   moved(made, today) if made.docket.openings[0].facts > 2)  # fmt: skip
    tally(made, today)
