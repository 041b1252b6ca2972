"""An answer that contradicts the facts is told where the board acts: by check, opening and ballot."""

from __future__ import annotations

from pathlib import Path

from board.actions import docketing
from board.actions.check import check
from board.actions.voting import ballot_form
from tests.boards import PROPOSAL, git, small_board
from tests.trust.history import submit

ID = "2026/0001-tokenizer"
ANSWER = '[[answers]]\nquestion = "E-03"\nvalue = ["none"]\n'


def test_nobody_named_in_e_03_beside_workers_in_the_facts_is_told(tmp_path: Path) -> None:
    board = small_board(tmp_path, checklists=True)
    text = PROPOSAL.replace('"model-change"', '"use-change"').replace('["staff"]', '["workers-as-subjects"]')
    submit(board, ID, text, {"answers.toml": ANSWER})
    git(board.path, "checkout", "-q", "--", ".")
    words = "E-03 says none, and the fact audience says workers-as-subjects."
    assert words in [one.message for one in check(board.session("ana"))]
    assert words in [one.message for one in docketing.opening_preview(board.session("kim"), ID).problems]
    docketing.open_proposal(board.session("kim"), ID)
    assert words in ballot_form(board.session("ben"), ID).warnings
