"""A condition that names a seat or an office binds whoever holds it: she is asked, and never checks her own work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from board.actions import following
from board.actions.cases import load_case
from board.actions.verifying import verify
from board.core.ballot import Condition
from board.core.conditions import open_conditions
from board.core.entitled import Given, why_not_give
from board.core.finding import Refused
from board.core.record import FollowUp, Outcome
from board.formats.followups import write_follow_up
from tests.actions.test_dates_come_back import FIRST, codes
from tests.actions.test_who_keeps_a_condition import acts, decided
from tests.boards import PROPOSAL, SmallBoard, small_board
from tests.core.building import MONDAY, charter
from tests.core.test_entitled import RECORD
from tests.trust.history import decide_it, open_it, signed_board, submit
from tests.trust.test_openings_judged import by_hand

SEATS = Condition("c1", "Show results for each language", "engineering", date(2026, 10, 12), "A table", "lena")
ALL = ("ana", "ben", "chiara")


@pytest.mark.parametrize(
    ("owner", "verifier"),
    [
        ("engineering", "ben"),
        ("Engineering", "Ben Okafor"),
        ("the engineering seat", "ben@example.org"),
        ("engineering", "mo"),
        ("chair", "ana"),
        ("the secretary", "kim"),
        ("On-call", "mo"),
        ("the person on call", "mo"),
        ("security and legal", "lena"),
        ("ana", "the chair"),
        ("the proposer", "mo"),
        ("engineering", "engineering"),
    ],
)
def test_nobody_is_to_check_what_her_own_seat_or_office_does(tmp_path: Path, owner: str, verifier: str) -> None:
    with pytest.raises(Refused, match="checked by its own owner"):
        decided(small_board(tmp_path), replace(SEATS, owner=owner, verifier=verifier))


def test_a_seat_may_check_what_somebody_else_does(tmp_path: Path) -> None:
    board = signed_board(tmp_path)
    assert decided(board, replace(SEATS, owner="ben", verifier="Legal")) is Outcome.APPROVED_WITH_CONDITIONS
    following.prove(board.session("ben"), FIRST, condition="c1", text="The table is there.")
    board.wait(days=6)
    assert "verify" in acts(board, "lena")
    with pytest.raises(Refused, match="Legal verifies this condition"):
        following.verify(board.session("ana"), FIRST, condition="c1", text="I read it.")
    following.verify(board.session("lena"), FIRST, condition="c1", text="I read it.")
    assert not verify(board.path).faults


def test_who_holds_the_seat_finds_its_condition_and_proves_it(tmp_path: Path) -> None:
    """Given `owner = "engineering"`, then its holder is asked before the day, and she proves it; another verifies."""
    board = signed_board(tmp_path)
    assert decided(board, SEATS) is Outcome.APPROVED_WITH_CONDITIONS
    board.wait(days=3)
    assert "prove" in acts(board, "ben")
    assert "prove" not in acts(board, "mo")  # ben is there, so nobody stands in for him
    following.prove(board.session("ben"), FIRST, condition="c1", text="The table is there.")
    with pytest.raises(Refused, match="You own this condition"):
        following.verify(board.session("ben"), FIRST, condition="c1", text="I read it.")
    following.verify(board.session("lena"), FIRST, condition="c1", text="I read it.")
    assert "condition.overdue" not in codes(board)
    assert not verify(board.path).faults


def test_the_condition_of_somebody_outside_is_on_the_proposers_list(tmp_path: Path) -> None:
    board = small_board(tmp_path)
    decided(board, replace(SEATS, owner="Zoe Q"))
    board.wait(days=3)
    assert "prove" in acts(board, "mo")
    following.prove(board.session("mo"), FIRST, condition="c1", text="Zoe made it.")


def history(tmp_path: Path, condition: Condition) -> SmallBoard:
    """A signed board that said yes on a condition."""
    board = signed_board(tmp_path)
    board.wait(minutes=1)
    submit(board, FIRST, PROPOSAL)
    open_it(board, FIRST)
    for member in ALL:
        board.vote(member, FIRST, "approve")
    board.vote("lena", FIRST, "approve-with-conditions", conditions=(condition,))
    decide_it(board, FIRST)
    board.wait(minutes=1)
    return board


def test_where_chair_and_secretary_own_it_two_seats_let_a_condition_go(tmp_path: Path) -> None:
    """Given one that binds all who preside, then no one verifier decides whether it ends: two others let it go."""
    board = history(tmp_path, replace(SEATS, owner="mo, ana and kim"))
    for member in ("ana", "kim"):
        with pytest.raises(Refused, match="You own this condition"):
            following.waive(board.session(member), FIRST, condition="c1", text="Enough.")
    first = following.waive(board.session("ben"), FIRST, condition="c1", text="Nobody needs it.")
    assert "until one more says so" in first.words
    board.wait(minutes=1)
    assert open_conditions(load_case(board.session("ana").world, FIRST))
    following.waive(board.session("chiara"), FIRST, condition="c1", text="Nobody needs it.")
    assert not open_conditions(load_case(board.session("ana").world, FIRST))
    report = verify(board.path)
    assert not report.faults, report.faults


def test_where_chair_or_secretary_may_nobody_else_says_first_that_a_condition_goes(tmp_path: Path) -> None:
    board = history(tmp_path, replace(SEATS, owner="chair"))
    with pytest.raises(Refused, match="chair or the secretary"):
        following.waive(board.session("ben"), FIRST, condition="c1", text="Enough.")
    following.waive(board.session("kim"), FIRST, condition="c1", text="Nobody needs it.")


def test_a_file_by_hand_checks_nothing_for_ones_own_seat(tmp_path: Path) -> None:
    """Given two who check, one of them of the owner's seat, then her own word meets nothing, and verify names it."""
    board = history(tmp_path, replace(SEATS, verifier="mo and lena"))
    following.prove(board.session("ben"), FIRST, condition="c1", text="The table is there.")
    with pytest.raises(Refused, match="You own this condition"):
        following.verify(board.session("mo"), FIRST, condition="c1", text="I read it.")
    made = FollowUp(2, "verified", "mo", "I read it.", "c1", board.now)
    by_hand(board, {f"decisions/{FIRST}/follow-up/0002-verified.toml": write_follow_up(made).decode()}, "mo")
    assert [one.code for one in verify(board.path).faults] == ["follow-up.not-entitled"]
    assert open_conditions(load_case(board.session("ana").world, FIRST))


def test_who_proved_for_a_seat_does_not_check_it_once_she_left_it(tmp_path: Path) -> None:
    """Given a proof by the proposer, then she is not the one who checks it, whoever the condition names."""
    given = _given("verified", "mo", replace(SEATS, owner="Zoe Q", verifier="lena and on-call"))
    assert why_not_give(given) == ""
    proof = FollowUp(1, "proof", "mo", "There.", "c1")
    assert why_not_give(replace(given, before=(proof,))) == "You gave the proof, so somebody else must verify it."


def test_a_seat_binds_by_its_term_to_act_and_whatever_the_term_to_check() -> None:
    """Given a term that ended, then she proves nothing for the seat, and does not check what it does either."""
    away = _given("proof", "ben", SEATS, away=True)
    assert why_not_give(away).startswith("engineering owns this condition")
    assert why_not_give(_given("proof", "ben", SEATS)) == ""
    hers = replace(SEATS, verifier="ben and lena")
    assert why_not_give(_given("verified", "ben", hers, away=True)).startswith("You own this condition")


def _given(kind: str, who: str, condition: Condition, *, away: bool = False) -> Given:
    board, record = charter(), replace(RECORD, conditions=(condition,))
    member = board.member(who)
    assert member is not None
    able = replace(member, seats=(), alternate=(), roles=()) if away else member
    return Given(FollowUp(2, kind, who, "Said.", "c1"), able, record, charter=board, day=MONDAY, away=away)
