"""What no change of the rules does, whoever decides it: give a key back, or take a lighter vote than its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import installing
from board.actions.propose import submit as submit_draft
from board.actions.proving import prove
from board.actions.verifying import verify
from board.core.finding import Refused
from board.core.layout import CHARTER
from tests.boards import SmallBoard, git
from tests.trust.history import (
    RULED,
    History,
    charter,
    decide_it,
    key_line,
    open_it,
    signed_board,
    signing,
    submit,
)
from tests.trust.test_keys_put_back import CHANGE, RENAMED, act_of_two, faults, unchecked

KEY, NEW = key_line("lena"), key_line("lena-new")
MO = key_line("mo")
FORMS = {
    "with a comment": charter().replace(f'keys = ["{KEY}"]', f'keys = ["{KEY} lena@laptop"]'),
    "beside another": charter().replace(f'keys = ["{KEY}"]', f'keys = ["{key_line("lena-second")}", "{KEY}"]'),
    "at somebody else": RENAMED.replace(f'keys = ["{KEY}"]', f'keys = ["{NEW}"]').replace(
        f'keys = ["{MO}"]', f'keys = ["{MO}", "{KEY}"]'
    ),
}


def replaced(board: SmallBoard) -> None:
    """Lena's key was stolen, and two members list another."""
    act_of_two(board, lambda text: text.replace(KEY, NEW))
    signing(board, lena="lena-new")


def all_vote(board: SmallBoard) -> None:
    """Every seat says yes, and the notice is over."""
    open_it(board, RULED)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, RULED, "approve")
    board.wait(days=30)


@pytest.mark.parametrize("form", FORMS)
def test_row_13_a_key_comes_back_in_no_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    """Given a key replaced after a charter change was written that lists it in other words, then it stays taken."""
    board = signed_board(tmp_path)
    submit(board, RULED, CHANGE, {f"new/{CHARTER}": FORMS[form]})
    replaced(board)
    all_vote(board)
    with pytest.raises(Refused, match="a key of member lena"):
        decide_it(board, RULED)
    unchecked(monkeypatch)
    decide_it(board, RULED)
    assert faults(board) == [("charter.not-decided", CHARTER)]


def test_a_change_that_lists_the_new_key_in_other_words_is_decided(tmp_path: Path) -> None:
    board = signed_board(tmp_path)
    submit(board, RULED, CHANGE, {f"new/{CHARTER}": RENAMED.replace(KEY, f"{NEW} lena@new-laptop")})
    replaced(board)
    all_vote(board)
    decide_it(board, RULED)
    assert faults(board) == []
    assert prove(board.session("ana"), RULED)[1].status == 0


POLICY_CHANGE = CHANGE.replace("charter-change", "policy-change")


def test_a_policy_change_is_submitted_with_no_charter(tmp_path: Path) -> None:
    board = signed_board(tmp_path)
    folder = board.path / f"proposals/{RULED}/new"
    folder.mkdir(parents=True)
    (folder / CHARTER).write_text(RENAMED)
    (board.path / f"proposals/{RULED}.md").write_text(POLICY_CHANGE)
    with pytest.raises(Refused, match="its kind is policy-change"):
        submit_draft(board.session("mo"), RULED)


def test_row_14_a_policy_change_puts_no_charter_in_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a charter smuggled in below the lighter vote of a policy change, then it has decided nothing."""
    board = signed_board(tmp_path)
    history = History(board.path, clock=int(board.now.timestamp()))
    text = {f"proposals/{RULED}.md": POLICY_CHANGE, f"proposals/{RULED}/new/{CHARTER}": RENAMED}
    history.commit(text, "mo", key="")
    git(board.path, "reset", "-q", "--hard", "main")
    with pytest.raises(Refused, match="its kind is policy-change"):
        open_it(board, RULED)
    monkeypatch.setattr("board.actions.docketing.why_never", lambda *_: "")
    monkeypatch.setattr(installing, "wrong_in", lambda *_: ())
    all_vote(board)
    decide_it(board, RULED)
    assert [each.code for each in verify(board.path).faults] == ["charter.not-decided"]
