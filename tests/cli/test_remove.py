"""`board remove`: chair or secretary take a message from outside away, by a signed commit that says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions.removing import remove
from board.actions.verifying import verify
from board.core.finding import Refused
from tests.boards import SmallBoard, git
from tests.cli.running import Board
from tests.cli.test_json import problems
from tests.trust.history import OPEN, History, live, signed_board

GUEST = "20261007T100000Z-guest-eve.md"
PATH = f"decisions/{OPEN}/messages/{GUEST}"
MEMBERS = "20261007T110000Z-ben.md"
QUESTION = '+++\nkind = "question"\n+++\nBuy my pills, \x1b[31mnow\x1b[0m.\n'


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    made = signed_board(tmp_path)
    live(made)
    history = History(made.path, clock=int(made.now.timestamp()))
    history.commit({PATH: QUESTION}, "eve", key="")
    history.commit({PATH.replace(GUEST, MEMBERS): QUESTION}, "ben")
    git(made.path, "reset", "-q", "--hard")
    made.wait(hours=1)
    return made


def test_without_yes_it_shows_exactly_what_would_go_and_writes_nothing(board: SmallBoard) -> None:
    tip, ours = History(board.path).tip, Board(board.path)
    ran = ours("remove", OPEN, "1")
    assert ran.status == 0 and PATH in ran.out and "Buy my pills" in ran.out and "\x1b" not in ran.out
    assert "Nothing was written" in ran.out
    told = ours("remove", OPEN, GUEST, "--json").data
    assert problems("remove", told) == [] and [one["path"] for one in told["messages"]] == [PATH]
    assert History(board.path).tip == tip


def test_with_a_reason_it_is_gone_by_a_signed_commit_and_verify_tells_it(board: SmallBoard) -> None:
    done = remove(board.session("kim"), OPEN, [GUEST], "It is an advertisement.")
    assert done.files == (PATH,)
    history = History(board.path)
    assert b"gpgsig" in history.raw(history.tip) and b"It is an advertisement." in history.raw(history.tip)
    report = verify(board.path)
    assert report.status == 0
    assert "kim took away" in [one.words for one in report.unproven if one.path == PATH][-1]
    with pytest.raises(Refused, match="has no message"):
        remove(board.session("kim"), OPEN, [GUEST], "Again.")


@pytest.mark.parametrize(
    ("who", "file", "reason", "why"),
    [
        ("ben", GUEST, "Spam.", "Only the chair or the secretary"),
        ("kim", GUEST, " ", "Say why"),
        ("kim", MEMBERS, "Spam.", "what members write stays"),
        ("kim", "20261007T100000Z-guest-none.md", "Spam.", "has no message"),
    ],
)
def test_nobody_else_without_a_reason_nor_a_members_message(
    board: SmallBoard, who: str, file: str, reason: str, why: str
) -> None:
    tip = History(board.path).tip
    with pytest.raises(Refused, match=why):
        remove(board.session(who), OPEN, [file], reason)
    assert History(board.path).tip == tip
