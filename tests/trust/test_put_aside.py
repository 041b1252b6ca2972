"""A line that a merge puts aside has no effect: not on what was used, and not on what dates signed commits allow."""

from __future__ import annotations

import pytest

from board.actions.verifying import verify
from board.core.case import Stage
from board.store.pins import Pins
from board.store.repository import open_repository
from board.trust.dating import Dates
from board.trust.uses import Uses
from tests.boards import SmallBoard, git
from tests.trust.history import History, charter_change
from tests.trust.test_uses import ENTRY, board, registers, stands

__all__ = ["board"]


def forked(board: SmallBoard, kept: tuple[str, ...], aside: dict[str, str], by: str = "ana") -> str:
    """Two lines from here and their merge, of which the one of more members is kept; returns the merge."""
    made = History(board.path, clock=int(board.now.timestamp()))
    base = made.tip
    made.commit(dict(aside), by)
    lost = made.tip
    made.git("update-ref", "refs/heads/main", base)
    for member in kept:
        made.commit({f"meetings/{member}.md": "Hello.\n"}, member)
    main = made.tip
    made.commit({}, by, parents=(main, lost), tree=made.git("rev-parse", f"{main}^{{tree}}"))
    git(board.path, "reset", "-q", "--hard", "main")
    board.wait(minutes=30)
    return made.tip


@pytest.mark.parametrize("from_genesis", [True, False])
def test_a_line_that_was_put_aside_shows_no_use(board: SmallBoard, from_genesis: bool) -> None:
    """Given an approval shown as in use on a line that a merge lost, when 60 days pass, then it lapsed unused.

    The board acknowledged the merge meanwhile, so nothing of it stands any more, and `board verify` says yes.
    """
    registers(board, "candidate")
    if not from_genesis:
        assert verify(board.path).status == 0
    text = git(board.path, "show", f"main:{ENTRY}").replace("candidate", "approved") + "\n"
    forked(board, ("ben", "lena", "kim"), {ENTRY: text})
    found = verify(board.path)
    assert {fault.code for fault in found.faults} == {"chain.forked"}
    charter_change(board, "2026/0100-ack", {}, acknowledges=tuple(fault.commit for fault in found.faults))
    assert verify(board.path, from_genesis=from_genesis).status == 0
    pin = Pins(open_repository(board.path).key).load()
    assert pin is not None and Uses.of(pin.uses).settled == {}
    board.wait(days=50)
    assert stands(board) is Stage.EXPIRED


def test_dates_of_a_line_that_was_put_aside_hold_nobody(board: SmallBoard) -> None:
    """Given two who date commits a year ahead on a line that a merge lost, then no honest date is doubted for it."""
    made = History(board.path, clock=int(board.now.timestamp()) + 365 * 86_400)
    base = made.tip
    for member in ("ana", "ben"):
        made.commit({f"meetings/ahead-{member}.md": "Hello.\n"}, member)
    lost = made.tip
    made.git("update-ref", "refs/heads/main", base)
    made = History(board.path, clock=int(board.now.timestamp()))
    for member in ("chiara", "lena", "kim"):
        made.commit({f"meetings/{member}.md": "Hello.\n"}, member)
    main = made.tip
    made.commit({}, "kim", parents=(main, lost), tree=made.git("rev-parse", f"{main}^{{tree}}"))
    git(board.path, "reset", "-q", "--hard", "main")
    board.wait(minutes=30)
    found = verify(board.path)
    assert {fault.code for fault in found.faults} == {"chain.forked"}
    charter_change(board, "2026/0100-ack", {}, acknowledges=tuple(fault.commit for fault in found.faults))
    report = verify(board.path)
    assert (report.status, report.unproven) == (0, ())
    pin = Pins(open_repository(board.path).key).load()
    assert pin is not None and max(Dates.of(pin.dates).latest.values()) < board.now.timestamp() + 86_400
