"""What no published page can say is told beside it: what came after a decision, and what a returned proposal lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from board.core.case import Case
from board.core.later import came_later, how_it_ended
from board.core.policy import Policy
from board.core.proposal import Artefact
from board.core.record import Outcome
from board.core.tally import tally
from tests.core.building import AFTER, CONDITION, MEMBERS, PLAIN, ballot, case, charter
from tests.core.test_deadlines import DAY, decided, follow
from tests.core.test_stage import record

MODEL = Artefact("triage", "2.1.0", "cd" * 32)
DUE = CONDITION.due or date.max
CONDITIONED = decided(
    Outcome.APPROVED_WITH_CONDITIONS, conditions=(CONDITION,), ring="beta", artefacts=(MODEL,), expires=date(2027, 4, 1)
)


def later(one: Case, days: int = 0) -> tuple[str, ...]:
    return came_later(one, DUE + timedelta(days=days))


def test_a_decision_about_which_nothing_is_new_is_told_as_its_page_tells_it() -> None:
    assert later(CONDITIONED) == () and came_later(case(), DAY) == ()


def test_a_yes_that_ended_says_so_and_on_which_day() -> None:
    over = date(2027, 4, 2)
    told = came_later(CONDITIONED, over)
    assert told[0] == "Expired on 2027-04-01. It approves nothing any more."
    assert told[1].startswith(f"Condition {CONDITION.id} is ") and len(told) == 2  # its end meets no condition
    retired = decided(Outcome.APPROVED, follow(1, "retired", "kim"))
    assert came_later(retired, DAY) == (f"Retired on {DAY}: taken out of use.",)
    lapsed = decided(Outcome.APPROVED, follow(1, "lapse", "kim"))
    assert came_later(lapsed, DAY) == (f"Lapsed on {DAY}. It approves nothing any more.",)
    replaced = replace(lapsed, superseded_by="2026/0020-b")
    assert came_later(replaced, DAY) == how_it_ended(replaced, DAY) == ("Replaced by 2026/0020-b.",)


def test_how_an_approval_ended_is_told_alone_above_its_dates() -> None:
    """Given a replaced approval with an open condition, then its end and what outlives it are told; else nothing."""
    assert how_it_ended(CONDITIONED, DUE) == () == how_it_ended(case(), DAY)
    replaced = replace(CONDITIONED, superseded_by="2026/0020-b")
    assert how_it_ended(replaced, DUE) == ("Replaced by 2026/0020-b.", "Its open conditions are still owed.")


def test_a_late_condition_says_how_late_and_what_that_stops() -> None:
    """Given days past the due date, then it is late; once it freezes the ring, what may not happen is said."""
    name = CONDITION.id
    assert later(CONDITIONED, 1) == (f"Condition {name} is 1 day late.",)
    assert later(CONDITIONED, 39) == (
        f"Condition {name} is 39 days late; until it is met, nothing may go to a wider ring.",
    )
    unfrozen = replace(CONDITIONED, policy=Policy(freeze_after=None, roll_back_after=30))
    assert later(unfrozen, 39) == (f"Condition {name} is 39 days late.",)
    met = replace(CONDITIONED, follow_ups=(follow(1, "verified", "kim", condition=name),))
    assert later(met, 39) == ()


def test_an_appeal_is_told_while_it_waits_and_when_it_was_granted() -> None:
    waiting = decided(Outcome.REJECTED, follow(2, "appeal", "chiara"))
    assert came_later(waiting, DAY) == ("Appeal 2 waits for an answer.",)
    granted = replace(
        waiting, follow_ups=(*waiting.follow_ups, follow(3, "granted", "kim", re=2, proposal="2026/0019-again"))
    )
    assert came_later(granted, DAY) == (f"Appeal 2 was granted on {DAY}: to be decided again in 2026/0019-again.",)
    dismissed = replace(waiting, follow_ups=(*waiting.follow_ups, follow(3, "dismissed", "kim", re=2)))
    assert came_later(dismissed, DAY) == ()


RETURNING = (
    ballot("ana", "return", changes=("Write down the hash.", "Scan it twice"), reason="I could not know it again."),
    ballot("ben", "return", changes=("Name who looks after it",)),
    ballot("chiara", "return", reason="Too early."),
    ballot("lena"),
)


def test_a_returned_proposal_says_what_each_seat_wants_changed_once_the_round_has_ended() -> None:
    """Given ballots that return it, then nothing is told while the round runs, and all of it afterwards, by seat."""
    assert tally(case(*RETURNING), AFTER).wanted == ()
    ended = tally(case(*RETURNING, rounds=(record(Outcome.RETURNED),)), AFTER)
    assert [(one.who, one.words) for one in ended.wanted] == [
        ("Security", "Write down the hash. Scan it twice. Why: I could not know it again."),
        ("Engineering", "Name who looks after it."),
        ("Product", "Too early."),
    ]


def test_only_the_ballots_that_counted_say_what_to_change_first() -> None:
    """Given an objection taken back by a tenth ballot, and somebody without a vote here, then neither is told."""
    taken_back = [ballot("ana", "return", number, changes=("Pay me",)) for number in (1, 9)]
    outsiders = (
        ballot("mo", "return", seats=("engineering",), changes=("Hire my brother",)),
        ballot("kim", "return", seats=("product",), changes=("Praise me",)),
    )
    # By path, ballot 10 comes before ballot 9.
    cast = sorted((*taken_back, ballot("ana", number=10), *outsiders, *RETURNING[1:3]), key=lambda one: one.path)
    ended = tally(case(*cast, rounds=(record(Outcome.RETURNED),)), AFTER)
    assert [(one.who, one.member) for one in ended.wanted] == [("Engineering", "ben"), ("Product", "chiara")]


def test_who_leaves_the_board_later_has_still_said_what_to_change_first() -> None:
    """Given a seat's holder whose term ends after the round, then her words stand: the day of the record counts."""
    board = charter(members=tuple(replace(one, end=AFTER) if one.id == "ben" else one for one in MEMBERS), rule=PLAIN)
    closed = replace(record(Outcome.RETURNED), decided_at=datetime(2026, 10, 13, 9, tzinfo=UTC))
    ended = tally(case(*RETURNING, board=board, rounds=(closed,)), AFTER + timedelta(days=99))
    assert "ben" in [one.member for one in ended.wanted]


def test_a_round_that_ended_otherwise_wants_nothing_changed() -> None:
    for outcome in (Outcome.DEFERRED, Outcome.NO_QUORUM):
        assert tally(case(*RETURNING, rounds=(record(outcome),)), AFTER).wanted == ()


def test_a_sum_of_a_round_that_has_ended_is_no_sum_so_far() -> None:
    """Given a round closed with the outcome of its ballots, then the sentence says so, and no more “so far”."""
    open_still = tally(case(*RETURNING[:3]), AFTER - timedelta(days=30)).sentence
    assert ": so far returned" in open_still or "yet" in open_still
    ended = tally(case(*RETURNING, rounds=(record(Outcome.RETURNED),)), AFTER).sentence
    assert ended.endswith(": returned to the proposer.")
    put_off = tally(case(*RETURNING, rounds=(record(Outcome.DEFERRED),)), AFTER).sentence
    assert put_off.endswith(": so far returned to the proposer.")
