"""A limit of a question that is the board's own number: it holds as the opening bound it, and verifies so."""

from __future__ import annotations

from pathlib import Path

from board.actions import browse, deciding, docketing
from board.actions.verifying import verify
from board.core.record import Outcome
from board.store.base import Change
from tests.boards import PROPOSAL, SmallBoard
from tests.core.test_limits import DRILL
from tests.trust.history import signed_board

FIRST, SECOND = "2026/0001-tokenizer", "2026/0002-tokenizer"
LIST = DRILL.replace(b"ring-promote", b"model-change").replace(b'effect = "COND"', b'effect = "BLOCK"', 1)
GENERAL = PROPOSAL.replace('target_ring = "beta"', 'target_ring = "general"')
POLICY_CHANGE = PROPOSAL.replace('kind = "model-change"', 'kind = "policy-change"')
ANSWER = b'[[answers]]\nquestion = "R-18"\nvalue = "18"\n'


def setting(board: SmallBoard, minutes: int, **more: bytes) -> None:
    policy = f"[rings.general]\nrollback_minutes = {minutes}\n".encode()
    files: dict[str, bytes | None] = {"policy.toml": policy, **more}
    board.session("ana").commit(lambda _: Change(files, "Set the limits\n"))
    board.wait(minutes=1)


def voted(board: SmallBoard, proposal: str) -> None:
    board.submit(proposal, GENERAL, **{"answers.toml": ANSWER})
    docketing.open_proposal(board.session("kim"), proposal)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, proposal, "approve")


def decide(board: SmallBoard, proposal: str) -> Outcome:
    seen = deciding.preview(board.session("ana"), proposal)
    deciding.decide(board.session("ana"), proposal, seen)
    board.wait(minutes=1)
    return seen.outcome


def test_the_number_of_the_policy_bars_and_the_history_verifies(tmp_path: Path) -> None:
    """Given 18 minutes, when the policy allows 20, then it passes, though the list itself says 15; both ends verify."""
    board = signed_board(tmp_path)
    setting(board, 20, **{"checklists/risk.toml": LIST})
    voted(board, FIRST)
    assert decide(board, FIRST) is Outcome.APPROVED
    report = verify(board.path)
    assert not report.faults, report.faults


def test_a_stricter_number_bars_it_and_says_which(tmp_path: Path) -> None:
    board = signed_board(tmp_path)
    setting(board, 10, **{"checklists/risk.toml": LIST})
    voted(board, FIRST)
    (bar,) = browse.tally_of(board.session("ana"), FIRST).bars
    assert (bar.question, bar.value) == ("R-18", ("18",))
    assert decide(board, FIRST) is Outcome.RETURNED
    report = verify(board.path)
    assert not report.faults, report.faults


def test_a_number_that_changes_while_it_is_open_changes_nothing_there(tmp_path: Path) -> None:
    """Given an open vote, when the board decides on a stricter number, then the sum goes by the one that was opened."""
    board = signed_board(tmp_path)
    setting(board, 20, **{"checklists/risk.toml": LIST})
    voted(board, FIRST)
    stricter = b"[rings.general]\nrollback_minutes = 10\n"
    board.submit(SECOND, POLICY_CHANGE, **{"new/policy.toml": stricter})
    docketing.open_proposal(board.session("kim"), SECOND)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, SECOND, "approve")
    board.wait(days=8)  # a policy change has its notice
    assert decide(board, SECOND) is Outcome.APPROVED
    assert (board.path / "policy.toml").read_bytes() == stricter
    assert browse.tally_of(board.session("ana"), FIRST).bars == ()
    assert decide(board, FIRST) is Outcome.APPROVED
    report = verify(board.path)
    assert not report.faults, report.faults
