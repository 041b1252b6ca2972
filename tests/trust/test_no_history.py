"""What is no history of a board is refused with the reason, not judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions.verifying import verify
from board.core.finding import ExitStatus, Refused
from tests.boards import git
from tests.cli.running import Board
from tests.trust.history import History, charter, signed_board


def test_the_shipped_example_is_no_history_to_verify(tmp_path: Path) -> None:
    board = signed_board(tmp_path, charter().replace("rules = 1", "rules = 1\nexample = true"))
    with pytest.raises(Refused, match="example") as refused:
        verify(board.path)
    assert refused.value.status == ExitStatus.CANNOT_TELL


def test_sarif_of_a_shallow_clone_is_sarif_that_says_why_nothing_was_judged(tmp_path: Path) -> None:
    """Given the clone of depth 1 that a build server makes, then its upload step gets valid SARIF, and the reason."""
    board = signed_board(tmp_path)
    History(board.path).commit({"meetings/0001.md": "Minutes.\n"}, "ana")
    git(tmp_path, "clone", "-q", "--depth", "1", board.path.as_uri(), "shallow")
    ran = Board(tmp_path / "shallow")("verify", "--sarif")
    assert ran.status == 3
    assert ran.data["version"] == "2.1.0"
    (run,) = ran.data["runs"]
    assert (run["tool"]["driver"]["name"], run["results"]) == ("Governance Board", [])
    (invocation,) = run["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 3)
    (why,) = invocation["toolExecutionNotifications"]
    assert "git fetch --unshallow" in why["message"]["text"]
    assert "git fetch --unshallow" in ran.err
    empty = tmp_path / "empty"
    empty.mkdir()
    ran = Board(empty)("verify", "--sarif")
    assert (ran.status, ran.data["runs"][0]["results"]) == (2, [])
