"""A stop said to a proposal stops that proposal: it ends no approval, nor closes what it was not about."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import browse, deciding, docketing
from board.actions.asking import Filter
from board.actions.cases import load_case
from board.actions.emergency import restrict
from board.core.record import Outcome
from tests.actions.test_dates_come_back import FIRST, SECOND, decide
from tests.actions.test_easier_paths import STOP, TOUCHES, verified
from tests.actions.test_emergency import EMERGENCY
from tests.actions.test_replacing import ALL, PATCH, THIRD
from tests.boards import PROPOSAL, SmallBoard
from tests.trust.history import signed_board

ADOPT = PROPOSAL.replace('"model-change"', '"model-adopt"').replace('change_class = "major"\n', "")
BARE = ', version = "1.1.0", sha256 = "' + "a" * 64 + '"'


def of_kind(kind: str, more: str = "") -> str:
    return PROPOSAL.replace('"model-change"', f'"{kind}"').replace('change_class = "major"\n', more)


def stopped_by(board: SmallBoard, text: str, who: str = "lena") -> None:
    """A proposal that one seat stops, and the chair writes that down."""
    board.submit(SECOND, text)
    docketing.open_proposal(board.session("kim"), SECOND)
    board.vote(who, SECOND, "stop", ground="broken-procedure", evidence=("x",), clears="y", reason="Nobody was told.")
    deciding.decide(board.session("ana"), SECOND, deciding.preview(board.session("ana"), SECOND))
    record = load_case(board.session("ana").world, SECOND).record
    assert record is not None and record.outcome is Outcome.STOPPED
    board.wait(minutes=1)


def approved(path: Path) -> SmallBoard:
    board = signed_board(path)
    board.submit(FIRST, ADOPT)
    decide(board, FIRST)
    return board


def patch_passes(board: SmallBoard, text: str = PATCH) -> bool:
    """Whether one yes is enough for a patch; the history verifies either way."""
    board.submit(THIRD, text)
    docketing.open_proposal(board.session("kim"), THIRD)
    board.vote("ben", THIRD, "approve")
    sums = browse.tally_of(board.session("ana"), THIRD)
    if not sums.may_decide:
        assert TOUCHES in sums.sum.sentence
        for member in ("ana", "chiara", "lena"):
            board.vote(member, THIRD, "approve")
    deciding.decide(board.session("ana"), THIRD, deciding.preview(board.session("ana"), THIRD))
    assert verified(board)
    return sums.may_decide


def stage_of(board: SmallBoard, one: str) -> str:
    return next(str(row.stage) for row in browse.listing(board.session("ana"), Filter()) if row.id == one)


KINDS = {
    "model-retire": "",
    "policy-exception": 'gate = "x"\nwaives = ["R-05"]\n',
    "emergency-action": 'action = "stop"\n',
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_stop_said_to_what_puts_nothing_in_force_stops_no_version(tmp_path: Path, kind: str) -> None:
    """Given a retirement, an exception or an emergency that was stopped, then its version goes on as before."""
    board = approved(tmp_path)
    stopped_by(board, of_kind(kind, KINDS[kind]))
    assert stage_of(board, FIRST) == "in-force"
    assert patch_passes(board)


def test_the_proposers_own_stop_stops_her_proposal_alone(tmp_path: Path) -> None:
    """Given a proposal that nobody but its proposer stopped, then patches of what it names pass as before."""
    board = approved(tmp_path)
    stopped_by(
        board, of_kind("model-change").replace('"mo"', '"lena"').replace("[facts]", '[facts]\nchange_class = "major"')
    )
    assert stage_of(board, FIRST) == "in-force"
    assert patch_passes(board)


def test_another_seats_stop_ends_no_approval_and_closes_the_easier_ways(tmp_path: Path) -> None:
    """Given a change that another seat stopped, then four seats' approval stands, and a patch takes the full vote."""
    board = approved(tmp_path)
    stopped_by(board, PROPOSAL.replace('"mo"', '"Olga Outside"'))
    assert stage_of(board, FIRST) == "in-force"
    assert not patch_passes(board)


def test_a_stop_for_a_wider_ring_closes_nothing_in_a_narrower_one(tmp_path: Path) -> None:
    board = approved(tmp_path)
    stopped_by(board, of_kind("ring-promote").replace('target_ring = "beta"', 'target_ring = "general"'))
    assert stage_of(board, FIRST) == "in-force"
    assert patch_passes(board)


def test_a_stop_without_a_version_means_what_was_approved_by_then(tmp_path: Path) -> None:
    """Given a stop that names no version, then it closes the easier ways to the approved one, and to no later one."""
    board = approved(tmp_path)
    stopped_by(board, PROPOSAL.replace(BARE, ""))
    assert patch_passes(board, PATCH.replace("1.1.0", "1.1.1").replace("a" * 64, "b" * 64))
    again = PATCH.replace("proposal/2026", "proposal/2026")
    board.submit("2026/0007-again", again)
    docketing.open_proposal(board.session("kim"), "2026/0007-again")
    board.vote("ben", "2026/0007-again", "approve")
    assert TOUCHES in browse.tally_of(board.session("ana"), "2026/0007-again").sum.sentence


@pytest.mark.parametrize("since", [False, True])
def test_an_emergency_without_a_version_means_all_until_the_full_vote_approves_one(tmp_path: Path, since: bool) -> None:
    """Given an act about a model without a version, then patches take the full vote, until that approved one since."""
    board = approved(tmp_path)
    board.submit(STOP, EMERGENCY.replace(BARE, ""))
    restrict(board.session("mo"), STOP, action="stop", text="It is off.")
    board.wait(minutes=1)
    for member in ALL:
        board.vote(member, STOP, "approve")
    deciding.decide(board.session("ana"), STOP, deciding.preview(board.session("ana"), STOP))
    board.wait(minutes=1)
    if since:
        board.submit(SECOND, ADOPT.replace("1.1.0", "2.0.0").replace("a" * 64, "c" * 64))
        decide(board, SECOND)
    assert patch_passes(board, PATCH.replace("1.1.0", "2.0.1").replace("a" * 64, "b" * 64)) is since
