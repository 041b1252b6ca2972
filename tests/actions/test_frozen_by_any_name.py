"""A late condition freezes the thing, not how somebody writes it: other letters, the bytes, one alone, any kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import browse
from board.actions.verifying import verify
from board.core.record import Outcome
from tests.actions.test_dates_come_back import CONDITION, FIRST, SECOND, WIDER, decide, with_policy
from tests.boards import PROPOSAL, SmallBoard, git
from tests.trust.history import signed_board

SHA = "a" * 64
LISTED = f'models = [{{ id = "search", version = "1.1.0", sha256 = "{SHA}" }}]'
WRITTEN = {
    "in other letters": WIDER.replace('"search"', '"SEARCH"').replace(SHA, "b" * 64),
    "in letters that look the same": WIDER.replace('"search"', '"ｓearch"').replace(SHA, "b" * 64),
    "by its bytes under another name": WIDER.replace('"search"', '"other"').replace("1.1.0", "7"),
    "alone as a text": WIDER.replace(LISTED, 'models = "search"'),
    "alone as a table": WIDER.replace(LISTED, LISTED.replace("[", "").replace("]", "")),
    "as a dataset": WIDER.replace('"model-change"', '"dataset-admit"').replace("models =", "datasets ="),
    "by a kind of our own": WIDER.replace('"model-change"', '"model-adoption"'),
}


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    """A board with a condition that is late enough to freeze the ring."""
    board = with_policy(signed_board(tmp_path))
    board.submit(FIRST)
    decide(board, FIRST, verdict="approve-with-conditions", conditions=(CONDITION,))
    board.wait(days=16)
    return board


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_what_is_frozen_goes_to_no_wider_ring_however_it_is_written(board: SmallBoard, text: str) -> None:
    """Given a frozen model, when somebody writes it otherwise, then it goes back, and verifying counts it so too."""
    assert text != WIDER
    board.submit(SECOND, text)
    assert decide(board, SECOND) is Outcome.RETURNED
    assert "condition c1 of" in browse.tally_of(board.session("ana"), SECOND).sum.sentence
    git(board.path, "checkout", "-q", "--", ".")
    report = verify(board.path, from_genesis=True)
    assert not report.faults, report.faults


def test_a_record_names_a_model_that_was_written_alone(board: SmallBoard) -> None:
    """Given a proposal with `models` as one text, then its decision names that model, so later ones can bind it."""
    board.submit(SECOND, PROPOSAL.replace(LISTED, 'models = "tagger"'))
    assert decide(board, SECOND) is Outcome.APPROVED
    (decided,) = [one for one in browse.decisions(board.session("ana")) if one.id == SECOND]
    assert [one.id for one in board.session("ana").world.records[decided.id].artefacts] == ["tagger"]
    assert not verify(board.path, from_genesis=True).faults
