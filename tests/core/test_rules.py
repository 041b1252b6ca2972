"""What `rules = 1` means for each kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from board.core.charter import Charter, KindRule, Voting
from board.core.proposal import Proposal, Tier
from board.core.rules import (
    default_kinds,
    default_seats,
    expires_on,
    must_sign,
    path_for,
    quorum_people,
    quorum_seats,
    voting_seats,
    window_days,
    yes_needed,
)
from tests.core.building import charter

LETTERS = {"E": "engineering", "S": "security", "P": "product", "L": "legal", "X": "ethics"}


def proposal(kind: str, **facts: object) -> Proposal:
    return Proposal("2026/0001-a", "A", kind=kind, facts=facts)


def test_there_are_twelve_kinds_and_five_seats() -> None:
    assert len(default_kinds()) == 12
    assert [seat.id for seat in default_seats() if seat.votes == "always"] == [
        "engineering",
        "security",
        "product",
        "legal",
    ]
    assert [seat.id for seat in default_seats() if seat.votes == "tier-high"] == ["ethics"]


@pytest.mark.parametrize(
    ("kind", "facts", "limited", "high"),
    [
        ("model-adopt", {}, "ESPL", "ESPLX"),
        ("model-train", {}, "ESPL", "ESPLX"),
        ("model-change", {"change_class": "minor"}, "ES", "ESX"),
        ("model-change", {"change_class": "major"}, "ESPL", "ESPLX"),
        ("model-change", {}, "ESPL", "ESPLX"),
        ("dataset-admit", {}, "ESL", "ESLX"),
        ("use-change", {}, "ESPL", "ESPLX"),
        ("ring-promote", {"target_ring": "beta"}, "ESP", "ESPX"),
        ("ring-promote", {"target_ring": "general"}, "ESPL", "ESPLX"),
        ("policy-change", {}, "ESPL", "ESPL"),
        ("policy-exception", {"gate_owner": "engineering"}, "ESL", "ESL"),
        ("policy-exception", {"gate_owner": "security"}, "SL", "SL"),
        ("external-release", {}, "ESPLX", "ESPLX"),
        ("model-retire", {"data_disposal": False}, "EP", "EP"),
        ("model-retire", {"data_disposal": True}, "ESPL", "ESPL"),
        ("emergency-action", {}, "", ""),
        ("charter-change", {}, "ESPLX", "ESPLX"),
    ],
)
def test_who_must_sign(kind: str, facts: dict[str, object], limited: str, high: str) -> None:
    """Given a kind and its facts, then the seats its row lists must sign; those in brackets at tier high."""
    for tier, letters in ((Tier.LIMITED, limited), (Tier.HIGH, high)):
        assert must_sign(charter(), proposal(kind, **facts), tier) == tuple(LETTERS[each] for each in letters)


def test_an_unknown_fact_asks_for_its_seats_too() -> None:
    assert "legal" in must_sign(charter(), proposal("ring-promote", target_ring="unknown"), Tier.LIMITED)


def test_a_seat_the_board_does_not_have_cannot_be_asked_to_sign() -> None:
    board = replace(charter(), seats=default_seats()[:2])
    assert must_sign(board, proposal("model-adopt"), Tier.LIMITED) == ("engineering", "security")


@pytest.mark.parametrize(
    ("kind", "facts", "path"),
    [
        ("model-adopt", {}, "vote"),
        ("model-change", {"change_class": "patch"}, "standard"),
        ("model-change", {"change_class": "minor"}, "consent"),
        ("model-change", {"change_class": "major"}, "vote"),
        ("model-change", {"change_class": "unknown"}, "vote"),
        ("model-change", {}, "vote"),
        ("model-retire", {}, "consent"),
        ("emergency-action", {}, "emergency"),
    ],
)
def test_the_path_a_kind_takes(kind: str, facts: dict[str, object], path: str) -> None:
    """Given a fact that is missing or unknown, then no easier path opens."""
    assert path_for(charter().rule(kind), proposal(kind, **facts)) == path


def test_the_panel_votes_at_tier_high_or_where_it_must_sign() -> None:
    def seats(kind: str, tier: Tier) -> int:
        return len(voting_seats(charter(), proposal(kind), tier))

    assert [seats("model-adopt", tier) for tier in Tier] == [4, 4, 5, 5]
    assert seats("external-release", Tier.MINIMAL) == 5


@pytest.mark.parametrize(
    ("majority", "at_least", "needed"),
    [
        ((1, 2), False, [1, 1, 2, 2, 3, 3, 4]),
        ((2, 3), False, [1, 1, 2, 3, 3, 4, 5]),
        ((2, 3), True, [1, 1, 2, 2, 3, 4, 4]),
        ((0, 0), False, [1, 1, 2, 2, 3, 3, 4]),
    ],
)
def test_how_many_must_say_yes(majority: tuple[int, int], at_least: bool, needed: list[int]) -> None:
    """Given 0 to 6 eligible seats, then a majority is strictly more than its share, or at least it where so said."""
    board = charter(rule=KindRule("plain", majority=majority, majority_at_least=at_least))
    assert [yes_needed(board, "plain", seats) for seats in range(7)] == needed


def test_two_thirds_of_a_charter_change_are_enough() -> None:
    assert yes_needed(charter(), "charter-change", 6) == 4
    assert yes_needed(charter(), "charter-change", 5) == 4


def test_quorum_by_tier_and_kind_and_never_fewer_than_two_people() -> None:
    board = charter()
    assert quorum_seats(board, "model-adopt", Tier.LIMITED) == 3
    assert quorum_seats(board, "model-adopt", Tier.HIGH) == 5
    assert quorum_seats(charter(rule=KindRule("plain", quorum_seats=2)), "plain", Tier.HIGH) == 2
    assert quorum_people(charter(voting=Voting(quorum_people=0))) == 2
    assert quorum_people(charter(voting=Voting(quorum_people=3))) == 3


def test_a_kinds_notice_makes_the_window_longer_never_shorter() -> None:
    assert window_days(charter(), "model-adopt") == 5
    assert window_days(charter(), "external-release") == 10
    assert window_days(charter(voting=Voting(window_working_days=8)), "policy-change") == 8


@pytest.mark.parametrize(
    ("kind", "facts", "expires"),
    [
        ("model-adopt", {"target_ring": "beta"}, date(2027, 4, 3)),
        ("ring-promote", {"target_ring": "general"}, date(2027, 10, 5)),
        ("policy-exception", {}, date(2027, 1, 3)),
        ("dataset-admit", {}, date(2027, 10, 5)),
        ("policy-change", {}, None),
        ("charter-change", {}, None),
    ],
)
def test_when_an_approval_ends(kind: str, facts: dict[str, object], expires: date | None) -> None:
    assert expires_on(charter(), proposal(kind, **facts), date(2026, 10, 5)) == expires


def test_a_kind_nobody_wrote_down_goes_to_the_vote_of_all_seats() -> None:
    board = Charter(seats=default_seats())
    assert must_sign(board, proposal("new-thing"), Tier.HIGH) == ("engineering", "security", "product", "legal")
    assert path_for(board.rule("new-thing"), proposal("new-thing")) == "vote"
