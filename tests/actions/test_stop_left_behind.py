"""A stop does not die unseen: whoever opens the text again, and whoever decides, hears of the stop it leaves behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import deciding, docketing
from board.actions.browse import inbox
from board.core.finding import Finding, Severity
from board.core.record import Outcome
from board.store.base import Change
from tests.boards import PROPOSAL, SmallBoard, small_board

FIRST = "2026/0001-tokenizer"
TEXT = PROPOSAL.replace('"model-change"', '"ring-promote"')
STOP = {"ground": "missing-rights", "evidence": ("licence",), "clears": "A licence."}


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    """An open promotion that lena of legal stops, though she need not sign it."""
    made = small_board(tmp_path)
    made.submit(FIRST, TEXT)
    docketing.open_proposal(made.session("kim"), FIRST)
    made.vote("lena", FIRST, "stop", **STOP)
    return made


def blank(board: SmallBoard) -> None:
    """The proposer adds a space."""
    files = {f"proposals/{FIRST}.md": TEXT.replace("It splits", "It  splits").encode()}
    board.session("mo").commit(lambda _: Change(files, "A space\n"))
    board.wait(minutes=1)


def told(problems: tuple[Finding, ...]) -> list[str]:
    return [f"{one} {one.why}" for one in problems if one.code == "stop.left-behind"]


def test_whoever_opens_again_decides_or_cast_it_hears_of_the_stop(board: SmallBoard) -> None:
    """Given a stop and a blank more, then opening warns, lena is asked, and the preview of the decision warns as well.

    Once she has said stop again, nobody is warned, and it is stopped.
    """
    assert told(deciding.preview(board.session("ana"), FIRST).problems) == []
    blank(board)
    (before,) = told(docketing.opening_preview(board.session("kim"), FIRST).problems)
    assert "Legal said stop" in before and "missing rights" in before and "A licence." in before
    docketing.open_proposal(board.session("kim"), FIRST)
    board.wait(minutes=1)
    tasks = [task.words for task in inbox(board.session("lena")).mine]
    assert any("your stop no longer counts" in words for words in tasks)
    for member in ("ana", "ben", "chiara"):
        board.vote(member, FIRST, "approve")
    board.wait(days=12)
    seen = deciding.preview(board.session("ana"), FIRST)
    assert seen.outcome is Outcome.APPROVED
    assert "Legal said stop" in told(seen.problems)[0]
    assert all(one.severity is Severity.WARNING for one in seen.problems if one.code == "stop.left-behind")
    board.vote("lena", FIRST, "stop", **STOP)
    again = deciding.preview(board.session("ana"), FIRST)
    assert (again.outcome, told(again.problems)) == (Outcome.STOPPED, [])


def test_who_took_the_stop_back_before_is_not_asked(board: SmallBoard) -> None:
    board.vote("lena", FIRST, "approve")
    blank(board)
    assert told(docketing.opening_preview(board.session("kim"), FIRST).problems) == []


def test_a_stop_of_the_round_before_is_told_as_well(board: SmallBoard) -> None:
    """Given that the chair puts it off while a stop stands, then the next round tells of it."""
    seen = deciding.preview(board.session("ana"), FIRST)
    assert seen.outcome is Outcome.STOPPED
    deciding.defer(board.session("ana"), FIRST, "The licence may come.")
    board.wait(minutes=1)
    assert "Legal said stop" in told(docketing.opening_preview(board.session("kim"), FIRST).problems)[0]
    docketing.open_proposal(board.session("kim"), FIRST)
    assert any("your stop no longer counts" in task.words for task in inbox(board.session("lena")).mine)
