"""A file under the last number there is holds nobody up: what comes after it counts, and nobody is framed for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from board.actions.cases import load_case
from board.actions.countable import refuse_unreadable
from board.actions.docketing import open_together
from board.actions.following import prove
from board.actions.motioning import move
from board.actions.pairing import suspend
from board.actions.verifying import verify
from board.core.ballot import Condition
from board.core.dates import format_utc
from board.core.finding import Refused
from board.store.base import Change
from tests.boards import PROPOSAL, SmallBoard
from tests.trust.history import decide_it, open_it, signed_board, submit
from tests.trust.test_openings_judged import ONE, by_hand

LAST = 999_999


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    """One proposal submitted."""
    made = signed_board(tmp_path)
    made.wait(minutes=1)
    submit(made, ONE, PROPOSAL.replace("tokenizer", "stemmer"))
    return made


def faults(board: SmallBoard) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in verify(board.path, from_genesis=True).faults]


def test_row_62_a_proof_is_given_after_a_follow_up_of_the_last_number(board: SmallBoard) -> None:
    """Given an appeal numbered 999999 by hand, when the owner gives proof, then it counts and verifies."""
    open_it(board, ONE)
    condition = Condition("c1", "Measure it", "mo", date(2026, 10, 12), "A file", "kim")
    board.vote("ana", ONE, "approve-with-conditions", conditions=(condition,))
    for member in ("ben", "chiara", "lena"):
        board.vote(member, ONE, "approve")
    decide_it(board, ONE)
    text = f'kind = "appeal"\nmember = "lena"\ntext = "x"\nground = "new-facts"\nat = {format_utc(board.now)}\n'
    by_hand(board, {f"decisions/{ONE}/follow-up/{LAST}-appeal.toml": text}, "lena")
    prove(board.session("mo"), ONE, condition="c1", text="Done.")
    given = {one.kind: one.number for one in load_case(board.session("ana").world, ONE).follow_ups}
    assert given == {"appeal": LAST, "proof": 1}
    assert faults(board) == []


def test_row_13_a_stolen_key_is_suspended_after_an_act_of_the_last_number(board: SmallBoard) -> None:
    """Given a thief who numbers an act 999999, when two suspend her key, then it is suspended."""
    nothing = 'path = "x"\nsha256 = ""\n'
    by_hand(board, {f"acts/{LAST}-lena.toml": nothing, f"decisions/{ONE}/acts/{LAST}-lena.toml": nothing}, "lena")
    for member in ("ben", "chiara"):
        suspend(board.session(member), "lena", "Stolen.")
        board.wait(minutes=1)
    assert board.session("ana").charter.member("lena").suspended
    for member in ("ben", "chiara"):
        open_together(board.session(member), ONE, "They are away")
        board.wait(minutes=1)
    assert load_case(board.session("ana").world, ONE).docket.latest is not None
    assert faults(board) == []


def test_a_motion_is_moved_beside_one_that_leaves_numbers_out(board: SmallBoard) -> None:
    open_it(board, ONE)
    text = f'kind = "raise-tier"\nto = "high"\nmember = "lena"\nreason = "x"\nround = 1\nat = {format_utc(board.now)}\n'
    by_hand(board, {f"decisions/{ONE}/motions/{LAST}.toml": text}, "lena")
    (before,) = faults(board)
    assert before == ("motion.closed", f"decisions/{ONE}/motions/{LAST}.toml")
    move(board.session("ben"), ONE, "raise-tier", to="high", reason="People")
    assert faults(board) == [before]


def test_nothing_is_written_where_the_board_has_no_place_for_it(board: SmallBoard) -> None:
    with pytest.raises(Refused, match="has no place"):
        refuse_unreadable(board.session("ana").world, Change({"acts/1000000-lena.toml": b""}, "x"))
