"""Whoever holds no seat and stands in for none is no voice of the board, though she agreed."""

from __future__ import annotations

from pathlib import Path

from board.actions.verifying import verify
from tests.conformance.keys import agree, change
from tests.trust.history import History, charter, key_line, live, signed_board


def test_who_fills_no_seat_is_not_named_among_those_who_replaced_a_key(tmp_path: Path) -> None:
    """Given a lost key that two seats replace, when an observer agreed as well, then two are named, and not she."""
    text = charter().replace('alternate = ["engineering"]\n', "")
    board = signed_board(tmp_path, text)
    live(board)
    history = History(board.path, clock=int(board.now.timestamp()))
    new = charter(chiara=key_line("chiara-new")).replace('alternate = ["engineering"]\n', "")
    agree(history, new, "mo")
    change(history, new, "ben", "lena")
    report = verify(board.path)
    (told,) = (fault.words for fault in report.trusted if fault.code == "trusted.key")
    assert (report.status, told.partition(" gave ")[0]) == (0, "ben and lena")
