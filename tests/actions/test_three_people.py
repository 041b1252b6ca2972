"""A board of three people: what nobody could end, whoever stands aside or proposed, comes to an end."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import deciding, docketing, following
from board.actions.browse import dossier, inbox
from board.actions.check import check
from board.actions.propose import submit_files
from board.actions.verifying import verify
from board.core.finding import Refused
from board.core.record import Outcome
from tests.actions.test_dates_come_back import FIRST
from tests.boards import PROPOSAL, SmallBoard
from tests.trust.history import charter, key_line, signed_board

HERS = PROPOSAL.replace('proposer = "mo"', 'proposer = "lena"')


def three(folder: Path, fourth: str = "") -> SmallBoard:
    """A chair, and two others with a seat each, one of them with two; `fourth` is what a fourth member has."""
    head, *members = charter().split("[members.")
    kept = [one for one in members if one.startswith(("ana]", "ben]", "lena]"))]
    text = head + "".join(f"[members.{one}" for one in kept).replace('["engineering"]', '["engineering", "product"]')
    more = f'[members.mo]\nkeys = ["{key_line("mo")}"]\nname = "Mo Haddad"\nemails = ["mo@example.org"]\n{fourth}'
    return signed_board(folder, text + more if fourth else text)


def propose(board: SmallBoard) -> None:
    """One of the three submits a proposal of her own."""
    lena = board.session("lena")
    submit_files(lena, FIRST, {lena.layout.proposal(FIRST): HERS.encode()})
    board.wait(minutes=1)


def aside(folder: Path, verdict: str = "approve") -> SmallBoard:
    """One of three proposes, the chair stands aside, the third votes, and the window ends."""
    board = three(folder)
    propose(board)
    docketing.open_proposal(board.session("ana"), FIRST)
    board.vote("ana", FIRST, "recuse", interest="financial")
    board.vote("ben", FIRST, verdict, reason="I looked at it.")
    board.wait(days=20)
    return board


def test_a_chair_who_stands_aside_writes_down_a_round_without_quorum_that_nobody_else_can_end(tmp_path: Path) -> None:
    """Given two of three who may not decide together, then the chair ends the round and may open the next one."""
    board = aside(tmp_path)
    ana = board.session("ana")
    assert "decide" in [task.act for task in inbox(ana).mine]
    assert dossier(ana, FIRST).acts["decide"] == ""
    seen = deciding.preview(ana, FIRST)
    assert seen.outcome is Outcome.NO_QUORUM and not seen.problems
    deciding.decide(ana, FIRST, seen)
    assert not verify(board.path, from_genesis=True).faults
    docketing.open_proposal(board.session("ana"), FIRST)
    assert not verify(board.path, from_genesis=True).faults


def test_she_neither_puts_it_off_nor_takes_it_back(tmp_path: Path) -> None:
    board = aside(tmp_path)
    with pytest.raises(Refused, match="so others put it off"):
        deciding.defer(board.session("ana"), FIRST, "Later.")
    with pytest.raises(Refused, match="so others withdraw it"):
        deciding.withdraw(board.session("ana"), FIRST, "No more.")


@pytest.mark.parametrize("act", ["defer", "withdraw"])
def test_a_word_of_her_own_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str) -> None:
    """Given a program without the rule, when she puts it off or takes it back, then verifying names the commit."""
    board = aside(tmp_path)
    with monkeypatch.context() as own:
        own.setattr(deciding, "presiding", lambda *given: None)
        getattr(deciding, act)(board.session("ana"), FIRST, "I say so.")
    assert "path.role" in {fault.code for fault in verify(board.path, from_genesis=True).faults}


def appealed(folder: Path, alternate: bool = False) -> SmallBoard:
    """One of three proposes, the two others say no, the chair writes it down, and the proposer appeals."""
    board = three(folder, 'alternate = ["product"]\n' if alternate else "")
    propose(board)
    docketing.open_proposal(board.session("ana"), FIRST)
    for member in ("ana", "ben"):
        board.vote(member, FIRST, "reject", reason="It is too early.")
    deciding.decide(board.session("ana"), FIRST, deciding.preview(board.session("ana"), FIRST))
    following.appeal(board.session("lena"), FIRST, text="There is a new test.", ground="new-facts")
    board.wait(days=40)
    return board


def test_where_fewer_than_two_may_hear_an_appeal_the_chair_hears_what_the_board_lacks(tmp_path: Path) -> None:
    board = appealed(tmp_path)
    assert [task.act for task in inbox(board.session("ben")).mine] == ["hear"]
    told = [task.words for task in inbox(board.session("ana")).others]
    assert told == [
        "The answer to appeal 1, which fewer than two members may hear, is 12 days late: “There is a new test”."
    ]
    unheard = next(one for one in check(board.session("ana")) if one.code == "appeal.unheard")
    assert "Name a secretary or an alternate" in unheard.fix


def test_an_alternate_named_for_that_hears_it_with_the_one_who_is_left(tmp_path: Path) -> None:
    """Given a fourth member who only stands in for a seat, then she and the one who is left answer the appeal."""
    board = appealed(tmp_path, alternate=True)
    for member in ("ben", "mo"):
        assert [task.act for task in inbox(board.session(member)).mine] == ["hear"]
        following.hear(board.session(member), FIRST, re=1, answer="dismiss", text="The test was known.")
        board.wait(minutes=1)
    following.dismiss(board.session("mo"), FIRST, re=1, text="The test was known.")
    assert "appeal.unheard" not in {one.code for one in check(board.session("ana"))}
    assert not verify(board.path, from_genesis=True).faults
