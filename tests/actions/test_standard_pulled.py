"""A standard change rests on one yes: the consent agenda tells it afterwards, and any seat may put it to the vote."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import browse, deciding, docketing, motioning
from board.actions.asking import Filter
from board.actions.verifying import verify
from board.core.finding import Refused
from board.store.base import Change
from tests.actions.test_dates_come_back import FIRST
from tests.boards import PROPOSAL, SmallBoard, small_board
from tests.trust.history import signed_board

PATCH = PROPOSAL.replace('change_class = "major"', 'change_class = "patch"')


def patched(board: SmallBoard) -> SmallBoard:
    board.submit(FIRST, PATCH)
    docketing.open_proposal(board.session("kim"), FIRST)
    board.vote("ben", FIRST, "approve")
    deciding.decide(board.session("ana"), FIRST, deciding.preview(board.session("ana"), FIRST))
    board.wait(minutes=1)
    return board


def agenda(board: SmallBoard) -> list[tuple[str, str]]:
    return [(row.id, row.stage) for row in browse.listing(board.session("ana"), Filter(consent=True))]


def test_a_standard_change_stays_on_the_agenda_as_done_until_a_meeting_names_it(tmp_path: Path) -> None:
    board = patched(small_board(tmp_path))
    assert agenda(board) == [(FIRST, "in-force")]
    minutes: dict[str, bytes | None] = {"meetings/2026-10-06.md": f"# Minutes\n\n{FIRST}: nobody pulls it.\n".encode()}
    board.session("ana").commit(lambda _: Change(minutes, "Write the minutes\n"))
    assert agenda(board) == []


def test_a_standard_change_leaves_the_agenda_after_twenty_working_days(tmp_path: Path) -> None:
    board = patched(small_board(tmp_path))
    board.wait(days=28)
    assert agenda(board) == [(FIRST, "in-force")]
    board.wait(days=1)
    assert agenda(board) == []
    with pytest.raises(Refused, match="could be pulled until 2026-11-02"):
        motioning.pull(board.session("lena"), FIRST)


def test_any_seat_pulls_it_afterwards_and_then_it_approves_nothing(tmp_path: Path) -> None:
    """Given legal, who was never asked, then one word without a reason is enough; who holds no seat has none."""
    board = patched(signed_board(tmp_path))
    with pytest.raises(Refused, match="holds a seat"):
        motioning.pull(board.session("kim"), FIRST)
    done = motioning.pull(board.session("lena"), FIRST)
    assert "propose it anew" in done.words
    assert [row.stage for row in browse.listing(board.session("ana"), Filter())] == ["lapsed"]
    assert browse.later(board.session("ana"), FIRST)[0].endswith("it waits to be proposed anew.")
    assert agenda(board) == []
    with pytest.raises(Refused, match="pulled it already"):
        motioning.pull(board.session("ben"), FIRST)
    assert not verify(board.path).faults


def test_what_the_board_voted_on_is_not_pulled(tmp_path: Path) -> None:
    board = small_board(tmp_path)
    board.submit(FIRST)
    docketing.open_proposal(board.session("kim"), FIRST)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, FIRST, "approve")
    deciding.decide(board.session("ana"), FIRST, deciding.preview(board.session("ana"), FIRST))
    with pytest.raises(Refused, match="no standard change"):
        motioning.pull(board.session("lena"), FIRST)
