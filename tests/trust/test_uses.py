"""A line in a register switches no approval off and on: what was used in time stays so, and what lapsed does."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from board.actions.cases import load_case
from board.actions.verifying import verify
from board.core.case import Stage
from board.core.stage import stage
from board.store.pins import Pins
from board.store.repository import open_repository
from board.trust.dating import TOLERANCE, Dates
from board.trust.uses import Uses
from tests.boards import PROPOSAL, SmallBoard, git
from tests.trust.history import History, decide_it, open_it, signed_board, submit

ONE = "2026/0002-stemmer"
PROMOTE = PROPOSAL.replace("model-change", "ring-promote").replace('change_class = "major"\n', "")
ENTRY = "registers/models/search.toml"


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    """A promotion to beta was approved; 60 days to put it to use."""
    made = signed_board(tmp_path)
    made.wait(minutes=1)
    submit(made, ONE, PROMOTE)
    open_it(made, ONE)
    for member in ("ana", "ben", "chiara", "lena"):
        made.vote(member, ONE, "approve")
    decide_it(made, ONE)
    return made


def registers(board: SmallBoard, status: str = "approved", ring: str = "beta", *, by: str = "ana") -> None:
    """The register says this of the version from now on; nothing where `status` is empty."""
    text = f'id = "search"\nversion = "1.1.0"\nstatus = "{status}"\nring = "{ring}"\nsha256 = "{"a" * 64}"\n'
    made = History(board.path, clock=int(board.now.timestamp()))
    made.commit({ENTRY: text if status else None}, by, key=None if by != "eve" else "")
    git(board.path, "reset", "-q", "--hard", "main")
    board.wait(minutes=5)


def stands(board: SmallBoard) -> Stage:
    session = board.session("lena")
    return stage(load_case(session.world, ONE), session.today)


def test_what_was_used_in_time_is_not_switched_off(board: SmallBoard) -> None:
    """Given 62 days in use, when the chair writes another status or ring, or no entry, it stays in force."""
    registers(board)
    board.now += timedelta(days=62)
    assert verify(board.path).status == 0
    for status, ring in (("candidate", "beta"), ("approved", "sandbox"), ("", "")):
        registers(board, status, ring)
        assert stands(board) is Stage.IN_FORCE
    assert verify(board.path).status == 0
    pin = Pins(open_repository(board.path).key).load()
    assert pin is not None and Uses.of(pin.uses).settled == {ONE: "yes"}, "whoever verifies on from there knows it, too"


@pytest.mark.parametrize("then", [("approved", "beta"), ("", "")], ids=["used", "gone"])
def test_what_lapsed_does_not_come_back(board: SmallBoard, then: tuple[str, str]) -> None:
    """Given 60 days as a mere candidate, when the register shows use afterwards, or nothing, it lapsed all the same."""
    registers(board, "candidate")
    board.now += timedelta(days=59)
    assert stands(board) is Stage.IN_FORCE
    board.now += timedelta(days=3)
    assert stands(board) is Stage.EXPIRED
    registers(board, *then)
    assert stands(board) is Stage.EXPIRED
    registers(board, "approved", "general")
    assert stands(board) is Stage.EXPIRED


def test_what_is_put_to_use_late_without_a_word_before_is_in_use(board: SmallBoard) -> None:
    """Given no entry for 100 days, so that nobody knew, then the first that shows use counts."""
    board.now += timedelta(days=100)
    assert stands(board) is Stage.IN_FORCE
    registers(board)
    registers(board, "candidate")
    assert stands(board) is Stage.IN_FORCE


def test_what_a_stranger_writes_shows_no_use(board: SmallBoard) -> None:
    registers(board, "candidate")
    registers(board, by="eve")
    board.now += timedelta(days=62)
    assert stands(board) is Stage.EXPIRED
    assert Uses.of("nonsense") == Uses.of({"models": 7}) == Uses()


def test_row_69_a_memory_of_older_programs_takes_nothing_back() -> None:
    """Given dates kept without their order, then none of them speaks against another; what is signed since does."""
    early, late = 3 * TOLERANCE, 9 * TOLERANCE
    latest = {"lena": early, "mo": early, "ana": late, "ben": late}
    dates = Dates.of({"latest": latest, "opened": {}, "voted": {}, "last": None})
    assert dates.when(5, "kim", ()).floor == late
    dates.steps = {"lena": 1, "mo": 2}
    assert dates.when(5, "kim", ()).floor == early
