"""`verify` is about the history at the remote; what only the own branch holds is told."""

from __future__ import annotations

from pathlib import Path

from board.actions.verifying import verify
from tests.boards import git
from tests.trust.history import signed_board


def test_commits_that_lie_on_the_own_branch_alone_are_told_and_not_judged(tmp_path: Path) -> None:
    """Given a clone in which somebody tampers without pushing, then the answer is about the remote and says so."""
    board = signed_board(tmp_path)
    git(tmp_path, "clone", "-q", str(board.path), str(tmp_path / "clone"))
    assert not verify(tmp_path / "clone").notes
    (tmp_path / "clone" / "board.toml").unlink()
    git(tmp_path / "clone", "commit", "-qam", "Away with it")
    report = verify(tmp_path / "clone")
    assert (report.status, [note.code for note in report.notes]) == (0, ["history.unpushed"])
    assert "1 commit of your branch main is not at the remote" in report.notes[0].words
