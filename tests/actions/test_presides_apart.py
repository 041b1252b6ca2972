"""Chair and secretary preside over nothing that is theirs: the other one does, or two who hold a seat."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from board.actions import deciding, docketing, following
from board.actions.browse import dossier
from board.actions.common import presiding
from board.actions.verifying import verify
from board.core.charter import Member
from board.core.finding import Refused
from board.core.record import Outcome
from tests.actions.test_dates_come_back import CONDITION, FIRST
from tests.boards import PROPOSAL, SmallBoard
from tests.core.building import case, charter
from tests.trust.history import signed_board

MONDAY = date(2026, 10, 5)
HERS = PROPOSAL.replace('proposer = "mo"', 'proposer = "Kim Sato"')


def voted(board: SmallBoard, aside: str = "") -> None:
    docketing.open_proposal(board.session("ana"), FIRST)
    for member in ("ben", "chiara", "lena"):
        board.vote(member, FIRST, "approve-with-conditions", conditions=(CONDITION,))
    if aside:
        board.vote(aside, FIRST, "recuse", interest="financial")
    else:
        board.vote("ana", FIRST, "approve")


def refused(board: SmallBoard, member: str) -> None:
    """Neither decides, defers nor withdraws."""
    session = board.session(member)
    acts = dossier(session, FIRST).acts
    assert "so others" in acts["decide"] and "so others" in acts["withdraw"]
    with pytest.raises(Refused, match="so others decide"):
        deciding.decide(session, FIRST, deciding.preview(session, FIRST))
    with pytest.raises(Refused, match="so others withdraw it"):
        deciding.withdraw(session, FIRST, "No more.")


def test_a_secretary_neither_opens_nor_decides_nor_waives_what_she_proposed(tmp_path: Path) -> None:
    board = signed_board(tmp_path)
    board.submit(FIRST, HERS)
    with pytest.raises(Refused, match="You are the proposer, so others open a proposal"):
        docketing.open_proposal(board.session("kim"), FIRST)
    assert "You are the proposer" in docketing.opening_preview(board.session("kim"), FIRST).why_not
    voted(board)
    refused(board, "kim")
    deciding.decide(board.session("ana"), FIRST, deciding.preview(board.session("ana"), FIRST))
    with pytest.raises(Refused, match="You made the proposal"):
        following.waive(board.session("kim"), FIRST, condition="c1", text="Not needed.")
    with pytest.raises(Refused, match="You made the proposal"):
        following.lapse(board.session("kim"), FIRST, text="Not used.")
    following.waive(board.session("ana"), FIRST, condition="c1", text="Not needed.")
    assert not verify(board.path).faults


def test_a_chair_who_stands_aside_does_none_of_it(tmp_path: Path) -> None:
    board = signed_board(tmp_path)
    board.submit(FIRST)
    voted(board, aside="ana")
    refused(board, "ana")
    with pytest.raises(Refused, match="so others put it off"):
        deciding.defer(board.session("ana"), FIRST, "Later.")
    seen = deciding.preview(board.session("kim"), FIRST)
    deciding.decide(board.session("kim"), FIRST, seen)
    assert seen.outcome is Outcome.APPROVED_WITH_CONDITIONS
    with pytest.raises(Refused, match="You stood aside here"):
        following.waive(board.session("ana"), FIRST, condition="c1", text="Not needed.")
    assert not verify(board.path).faults


@pytest.mark.parametrize("act", ["open", "decide", "waive"])
def test_what_a_program_without_the_rule_let_her_do_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    """Given a chair who stood aside, then verifying names the commit in which she opened, decided or waived."""
    board = signed_board(tmp_path)
    board.submit(FIRST)
    voted(board, aside="ana")
    ana = board.session("ana")
    with monkeypatch.context() as own:
        own.setattr("board.core.entitled._had_an_interest", lambda given: "")
        for module in (docketing, deciding):
            own.setattr(module, "presiding", lambda *given, **more: None)
        if act == "open":
            board.submit(FIRST, PROPOSAL.replace("It splits", "Now it splits"))
            docketing.open_proposal(board.session("ana"), FIRST)
        else:
            who = ana if act == "decide" else board.session("kim")
            deciding.decide(who, FIRST, deciding.preview(who, FIRST))
        if act == "waive":
            following.waive(board.session("ana"), FIRST, condition="c1", text="Not needed.")
    wanted = {"open": "docket.binding", "decide": "path.role", "waive": "follow-up.not-entitled"}[act]
    assert wanted in {fault.code for fault in verify(board.path).faults}


def test_who_proposed_it_presides_where_nobody_else_can() -> None:
    """Given a chair alone who proposed, then she may; with two other seats, or somebody else who presides, not."""
    kim, ben, lena = (Member(one, one, seats=(one,)) for one in ("kim", "ben", "lena"))
    chair = replace(kim, roles=("chair",))
    presiding(chair, "decide", case(board=charter(members=(chair, ben)), proposer="kim"), MONDAY)
    for others in ((ben, lena), (replace(ben, roles=("secretary",)),)):
        with pytest.raises(Refused, match="so others decide"):
            presiding(chair, "decide", case(board=charter(members=(chair, *others)), proposer="kim"), MONDAY)
