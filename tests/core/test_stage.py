"""Where a proposal stands is computed from its files and the day, and so is whom it waits for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from board.core.ballot import Condition
from board.core.case import Case, Stage
from board.core.charter import Member
from board.core.proposal import Proposal, Tier
from board.core.record import FollowUp, Outcome, Record, Sum
from board.core.stage import stage, summary
from tests.core.building import AFTER, CONDITION, HOLDERS, MEMBERS, MONDAY, OPENING, WINDOW_ENDS, ballot, case, charter

SUM = Sum(4, 4, 3, 3, 0, 4, 4, 3, 2, "4 seats; 3 say yes; more than half of 4 is 3: approved.")
EVERYBODY = tuple(ballot(holder) for holder in list(HOLDERS.values())[:4])


def record(outcome: Outcome = Outcome.APPROVED, number: int = 1, **fields: object) -> Record:
    return Record("p", number, outcome, 1, None, "kim", "", SUM, **fields)  # type: ignore[arg-type]  # named by each test


def unopened(state: str = "ready", **fields: object) -> Case:
    one = case(openings=(), **fields)  # type: ignore[arg-type]  # named by each test
    return replace(one, proposal=replace(one.proposal, state=state))


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (unopened("draft"), Stage.DRAFT),
        (unopened(committed=False), Stage.DRAFT),
        (unopened(), Stage.SUBMITTED),
        (unopened("withdrawn"), Stage.WITHDRAWN),
        (case(), Stage.IN_REVIEW),
        (case(record=record()), Stage.IN_FORCE),
        (case(record=record(Outcome.APPROVED_WITH_CONDITIONS)), Stage.IN_FORCE),
        (case(record=record(Outcome.REJECTED)), Stage.DECIDED),
        (case(record=record(Outcome.STOPPED)), Stage.DECIDED),
        (case(record=record(Outcome.WITHDRAWN)), Stage.WITHDRAWN),
        (case(record=record(expires=MONDAY)), Stage.IN_FORCE),
        (case(record=record(expires=MONDAY - timedelta(days=1))), Stage.EXPIRED),
        (case(record=record(Outcome.REJECTED, expires=MONDAY - timedelta(days=1))), Stage.DECIDED),
        (case(record=record(), superseded_by="2026/0020-b"), Stage.SUPERSEDED),
        (case(record=record(), follow_ups=(FollowUp(1, "lapse", "kim"),)), Stage.LAPSED),
        (case(record=record(), follow_ups=(FollowUp(1, "retired", "kim"),)), Stage.RETIRED),
        (case(record=record(), follow_ups=(FollowUp(1, "proof", "mo", condition="c1"),)), Stage.IN_FORCE),
        (case(rounds=(record(Outcome.RETURNED),)), Stage.RETURNED),
        (case(rounds=(record(Outcome.DEFERRED),)), Stage.DEFERRED),
        (case(rounds=(record(Outcome.NO_QUORUM),)), Stage.NO_QUORUM),
        (case(rounds=(record(Outcome.WITHDRAWN),)), Stage.WITHDRAWN),
    ],
)
def test_every_stage_follows_from_the_files(one: Case, expected: Stage) -> None:
    assert stage(one, MONDAY) is expected


def test_a_new_round_puts_a_returned_proposal_back_into_review() -> None:
    again = case(openings=(OPENING, replace(OPENING, round=2)), rounds=(record(Outcome.RETURNED),))
    assert stage(again, MONDAY) is Stage.IN_REVIEW
    twice = replace(again, rounds=(*again.rounds, record(Outcome.DEFERRED, 2)))
    assert stage(twice, MONDAY) is Stage.DEFERRED


def test_another_opening_in_a_closed_round_does_not_open_it() -> None:
    again = case(openings=(OPENING, replace(OPENING, revision="sha256:r2")), rounds=(record(Outcome.RETURNED),))
    assert stage(again, MONDAY) is Stage.RETURNED


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_after_opening_the_proposals_own_state_changes_nothing(state: str) -> None:
    one = case()
    assert stage(replace(one, proposal=replace(one.proposal, state=state)), MONDAY) is Stage.IN_REVIEW


def test_an_emergency_restriction_stands_until_a_decision_lifts_it() -> None:
    one = case(kind="emergency-action", record=record(expires=None))
    assert stage(one, date(2036, 1, 1)) is Stage.IN_FORCE


# Whom it waits for, and until when.


@pytest.mark.parametrize(
    ("one", "today", "people", "deadline"),
    [
        (unopened("draft", proposer="mo"), MONDAY, ("mo",), None),
        (unopened("draft"), MONDAY, ("Farah Nasser",), None),
        (unopened(), MONDAY, ("ana", "kim"), None),
        (unopened(proposer="ana"), MONDAY, ("kim",), None),
        (case(ballot("ben"), ballot("ana")), MONDAY, ("chiara", "lena"), WINDOW_ENDS),
        (case(*EVERYBODY), MONDAY, ("ana", "kim"), WINDOW_ENDS),
        (case(ballot("ben")), AFTER, ("ana", "kim"), WINDOW_ENDS),
        (case(ballot("ana", "recuse"), ballot("lena", "stop")), MONDAY, ("kim",), WINDOW_ENDS),
        (case(rounds=(record(Outcome.RETURNED),), proposer="mo"), MONDAY, ("mo",), None),
        (replace(case(rounds=(record(Outcome.RETURNED),)), tip_revision="sha256:new"), MONDAY, ("ana", "kim"), None),
        (case(rounds=(record(Outcome.NO_QUORUM),)), MONDAY, ("ana", "kim"), None),
        (case(record=record(conditions=(CONDITION,), expires=date(2027, 4, 3))), MONDAY, ("mo",), date(2026, 10, 20)),
        (case(record=record(expires=date(2027, 4, 3))), MONDAY, (), date(2027, 4, 3)),
        (case(record=record(expires=date(2026, 10, 1)), proposer="mo"), MONDAY, ("mo",), date(2026, 10, 1)),
        (case(record=record(Outcome.REJECTED)), MONDAY, (), None),
    ],
)
def test_whom_a_proposal_waits_for_and_until_when(
    one: Case, today: date, people: tuple[str, ...], deadline: date | None
) -> None:
    found = summary(one, today)
    assert found.waiting_for == people
    assert found.deadline == deadline


def test_without_chair_or_secretary_the_seat_holders_open_and_decide() -> None:
    members = tuple(Member(each.id, each.name, seats=each.seats, alternate=each.alternate) for each in MEMBERS)
    assert summary(replace(unopened(), charter=charter(members=members)), MONDAY).waiting_for == (
        "ana", "ben", "chiara", "lena", "ruth",
    )  # fmt: skip


def test_a_condition_waits_for_its_owner_then_its_verifier_then_nobody() -> None:
    later = Condition("c2", "Drill the way back", "ben", date(2026, 11, 2), "Minutes", "lena")
    one = case(record=record(Outcome.APPROVED_WITH_CONDITIONS, conditions=(later, CONDITION)))
    proof, verified = FollowUp(1, "proof", "mo", condition="c1"), FollowUp(2, "verified", "kim", condition="c1")
    assert summary(one, MONDAY).waiting_for == ("mo", "ben")
    assert summary(replace(one, follow_ups=(proof,)), MONDAY).waiting_for == ("kim", "ben")
    done = summary(replace(one, follow_ups=(proof, verified)), MONDAY)
    assert (done.waiting_for, done.deadline) == (("ben",), date(2026, 11, 2))


def test_a_row_tells_no_outcome_while_ballots_may_be_hidden() -> None:
    assert summary(case(*EVERYBODY), MONDAY).outcome is None
    assert summary(case(rounds=(record(Outcome.RETURNED),)), MONDAY).outcome is Outcome.RETURNED
    again = case(openings=(OPENING, replace(OPENING, round=2)), rounds=(record(Outcome.RETURNED),))
    assert summary(again, MONDAY).outcome is None
    assert summary(case(record=record(Outcome.STOPPED)), MONDAY).outcome is Outcome.STOPPED


def test_a_rows_tier_is_the_openings_and_before_it_that_of_the_facts() -> None:
    facts = {"decides_about_people": "decides", "domain": ["health"]}
    assert summary(unopened(facts=facts), MONDAY).tier is Tier.HIGH
    assert summary(case(facts=facts, tier=Tier.LIMITED), MONDAY).tier is Tier.LIMITED


def test_prose_without_anything_has_a_row() -> None:
    found = summary(Case(charter(), Proposal("0001-prose", "")), MONDAY)
    assert (found.stage, found.tier, found.number) == (Stage.SUBMITTED, Tier.MINIMAL, "0001")


def test_what_only_its_proposer_can_open_waits_for_her() -> None:
    """Given a chair who proposed and is alone, then it waits for her; with two other seats it waits for those."""
    chair = Member("kim", "Kim", ("kim@example.org",), seats=("chair",), roles=("chair",))
    others = tuple(Member(one, one, seats=(one,)) for one in ("legal", "security"))
    by_chair = "Kim <kim@example.org>"
    assert summary(unopened(board=charter(members=(chair,)), proposer=by_chair), MONDAY).waiting_for == ("kim",)
    two = charter(members=(chair, *others))
    assert summary(unopened(board=two, proposer=by_chair), MONDAY).waiting_for == ("legal", "security")
