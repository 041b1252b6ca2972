"""A board without signatures: what rests on author lines alone is counted, rounds without a decision among it."""

from __future__ import annotations

from pathlib import Path

from board.actions.deciding import defer
from board.actions.verifying import verify
from tests.boards import CHARTER_TEXT
from tests.cli.running import Board
from tests.trust.history import OPEN, History, key_line, live, signed_board


def test_what_rests_on_author_lines_is_counted_by_what_it_is(tmp_path: Path) -> None:
    """Given an unsigned board with a decision and a round put off, then both are named in what cannot be proven."""
    board = signed_board(tmp_path, CHARTER_TEXT, signs=False)
    live(board)
    defer(board.session("ana"), OPEN, "The tests are late.")
    (fault,) = verify(board.path, unsigned=True).unproven
    rest = "2 openings, 6 ballots, 1 undecided round and 1 decision among them"
    assert fault.words == f"11 commits rest on an author line alone, {rest}."
    ran = Board(board.path)("verify")
    assert ran.status == 3 and "1 undecided round" in " ".join(ran.out.split())


def test_a_signature_that_nobody_knows_counts_on_an_unsigned_board_like_none(tmp_path: Path) -> None:
    """Given git set up to sign and no keys in the charter, when the chair edits then it counts by her word."""
    board = signed_board(tmp_path, CHARTER_TEXT, signs=False)
    history = History(board.path)
    before = verify(board.path, unsigned=True)
    assert before.status == 0
    history.commit({"board.toml": CHARTER_TEXT.replace('name = "', 'name = "The ', 1)}, "ana")
    report = verify(board.path, unsigned=True)
    assert (report.status, report.faults) == (0, ())
    assert report.strict == before.strict + 1
    (told,) = verify(board.path, unsigned=True, from_genesis=True).unproven
    assert (told.code, told.words) == ("unproven.unsigned", "2 commits rest on an author line alone.")
    assert Board(board.path)("verify").status == 3


def test_a_key_that_the_charter_of_an_unsigned_board_lists_speaks_for_its_owner_alone(tmp_path: Path) -> None:
    """Given that Ben's key is listed, when it signs in Ana's name, then that is a fault; in his own it counts."""
    text = CHARTER_TEXT.replace("[members.ben]\n", f'[members.ben]\nkeys = ["{key_line("ben")}"]\n')
    board = signed_board(tmp_path, text, signs=False)
    history = History(board.path)
    history.commit({"incidents/one.toml": "x = 1\n"}, "ben")
    assert verify(board.path, unsigned=True).status == 0
    bad = history.commit({"incidents/two.toml": "x = 1\n"}, "ana", key="ben")
    (fault,) = verify(board.path, unsigned=True).faults
    assert (fault.code, fault.commit) == ("signer.other", bad)
    spoilt = history.commit({"incidents/3.toml": "x\n"}, "ana", change=lambda body: body.replace(b"A commit", b"B"))
    assert ("signature.wrong", spoilt) in {(one.code, one.commit) for one in verify(board.path, unsigned=True).faults}
