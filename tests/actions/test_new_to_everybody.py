"""One yes, or silence, brings to everybody nothing that no approval brought there."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import deciding, following
from board.actions.verifying import verify
from tests.actions.test_dates_come_back import FIRST, SECOND, decide
from tests.actions.test_easier_paths import MINOR, asked, verified
from tests.actions.test_replacing import PATCH, patched
from tests.boards import PROPOSAL, SmallBoard
from tests.trust.history import signed_board

WIDE = ('target_ring = "beta"', 'target_ring = "general"')
NEW = "it leads to everybody, and no approval in force brought what it names there, so it is put to the vote"


def adopted(path: Path, ring: str) -> SmallBoard:
    board = signed_board(path)
    board.submit(FIRST, PROPOSAL.replace('target_ring = "beta"', f'target_ring = "{ring}"'))
    decide(board, FIRST)
    return board


@pytest.mark.parametrize("text", [PATCH, MINOR], ids=["patch", "minor"])
def test_an_easier_path_leads_nothing_new_to_everybody(tmp_path: Path, text: str) -> None:
    """Given an approval for beta, when a small change names general, then the board waits for the full vote."""
    board = adopted(tmp_path, "beta")
    sums = asked(board, text.replace(*WIDE), "ben", days=10)
    assert not sums.outcome.yes and NEW in sums.sum.sentence
    for member in ("ana", "chiara", "lena"):
        board.vote(member, SECOND, "approve")
    deciding.decide(board.session("ana"), SECOND, deciding.preview(board.session("ana"), SECOND))
    assert verified(board)


def test_what_the_board_brought_to_everybody_is_patched_there(tmp_path: Path) -> None:
    board = adopted(tmp_path, "general")
    assert asked(board, PATCH.replace(*WIDE), "ben").may_decide
    deciding.decide(board.session("ana"), SECOND, deciding.preview(board.session("ana"), SECOND))
    assert verified(board)


@pytest.mark.parametrize("how", ["let go", "over"])
def test_an_approval_that_ended_carries_no_patch_to_everybody(tmp_path: Path, how: str) -> None:
    """Given an approval for everybody that was let go, or is over, when a patch names general, then it takes a vote."""
    board = adopted(tmp_path, "general")
    if how == "let go":
        following.lapse(board.session("ana"), FIRST, text="Nobody needs it.")
    board.wait(days=400 if how == "over" else 0, minutes=1)
    assert NEW in asked(board, PATCH.replace(*WIDE), "ben").sum.sentence


def test_verify_counts_a_patch_to_everybody_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a program that asks nobody, when one yes leads to everybody, then verifying names the decision, and why."""
    board = adopted(tmp_path, "beta")
    with monkeypatch.context() as blind:
        blind.setattr("board.core.counting.why_not_easier", lambda *_: "")
        patched(board, SECOND, PATCH.replace(*WIDE), by=("ben",))
    (fault,) = [one for one in verify(board.path, from_genesis=True).faults if "says approved" in one.words]
    assert fault.code == "decision.outcome" and NEW in fault.words
