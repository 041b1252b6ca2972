"""A board of three people: what nobody could end, whoever stands aside or proposed, comes to an end."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import deciding, docketing
from board.actions.browse import dossier, inbox
from board.actions.propose import submit_files
from board.actions.verifying import verify
from board.core.finding import Refused
from board.core.record import Outcome
from tests.actions.test_dates_come_back import FIRST
from tests.boards import PROPOSAL, SmallBoard
from tests.trust.history import charter, signed_board

HERS = PROPOSAL.replace('proposer = "mo"', 'proposer = "lena"')


def three(folder: Path) -> SmallBoard:
    """A chair, and two others with a seat each, one of them with two."""
    head, *members = charter().split("[members.")
    kept = [one for one in members if one.startswith(("ana]", "ben]", "lena]"))]
    text = head + "".join(f"[members.{one}" for one in kept).replace('["engineering"]', '["engineering", "product"]')
    return signed_board(folder, text)


def propose(board: SmallBoard) -> None:
    """One of the three submits a proposal of her own."""
    lena = board.session("lena")
    submit_files(lena, FIRST, {lena.layout.proposal(FIRST): HERS.encode()})
    board.wait(minutes=1)


def aside(folder: Path, verdict: str = "approve") -> SmallBoard:
    """One of three proposes, the chair stands aside, the third votes, and the window ends."""
    board = three(folder)
    propose(board)
    docketing.open_proposal(board.session("ana"), FIRST)
    board.vote("ana", FIRST, "recuse", interest="financial")
    board.vote("ben", FIRST, verdict, reason="I looked at it.")
    board.wait(days=20)
    return board


def test_a_chair_who_stands_aside_writes_down_a_round_without_quorum_that_nobody_else_can_end(tmp_path: Path) -> None:
    """Given two of three who may not decide together, then the chair ends the round and may open the next one."""
    board = aside(tmp_path)
    ana = board.session("ana")
    assert "decide" in [task.act for task in inbox(ana).mine]
    assert dossier(ana, FIRST).acts["decide"] == ""
    seen = deciding.preview(ana, FIRST)
    assert seen.outcome is Outcome.NO_QUORUM and not seen.problems
    deciding.decide(ana, FIRST, seen)
    assert not verify(board.path, from_genesis=True).faults
    docketing.open_proposal(board.session("ana"), FIRST)
    assert not verify(board.path, from_genesis=True).faults


def test_she_neither_puts_it_off_nor_takes_it_back(tmp_path: Path) -> None:
    board = aside(tmp_path)
    with pytest.raises(Refused, match="so others put it off"):
        deciding.defer(board.session("ana"), FIRST, "Later.")
    with pytest.raises(Refused, match="so others withdraw it"):
        deciding.withdraw(board.session("ana"), FIRST, "No more.")


@pytest.mark.parametrize("act", ["defer", "withdraw"])
def test_a_word_of_her_own_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str) -> None:
    """Given a program without the rule, when she puts it off or takes it back, then verifying names the commit."""
    board = aside(tmp_path)
    with monkeypatch.context() as own:
        own.setattr(deciding, "presiding", lambda *given: None)
        getattr(deciding, act)(board.session("ana"), FIRST, "I say so.")
    assert "path.role" in {fault.code for fault in verify(board.path, from_genesis=True).faults}
