"""A decision dated back takes nobody's time away: the days to pull it or to appeal run from its signed commit."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from board.actions import following, motioning
from board.actions.cases import load_case
from board.actions.verifying import verify
from board.core.case import Stage
from board.core.dates import format_utc
from board.core.deadlines import appeal_until
from board.core.finding import Refused
from board.core.stage import stage
from tests.boards import SmallBoard
from tests.trust.test_dates_judged import ALL, ONE, PATCH, PROMOTE, begun, by_hand, decision, others_work

BACK = timedelta(days=60)
PULLED = f"decisions/{ONE}/follow-up/0001-pulled.toml"


def decided_back(folder: Path, text: str, *, signed_back: bool) -> SmallBoard:
    """What the chair decides today under a date of sixty days ago; where `signed_back`, her commit names it, too."""
    board = begun(folder, text, opened=True)
    for member in ALL:
        board.vote(member, ONE, "approve")
    others_work(board, "ben", "mo")
    at = board.now - BACK
    by_hand(board, dict(decision(board, ONE, "ana", at, alone=True).change.files), "ana", at if signed_back else None)
    return board


def void(board: SmallBoard) -> list[list[tuple[str, str]]]:
    """The faults by the history whole, and on from what was kept."""
    return [[(each.code, each.path) for each in verify(board.path, from_genesis=one).faults] for one in (False, True)]


def until(board: SmallBoard) -> date:
    """The last day on which the program lets a seat pull it or appeal."""
    found = appeal_until(load_case(board.session("chiara").world, ONE))
    assert found is not None
    return found


def pull_by_hand(board: SmallBoard) -> None:
    at = format_utc(board.now)
    by_hand(board, {PULLED: f'kind = "pulled"\nmember = "chiara"\ntext = "No."\nat = {at}\n'}, "chiara")


@pytest.mark.parametrize("signed_back", [False, True], ids=["dated back", "and signed back"])
@pytest.mark.parametrize("hand", [False, True], ids=["by the program", "by hand"])
def test_a_standard_change_decided_back_is_pulled_all_the_same(tmp_path: Path, signed_back: bool, hand: bool) -> None:
    """Given a yes dated sixty days back, when a seat pulls it on the day it came, then it approves nothing."""
    board = decided_back(tmp_path, PATCH, signed_back=signed_back)
    if hand:
        pull_by_hand(board)
    else:
        motioning.pull(board.session("chiara"), ONE)
    assert void(board) == [[], []]
    session = board.session("chiara")
    assert stage(load_case(session.world, ONE), session.today) is Stage.LAPSED


def test_the_time_to_pull_ends_twenty_working_days_after_the_commit(tmp_path: Path) -> None:
    """Given a yes dated sixty days back, then program and verify name and keep the same last day."""
    board = decided_back(tmp_path, PATCH, signed_back=False)
    last, today = until(board), board.session("chiara").today
    assert (last - today).days in (28, 29, 30)
    board.wait(days=(last - today).days + 1)
    with pytest.raises(Refused, match=f"could be pulled until {last}"):
        motioning.pull(board.session("chiara"), ONE)
    pull_by_hand(board)
    assert void(board) == [[("follow-up.not-entitled", PULLED)]] * 2


def test_a_decision_dated_back_is_appealed_all_the_same(tmp_path: Path) -> None:
    """Given a yes dated sixty days back, when a seat appeals on the day it came, then the appeal is lodged."""
    board = decided_back(tmp_path, PROMOTE, signed_back=False)
    following.appeal(board.session("chiara"), ONE, text="Nobody could read it in time.", ground="error")
    assert [each.kind for each in load_case(board.session("mo").world, ONE).follow_ups] == ["appeal"]
    assert void(board) == [[], []]


def test_two_who_date_ahead_keep_no_decision_open_to_a_pull(tmp_path: Path) -> None:
    """Given a yes behind dates that two gave a year ahead, once others sign right ones, its time is its own."""
    board = begun(tmp_path, PATCH, opened=True)
    board.vote("chiara", ONE, "approve")
    others_work(board, "ben", "mo", at=board.now + timedelta(days=365))
    by_hand(board, dict(decision(board, ONE, "ana", board.now, alone=True).change.files), "ana")
    assert until(board) > (board.now + timedelta(days=365)).date()
    others_work(board, "chiara", "lena", "kim")
    assert until(board) < (board.now + timedelta(days=40)).date()
