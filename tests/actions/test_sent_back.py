"""A proposal that was sent back: what was asked for stays in sight in the next round, and its proposer answers it."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import deciding, docketing
from board.actions.browse import case_of, dossier
from board.actions.check import check
from board.actions.messaging import ask, reply
from board.actions.session import Session
from board.cli.commands.messages import _asked
from board.core.finding import Severity
from tests.boards import PROPOSAL, SmallBoard, small_board

ONE = "2026/0001-tokenizer"


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    """Round 1 returned it, mo changed it, and round 2 is open."""
    made = small_board(tmp_path)
    made.submit(ONE)
    docketing.open_proposal(made.session("kim"), ONE)
    made.vote("ana", ONE, "return", changes=("Write down the hash",), reason="I could not know it again.")
    for member in ("ben", "chiara"):
        made.vote(member, ONE, "return", changes=("Say more",))
    made.vote("lena", ONE, "approve")
    deciding.decide(made.session("ana"), ONE, deciding.preview(made.session("ana"), ONE))
    made.wait(minutes=1)
    made.submit(ONE, PROPOSAL + "\nAnd more.\n")
    docketing.open_proposal(made.session("kim"), ONE)
    made.wait(minutes=1)
    return made


def wanted(session: Session) -> list[tuple[str, int, bool]]:
    tally = dossier(session, ONE).tally
    assert tally is not None
    return [(one.words, one.round, one.replied) for one in tally.wanted]


def test_the_next_round_still_tells_what_the_last_one_asked_for(board: SmallBoard) -> None:
    """Given round 2, then show and check name what round 1 asked, as a note; whoever voted yes asked for nothing."""
    asked = ["Write down the hash. Why: I could not know it again.", "Say more.", "Say more."]
    assert wanted(board.session("ana")) == [(words, 1, False) for words in asked]
    noted = [one for one in check(board.session("ana")) if one.code == "proposal.change-first"]
    assert [(one.severity, "in round 1" in one.message) for one in noted] == [(Severity.NOTE, True)] * 3


def test_the_proposer_replies_to_the_seat_that_asked(board: SmallBoard) -> None:
    """Given what ana asked for, when mo replies to her seat, then his message names her ballot, and that is told."""
    mo = board.session("mo")
    acts = dossier(mo, ONE).acts
    assert acts["change"] == "" and dossier(board.session("ben"), ONE).acts["change"] != ""
    for named in ("security", "Security", "ana", "ana-1.toml"):
        assert _asked(case_of(mo, ONE), named, mo.today) == "ana-1.toml"
    assert _asked(case_of(mo, ONE), "lena", mo.today) == ""
    reply(mo, ONE, "It stands in the card now.", re="ana-1.toml")
    said = case_of(board.session("ana"), ONE).messages[-1]
    assert (said.kind, said.to, said.re) == ("reply", "ana", "ana-1.toml")
    assert [replied for _, _, replied in wanted(board.session("ana"))] == [True, False, False]
    assert not [one for one in case_of(mo, ONE).findings if one.where.path.endswith("-mo.md")]


def test_no_proposer_asks_herself(board: SmallBoard) -> None:
    """Given a question that names nobody, then mo's own goes to kim, who took it up, and lena's goes to mo."""
    ask(board.session("mo"), ONE, "Is the hash enough?")
    board.wait(minutes=1)
    ask(board.session("lena"), ONE, "Which hash?")
    assert [one.to for one in case_of(board.session("ana"), ONE).messages] == ["kim", "proposer"]
    assert dossier(board.session("kim"), ONE).acts["reply"] == dossier(board.session("mo"), ONE).acts["reply"] == ""
    assert dossier(board.session("ben"), ONE).acts["reply"] != ""
