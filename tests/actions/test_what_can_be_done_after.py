"""After a decision nothing is offered that has nothing to be done to."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions.afterwards import afterwards
from board.actions.docketing import opening_preview
from board.actions.following import ratify
from board.core.finding import Refused
from tests.actions.test_dates_come_back import FIRST, decide
from tests.boards import PROPOSAL, small_board


def test_where_nothing_was_recommended_a_reply_is_not_offered(tmp_path: Path) -> None:
    """Given a decision without a recommendation, then its proposer hears that there is nothing to reply to."""
    board = small_board(tmp_path)
    board.submit(FIRST)
    decide(board, FIRST)
    found = afterwards(board.session("ana"), FIRST)
    assert found.about("reply") == ()
    assert found.why_not("reply") == "Nothing was recommended here, so there is nothing to reply to."


def test_what_was_no_emergency_is_not_ratified(tmp_path: Path) -> None:
    """Given an ordinary approval, then the chair hears that there is no action to ratify."""
    board = small_board(tmp_path)
    board.submit(FIRST)
    decide(board, FIRST)
    told = "It is no emergency, so there is no action to ratify."
    assert afterwards(board.session("kim"), FIRST).why_not("ratify") == told
    with pytest.raises(Refused, match="there is no action to ratify"):  # the command refuses what the screen does
        ratify(board.session("kim"), FIRST, text="The board agreed.")


def test_a_draft_that_the_chair_opens_is_called_a_draft(tmp_path: Path) -> None:
    """Given a draft in the work tree, when somebody opens it, then she hears who has to submit it first."""
    board = small_board(tmp_path)
    document = board.path / "proposals" / f"{FIRST}.md"
    document.parent.mkdir(parents=True, exist_ok=True)
    document.write_text(PROPOSAL)
    with pytest.raises(Refused, match=f"{FIRST} is a draft; its proposer has to run `board submit {FIRST}`"):
        opening_preview(board.session("ana"), FIRST)
