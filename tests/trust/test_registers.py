"""What registers say beyond the decisions, over the life of a board: told as long as it lies so, and no longer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from board.actions import verifying
from board.actions.following import lapse
from board.actions.verifying import verify
from board.store.pins import Pins
from board.trust.report import Report
from tests.boards import SmallBoard
from tests.cli.running import Board
from tests.conformance.cases import swap
from tests.conformance.registers import ENTRY, entry
from tests.trust.history import DECIDED, OPEN, History, charter, lived_board, signed_board


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    return lived_board(tmp_path)


def added(board: SmallBoard) -> History:
    return History(board.path, clock=int(board.now.timestamp()))


def told(report: Report) -> list[str]:
    assert report.status == 0
    return [fault.words for fault in report.unproven if fault.code == "unproven.register"]


def test_what_an_entry_says_too_much_is_told_from_the_pin_on_until_it_is_corrected(board: SmallBoard) -> None:
    history = added(board)
    history.commit({ENTRY: entry(history, swap('"beta"', '"general"'))}, "kim")
    words = [f"search: no decision backs ring general ({DECIDED} says beta)."]
    assert told(verify(board.path)) == words
    board.wait(hours=1)
    board.vote("ana", OPEN, "approve")
    assert told(verify(board.path)) == words == told(verify(board.path, from_genesis=True))
    added(board).commit({ENTRY: entry(history)}, "kim")
    assert told(verify(board.path)) == []


def test_an_entry_removed_before_the_pin_is_told_until_the_approval_is_let_go(board: SmallBoard) -> None:
    history = added(board)
    history.commit({ENTRY: entry(history)}, "kim")
    history.commit({ENTRY: None}, "kim")
    assert len(told(verify(board.path))) == 1
    board.wait(hours=1)
    board.vote("ana", OPEN, "approve")
    assert len(told(verify(board.path))) == 1
    lapse(board.session("kim"), DECIDED, text="Nobody uses it.")
    assert told(verify(board.path)) == []
    added(board).commit({ENTRY: entry(history)}, "kim")
    (words,) = told(verify(board.path))
    assert f"status approved ({DECIDED} was let go)" in words


def test_a_pin_of_an_older_program_hides_no_removed_entry(board: SmallBoard) -> None:
    """Given a pin that did not note removed entries, then the walk begins at the founding."""
    history = added(board)
    history.commit({ENTRY: entry(history)}, "kim")
    history.commit({ENTRY: None}, "kim")
    verify(board.path)
    pins = Pins(board.store.key)
    pin = pins.load()
    assert pin is not None
    pins.save(replace(pin, removed=None, told={}))
    board.wait(hours=1)
    board.vote("ana", OPEN, "approve")
    assert len(told(verify(board.path))) == 1


def test_where_nothing_of_it_changed_since_the_pin_no_register_is_read_again(
    board: SmallBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = added(board)
    history.commit({ENTRY: entry(history, swap('"beta"', '"general"'))}, "kim")
    verify(board.path)
    board.vote("ana", OPEN, "approve")
    monkeypatch.delattr(verifying, "register_doubts")
    assert len(told(verify(board.path))) == 1


def test_a_stranger_who_removes_the_proposal_takes_no_backing_away(board: SmallBoard) -> None:
    history = added(board)
    history.commit({ENTRY: entry(history)}, "kim")
    history.commit({f"proposals/{DECIDED}.md": None}, "stranger", key="")
    assert told(verify(board.path)) == []


def test_a_register_that_came_with_the_founding_is_listed_and_twenty_are_shown(tmp_path: Path) -> None:
    """Given a founding with 25 entries that no decision backs, then `--json` names all and the plain report twenty."""
    board = signed_board(tmp_path)
    entries = {f"registers/models/m{n}.toml": f'id = "m{n}"\nversion = "1"\nstatus = "approved"\n' for n in range(25)}
    history = added(board)
    history.commit({"board.toml": charter(), **entries}, "ana", parents=())
    ran = Board(board.path)("verify", "--json")
    assert [one["code"] for one in ran.data["unproven"]].count("unproven.register") == 25
    plain = Board(board.path)("verify")
    assert plain.out.count("unproven.register: m") == 20
    assert "5 more of 25 such entries; `--json` names each." in plain.out
    assert "no decision backs version 1 with this hash; status approved." in plain.out
