"""`board prove` of what a stranger merged into, and of what came with the founding: proven, or refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import proof_check
from board.actions.proof_check import check
from board.actions.proving import prove
from board.store.repository import open_repository
from board.trust.proving import Broken
from tests.boards import PROPOSAL
from tests.cli.running import Board
from tests.conformance.cases import QUESTION
from tests.trust.history import DECIDED, History, decide_it, live, open_it, signed_board, submit


@pytest.mark.parametrize("first", ["board", "stranger"])
def test_a_message_that_a_stranger_merged_in_does_not_keep_a_decision_from_being_proven(
    tmp_path: Path, first: str
) -> None:
    """Given a merge that brings a guest's message from an older commit, when the board decides, then it is proven."""
    young = signed_board(tmp_path)
    young.wait(minutes=1)
    submit(young, DECIDED, PROPOSAL)
    guest = f"decisions/{DECIDED}/messages/20261008T100000Z-guest-eve.md"
    open_it(young, DECIDED)
    history = History(young.path, clock=int(young.now.timestamp()))
    main = history.tip
    side = history.commit({guest: QUESTION}, "eve", key="", parents=(f"{main}~1",))
    tree = history.tree({guest: QUESTION.encode()}, main)
    parents = (main, side) if first == "board" else (side, main)
    merge = history.commit({}, "eve", key="", parents=parents, tree=tree)
    history.git("reset", "-q", "--hard")
    young.wait(minutes=9)
    for member in ("ana", "ben", "chiara", "lena"):
        young.vote(member, DECIDED, "approve")
    decide_it(young, DECIDED)
    data, checked = prove(young.session("ana"), DECIDED)
    assert (checked.status, checked.faults, check(data, "").status) == (0, (), 0)
    assert merge in checked.proof.steps
    assert [(one.code, one.commit) for one in checked.doubts] == [("unproven.message", merge)]
    ballot = f"decisions/{DECIDED}/ballots/ana-1.toml"
    history.git("update-ref", "refs/heads/main", merge)
    evil = history.commit({}, "eve", key="", parents=parents, tree=history.tree({guest: None, ballot: b"x"}, merge))
    with pytest.raises(Broken, match="is a merge"):
        audit = open_repository(young.path).audit()
        proof_check.judged(
            DECIDED, (checked.proof.steps[0], evil), audit, lambda _, parents: main if main in parents else parents[0]
        )


def test_a_decision_that_came_with_the_founding_is_refused_in_words(tmp_path: Path) -> None:
    """Given a history squashed into its founding, when somebody asks for a proof, then the program says why not."""
    board = signed_board(tmp_path)
    live(board)
    history = History(board.path)
    history.commit({}, "ana", parents=(), tree=history.git("rev-parse", "main^{tree}"))
    ran = Board(history.path)("prove", DECIDED, "--out", str(tmp_path / "p.json"))
    assert ran.status == 3
    assert "cannot be judged without the rest" in ran.err and "It came with the founding commit" in ran.err
