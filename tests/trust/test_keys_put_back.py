"""A charter change from before gives no key back that was taken since, whoever's program decides it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from board.actions import made
from board.actions.proving import prove
from board.actions.verifying import verify
from board.core.digest import sha256
from tests.boards import SmallBoard, git
from tests.trust.history import RULED, History, charter, charter_change, decide_it, open_it, signed_board, submit

RENAMED = charter().replace('name = "Small board"', 'name = "Small board, renamed"')
CHANGE = '+++\ntitle = "New rules"\nkind = "charter-change"\nproposer = "mo"\n+++\nWhy.\n'


def suspend(board: SmallBoard, member: str) -> None:
    """Two members suspend the keys of a third."""
    head = f"[members.{member}]\n"
    act_of_two(board, lambda text: text.replace(head, f"{head}suspended = true\n"))


def act_of_two(board: SmallBoard, change: Callable[[str], str]) -> None:
    """Two members change the charter in force."""
    history = History(board.path, clock=int(board.now.timestamp()))
    new = change(history.read("board.toml").decode())
    for other in ("ben", "chiara"):
        text = f'path = "board.toml"\nsha256 = "{sha256(new.encode())}"\nreason = "Stolen."\n'
        history.commit({f"acts/1-{other}.toml": text}, other)
    history.commit({"board.toml": new}, "chiara")
    git(board.path, "reset", "-q", "--hard", "main")
    board.now += timedelta(minutes=10)


def change_it(board: SmallBoard, new: str) -> None:
    """A charter change submitted now, voted through by those who can and due."""
    submit(board, RULED, CHANGE, {"new/board.toml": new})
    vote_it(board)


def vote_it(board: SmallBoard) -> None:
    open_it(board, RULED)
    for member in ("ana", "ben", "chiara"):
        board.vote(member, RULED, "approve")
    board.wait(days=30)


def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The chair's own program does not look at keys."""
    monkeypatch.setattr(made, "refuse_lost_keys", lambda *_: None)


def faults(board: SmallBoard, *, whole: bool = True) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in verify(board.path, from_genesis=whole).faults]


def test_row_13_an_older_charter_change_gives_no_suspended_key_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a key suspended while the change was open, then who decides it all the same has decided nothing."""
    board = signed_board(tmp_path)
    charter_change(board, RULED, {"board.toml": RENAMED}, decided=False)
    assert faults(board, whole=False) == []
    suspend(board, "lena")
    assert faults(board, whole=False) == []
    unchecked(monkeypatch)
    decide_it(board, RULED)
    assert faults(board, whole=False) == [("charter.not-decided", "board.toml")], "from the pin on"
    assert faults(board) == [("charter.not-decided", "board.toml")]
    History(board.path, clock=int(board.now.timestamp())).commit({"meetings/0001.md": "By the thief.\n"}, "lena")
    assert ("signer.suspended", "meetings/0001.md") in faults(board), "the suspension holds"


@pytest.mark.parametrize("opened", [True, False])
def test_row_13_bytes_that_were_away_meanwhile_give_no_key_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: bool
) -> None:
    """Given the change taken out of proposals/ before a suspension and put back, then it ends none.

    If nobody had opened it by then, it is a change that was written after, and the board may vote on it.
    """
    board = signed_board(tmp_path)
    submit(board, RULED, CHANGE, {"new/board.toml": RENAMED})
    if opened:
        vote_it(board)
    path = f"proposals/{RULED}/new/board.toml"
    put(board, path, None)
    suspend(board, "lena")
    put(board, path, RENAMED)
    if not opened:
        vote_it(board)
    unchecked(monkeypatch)
    decide_it(board, RULED)
    told = [("charter.not-decided", "board.toml")] if opened else []
    assert faults(board, whole=False) == faults(board) == told
    lena = board.session("ana").world.charter.member("lena")
    assert lena is not None and lena.suspended is opened, "what counts"


def put(board: SmallBoard, path: str, text: str | None) -> None:
    """Somebody changes a file below proposals/, as anybody may."""
    History(board.path, clock=int(board.now.timestamp())).commit({path: text}, "mo")
    git(board.path, "reset", "-q", "--hard", "main")
    board.now += timedelta(minutes=10)


def test_what_was_written_before_and_opened_after_gives_none_back_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = signed_board(tmp_path)
    submit(board, RULED, CHANGE, {"new/board.toml": RENAMED})
    suspend(board, "lena")
    vote_it(board)
    unchecked(monkeypatch)
    decide_it(board, RULED)
    assert faults(board) == [("charter.not-decided", "board.toml")]


def test_what_was_written_after_ends_a_suspension_by_vote(tmp_path: Path) -> None:
    """Given a change made in the charter of today, then the board may lift the suspension, and add other keys."""
    board = signed_board(tmp_path)
    suspend(board, "lena")
    change_it(board, RENAMED)
    decide_it(board, RULED)
    assert faults(board, whole=False) == []
    assert b"suspended" not in History(board.path).read("board.toml")
    assert faults(board) == []
    assert prove(board.session("ana"), RULED)[1].status == 0, "its own commits show it, too"


def test_a_change_that_leaves_the_keys_alone_is_decided(tmp_path: Path) -> None:
    board = signed_board(tmp_path)
    suspend(board, "lena")
    new = History(board.path).read("board.toml").decode().replace('name = "Small board"', 'name = "Renamed"')
    change_it(board, new)
    decide_it(board, RULED)
    assert faults(board) == []
