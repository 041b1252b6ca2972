"""What people read is called the same everywhere: by command and on screen, without the hyphens of a program."""

from __future__ import annotations

from pathlib import Path

from board.actions import deciding, docketing
from board.core.ballot import Verdict, verdict_told
from board.core.listed import Stage, stands
from board.core.outcome import Outcome
from board.tui.words import stage_cell, verdict_words
from tests.actions.test_dates_come_back import FIRST, decide
from tests.boards import small_board
from tests.cli.running import Board


def test_a_stage_is_called_the_same_in_a_list_as_on_the_screen() -> None:
    assert all(stage_cell(stage).text.removeprefix("✗ ") == stage.words for stage in Stage)
    assert all(verdict_words(verdict) == verdict_told(verdict) for verdict in Verdict)
    assert stands(Stage.DECIDED, Outcome.REJECTED) == "rejected"
    assert stands("no stage at all", Outcome.APPROVED) == "no stage at all"
    assert stands(Stage.IN_FORCE, Outcome.APPROVED) == "in force"


def test_list_show_and_history_say_in_force_and_rejected(tmp_path: Path) -> None:
    """Given one approval and one rejection, then none says in-force, and history says what became of the other."""
    board = small_board(tmp_path)
    board.submit(FIRST)
    decide(board, FIRST)
    second = board.submit("2026/0002-another")
    docketing.open_proposal(board.session("kim"), second)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, second, "reject", reason="Not needed.")
    deciding.decide(board.session("ana"), second, deciding.preview(board.session("ana"), second))
    run = Board(board.path)
    told = [run(*each) for each in (("list",), ("show", FIRST), ("show", FIRST, "--brief"), ("history",))]
    assert all("in-force" not in ran.out and "in force" in ran.out for ran in told), told
    last = [line for line in told[-1].out.splitlines() if "another" in line or "rejected" in line]
    assert last and "rejected" in " ".join(last) and not any("decided" in line for line in last), told[-1].out


def test_the_preview_of_an_opening_ends_with_the_fingerprint(tmp_path: Path) -> None:
    """Given a submitted proposal, then its preview begins with what people read; the digest comes last."""
    board = small_board(tmp_path)
    proposal = board.submit(FIRST)
    told = Board(board.path)("open", proposal, "--preview").out.splitlines()
    assert [at for at, each in enumerate(told) if "sha256:" in each] == [len(told) - 1], told
