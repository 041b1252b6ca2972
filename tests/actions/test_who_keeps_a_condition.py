"""Owner and verifier of a condition are people, however they are written: two of them, and both find their task."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from board.actions import browse, following
from board.actions.afterwards import afterwards
from board.actions.verifying import verify
from board.core.ballot import Condition
from board.core.finding import Refused
from board.core.record import Outcome
from tests.actions.test_dates_come_back import FIRST, codes, decide
from tests.boards import SmallBoard, small_board
from tests.trust.history import signed_board

PLAIN = Condition("c1", "Show results for each language", "ben", date(2026, 10, 12), "A table", "lena")


def decided(board: SmallBoard, condition: Condition) -> Outcome:
    board.submit(FIRST)
    return decide(board, FIRST, verdict="approve-with-conditions", conditions=(condition,))


def acts(board: SmallBoard, member: str) -> list[str]:
    return [task.act for task in browse.inbox(board.session(member)).mine]


@pytest.mark.parametrize("owner", ["Mo Haddad", "MO HADDAD", "mo@example.org", "mo <mo@example.org>", "mo and ben"])
def test_one_person_written_in_two_ways_does_not_check_herself(tmp_path: Path, owner: str) -> None:
    board = small_board(tmp_path)
    with pytest.raises(Refused, match="checked by its own owner"):
        decided(board, replace(PLAIN, owner=owner, verifier="mo"))


def test_somebody_outside_written_the_same_way_is_one_person_too(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="own owner"):
        decided(small_board(tmp_path), replace(PLAIN, owner="Zoe Q <zoe@else.example>", verifier="zoe@else.example"))


def test_a_verifier_whom_nobody_knows_is_refused_and_a_stranger_may_own(tmp_path: Path) -> None:
    board = small_board(tmp_path)
    with pytest.raises(Refused, match="“ghost”, who is no member"):
        decided(board, replace(PLAIN, verifier="ghost"))
    board.vote("lena", FIRST, "approve-with-conditions", conditions=(replace(PLAIN, owner="Zoe Q"),))


@pytest.mark.parametrize(("owner", "verifier"), [("Ben Okafor", "Lena Vogt"), ("ben@example.org", "lena@example.org")])
def test_people_find_their_condition_by_any_of_their_names(tmp_path: Path, owner: str, verifier: str) -> None:
    """Given full names or mails, then inbox, list and Follow-up find both; they prove and verify, and it verifies."""
    board = signed_board(tmp_path)
    assert decided(board, replace(PLAIN, owner=owner, verifier=verifier)) is Outcome.APPROVED_WITH_CONDITIONS
    board.wait(days=9)
    assert "prove" in acts(board, "ben")
    assert "prove" not in acts(board, "lena")
    (line,) = afterwards(board.session("ben"), FIRST).conditions
    assert line.on == ("ben",)
    with pytest.raises(Refused, match="You verify this condition"):
        following.prove(board.session("lena"), FIRST, condition="c1", text="x")
    following.prove(board.session("ben"), FIRST, condition="c1", text="The table is there.")
    assert "verify" in acts(board, "lena")
    with pytest.raises(Refused, match="You own this condition"):
        following.verify(board.session("ben"), FIRST, condition="c1", text="x")
    following.verify(board.session("lena"), FIRST, condition="c1", text="I read it.")
    assert "condition.overdue" not in codes(board)
    report = verify(board.path)
    assert not report.faults, report.faults
