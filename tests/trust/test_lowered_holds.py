"""A tier that the board lowered by vote holds for the text: in later rounds, against one seat, against opening anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions.cases import load_case
from board.actions.deciding import defer
from board.actions.motioning import move, vote_on
from board.actions.verifying import verify
from board.core.ballot import Verdict
from board.core.finding import Refused
from board.core.proposal import Tier
from tests.boards import PROPOSAL, SmallBoard
from tests.trust.history import open_it, signed_board, submit
from tests.trust.test_openings_judged import by_hand, opened_again

ONE = "2026/0002-stemmer"
HIGH = PROPOSAL.replace('audience = ["staff"]', 'audience = ["children"]')


def lowered(path: Path) -> SmallBoard:
    """A text that was opened at tier high, and that the board put to tier limited by vote."""
    board = signed_board(path)
    board.wait(minutes=1)
    submit(board, ONE, HIGH)
    open_it(board, ONE)
    move(board.session("chiara"), ONE, "lower-tier", to="limited", reason="No harm.")
    for member in ("ana", "ben", "chiara"):
        board.wait(minutes=1)
        vote_on(board.session(member), ONE, 1, Verdict.APPROVE)
    assert tier(board) is Tier.LIMITED
    return board


def tier(board: SmallBoard) -> Tier:
    return load_case(board.session("ana").world, ONE).tier


def put_off(board: SmallBoard) -> None:
    defer(board.session("ana"), ONE, "Later.")
    board.wait(minutes=1)
    open_it(board, ONE)


def test_a_new_round_of_the_same_text_keeps_the_tier_that_the_board_lowered(tmp_path: Path) -> None:
    """Given a lowered tier, when chair and secretary put the text off and open it again, then the tier is the lower."""
    board = lowered(tmp_path)
    for _ in range(2):
        put_off(board)
        assert tier(board) is Tier.LIMITED
    with pytest.raises(Refused, match="the board lowered the tier by vote"):
        move(board.session("lena"), ONE, "raise-tier", to="high")
    assert not verify(board.path, from_genesis=True).faults


def test_another_text_is_opened_at_the_tier_of_its_facts(tmp_path: Path) -> None:
    board = lowered(tmp_path)
    defer(board.session("ana"), ONE, "Later.")
    submit(board, ONE, HIGH + "\nOne line more.\n")
    open_it(board, ONE)
    assert tier(board) is Tier.HIGH
    assert not verify(board.path, from_genesis=True).faults


def test_verify_refuses_an_opening_that_forgets_the_lowering(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a program that looks at facts alone, when it opens the text again, then verifying names the opening."""
    board = lowered(tmp_path)
    with monkeypatch.context() as blind:
        blind.setattr("board.actions.docketing.lowered_before", lambda *_: None)
        put_off(board)
    (fault,) = verify(board.path, from_genesis=True).faults
    assert fault.code == "docket.binding" and "tier (high instead of limited)" in fault.words


@pytest.mark.parametrize("later", [False, True], ids=["in its round", "in a later one"])
def test_after_a_lowering_nothing_unchanged_is_opened_again(tmp_path: Path, later: bool) -> None:
    """Given a lowered tier, when the chair opens the same by hand once more, then that is no opening."""
    board = lowered(tmp_path)
    if later:
        put_off(board)
    board.wait(days=1)
    by_hand(board, {f"decisions/{ONE}/docket.toml": opened_again(board, ONE, "ana")}, "ana")
    (fault,) = verify(board.path, from_genesis=True).faults
    assert fault.code == "docket.binding" and "looks at just this already" in fault.words
