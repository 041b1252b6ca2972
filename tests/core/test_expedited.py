"""The short way: the chair and one more seat, in a day, for low risk; it says yes or goes to the full board."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from board.core.act import Motion
from board.core.ballot import Ballot
from board.core.case import Case
from board.core.charter import KindRule
from board.core.docket import Docket
from board.core.proposal import Tier
from board.core.record import Outcome
from board.core.stage import tasks
from board.core.tally import tally
from tests.core.building import AFTER, MONDAY, OPENING, PLAIN, ballot, case, charter

TUESDAY, WEDNESDAY = date(2026, 10, 6), date(2026, 10, 7)
IN_TIME, LATE = datetime(2026, 10, 6, 9, tzinfo=UTC), datetime(2026, 10, 6, 9, 0, 1, tzinfo=UTC)
LOW = {"risks": [{"id": "a", "text": "A slow list", "basis": "A test", "residual": {"likelihood": 1, "impact": 2}}]}
HIGH = {"risks": [{"id": "a", "text": "A wrong list", "basis": "A test", "residual": {"likelihood": 5, "impact": 4}}]}


def short(*ballots: Ballot, facts: dict[str, object] | None = None, rule: KindRule = PLAIN, **fields: object) -> Case:
    """A case the chair opened the short way."""
    made = case(*ballots, board=charter(rule=rule), facts=LOW if facts is None else facts, **fields)
    return replace(made, docket=Docket((replace(OPENING, path="expedited", tier=made.tier),)))


def yes(member: str, at: datetime = IN_TIME, **fields: object) -> Ballot:
    return ballot(member, cast_at=at, **fields)


def test_yes_from_the_chair_and_one_more_seat_is_enough() -> None:
    """Given low risk, when ana in the chair and ben say yes within a day, then it is approved at once."""
    found = tally(short(yes("ana"), yes("ben")), TUESDAY)
    assert (found.way, found.outcome, found.may_decide) == ("expedited", Outcome.APPROVED, True)
    assert found.waiting_for == ()
    assert found.sentence == (
        "4 seats have a vote; it goes the short way, so yes from the chair and one more seat within 24 hours is "
        "enough; "
        "the chair and engineering say yes: approved."
    )
    assert tally(short(yes("ana"), yes("ben")), AFTER).outcome is Outcome.APPROVED


@pytest.mark.parametrize("voted", [(), ("ana",), ("ben",), ("ben", "chiara", "lena")])
def test_without_the_chair_or_without_another_seat_it_waits_and_then_goes_to_the_full_board(
    voted: tuple[str, ...],
) -> None:
    given = short(*map(yes, voted))
    waiting = tally(given, TUESDAY)
    assert (waiting.way, waiting.may_decide, waiting.outcome) == ("expedited", False, Outcome.NO_QUORUM)
    assert "2026-10-06 09:00 UTC" in waiting.why_not_yet
    later = tally(given, WEDNESDAY)
    assert later.way == "vote"
    assert "did not both say yes within 24 hours, so it is put to the vote" in later.sentence


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_a_yes_a_second_late_is_no_yes_of_the_short_way(who: str) -> None:
    other = {"ana": "ben", "ben": "ana"}[who]
    assert tally(short(yes(who, LATE), yes(other)), WEDNESDAY).way == "vote"


@pytest.mark.parametrize("verdict", ["return", "reject", "stop"])
def test_it_may_not_say_no_but_only_send_to_the_full_board(verdict: str) -> None:
    found = tally(short(yes("ana"), yes("ben"), ballot("lena", verdict)), TUESDAY)
    assert found.way == "vote"
    assert "legal objects, so it is put to the vote" in found.sentence or found.outcome is Outcome.STOPPED
    alone = tally(short(ballot("ana", verdict), ballot("ben", "reject")), TUESDAY)
    assert (alone.way, alone.outcome is Outcome.REJECTED and alone.may_decide) == ("vote", False)


def test_any_seat_may_pull_it() -> None:
    assert tally(short(yes("ana"), yes("ben"), motions=(Motion(1, "pull", "lena"),)), TUESDAY).way == "vote"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (short(yes("ana"), yes("ben"), facts={}), "only what leaves a low risk"),
        (short(yes("ana"), yes("ben"), facts=HIGH), "only what leaves a low risk"),
        (short(yes("ana"), yes("ben"), tier=Tier.HIGH), "not open to this kind or tier"),
        (
            short(yes("ana"), yes("ben"), rule=replace(PLAIN, notice_working_days=5)),
            "not open to this kind or tier",
        ),
        (
            short(yes("ana"), yes("ben"), rule=replace(PLAIN, must_sign_roles=("sponsor",))),
            "not open to this kind or tier",
        ),
    ],
)
def test_only_low_risk_below_tier_high_goes_the_short_way(given: Case, why: str) -> None:
    found = tally(given, TUESDAY)
    assert found.way == "vote"
    assert why in found.sentence


def test_a_raised_tier_closes_the_short_way() -> None:
    up = Motion(1, "raise-tier", "lena", to="high")
    assert tally(short(yes("ana"), yes("ben"), motions=(up,)), TUESDAY).way == "vote"


def test_one_person_in_the_chair_with_two_seats_is_one_person() -> None:
    members = tuple(
        replace(each, seats=("security", "engineering")) if each.id == "ana" else each
        for each in charter().members
        if each.id != "ben"
    )
    given = short(yes("ana", seats=("security", "engineering")))
    given = replace(given, charter=charter(members=members, rule=PLAIN))
    assert not tally(given, TUESDAY).may_decide


def test_a_kind_may_go_the_short_way_by_the_charter() -> None:
    rule = replace(PLAIN, path="expedited")
    given = case(yes("ana"), yes("ben"), board=charter(rule=rule), facts=LOW)
    assert tally(given, MONDAY).way == "expedited"


def test_the_inbox_says_that_it_goes_the_short_way() -> None:
    words = tasks(short(), "ben", MONDAY)[0].words
    assert "It goes the short way until 2026-10-06 09:00 UTC." in words


def test_the_short_way_is_due_by_the_hour_while_it_is_open() -> None:
    """Given a case on the short way, then ana's ballot is due in 24 hours, and after them by the end of the window."""
    (before,) = tasks(short(), "ana", MONDAY, IN_TIME)
    assert (before.at, before.due, before.overdue) == (IN_TIME, TUESDAY, False)
    assert before.until("Europe/Berlin") == "2026-10-06 11:00 CEST", "the clock of the board's own time zone"
    (after,) = tasks(short(), "ana", TUESDAY, LATE)
    assert (after.at, after.due, after.overdue) == (None, OPENING.window_ends, False)
    assert "The short way closed at 2026-10-06 09:00 UTC; it comes to the full vote." in after.words
