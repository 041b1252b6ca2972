"""A merge on a line that is itself put aside takes nothing from the line that is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from board.actions.restoring import to_restore
from board.actions.verifying import verify
from board.core.case import Stage
from board.store.repository import open_repository
from tests.boards import SmallBoard, git
from tests.trust.history import History, charter_change, decide_it, signing
from tests.trust.test_uses import board as board  # the fixture
from tests.trust.test_uses import registers, stands

EARLIER, LATER = "2026/0099-before", "2026/0100-after"


def forked_twice(board: SmallBoard, step: Callable[[], object]) -> None:
    """One honest step; beside it a line that a stranger joins with it and keeps; then honest steps that put that aside.

    The two merges of the stranger hold nothing of her own.
    """
    base = History(board.path, clock=int(board.now.timestamp())).tip
    step()
    honest = git(board.path, "rev-parse", "main")
    made = History(board.path, clock=int(board.now.timestamp()))
    made.git("update-ref", "refs/heads/main", base)
    made.commit({"meetings/side.md": "Hello.\n"}, "ben")
    side = made.tip
    tree = made.git("rev-parse", f"{side}^{{tree}}")
    inner = made.commit({}, "eve", key="", parents=(side, honest), tree=tree)
    made.git("update-ref", "refs/heads/main", honest)
    for member in ("ben", "lena", "kim"):
        made.commit({f"meetings/{member}.md": "Hello.\n"}, member)
    tip = made.tip
    made.commit({}, "eve", key="", parents=(tip, inner), tree=made.git("rev-parse", f"{tip}^{{tree}}"))
    git(board.path, "reset", "-q", "--hard", "main")
    board.wait(minutes=30)


def settle(board: SmallBoard, proposal: str) -> None:
    """The board acknowledges what `board restore` finds to acknowledge."""
    charter_change(board, proposal, {}, acknowledges=tuple(to_restore(board.session("ana")).faults))


def as_a_newcomer(board: SmallBoard, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on nobody here has read anything before."""
    monkeypatch.setenv("XDG_STATE_HOME", str(home))
    board.sessions.clear()
    board.store = open_repository(board.path, "main")
    signing(board)


def test_what_was_used_in_time_stays_used(board: SmallBoard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given an approval used in time on the kept line, then it is no lapsed one, whoever reads it."""
    registers(board, "candidate")
    forked_twice(board, lambda: registers(board, "approved"))
    settle(board, LATER)
    board.wait(days=50)
    registers(board, "candidate")
    registers(board, "approved")
    assert stands(board) is Stage.IN_FORCE
    as_a_newcomer(board, tmp_path / "fresh", monkeypatch)
    assert (verify(board.path).status, stands(board)) == (0, Stage.IN_FORCE)


def test_what_was_acknowledged_stays_so_for_all(
    board: SmallBoard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a fault acknowledged on the kept line, once the board settles the fork, then all read the same yes."""
    made = History(board.path, clock=int(board.now.timestamp()))
    made.commit({"meetings/x.md": "bad"}, "eve", key="")
    bad = made.tip
    made.commit({"meetings/x.md": None}, "ana")
    git(board.path, "reset", "-q", "--hard", "main")
    board.wait(minutes=30)
    charter_change(board, EARLIER, {}, acknowledges=(bad,), decided=False)

    def acknowledged() -> None:
        decide_it(board, EARLIER)
        assert verify(board.path).status == 0

    forked_twice(board, acknowledged)
    assert verify(board.path).status == 1
    settle(board, LATER)
    assert verify(board.path).status == 0
    as_a_newcomer(board, tmp_path / "fresh", monkeypatch)
    report = verify(board.path)
    assert (report.status, [(each.code, each.commit) for each in report.faults]) == (0, [])
