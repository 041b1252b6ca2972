"""The proposer is shown her questions, and no answer outside the options is taken."""

from __future__ import annotations

from pathlib import Path

from board.actions.cases import load_case
from board.actions.cautions import cautions
from board.core.ballot import BallotDraft, Condition, Verdict
from tests.boards import git, small_board
from tests.cli.running import Board


def test_a_proposer_finds_her_questions_and_a_made_up_answer_is_refused(tmp_path: Path) -> None:
    board = small_board(tmp_path, checklists=True)
    proposal = board.submit()
    git(board.path, "config", "user.name", "Mo Haddad")
    git(board.path, "config", "user.email", "mo@example.org")
    mo = Board(board.path)
    listed = mo("answer", "1")
    assert listed.status == 0
    assert "questions are not answered yet" in listed.out
    assert "C-01:" in listed.out
    shown = mo("answer", "1", "C-01")
    assert "Why it matters:" in shown.out
    assert "gpai-provider: We make a model" in shown.out
    refused = mo("answer", "1", "C-01", "bogus")
    assert refused.status != 0
    assert "gpai-provider" in refused.err
    assert "answers.missing" in mo("check", "--json").out
    session = board.session("ana")
    draft = BallotDraft(Verdict.APPROVE_WITH_CONDITIONS, conditions=(Condition("c1", "Do it.", owner="nina"),))
    said = cautions(load_case(session.world, proposal), None, draft, None, session.today)
    assert any("“nina” is no member" in one for one in said)
