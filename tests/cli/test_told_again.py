"""What somebody is told again where she signs: a text that deceives the eye, and a board without signatures."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import deciding, docketing, voting
from board.actions.model import FreeParts
from board.core.cloaks import CLOAKS
from board.core.finding import IN_THE_WAY, TO_LOOK_AT, Severity
from tests.boards import PROPOSAL, SmallBoard, git, small_board
from tests.cli.running import Board


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    """A board without signatures that took up a text whose title and end are not what they seem."""
    made = small_board(tmp_path)
    text = PROPOSAL.replace('title = "', 'title = "Re\u0441ord: ', 1) + "\n" * 60 + "And release it to everybody.\n"
    docketing.open_proposal(made.session("kim"), made.submit(text=text))
    return made


def run_as(board: SmallBoard, member: str) -> Board:
    """The command line for one member."""
    git(board.path, "config", "user.name", member.title())
    git(board.path, "config", "user.email", f"{member}@example.org")
    return Board(board.path)


def test_row_54_what_deceives_the_eye_is_warned_of_in_what_one_signs(board: SmallBoard) -> None:
    """Given look-alike letters and a hidden tail, then ballot and decision say both, on screen and by command."""
    proposal = "2026/0001-tokenizer"
    form = voting.ballot_form(board.session("ben"), proposal)
    cast = run_as(board, "ben")("vote", proposal, "yes")
    for words in ("mixes letters of Cyrillic and Latin", "After forty empty lines"):
        assert any(words in one for one in form.warnings), form.warnings
        assert words in cast.err, cast.err
    for member in ("ana", "chiara", "lena"):
        board.vote(member, proposal, "approve")
    shown = deciding.preview(board.session("ana"), proposal, FreeParts())
    assert set(CLOAKS) <= {one.code for one in shown.problems}
    seen = run_as(board, "ana")("decide", proposal)
    assert TO_LOOK_AT in seen.out and IN_THE_WAY + "\n" not in seen.out, seen.out
    decided = run_as(board, "ana")("decide", proposal, "--yes")
    asked = [one.message for one in shown.problems if one.severity is Severity.WARNING]
    assert all(words in " ".join(decided.err.split()) for words in asked), (asked, decided.err)
    assert (decided.status, "mixes letters of" in decided.err) == (0, True), decided.err
    assert "nobody can prove who voted" in Board(board.path)("history").out
