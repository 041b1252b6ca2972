"""An appeal is heard by people who had no part in the decision: real boards, verified."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import browse, deciding, docketing, following
from board.actions.afterwards import afterwards
from board.actions.check import check
from board.actions.verifying import verify
from board.core.finding import Refused
from tests.actions.test_dates_come_back import FIRST
from tests.boards import PROPOSAL, SmallBoard, small_board
from tests.trust.history import signed_board


def rejected(board: SmallBoard, *, together: bool = False) -> SmallBoard:
    """chiara stands aside, the others say no; kim writes it down, or ben and lena do; ben or ana appeals."""
    board.submit(FIRST)
    docketing.open_proposal(board.session("kim"), FIRST)
    board.vote("chiara", FIRST, "recuse", interest="financial")
    for member in ("ana", "ben", "lena", "kim"):
        board.vote(member, FIRST, "reject", reason="It is too early.")
    if together:
        for member in ("ben", "lena"):
            deciding.decide_together(board.session(member), FIRST, None, "Ana and Kim are away.")
            board.wait(minutes=1)
    else:
        deciding.decide(board.session("kim"), FIRST, deciding.preview(board.session("kim"), FIRST))
    board.wait(days=1)
    following.appeal(board.session("ana"), FIRST, text="There is a new test.", ground="new-facts")
    return board


def why_not(board: SmallBoard, member: str) -> str:
    return afterwards(board.session(member), FIRST).why_not("hear", "1")


def asked(board: SmallBoard) -> set[str]:
    return {one for one in ("ana", "ben", "chiara", "lena", "kim", "mo") if "hear" in acts(board, one)}


def acts(board: SmallBoard, member: str) -> list[str]:
    return [task.act for task in browse.inbox(board.session(member)).mine]


def test_neither_proposer_chair_decider_nor_who_stood_aside_hears_an_appeal(tmp_path: Path) -> None:
    board = rejected(signed_board(tmp_path))
    board.wait(days=1)
    refused = {"kim": "made this decision", "chiara": "stood aside", "mo": "made the proposal"}
    for member, why in refused.items():
        assert why in why_not(board, member)
        with pytest.raises(Refused, match=why):
            following.hear(board.session(member), FIRST, re=1, answer="dismiss", text="x")
    assert asked(board) == {"ben", "lena"}
    following.hear(board.session("ben"), FIRST, re=1, answer="dismiss", text="It measures something else.")
    following.dismiss(board.session("lena"), FIRST, re=1, text="It does.")
    assert not verify(board.path).faults


def test_the_chair_hears_no_appeal_against_what_the_secretary_wrote_down(tmp_path: Path) -> None:
    board = rejected(small_board(tmp_path))
    following.appeal(board.session("lena"), FIRST, text="It was read too fast.", ground="procedure")
    assert afterwards(board.session("ana"), FIRST).why_not("hear", "2").startswith("You chair the board")
    assert afterwards(board.session("ben"), FIRST).why_not("hear", "2") == ""


def test_neither_of_two_who_decided_together_hears_the_appeal(tmp_path: Path) -> None:
    board = rejected(small_board(tmp_path), together=True)
    assert "decision" in why_not(board, "ben") and "decision" in why_not(board, "lena")
    board.wait(days=1)
    assert asked(board) == {"kim"}


def test_an_appeal_heard_by_who_stood_aside_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a program without the rule, then verifying names the commit in which chiara heard it."""
    board = rejected(signed_board(tmp_path))
    with monkeypatch.context() as own:
        own.setattr("board.core.entitled._had_a_part", lambda given: "")
        following.hear(board.session("chiara"), FIRST, re=1, answer="dismiss", text="x")
    assert "follow-up.not-entitled" in {fault.code for fault in verify(board.path).faults}


def test_a_granted_appeal_comes_back_until_the_new_hearing_is_open_and_when_it_is_withdrawn(tmp_path: Path) -> None:
    """Given an appeal granted by ben and lena, then its day stands until the board opens what it names, and again."""
    board = rejected(small_board(tmp_path))
    again = board.submit("2026/0002-again", PROPOSAL)
    following.hear(board.session("ben"), FIRST, re=1, answer="grant", text="The test is new.")
    following.grant(board.session("lena"), FIRST, re=1, text="It is.", again=again)

    def found() -> list[str]:
        return [one.message for one in check(board.session("ana")) if one.code == "appeal.not-taken-up"]

    board.wait(days=40)
    (words,) = found()
    assert again in words and "open" in acts(board, "kim")
    docketing.open_proposal(board.session("kim"), again)
    assert found() == []
    deciding.withdraw(board.session("kim"), again, "Not now.")
    assert len(found()) == 1
