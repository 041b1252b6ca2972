"""A proof where a commit elsewhere broke a rule, where one below it did, and where two acted together."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions.checkpointing import sign
from board.actions.deciding import decide_together
from board.actions.docketing import open_together
from board.actions.proof_check import check
from board.actions.proving import prove
from board.core.finding import Refused
from tests.boards import PROPOSAL, SmallBoard
from tests.trust.history import (
    DECIDED,
    OPEN,
    History,
    decide_it,
    open_it,
    signed_board,
    submit,
)
from tests.trust.witnessing import real_session

MINUTES = "meetings/9999-x.md"


def voted_by_four(board: SmallBoard) -> None:
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, DECIDED, "approve")


@pytest.fixture
def young(tmp_path: Path) -> SmallBoard:
    """A signed board with one proposal that nobody opened yet."""
    board = signed_board(tmp_path / "young")
    board.wait(minutes=1)
    submit(board, DECIDED, PROPOSAL)
    return board


def test_one_unsigned_push_elsewhere_stops_no_proof_and_no_checkpoint(tmp_path: Path) -> None:
    """Given commits by nobody before and after a decision, then its proof holds, and both are told."""
    board = signed_board(tmp_path)
    board.wait(minutes=1)
    submit(board, DECIDED, PROPOSAL)
    history = History(board.path)
    unasked = {MINUTES: "Nothing.\n", "incidents/y.md": "Nothing.\n"}
    history.commit({**unasked, f"decisions/{OPEN}/docket.toml": "\n"}, "eve", key="")
    open_it(board, DECIDED)
    voted_by_four(board)
    decide_it(board, DECIDED)
    history.commit({"incidents/x.md": "Nothing.\n"}, "eve", key="")
    data, checked = prove(board.session("ana"), DECIDED)
    assert (checked.status, checked.faults, check(data, "").status) == (0, (), 0)
    assert checked.notes == (
        "Elsewhere in the history 2 commits broke a rule. This decision does not rest on them; `board verify` tells.",
    )
    assert "2 commits broke a rule" in " ".join(sign(real_session(board.path, tmp_path, "ana")).notes)


@pytest.mark.parametrize("path", ["board.toml", "registers/models/x.toml"])
def test_what_a_faulty_commit_did_to_files_that_a_decision_rests_on_is_in_no_proof(
    path: str, young: SmallBoard
) -> None:
    """Given a void change of the charter or of a register, then the file is not written."""
    history = History(young.path)
    text = history.read("board.toml") + b"\n# And a line that nobody decided.\n"
    history.commit({path: text}, "eve", key="", seconds=-150_000)
    open_it(young, DECIDED)
    voted_by_four(young)
    decide_it(young, DECIDED)
    with pytest.raises(Refused) as refused:
        prove(young.session("ana"), DECIDED)
    assert refused.value.findings[0].code == "proof.faulty", refused.value.findings


def test_what_two_opened_and_two_decided_is_proven_with_their_acts(young: SmallBoard) -> None:
    """Given the acts of two in the decision's folder, when it is proven, then the file holds and shows them."""
    for member in ("ben", "lena"):
        open_together(young.session(member), DECIDED)
    voted_by_four(young)
    for member in ("ben", "lena"):
        young.wait(minutes=1)
        decide_together(young.session(member), DECIDED, reason="Ana and Kim are away.")
    data, checked = prove(young.session("ana"), DECIDED)
    assert (checked.status, checked.faults) == (0, ())
    assert check(data, "").status == 0
    paths = {path for _, _, paths in checked.signers for path in paths}
    assert {f"decisions/{DECIDED}/acts/{number}" for number in ("1-ben.toml", "2-lena.toml")} <= paths
