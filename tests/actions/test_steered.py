"""What one person with push rights, or one impatient reader, could bend: numbers, dates, branches, hidden ballots."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions.branch import governed_branch
from board.actions.deciding import preview
from board.actions.docketing import open_proposal
from board.core.finding import Refused
from board.core.layout import CHARTER, Layout
from board.core.message import Message, unanswered
from board.formats.acts import read_motion
from board.formats.paths import Sort, classify
from board.store.base import Change, Person
from board.store.repository import open_repository
from tests.boards import CHARTER_TEXT, START, SmallBoard, git, small_board

ONE = "2026/0001-tokenizer"


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    return small_board(tmp_path)


@pytest.mark.parametrize(
    "path", ["motions/02.toml", "motions/0.toml", "rounds/01.toml", "follow-up/00004-appeal.toml", "acts/01-ana.toml"]
)
def test_a_number_has_one_spelling(path: str) -> None:
    """Given a motion that was voted on, no second file can bear its number by writing it another way."""
    assert classify(f"decisions/{ONE}/{path}", Layout(), [ONE]).sort is Sort.UNKNOWN


def test_a_date_at_the_end_of_the_calendar_is_no_date() -> None:
    """Given a file that nobody can change any more, its date cannot stop every later count."""
    data = b'kind = "overrule-stop"\nmember = "ben"\ntext = "so"\nat = 9999-12-31T23:59:59Z\n'
    read = read_motion(data, f"decisions/{ONE}/motions/1.toml")
    assert read.value is not None
    assert read.value.at is None
    assert any("9999" in each.message for each in read.findings)


def test_a_changed_branch_leads_no_new_clone_astray(board: SmallBoard) -> None:
    """Given a charter at the tip that names another branch than the founding did, the founding's is read."""
    steered = CHARTER_TEXT.replace('branch = "main"', 'branch = "board-2"', 1)
    assert steered != CHARTER_TEXT
    git(board.path, "branch", "board-2")
    board.store.write(
        lambda _: Change({CHARTER: steered.encode()}, "Steer\n"), Person("Eve", "eve@example.org"), START, None
    )
    assert governed_branch(open_repository(board.path), "board-2") == "main"


def test_a_charter_that_was_founded_for_another_branch_is_followed(tmp_path: Path) -> None:
    """Given a board whose founding names a branch of its own, that branch is read from any other."""
    named = CHARTER_TEXT.replace('branch = "main"', 'branch = "governance"', 1)
    board = small_board(tmp_path, charter=named)
    assert governed_branch(open_repository(board.path), "governance") == "governance"


def test_the_preview_of_a_decision_does_not_show_hidden_ballots(board: SmallBoard) -> None:
    """Given a member who has not voted, when she asks what deciding would write, then no ballot is shown."""
    board.submit()
    open_proposal(board.session("kim"), ONE)
    board.vote("ben", ONE, "approve", reason="It works.")
    with pytest.raises(Refused) as refused:
        preview(board.session("ana"), ONE)
    assert [each.code for each in refused.value.findings] == ["ballots.hidden"]
    board.vote("ana", ONE, "approve", reason="It is safe.")
    assert preview(board.session("ana"), ONE).id == ONE


def test_what_comes_from_outside_the_board_settles_no_question() -> None:
    """Given a member's question, when anybody with push rights replies as a guest, then it still stands."""
    asked = Message("m1", "lena", "question", "Which licence?")
    assert unanswered([asked, Message("m2", "guest-eve", "reply", "All fine.", re="m1")]) == (asked,)
    assert unanswered([asked, Message("m3", "mo", "reply", "Apache-2.0.", re="m1")]) == ()
