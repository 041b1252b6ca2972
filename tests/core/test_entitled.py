"""Who may give which follow-up: the one rule that the act and its verification share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from board.core.case import Stage
from board.core.entitled import Given, who_acted, why_not_give
from board.core.record import FollowUp, Outcome, Record, Sum
from board.core.stage import stage
from board.formats.followups import KINDS
from tests.core.building import CONDITION, MEMBERS, OPENING, case

SUM = Sum(4, 4, 3, 3, 0, 4, 4, 3, 2, "4 seats.")
RECORD = Record("p", 1, Outcome.APPROVED_WITH_CONDITIONS, 1, None, "ana", "", SUM, conditions=(CONDITION,))
APPEAL = FollowUp(1, "appeal", "chiara", "New facts.", at=None, ground="new-facts")
HEARD = FollowUp(2, "heard", "ben", "No.", re=1, answer="dismiss")
RECOMMENDED = FollowUp(3, "recommended", "ruth", "Ask patients.")
BEFORE = (APPEAL, HEARD, RECOMMENDED)
EVERYBODY = tuple(member.id for member in MEMBERS)


def may(kind: str, before: tuple[FollowUp, ...] = BEFORE, record: Record | None = RECORD, **fields: Any) -> set[str]:
    """Who may give a follow-up of a kind; mo made the proposal and ana opened and decided it."""
    made = FollowUp(4, kind, "", "Said.", **fields)
    return {
        member.id
        for member in MEMBERS
        if not why_not_give(Given(made, member, record, before, member.id == "mo", "ana"))
    }


PRESIDE = {"ana", "kim"}
TABLE = [
    ("proof", {"condition": "c1"}, {"mo"}),
    ("proof", {"condition": "c9"}, set()),
    ("verified", {"condition": "c1"}, {"kim"}),
    ("waiver", {"condition": "c1"}, PRESIDE),
    ("waiver", {"condition": "c9"}, set()),
    ("ratified", {}, PRESIDE),
    ("confirmed", {}, set(EVERYBODY) - {"ana", "iris"}),
    ("appeal", {"ground": "error"}, {"ana", "ben", "chiara", "lena", "ruth", "mo"}),
    ("appeal", {"ground": "error", "on_behalf": "a patient"}, set(EVERYBODY)),
    ("heard", {"re": 1, "answer": "grant"}, set(EVERYBODY) - {"ana", "chiara", "iris", "mo"}),
    ("heard", {"re": 7, "answer": "grant"}, set()),
    ("dismissed", {"re": 1}, set(EVERYBODY) - {"ana", "chiara", "iris", "mo", "ben"}),
    ("granted", {"re": 1, "proposal": "q"}, set()),
    ("recommended", {}, {"ruth"}),
    ("reply", {"re": 3, "answer": "accepted"}, {"mo", *PRESIDE}),
    ("reply", {"re": 1, "answer": "accepted"}, set()),
    ("correction", {}, {"mo", *PRESIDE}),
    ("reviewed", {"about": "pilot"}, {"mo", *PRESIDE}),
    ("published", {}, PRESIDE),
    ("lapse", {}, PRESIDE),
    ("retired", {}, PRESIDE),
    ("pulled", {}, set()),
]


@pytest.mark.parametrize("verifier", ["kim", ""])
def test_nobody_verifies_or_waives_a_condition_of_her_own(verifier: str) -> None:
    """Given a condition that kim owns, whoever is to verify it, then her own word does not meet it nor lift it."""
    hers = replace(CONDITION, owner="kim", verifier=verifier)
    record = replace(RECORD, conditions=(hers,))
    assert "kim" not in may("verified", record=record, condition=hers.id)
    assert "kim" not in may("waiver", record=record, condition=hers.id)
    assert "kim" in may("waiver", condition="c1")


def test_who_holds_a_seat_agrees_to_a_waiver_that_another_asked_for_and_asks_for_none() -> None:
    """Given kim, who presides, would let it go, then any seat may agree, and not who owns it or made the proposal."""
    asked = (*BEFORE, FollowUp(4, "waiver", "kim", "Not needed.", "c1"))
    assert may("waiver", asked, condition="c1") == {"ana", "kim", "ben", "chiara", "lena", "ruth"}
    hers = replace(RECORD, conditions=(replace(CONDITION, owner="lena"),))
    assert "lena" not in may("waiver", asked, hers, condition="c1")
    assert may("waiver", (*BEFORE, FollowUp(4, "waiver", "kim", "", "c2")), condition="c1") == PRESIDE


@pytest.mark.parametrize(("facts", "by", "not_these"), [(3, "mo", {"mo", "ben", "iris"}), (1, "mo", {"mo", "iris"})])
def test_another_seat_than_the_one_that_acted_confirms_an_emergency(facts: int, by: str, not_these: set[str]) -> None:
    """Given mo, who stands in for engineering, acted, then ben who holds it does not confirm; older histories let him.

    That the chair took it up again later changes nothing in who acted.
    """
    first, again = (replace(OPENING, opened_by=who, facts=facts) for who in (by, "ana"))
    for openings in ((first,), (first, again)) if facts == 3 else ((first,),):
        acted = who_acted(case().charter, openings)
        made = FollowUp(1, "confirmed", "", "Seen.")
        given = (Given(made, member, None, (), False, *acted) for member in MEMBERS)
        assert {one.member.id for one in given if why_not_give(one)} == not_these


@pytest.mark.parametrize("kind", ["lapse", "retired"])
@pytest.mark.parametrize("outcome", [Outcome.REJECTED, Outcome.STOPPED])
def test_nobody_lets_a_no_lapse(kind: str, outcome: Outcome) -> None:
    """Given a proposal that was rejected, then chair and secretary end nothing, so an appeal is not put out of sight.

    Older histories let them, and then it still reads as decided.
    """
    record = replace(RECORD, outcome=outcome)
    assert may(kind, record=record) == set()
    ended = (*BEFORE, FollowUp(4, kind, "kim", "Not needed."))
    assert stage(replace(case(), record=record, follow_ups=ended), date(2026, 11, 1)) is Stage.DECIDED


@pytest.mark.parametrize(("kind", "fields", "who"), TABLE)
def test_who_may_give_it(kind: str, fields: dict[str, object], who: set[str]) -> None:
    assert may(kind, **fields) == who


def test_every_kind_has_a_rule() -> None:
    assert {kind for kind, _, _ in TABLE} == set(KINDS)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"confirmed"}))
def test_nothing_follows_from_what_is_not_decided(kind: str) -> None:
    assert may(kind, record=None, condition="c1", re=1) == set()


def test_two_people_answer_an_appeal_and_one_alone_does_not() -> None:
    """Given nobody else who heard it, or somebody who sees it otherwise, then nobody may dismiss it."""
    assert may("dismissed", (APPEAL,), re=1) == set()
    split = (APPEAL, HEARD, FollowUp(3, "heard", "lena", "Yes.", re=1, answer="grant"))
    assert "lena" not in may("dismissed", split, re=1)
    assert "kim" in may("dismissed", split, re=1), "with hers it is two against one"
    even = (*split, FollowUp(4, "heard", "mo", "Yes.", re=1, answer="grant"))
    assert "kim" not in may("dismissed", even, re=1), "two against two is no answer"
    changed = (*even, FollowUp(5, "heard", "lena", "No, after all.", re=1, answer="dismiss"))
    assert "kim" in may("dismissed", changed, re=1)


def test_a_granted_appeal_names_where_it_is_decided_again() -> None:
    granting = (APPEAL, FollowUp(2, "heard", "ben", "Yes.", re=1, answer="grant"))
    assert may("granted", granting, re=1) == set()
    assert "kim" in may("granted", granting, re=1, proposal="2026/0099-again")


def test_a_follow_up_says_a_day_the_same_way_it_was_written() -> None:
    from board.formats.followups import read_follow_up, write_follow_up

    made = FollowUp(
        7, "reply", "mo", "Yes.", "", None, ("a",), 3, "review", "error", "accepted", date(2027, 1, 31), "x", "y"
    )
    assert read_follow_up(write_follow_up(made), "f/0007-reply.toml").value == made
