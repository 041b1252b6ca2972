"""What somebody verified in one clone of a board, held against another clone of it on the same computer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from board.actions.verifying import verify
from board.store.pins import Pins
from tests.boards import SmallBoard, git
from tests.trust.history import History, lived_board


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    return lived_board(tmp_path)


def signed(path: Path, board: SmallBoard, text: str) -> str:
    return History(path, clock=int(board.now.timestamp())).commit({"meetings/0001.md": text}, "ana")


def unsigned(path: Path, board: SmallBoard, name: str) -> str:
    history = History(path, clock=int(board.now.timestamp()))
    return history.commit({f"proposals/2026/{name}.md": "Hello.\n"}, "mallory", key="")


def cloned(board: SmallBoard, name: str, tip: str = "main") -> Path:
    there = board.path.parent / name
    git(board.path.parent, "clone", "-q", str(board.path), str(there))
    git(there, "remote", "remove", "origin")
    git(there, "update-ref", "refs/heads/main", tip)
    return there


def test_a_strangers_fork_that_was_looked_at_once_says_nothing_against_the_board(board: SmallBoard) -> None:
    """Given a verified fork with an unsigned commit of its own, when the board goes on, then the answer stays yes."""
    fork = cloned(board, "fork")
    tip = unsigned(fork, board, "0050-mine")
    assert verify(fork).status == 0
    first = verify(board.path)
    assert (first.status, [(one.code, one.commit) for one in first.notes]) == (0, [("history.behind", tip)])
    signed(board.path, board, "Minutes.\n")
    unsigned(board.path, board, "0051-other")
    for whole in (False, True):
        later = verify(board.path, from_genesis=whole)
        assert (later.status, [one.code for one in later.notes]) == (0, ["history.behind"])


def test_unsigned_commits_do_not_hide_that_a_signed_step_was_taken_back(board: SmallBoard) -> None:
    """Given a verified step below an unsigned commit, when others stand in its place, then the answer is not yes."""
    before = board.store.tip()
    step = signed(board.path, board, "Minutes.\n")
    assert verify(board.path).status == 0
    unsigned(board.path, board, "0050-first")
    assert verify(board.path).since == step, "the second run begins at the step"
    assert verify(board.path).status == 0
    pin = Pins(board.store.key).load()
    assert pin is not None and (pin.signed, pin.tip == step) == (step, False)
    rewound = cloned(board, "rewound", before)
    for name in ("0060-one", "0061-two", "0062-three"):
        unsigned(rewound, board, name)
    found = verify(rewound)
    assert (found.status, [(one.code, one.commit) for one in found.doubts]) == (3, [("history.behind", step)])
    signed(rewound, board, "Other minutes.\n")
    apart = verify(rewound)
    assert (apart.status, [(one.code, one.commit) for one in apart.faults]) == (1, [("history.rewritten", step)])


def test_a_pin_without_what_one_goes_on_from_is_made_anew_from_the_founding(board: SmallBoard) -> None:
    """Given a pin as programs before this one wrote it, when the board is verified, then what it lacked is noted."""
    pins = Pins(board.store.key)
    verify(board.path)
    whole = pins.load()
    assert whole is not None
    for older in (replace(whole, signed=""), replace(whole, dates=None)):
        pins.save(older)
        assert verify(board.path).since == ""
        assert pins.load() == whole


def test_a_damaged_memory_of_what_was_verified_is_told_and_never_taken_for_none(board: SmallBoard) -> None:
    """Given a pin cut short and a history taken back, then the answer is no yes until its owner deletes that file."""
    before = board.store.tip()
    signed(board.path, board, "Minutes.\n")
    assert verify(board.path).status == 0
    file = Pins(board.store.key).file
    cut = file.read_bytes()[:100]
    file.write_bytes(cut)
    git(board.path, "update-ref", "refs/heads/main", before)
    for _ in range(2):
        report = verify(board.path)
        assert (report.status, [one.code for one in report.doubts]) == (3, ["history.forgotten"])
        assert "trusted.first" not in {one.code for one in report.trusted}
        assert file.read_bytes() == cut
    assert str(file) in report.doubts[0].words
    file.unlink()
    assert verify(board.path).status == 0
