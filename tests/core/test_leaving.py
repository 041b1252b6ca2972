"""Nothing that a member leaves is forgotten, and what the charter lacks in people is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from board.core.charter import Charter, Member
from board.core.leaving import KINDS, Action, Duty, duties, gaps
from board.core.message import Message
from board.core.proposal import Evidence
from board.core.record import Outcome, Record, Sum
from board.core.register import RegisterEntry
from board.core.review import Review
from tests.core.building import CONDITION, HOLDERS, MEMBERS, MONDAY, PLAIN, PROPOSAL, ballot, case, charter

BOARD = charter(rule=PLAIN)
SUM = Sum(4, 4, 3, 3, 0, 3, 3, 3, 2, "…")


def left(handle: str, **more: Any) -> dict[str, Duty]:
    """The duties of a member by kind."""
    member = next(one for one in MEMBERS if one.id == handle)
    return {one.kind: one for one in duties(BOARD, member, MONDAY, **more)}


def test_given_a_seat_with_an_alternate_the_alternate_could_take_it() -> None:
    assert left("chiara")["seat"].takers == ("kim",)
    found = left("lena")["seat"]
    assert "no alternate" in found.words
    assert set(found.takers) == {"kim", "mo", "yusuf"}


def test_given_the_only_alternate_and_the_only_chair_both_are_listed() -> None:
    assert left("kim")["alternate"].about == "product"
    assert left("ana")["role"].about == "chair"
    assert "iris" not in left("ana")["role"].takers, "a chair holds a seat"


def test_given_open_ballots_and_reviews_they_are_listed() -> None:
    assert "Has not voted" in left("ben", cases=[case()])["ballot"].words
    assert "no longer counts" in left("ben", cases=[case(ballot("ben"))])["ballot"].words
    assert left("mo", cases=[case(reviews=(Review("mo"),))])["review"].about == PROPOSAL


def test_given_questions_both_ways_both_are_listed() -> None:
    asked = Message("20261005T100000Z-ben.md", "ben", "question", "Which data?", to="legal")
    on = case(messages=(asked,))
    assert "Which data?" in left("ben", cases=[on])["question"].words
    assert left("lena", cases=[on])["answer"].words.startswith("Owes ben an answer")


def test_given_a_condition_owner_and_verifier_each_is_listed_and_never_offered_to_the_other() -> None:
    record = Record(PROPOSAL, 1, Outcome.APPROVED_WITH_CONDITIONS, 1, None, "ana", "", SUM, conditions=(CONDITION,))
    on = case(record=record)
    assert "kim" not in left("mo", cases=[on])["condition"].takers
    assert "mo" not in left("kim", cases=[on])["verification"].takers


def test_given_a_proposal_held_evidence_a_register_and_an_action_they_are_listed() -> None:
    on = case(proposer="mo")
    held = replace(on.proposal, evidence=(Evidence("talks", held_by="lena"),))
    assert left("mo", cases=[on])["proposal"].about == PROPOSAL
    assert left("lena", cases=[replace(on, proposal=held)])["evidence"].about == PROPOSAL
    owned = [
        RegisterEntry("triage", "models", owner="Mo Haddad"),
        RegisterEntry("old", "models", owner="mo", status="retired"),
    ]
    found = [one for one in duties(BOARD, MEMBERS[6], MONDAY, registers=owned) if one.kind == "register"]
    assert [one.about for one in found] == ["triage"]
    assert left("mo", actions=[Action("incidents/1.md", "Alert on drift", "mo", "2026-11-01")])["action"].takers


def test_the_one_who_leaves_takes_nothing_and_every_kind_is_known() -> None:
    for handle in HOLDERS.values():
        for one in left(handle, cases=[case(proposer=handle)]).values():
            assert handle not in one.takers
            assert one.kind in KINDS


def test_gaps_tell_empty_seats_ending_terms_missing_keys_and_missing_roles() -> None:
    soon, past = MONDAY + timedelta(days=30), date(2026, 9, 30)
    people = (
        Member("ana", "Ana", keys=("ssh-ed25519 A",), seats=("security", "legal"), end=soon),
        Member("ben", "Ben", seats=("engineering",)),
        Member("mo", "Mo", seats=("product",), suspended=True),
        Member("kim", "Kim", alternate=("security",), roles=("secretary",), end=past),
    )
    told = gaps(replace(BOARD, members=people), MONDAY)
    for words in (
        "Nobody holds the seat Product.",
        "The seat Security has no alternate.",
        f"The term of ana ends on {soon}.",
        "ana holds 2 seats; for the quorum that is one person.",
        "ben has no key and cannot act: `board join` on their computer proposes one.",
        "The keys of mo are suspended.",
        f"The term of kim ended on {past}.",
        "Nobody is chair.",
        "Nobody is secretary.",
        "Nobody is sponsor.",
    ):
        assert words in told
    assert f"The term of ana ends on {soon}." not in gaps(replace(BOARD, members=people), MONDAY - timedelta(days=1))


def test_a_full_board_has_no_gaps() -> None:
    full = tuple(
        Member(seat, seat, keys=("k",), seats=(seat,), alternate=(other,), roles=("chair", "secretary", "sponsor"))
        for seat, other in zip(HOLDERS, [*list(HOLDERS)[1:], "engineering"], strict=True)
    )
    assert gaps(replace(BOARD, members=full), MONDAY) == ()
    assert any("quorum" in one for one in gaps(Charter(members=full[:1]), MONDAY))
