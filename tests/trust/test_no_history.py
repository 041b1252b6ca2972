"""What is no history of a board is refused with the reason, not judged."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

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


@pytest.mark.parametrize("form", ["sarif", "junit", "github", "json"])
def test_a_check_that_is_refused_is_a_document_in_each_form(tmp_path: Path, form: str) -> None:
    """Given a folder that is no repository, when a build server checks it, then its upload step gets the reason."""
    ran = Board(tmp_path)("check", "--format", form)
    assert ran.status == 2 and "is not inside a git repository" in ran.err
    if form == "sarif":
        assert ran.data["runs"][0]["invocations"][0]["executionSuccessful"] is False
    elif form == "json":
        assert ran.data["refused"][0]["code"] == "repository.none"
    elif form == "junit":
        assert ET.fromstring(ran.out).get("failures") == "1"
    else:
        assert ran.out.startswith("::error ") and "title=repository.none" in ran.out
