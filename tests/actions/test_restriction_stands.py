"""What the person on call switched off stays off until the board says no to it: nothing lapses by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from board.actions import browse, deciding, docketing, following
from board.actions.asking import Filter
from board.actions.check import check
from board.actions.emergency import restrict
from board.actions.verifying import verify
from board.core.record import Outcome
from tests.actions.test_emergency import EMERGENCY
from tests.boards import SmallBoard, small_board

WHY: dict[str, dict[str, Any]] = {
    "return": {"changes": ("Say more.",)},
    "reject": {"reason": "It harms nobody."},
    "stop": {"ground": "broken-procedure", "evidence": ("the log",), "clears": "A word from the team", "reason": "No."},
}
FIRST, STOP = "2026/0001-tokenizer", "2026/0005-stop"


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    """Version 1.1.0 is approved, then switched off by mo on call; ana confirms."""
    made = small_board(tmp_path)
    made.submit(FIRST)
    docketing.open_proposal(made.session("kim"), FIRST)
    for member in ("ana", "ben", "chiara", "lena"):
        made.vote(member, FIRST, "approve")
    deciding.decide(made.session("ana"), FIRST, deciding.preview(made.session("ana"), FIRST))
    made.wait(minutes=1)
    made.submit(STOP, EMERGENCY)
    restrict(made.session("mo"), STOP, action="stop", text="It is off.")
    following.confirm(made.session("ana"), STOP, text="I saw it.")
    return made


def end(board: SmallBoard, *said: tuple[str, str]) -> tuple[Outcome, set[str], str]:
    """The outcome once the window is over, what the preview warns of, and how version 1.1.0 stands then."""
    for member, verdict in said:
        why = WHY.get(verdict, {})
        board.vote(member, STOP, verdict, **why)
    board.wait(days=10)
    seen = deciding.preview(board.session("ana"), STOP)
    deciding.decide(board.session("ana"), STOP, seen)
    board.wait(minutes=1)
    rows = {row.id: str(row.stage) for row in browse.listing(board.session("ana"), Filter())}
    return seen.outcome, {one.code for one in seen.problems if one.code.startswith("emergency.")}, rows[FIRST]


@pytest.mark.parametrize(
    "said",
    [
        [("ben", "approve"), ("lena", "abstain")],
        [("chiara", "approve"), ("lena", "approve")],
        [("ana", "abstain"), ("lena", "abstain")],
        [("ben", "return"), ("ana", "return")],
        [("lena", "stop")],
        [("ben", "approve"), ("ana", "approve"), ("lena", "stop")],
        [("ben", "reject"), ("ana", "reject")],
        [("ben", "abstain"), ("ana", "abstain"), ("chiara", "abstain"), ("lena", "reject")],
        [],
    ],
)
def test_without_a_no_of_most_seats_the_restriction_stands(board: SmallBoard, said: list[tuple[str, str]]) -> None:
    outcome, warned, stage = end(board, *said)
    assert (outcome, warned - {"emergency.incomplete"}, stage) == (
        Outcome.NO_QUORUM,
        {"emergency.stands"},
        "stopped",
    )
    assert verify(board.path).faults == ()


def test_what_most_seats_send_back_is_not_over(board: SmallBoard) -> None:
    outcome, warned, stage = end(board, *((one, "return") for one in ("ana", "ben", "chiara")))
    assert (outcome, stage) == (Outcome.RETURNED, "stopped") and "emergency.stands" in warned


def test_a_no_of_most_seats_lifts_it_and_the_preview_says_so(board: SmallBoard) -> None:
    outcome, warned, stage = end(board, *((one, "reject") for one in ("ana", "ben", "chiara")))
    assert (outcome, stage) == (Outcome.REJECTED, "in-force") and "emergency.lifted" in warned
    assert verify(board.path).faults == ()


def test_one_seats_stop_ends_no_emergency_and_silences_no_date(board: SmallBoard) -> None:
    """Given a stop by one seat, then nobody decides before the others had their days, and the dates go on."""
    board.vote("lena", STOP, "stop", **WHY["stop"])
    early = deciding.preview(board.session("lena"), STOP)
    assert early.outcome is Outcome.NO_QUORUM and early.tally.why_not_yet, "one seat ends nothing in the same minute"
    assert "legal says stop, which counts as a no to what was done" in early.tally.sentence
    outcome, _, stage = end(board)
    assert (outcome, stage) == (Outcome.NO_QUORUM, "stopped")
    board.wait(days=20)
    codes = {one.code for one in check(board.session("ana"))}
    assert "emergency.not-ratified" in codes
    docketing.open_proposal(board.session("kim"), STOP)


def test_stops_of_most_seats_lift_it_as_a_no_does(board: SmallBoard) -> None:
    outcome, _, stage = end(board, *((one, "stop") for one in ("ana", "ben", "chiara")))
    assert (outcome, stage) == (Outcome.REJECTED, "in-force")
    assert verify(board.path).faults == ()
