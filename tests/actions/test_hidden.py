"""Who sees the others' ballots, in every place that could show them; and what a member is told before she casts."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import browse
from board.actions.cases import load_case
from board.actions.docketing import open_proposal
from board.actions.hiding import hides
from board.actions.voting import ballot_form
from tests.boards import PROPOSAL, SmallBoard, small_board
from tests.cli.running import Board

ONE = "2026/0001-tokenizer"


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    """A proposal is open, and engineering and product have spoken."""
    made = small_board(tmp_path)
    made.submit()
    open_proposal(made.session("kim"), ONE)
    made.vote("ben", ONE, "approve", reason="It splits compounds.")
    made.vote("chiara", ONE, "approve", reason="Users asked for compounds.")
    return made


def hidden(board: SmallBoard, member: str) -> bool:
    session = board.session(member)
    return bool(hides(session, load_case(session.world, ONE)))


def test_a_search_leaves_out_the_ballots_that_are_hidden_and_says_so(board: SmallBoard) -> None:
    """Given a member who has not voted, then no search finds a verdict or a reason; once she has, it does."""
    found = browse.search(board.session("ana"), "compounds")
    assert found.lines == ()
    assert found.hidden == (ONE,)
    assert not any("/ballots/" in path for _, path, _ in browse.search(board.session("ana"), "verdict").lines)
    board.vote("ana", ONE, "approve", reason="It is safe.")
    found = browse.search(board.session("ana"), "compounds")
    assert [path.rpartition("/")[2] for _, path, _ in found.lines] == ["ben-1.toml", "chiara-1.toml"]
    assert found.hidden == ()


def test_ones_own_ballot_of_an_earlier_opening_is_found(board: SmallBoard) -> None:
    """Given a reopening, then my stale ballot is found by a search, those of the others are not."""
    board.submit(ONE, PROPOSAL.replace("better", "worse"))
    open_proposal(board.session("kim"), ONE)
    found = browse.search(board.session("ben"), "compounds")
    assert [path.rpartition("/")[2] for _, path, _ in found.lines] == ["ben-1.toml"]
    assert found.hidden == (ONE,)


def test_an_alternate_sees_the_sum_once_the_holder_has_spoken(board: SmallBoard) -> None:
    """Given product's ballot, then its alternate has no ballot that counts: she sees the sum and is told why."""
    assert not hidden(board, "kim")
    warnings = ballot_form(board.session("kim"), ONE).warnings
    assert any("Chiara Romano spoke for the seat already" in one for one in warnings)


def test_an_alternate_does_not_see_the_sum_while_her_ballot_may_still_count(tmp_path: Path) -> None:
    """Given an open seat, then its alternate may yet speak for it, so the ballots stay hidden from her."""
    board = small_board(tmp_path)
    board.submit()
    open_proposal(board.session("ana"), ONE)
    board.vote("ben", ONE, "approve")
    assert hidden(board, "kim")
    assert not hidden(board, "mo")  # the proposer has no vote
    assert not any("spoke for the seat" in one for one in ballot_form(board.session("kim"), ONE).warnings)


def test_the_holder_sees_nothing_because_the_alternate_spoke(board: SmallBoard) -> None:
    """Given a window that has ended and an alternate's ballot, then the holder's own would replace it: hidden."""
    board.submit("2026/0002-other")
    open_proposal(board.session("ana"), "2026/0002-other")
    board.vote("kim", "2026/0002-other", "approve")
    board.wait(days=60)
    session = board.session("chiara")
    assert hides(session, load_case(session.world, "2026/0002-other"))


def test_whoever_may_decide_now_sees_the_sum(board: SmallBoard) -> None:
    """Given a window that has ended, then a chair who has not voted may decide, so she sees what she decides on."""
    assert hidden(board, "ana")
    board.wait(days=60)
    assert not hidden(board, "ana")


def test_a_text_edited_while_the_board_votes_is_told_at_the_ballot_and_the_tally(board: SmallBoard) -> None:
    """Given an edit after the opening, then ballot and tally say so, in words and as JSON; before it, neither does."""
    assert not any("edited" in one for one in ballot_form(board.session("ana"), ONE).warnings)
    board.submit(ONE, PROPOSAL.replace("better", "worse"))
    told = "The text was edited since the board took it up."
    assert any(one.startswith(told) for one in ballot_form(board.session("ana"), ONE).warnings)
    command = Board(board.path)
    assert told in command("tally", "1").out.replace("\n  ", " ")
    assert told in command("tally", "1", "--json").out
