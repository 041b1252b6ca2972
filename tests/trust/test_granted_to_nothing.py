"""An appeal is granted in favour of a proposal that lies there."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.core.dates import format_utc
from tests.boards import PROPOSAL
from tests.trust.history import decide_it, open_it, signed_board, submit
from tests.trust.test_openings_judged import by_hand, faults

ONE, TWO = "2026/0002-stemmer", "2026/0003-again"


@pytest.mark.parametrize(("named", "good"), [("2099/0099-none", False), (TWO, True)])
def test_an_appeal_is_granted_only_to_a_proposal_that_exists(tmp_path: Path, named: str, good: bool) -> None:
    """Given an appeal, when the second who hears it grants it and names no proposal, then that counts for nothing."""
    board = signed_board(tmp_path)
    board.wait(minutes=1)
    submit(board, ONE, PROPOSAL)
    open_it(board, ONE)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, ONE, "approve")
    decide_it(board, ONE, by="kim")
    submit(board, TWO, PROPOSAL)
    told = (
        ("appeal", "mo", 'ground = "error"'),
        ("heard", "ben", 're = 1\nanswer = "grant"'),
        ("granted", "lena", f're = 1\nproposal = "{named}"'),
    )
    for number, (kind, member, more) in enumerate(told, 1):
        path = f"decisions/{ONE}/follow-up/{number:04}-{kind}.toml"
        said = f'kind = "{kind}"\nmember = "{member}"\ntext = "x"\nat = {format_utc(board.now)}\n{more}\n'
        by_hand(board, {path: said}, member)
        board.wait(minutes=5)
    assert faults(board) == ([] if good else [("follow-up.not-entitled", path)])
