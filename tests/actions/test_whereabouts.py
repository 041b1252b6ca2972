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


def test_a_number_of_several_years_means_the_draft_at_hand_or_this_years_where_one_answers(tmp_path: Path) -> None:
    """Given number 22 in two years, then an answer goes to this year's, or to the draft; elsewhere it stays unclear."""
    board = small_board(tmp_path)
    now = board.submit("2026/0022-now")
    board.submit("2025/0022-before")
    with pytest.raises(Refused, match="could be several"):
        find_id(board.session("mo"), "22")
    assert find_id(board.session("mo"), "22", near=True) == now
    draft = board.path / "proposals" / "2025" / "0022-draft.md"
    draft.write_text("# A draft\n")
    assert find_id(board.session("mo"), "22", near=True) == "2025/0022-draft"
