"""Checkpoints over commits that never were: whoever found an old key stops nobody, and the board settles the rest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from board.actions.checkpointing import sign
from board.actions.proving import prove
from board.actions.restoring import restore, to_restore
from board.core.checkpoint import Checkpoint
from board.core.finding import Refused
from tests.boards import SmallBoard
from tests.cli.running import Board
from tests.conformance.keys import change, suspended
from tests.trust.history import DECIDED, History, lived_board, settle
from tests.trust.witnessing import NOW, codes, note, real_session, watched

LATER = int(NOW.timestamp())


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallBoard:
    """A board whose history this user verified."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    made = lived_board(tmp_path)
    assert watched(made.path).status == 0
    return made


def other(size: int) -> Checkpoint:
    """A checkpoint over as many commits that never were."""
    return Checkpoint("0123456789abcdef", size, b"\x07" * 32)


def pushed(board: SmallBoard, point: Checkpoint, member: str, at: int = LATER) -> None:
    """A member's checkpoint arrives beside the history, under a name of its own."""
    history = History(board.path)
    blob = history.git("hash-object", "-w", "--stdin", data=note(point, [member], at))
    history.git("update-ref", f"refs/board/checkpoints/{point.size}/{member}/{at}", blob)


@pytest.mark.parametrize("size", [5, 900_000], ids=["other commits", "more commits"])
def test_row_10_given_a_suspended_key_then_what_it_signs_is_told_and_stops_nobody(
    board: SmallBoard, tmp_path: Path, size: int
) -> None:
    """Given a key that two suspended, when its finder signs a checkpoint with it, then work and proofs go on."""
    history = History(board.path, clock=int(board.now.timestamp()))
    change(history, suspended("mo"), "ben", "kim")
    pushed(board, other(size), "mo")
    report = watched(board.path)
    assert (report.status, "checkpoint.foreign" in {one.code for one in report.notes}) == (0, True)
    board.wait(minutes=30)
    assert prove(board.session("ana"), DECIDED)[1].faults == ()
    assert sign(real_session(board.path, tmp_path, "ana")).members == ("ana",)


@pytest.mark.parametrize(("size", "code", "status"), [(5, "checkpoint.split", 1), (900_000, "checkpoint.ahead", 3)])
def test_row_32_what_a_present_member_signed_wrongly_is_settled_once_the_board_acknowledged_it(
    board: SmallBoard, tmp_path: Path, size: int, code: str, status: int
) -> None:
    """Given a present member's checkpoint over what never was, then the board says so, and all goes on; not before."""
    pushed(board, other(size), "mo")
    assert (watched(board.path).status, codes(watched(board.path))) == (status, {code})
    with pytest.raises(Refused):
        sign(real_session(board.path, tmp_path, "ana"))
    shown = Board(board.path)("restore")
    assert (shown.status, "Checkpoints that speak of another history" in shown.out) == (status, True)
    done = restore(board.session("lena"))
    assert "acknowledges 1 checkpoint." in done.words
    settle(board, done)
    report = watched(board.path)
    assert (report.status, [fault.code for fault in report.settled]) == (0, [code])
    assert not to_restore(board.session("lena")).doubts
    pushed(board, other(size), "mo", LATER + 7)
    assert watched(board.path).status == 0, "the same once more, under another time"
    assert sign(real_session(board.path, tmp_path, "ana")).members == ("ana",)
    pushed(board, replace(other(size), root=b"\x08" * 32), "mo")
    assert codes(watched(board.path)) == {code}, "what speaks of yet another history is not settled with it"


def test_row_32_what_a_user_names_herself_no_board_settles_for_her(board: SmallBoard, tmp_path: Path) -> None:
    pushed(board, other(5), "mo")
    settle(board, restore(board.session("lena")))
    file = tmp_path / "mine.note"
    file.write_bytes(note(other(5), ["mo"]))
    assert watched(board.path).status == 0
    assert codes(watched(board.path, file)) == {"checkpoint.split"}
