"""Nothing that a member leaves is forgotten, and what the charter lacks in people is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from board.core.charter import Charter, Member
from board.core.checklist import Checklist, Question
from board.core.leaving import KINDS, Action, Duty, duties, gaps
from board.core.message import Message
from board.core.panel import BRINGS
from board.core.proposal import Evidence
from board.core.record import FollowUp, Outcome, Record, Sum
from board.core.register import RegisterEntry
from board.core.review import Answer, Review
from tests.core.building import CONDITION, HOLDERS, MEMBERS, MONDAY, PLAIN, PROPOSAL, ballot, case, charter

BOARD = charter(rule=PLAIN)
SUM = Sum(4, 4, 3, 3, 0, 3, 3, 3, 2, "…")
APPROVED = Record(PROPOSAL, 1, Outcome.APPROVED, 1, datetime(2026, 9, 28, 9, tzinfo=UTC), "ana", "", SUM)


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


def test_given_a_decision_that_rests_on_her_evidence_it_is_listed_whatever_became_of_it() -> None:
    on = case(record=APPROVED)
    held = replace(on, proposal=replace(on.proposal, evidence=(Evidence("talks", held_by="lena"),)))
    assert "its salt" in left("lena", cases=[held])["evidence"].words
    assert "evidence" in left("lena", cases=[replace(held, superseded_by="2026/0020-x")])


def test_given_a_risk_accepted_by_name_it_is_listed_while_the_approval_lasts() -> None:
    rated = tuple(Question(one, "risk", f"{one}?", type="text") for one in ("R-15", "R-16", "R-17"))
    said = (Answer("R-15", ("moderate",)), Answer("R-16", ("rare",)), Answer("R-17", ("Chiara Romano",)))
    on = case(record=APPROVED, checklists=(Checklist("risk", "Risk", questions=rated),), answers=said)
    assert left("chiara", cases=[on])["risk"].about == PROPOSAL
    assert "risk" not in left("ben", cases=[on])
    assert "risk" not in left("chiara", cases=[replace(on, superseded_by="2026/0020-x")])


def test_given_an_approval_of_hers_that_ends_or_comes_back_it_is_listed() -> None:
    """Given one that ends and one the board looks at again, then both are the proposer's, and nobody else's."""
    ends = case(record=replace(APPROVED, expires=MONDAY + timedelta(days=200)), proposer="mo")
    again = case(record=replace(APPROVED, dates={"review_by": MONDAY + timedelta(days=90)}), proposer="mo")
    assert left("mo", cases=[ends])["approval"].words.startswith("Must renew it or let it go: ")
    assert left("mo", cases=[again])["approval"].words.startswith("Must look again: ")
    assert "approval" not in left("ben", cases=[ends, again])
    assert "approval" not in left("mo", cases=[replace(ends, superseded_by="2026/0020-x")])


def test_given_an_appeal_to_be_heard_it_goes_to_the_others_who_may_hear_it() -> None:
    lodged = FollowUp(1, "appeal", "chiara", "New facts.", at=datetime(2026, 10, 1, 9, tzinfo=UTC))
    on = case(record=replace(APPROVED, decided_by="kim"), follow_ups=(lodged,))
    assert left("ben", cases=[on])["appeal"].takers == ("lena", "ruth")
    assert "appeal" not in left("kim", cases=[on]), "who decided does not hear it"
    assert "appeal" not in left("ana", cases=[on]), "nor does the chair"


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
        Member(
            seat,
            seat,
            keys=("k",),
            seats=(seat,),
            alternate=(other,),
            roles=("chair", "secretary", "sponsor"),
            panel=tuple(BRINGS),
        )
        for seat, other in zip(HOLDERS, [*list(HOLDERS)[1:], "engineering"], strict=True)
    )
    assert gaps(replace(BOARD, members=full), MONDAY) == ()
    assert any("quorum" in one for one in gaps(Charter(members=full[:1]), MONDAY))
