"""A stop stands through motions: no lower tier silences it, no other word renews it; and what a raised tier brings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from board.core.act import Motion
from board.core.ballot import Ballot
from board.core.case import Case
from board.core.docket import Docket
from board.core.motions import acted, moved, why_not_move
from board.core.proposal import Tier
from board.core.record import Outcome
from board.core.tally import tally
from tests.core.building import AFTER, MEMBERS, MONDAY, OPENING, ballot, case, charter
from tests.core.oracle import read_again

AT = datetime(2026, 10, 5, 10, tzinfo=UTC)
FOUR, NOTICE_OVER = ("ana", "ben", "chiara", "lena"), date(2026, 10, 20)
LOWER = Motion(1, "lower-tier", "chiara", "Only staff read the summary.", to="limited", at=AT)
RAISE = Motion(1, "raise-tier", "lena", "It may reach children.", to="high", at=AT)
OVERRULE = Motion(1, "overrule-stop", "ana", "The licence came.", at=AT, about="lena-1.toml")


def hours(number: int) -> datetime:
    return AT + timedelta(hours=number)


def on(motion: int, member: str, verdict: str = "approve", at: datetime = AT) -> Ballot:
    return ballot(member, verdict, 1 + motion, motion=str(motion), cast_at=at)


def opened(*cast: Ballot, motions: tuple[Motion, ...], tier: Tier = Tier.LIMITED, facts: int = 3) -> Case:
    docket = Docket((replace(OPENING, tier=tier, facts=facts),))
    return replace(case(*cast, motions=motions), docket=docket)


# A lower tier


def stopped_by_the_panel(*, stop: int, facts: int = 3) -> Case:
    """Four seats say yes, the panel stop so many hours after the motion, and three lower the tier after two hours."""
    said = [*map(ballot, FOUR), ballot("ruth", "stop", cast_at=hours(stop))]
    votes = [on(1, who, at=hours(2)) for who in FOUR[:3]]
    return opened(*said, *votes, motions=(LOWER,), tier=Tier.HIGH, facts=facts)


@pytest.mark.parametrize("stop", [1, 3, 25])
def test_a_standing_stop_of_the_panel_does_not_fall_with_the_tier(stop: int) -> None:
    """Given the panel's stop, when most seats lower the tier, also by a date some hours before it, it stands."""
    given = stopped_by_the_panel(stop=stop)
    (found,) = moved(given, MONDAY)
    assert found.state == "open" and "the stop of Ethics panel stands" in found.words
    assert acted(given, MONDAY).tier is Tier.HIGH
    for day in (MONDAY, NOTICE_OVER):
        assert tally(given, day).outcome is Outcome.STOPPED
        assert read_again(given, day).outcome == "stopped"


def test_a_stop_after_the_tier_was_lowered_changes_nothing_nor_did_one_by_an_older_list() -> None:
    """Given a tier that was lowered before the panel spoke, or an older list, then the lower tier holds."""
    for given in (stopped_by_the_panel(stop=27), stopped_by_the_panel(stop=1, facts=2)):
        assert acted(given, MONDAY).tier is Tier.LIMITED
        assert tally(given, MONDAY).outcome is Outcome.APPROVED
        assert read_again(given, MONDAY).outcome == "approved"


def test_a_panel_that_takes_its_stop_back_lets_the_tier_be_lowered() -> None:
    given = stopped_by_the_panel(stop=1)
    back = replace(given, ballots=(*given.ballots, ballot("ruth", "abstain", 2)))
    assert acted(back, MONDAY).tier is Tier.LIMITED


@pytest.mark.parametrize(("day", "lower"), [(MONDAY, False), (NOTICE_OVER, True)])
def test_a_lowering_that_waited_for_a_stop_carries_once_that_is_overruled(day: date, lower: bool) -> None:
    """Given a lowering that waits for the panel's stop, when a later motion overrules that, then it carries."""
    waits = stopped_by_the_panel(stop=1)
    about = Motion(2, "overrule-stop", "ana", "What it asks for came.", at=hours(3), about="ruth-1.toml")
    said = [replace(on(2, who, at=hours(3)), number=7) for who in (*FOUR, "iris")]
    given = replace(waits, motions=(*waits.motions, about), ballots=(*waits.ballots, *said))
    first, second = moved(given, day)
    assert (first.carried, second.carried) == (lower, lower), (first.words, second.words)
    assert (acted(given, day).tier is Tier.LIMITED) is lower
    assert read_again(given, day).outcome == tally(given, day).outcome.value
    older = replace(given, docket=Docket((replace(given.docket.openings[0], facts=2),)))
    assert moved(older, day)[0].carried


def test_one_seat_does_not_undo_the_tier_that_the_board_lowered() -> None:
    """Given a tier lowered by most seats, when one seat raises it again, then its motion has no effect."""
    again = replace(RAISE, number=2)
    votes = [on(1, who) for who in FOUR[:3]]
    given = opened(*votes, motions=(LOWER, again), tier=Tier.HIGH)
    assert [each.state for each in moved(given, MONDAY)] == ["carried", "void"]
    assert "the board lowered the tier by vote" in moved(given, MONDAY)[1].words
    assert "the board lowered the tier by vote" in why_not_move(given, replace(again, number=3))
    assert acted(given, MONDAY).tier is Tier.LIMITED and read_again(given, MONDAY).tier == "limited"
    older = opened(*votes, motions=(LOWER, again), tier=Tier.HIGH, facts=2)
    assert acted(older, MONDAY).tier is Tier.HIGH and read_again(older, MONDAY).tier == "high"


# A stop that is said again


@pytest.mark.parametrize(
    ("again", "overruled"),
    [
        ([ballot("lena", "stop", 2, reason="One word more", cast_at=hours(200))], True),
        ([ballot("lena", "approve", 2), ballot("lena", "stop", 3, evidence=("another",), cast_at=hours(200))], True),
        ([ballot("lena", "stop", 2, ground="unsafe-artefact")], False),
    ],
)
def test_a_stop_said_again_on_its_ground_is_the_stop_that_was_overruled(again: list[Ballot], overruled: bool) -> None:
    """Given a stop that was overruled, when lena casts it again on the same ground, then it stays overruled."""
    votes = [replace(on(1, who), number=9) for who in ("ana", "ben", "chiara", "iris")]
    cast = [*map(ballot, FOUR[:3]), ballot("lena", "stop"), *again]
    given = opened(*cast, *votes, motions=(OVERRULE,))
    outcome = Outcome.APPROVED if overruled else Outcome.STOPPED
    assert tally(given, NOTICE_OVER).outcome is outcome
    assert read_again(given, NOTICE_OVER).outcome == outcome.value
    older = opened(*cast, *votes, motions=(OVERRULE,), facts=2)
    assert tally(older, NOTICE_OVER).outcome is Outcome.STOPPED
    assert read_again(older, NOTICE_OVER).outcome == "stopped"


def test_a_second_motion_about_a_stop_takes_nothing_back() -> None:
    """Given a stop overruled after its notice, when the same is moved later and agreed to, then it stays overruled."""
    later = replace(OVERRULE, number=2, at=datetime(2026, 10, 19, 9, tzinfo=UTC))
    votes = [
        replace(on(number, who), number=8 + number) for who in ("ana", "ben", "chiara", "iris") for number in (1, 2)
    ]
    given = opened(*map(ballot, FOUR[:3]), ballot("lena", "stop"), *votes, motions=(OVERRULE, later))
    assert tally(given, NOTICE_OVER).outcome is Outcome.APPROVED
    assert read_again(given, NOTICE_OVER).outcome == "approved"


def test_while_a_motion_about_it_is_open_a_stop_said_again_is_not_written_down() -> None:
    """Given a motion under notice, when the stop is cast again, then the board still waits for the notice."""
    cast = [*map(ballot, FOUR[:3]), ballot("lena", "stop"), ballot("lena", "stop", 2, reason="Again")]
    assert "its notice runs" in tally(opened(*cast, motions=(OVERRULE,)), MONDAY).why_not_yet
    assert tally(opened(*cast, motions=(OVERRULE,), facts=2), MONDAY).may_decide


# A key that is suspended afterwards


@pytest.mark.parametrize("motion", [RAISE, Motion(1, "pull", "lena", at=AT)])
def test_what_acted_at_once_stands_when_its_movers_key_is_suspended(motion: Motion) -> None:
    """Given lena's pull or raised tier, when two suspend her key, then it goes to the full vote all the same."""
    resting = tuple(replace(one, suspended=one.id == "lena") for one in MEMBERS)
    given = replace(opened(motions=(motion,)), charter=charter(members=resting))
    assert [each.state for each in moved(given, MONDAY)] == ["carried"]
    found = acted(given, MONDAY).carried
    assert (found.pulled or found.tier is Tier.HIGH) and (read_again(given, AFTER).tier == "high") == bool(found.tier)
    older = replace(opened(motions=(motion,), facts=2), charter=charter(members=resting))
    assert [each.state for each in moved(older, MONDAY)] == ["void"]
    lower = replace(opened(motions=(replace(LOWER, member="lena"),), tier=Tier.HIGH), charter=given.charter)
    assert [each.state for each in moved(lower, MONDAY)] == ["void"], "what takes a vote is not done yet"


# A tier that is raised late


def test_a_tier_raised_after_the_window_gives_the_panel_its_days() -> None:
    """Given a tier raised after the window, then the board waits for the panel as long as a vote is open."""
    late = replace(RAISE, at=datetime(2026, 10, 13, 9, tzinfo=UTC))
    given = opened(*map(ballot, FOUR), motions=(late,))
    assert "ethics panel may vote until 2026-10-20" in tally(given, AFTER).why_not_yet
    assert "ethics panel may vote" in tally(given, date(2026, 10, 20)).why_not_yet
    assert tally(given, date(2026, 10, 21)).may_decide
    spoke = opened(*map(ballot, (*FOUR, "ruth")), motions=(late,))
    assert tally(spoke, AFTER).may_decide
    assert tally(opened(*map(ballot, FOUR), motions=(late,), facts=2), AFTER).may_decide
