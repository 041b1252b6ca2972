"""A proof holds its steps to the rules that their opening brought: no date ahead of its commit, nobody out of term."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from board.actions import proving
from board.actions.proof_check import Checked, check, judged
from board.actions.verifying import verify
from board.core.proof import Proof
from board.formats.proofs import dump_proof
from board.trust import rules
from tests.boards import PROPOSAL, SmallBoard, git
from tests.trust.history import decide_it, open_it, signed_board, submit
from tests.trust.test_dates_judged import ALL, ONE, PROMOTE, RECORD, begun, by_hand, decision
from tests.trust.test_late_claims import cast
from tests.trust.test_out_of_term import until


def by_a_program_of_her_own(board: SmallBoard) -> Checked:
    """What is said of a proof that somebody made of all steps of the decision, without asking whether they count."""
    told = git(board.path, "log", "--format=%H", "--reverse", "main", "--", f"decisions/{ONE}", f"decisions/{ONE}.md")
    steps = tuple(told.split())
    noting = proving.Noting(board.store.audit())
    judged(ONE, steps, noting, lambda _, parents: parents[0], proving.Looked(noting))
    summed = {blob: digest for blob, digest in noting.summed.items() if blob not in noting.read}
    return check(dump_proof(Proof(ONE, "0123456789abcdef", steps, noting.read, summed, "", None, {})), "x")


def both(board: SmallBoard) -> tuple[int, int]:
    """What verify and the check of such a proof answer."""
    return verify(board.path, from_genesis=True).status, by_a_program_of_her_own(board).status


@pytest.mark.parametrize("days", [0, 2, 1100])
def test_a_proof_of_a_decision_dated_ahead_proves_nothing(tmp_path: Path, days: int) -> None:
    """Given a record dated days ahead of its commit, then neither verify nor a proof takes it."""
    board = begun(tmp_path, PROMOTE, opened=True)
    for member in ALL:
        board.vote(member, ONE, "approve")
    made = decision(board, ONE, "ana", board.now + timedelta(days=days), alone=True)
    by_hand(board, dict(made.change.files), "ana")
    assert both(board) == ((1, 1) if days else (0, 0))


def test_a_ballot_that_does_not_count_does_not_count_in_a_proof(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a record that counts a ballot dated ahead of its commit, then neither verify nor a proof takes it."""
    board = begun(tmp_path, PROPOSAL, opened=True)
    for member in ("ana", "ben", "chiara"):
        board.vote(member, ONE, "approve")
    cast(board, "lena", board.now + timedelta(days=3))
    board.judges = False
    with monkeypatch.context() as older:  # an older program of the chair's
        older.setattr(rules, "made_up", lambda _: ())
        made = decision(board, ONE, "ana", board.now, alone=True)
    by_hand(board, dict(made.change.files), "ana")
    assert both(board) == (1, 1)


def test_one_member_spoils_no_proof_by_a_ballot_dated_ahead(tmp_path: Path) -> None:
    """Given a ballot dated ahead that has no effect, when she casts an honest one, then the decision is proven."""
    board = begun(tmp_path, PROPOSAL, opened=True)
    for member in ("ana", "ben", "chiara"):
        board.vote(member, ONE, "approve")
    cast(board, "lena", board.now + timedelta(days=3))
    board.vote("lena", ONE, "approve")
    decide_it(board, ONE)
    assert proving.prove(board.session("ana"), ONE)[1].status == 0


@pytest.mark.parametrize("day", ["2026-10-20", "2027-10-20"])
def test_a_chair_out_of_term_proves_nothing(tmp_path: Path, day: str) -> None:
    """Given a chair whose term ended before she decided by hand, then neither verify nor a proof takes it."""
    board = signed_board(tmp_path, until("ana", day=day))
    board.wait(minutes=1)
    submit(board, ONE, PROPOSAL)
    open_it(board, ONE)
    for member in ALL:
        board.vote(member, ONE, "approve")
    board.wait(days=30)
    by_hand(board, dict(decision(board, ONE, "ana", board.now, alone=True).change.files), "ana")
    assert RECORD in git(board.path, "ls-files")
    assert both(board) == ((1, 1) if day < "2027" else (0, 0))
