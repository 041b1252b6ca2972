"""A proposal that is not where somebody looks is not said to be nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions.browse import find_id
from board.actions.check import check
from board.core.finding import Refused
from tests.boards import git, small_board


def test_check_says_where_a_proposal_is_that_is_not_checked_out_here(tmp_path: Path) -> None:
    """Given one on the tip only, and one on another branch only, then check says which, and what to do."""
    board = small_board(tmp_path)
    proposal = board.submit()
    (board.path / "proposals" / f"{proposal}.md").unlink()
    with pytest.raises(Refused) as behind:
        check(board.session("ana"), ["1"])
    assert f"{proposal} is before the board, but not in your work tree" in str(behind.value)
    git(board.path, "switch", "-q", "-c", "hers")
    other = board.path / "proposals" / "2026" / "0007-hers.md"
    other.write_text("# Hers\n")
    git(board.path, "add", str(other))
    git(board.path, "-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qm", "hers")
    git(board.path, "switch", "-q", "main")
    for look in (lambda: check(board.session("ana"), ["7"]), lambda: find_id(board.session("ana"), "7")):
        with pytest.raises(Refused) as apart:
            look()
        assert "2026/0007-hers lies on the branch hers only, so it is not before the board." in str(apart.value)
        assert "`git switch hers`" in apart.value.findings[0].fix
