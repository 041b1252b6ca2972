"""Lives that the machines found, or that they rest on, each told once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from board.actions.cases import load_case
from board.actions.messaging import ask
from board.actions.pairing import suspend
from board.actions.reviewing import save_view, share
from board.actions.summing import sum_up
from board.actions.verifying import verify, verify_store
from board.core.ballot import Verdict
from board.core.finding import Refused
from board.core.review import View
from tests.boards import PROPOSAL
from tests.soak import count
from tests.trust.history import decide_it, open_it, submit
from tests.trust.live import YES, LiveBoard, live_board
from tests.trust.test_board_life import draft

ONE = "2026/0001-life"
VOTERS = ("ana", "ben", "chiara", "lena", "kim", "mo", "yusuf")


def opened() -> LiveBoard:
    """A board with one proposal open."""
    board = live_board()
    submit(board, ONE, PROPOSAL.replace('"mo"', '"nora"'), {"answers.toml": YES})
    open_it(board, ONE)
    return board


@pytest.mark.parametrize("act", ["ask", "share"])
def test_row_10_a_suspended_key_is_told_before_it_writes_what_would_not_count(act: str) -> None:
    """Given a member whose key two others suspended, when she asks or shares, then it is refused."""
    board = opened()
    for who in ("ana", "ben"):
        suspend(board.session(who), "lena", "A stolen notebook.")
    tip, lena = board.store.tip(), board.session("lena")
    save_view(lena, ONE, View("R-90", "", "disagree", ("no",)))
    with pytest.raises(Refused, match="Your keys are suspended") as refused:
        ask(lena, ONE, "Why?") if act == "ask" else share(lena, ONE)
    assert refused.value.findings[0].code == "signer.suspended"
    assert board.store.tip() == tip
    assert verify_store(board.store).status == 0


@pytest.mark.soak
@settings(max_examples=count(5, 150), deadline=None)
@given(
    verdicts=st.lists(st.sampled_from(tuple(Verdict)), min_size=len(VOTERS), max_size=len(VOTERS)),
    order=st.permutations(range(len(VOTERS))),
)
def test_votes_in_any_order_come_to_the_same(verdicts: list[Verdict], order: list[int]) -> None:
    """Given the same ballots cast in two orders, then both histories verify and come to the same, in every number."""
    from board.actions.voting import cast

    sums = []
    for turns in (range(len(VOTERS)), order):
        board = opened()
        for turn in turns:
            session = board.session(VOTERS[turn])
            cast(session, ONE, draft(verdicts[turn], session.today))
        board.wait(days=20)
        session = board.session("ana")
        found = sum_up(session.world, load_case(session.world, ONE), session.today)
        # Files of one ballot cast a minute later have other bytes; all else is the same.
        counted = [(one.path, one.counted, one.why_not) for one in found.ballots]
        sums.append((replace(found, ballots=(), seats=(), stops=()), counted))
        assert verify_store(board.store).status == 0
    assert sums[0] == sums[1]


def test_what_is_lived_in_memory_verifies_on_disk(tmp_path: Path) -> None:
    """Given a life in memory, when git gets its objects, then the repository verifies with the same report."""
    board = opened()
    for who in ("ana", "ben", "chiara", "lena"):
        board.vote(who, ONE, "approve")
    decide_it(board, ONE)
    board.store.dump(tmp_path / "disk")
    in_memory, on_disk = verify_store(board.store), verify(tmp_path / "disk")
    assert (on_disk.status, on_disk.decisions) == (0, 1)
    for name in ("tip", "genesis", "commits", "strict", "decisions", "faults", "unproven"):
        assert getattr(on_disk, name) == getattr(in_memory, name)
