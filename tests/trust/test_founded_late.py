"""A board that was founded on files it already had: which record came last is one rule, in verify and in deciding."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from board.actions.verifying import verify
from board.core.layout import CHARTER
from board.store.pins import Pins
from board.store.repository import open_repository
from tests.boards import PROPOSAL, SmallBoard
from tests.trust.history import DECIDED, OPEN, History, copy_of, decide_it, live, open_it, signed_board, submit


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> SmallBoard:
    board = signed_board(tmp_path_factory.mktemp("late"))
    live(board)
    return board


def founded_on(lived: SmallBoard, folder: Path, *others: tuple[str, str]) -> SmallBoard:
    """The same files in one founding commit, with more decided records; `others` are ids and days of deciding."""
    history = copy_of(lived.path, folder)
    record = history.read(f"decisions/{DECIDED}/record.toml").decode()
    made = next(line for line in record.splitlines() if line.startswith("decided_at"))
    more = {
        f"decisions/{one}/record.toml": record.replace(DECIDED, one).replace(made, f"decided_at = {day}T09:00:00Z")
        for one, day in others
    }
    tree = history.tree({path: text.encode() for path, text in more.items()}, history.tip)
    history.clock = int(lived.now.timestamp())
    history.commit({}, "ana", parents=(), tree=tree)
    history.git("reset", "-q", "--hard")
    board = SmallBoard(history.path, open_repository(history.path, "main"), now=lived.now)
    for handle, session in lived.sessions.items():
        mine = board.session(handle)
        mine.identity = replace(session.identity)
        vars(mine)["signer"] = session.signer
    return board


@pytest.mark.parametrize("day", ["2026-10-07", "2039-01-01"])
def test_records_of_the_founding_are_followed_in_one_order_whatever_their_ids_and_dates(
    lived: SmallBoard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, day: str
) -> None:
    """Given a founding with three records, when the board decides twice more, then verify finds each link right."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    board = founded_on(lived, tmp_path, ("2026/0009-late", day), ("2024/0001-early", "2024-02-01"))
    assert History(board.path).read(CHARTER)
    for member in ("ana", "chiara"):
        board.vote(member, OPEN, "approve")
    board.wait(minutes=9)
    decide_it(board, OPEN)
    assert verify(board.path).faults == ()
    first = Pins(board.store.key).load()
    submit(board, "2025/0003-again", PROPOSAL)
    open_it(board, "2025/0003-again")
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, "2025/0003-again", "approve")
    decide_it(board, "2025/0003-again")
    report, second = verify(board.path, from_genesis=True), Pins(board.store.key).load()
    assert report.faults == ()
    assert first is not None and second is not None and first.last != second.last
