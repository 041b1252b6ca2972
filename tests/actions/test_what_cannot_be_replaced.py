"""A proposal that says it replaces what nobody can replace is told before anybody votes, not after."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import deciding, docketing
from board.actions.check import check
from board.actions.verifying import verify
from board.core.ballot import Verdict
from board.core.finding import Refused
from tests.actions.test_dates_come_back import FIRST, SECOND
from tests.actions.test_replacing import PATCH, THIRD, patched, replacing
from tests.boards import SmallBoard
from tests.trust.history import signed_board


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    made = signed_board(tmp_path)
    made.wait(minutes=1)
    return made


def ended(board: SmallBoard, proposal: str, verdict: str) -> None:
    """A round in which everybody says the same."""
    board.submit(proposal, PATCH)
    docketing.open_proposal(board.session("kim"), proposal)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, proposal, verdict, reason="No.")
    deciding.decide(board.session("ana"), proposal, deciding.preview(board.session("ana"), proposal))
    board.wait(minutes=1)


def told(board: SmallBoard, proposal: str) -> list[str]:
    return [one.message for one in check(board.session("mo"), (proposal,)) if one.code == "supersede.nothing"]


@pytest.mark.parametrize(
    ("named", "why"),
    [
        (FIRST, "was not approved"),
        ("2026/0099-none", "is no decision of this board"),
        (SECOND, "is this proposal itself"),
    ],
)
def test_what_nobody_can_replace_is_told_by_check_and_not_opened(board: SmallBoard, named: str, why: str) -> None:
    """Given a proposal that replaces a rejected decision, nothing known or itself, then no round begins in vain."""
    ended(board, FIRST, Verdict.REJECT)
    board.submit(SECOND, replacing(named))
    (words,) = told(board, SECOND)
    assert why in words
    with pytest.raises(Refused, match=why):
        docketing.open_proposal(board.session("kim"), SECOND)
    board.submit(SECOND, PATCH)
    docketing.open_proposal(board.session("kim"), SECOND)
    assert (told(board, SECOND), verify(board.path).status) == ([], 0)


def test_what_another_decision_replaced_is_told_and_an_open_round_hears_of_it(board: SmallBoard) -> None:
    """Given two that name one decision, when the first is decided, then the other cannot be, and check says why."""
    ended(board, FIRST, Verdict.APPROVE)
    board.submit(THIRD, replacing(FIRST))
    docketing.open_proposal(board.session("kim"), THIRD)
    assert told(board, THIRD) == []
    patched(board, SECOND, replacing(FIRST))
    (words,) = told(board, THIRD)
    assert f"superseded already, by {SECOND}" in words
    board.vote("ben", THIRD, "approve")
    with pytest.raises(Refused, match="superseded already"):
        deciding.preview(board.session("ana"), THIRD)
    assert verify(board.path).status == 0


def test_no_decision_is_written_that_verify_would_refuse(board: SmallBoard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a round opened by another program, then ours writes no decision in place of a rejected one."""
    ended(board, FIRST, Verdict.REJECT)
    board.submit(SECOND, replacing(FIRST))
    monkeypatch.setattr(docketing, "why_no_replacing", lambda *_: "")
    docketing.open_proposal(board.session("kim"), SECOND)
    board.vote("ben", SECOND, "approve")
    with pytest.raises(Refused, match="was not approved"):
        deciding.preview(board.session("ana"), SECOND)
