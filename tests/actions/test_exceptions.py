"""An exception and a retirement are held to the policy where the board meets them: check, opening, tally and ballot."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions import browse, docketing
from board.actions.check import check
from board.actions.voting import ballot_form
from board.core.finding import Refused
from board.formats.shipped import shipped
from board.store.base import Change
from tests.boards import SmallBoard, git, small_board

ID = "2026/0001-tokenizer"
EXCEPTION = """\
+++
title = "Use it without a known licence"
kind = "policy-exception"
proposer = "mo"
[facts]
gate = "license-known"
gate_owner = "security"
waives = ["R-99"]
scope = ["tokenizer"]
target_ring = "beta"
reason = "Nobody answers."
compensating_control = "None."
ends_on = 2031-01-01
+++
# Use it without a known licence

Please.
"""
RETIRE = """\
+++
title = "Retire the tokenizer"
kind = "model-retire"
proposer = "mo"
[facts]
models = [{ id = "tokenizer", version = "1" }]
sunset_on = 2026-10-07
data_disposal = false
+++
# Retire the tokenizer

It goes.
"""


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    """A board with the shipped policy and a register that has the model in beta."""
    board = small_board(tmp_path)
    register = b'id = "tokenizer"\nname = "T"\nversion = "1"\nring = "beta"\nowner = "mo"\nlicence = "MIT"\n'
    files: dict[str, bytes | None] = {
        "policy.toml": shipped("policy.toml"),
        "registers/models/tokenizer.toml": register,
    }
    board.session("ana").commit(lambda _: Change(files, "Set the limits\n"))
    board.wait(minutes=1)
    return board


def told(board: SmallBoard) -> dict[str, int]:
    """The findings on the proposal by code, with their lines."""
    git(board.path, "checkout", "-q", "--", ".")
    return {one.code: one.where.line for one in check(board.session("ana")) if one.where.path.endswith("tokenizer.md")}


def test_an_exception_that_can_never_hold_is_told_by_line_and_not_opened(board: SmallBoard) -> None:
    board.submit(ID, EXCEPTION)
    lines = told(board)
    assert (lines["exception.not-waivable"], lines["exception.too-long"]) == (6, 13)
    assert docketing.opening_preview(board.session("ana"), ID).why_not.startswith("It could never hold: ")
    with pytest.raises(Refused, match="could never hold"):
        docketing.open_proposal(board.session("ana"), ID)


def test_the_owner_of_the_gate_must_sign_whoever_the_proposer_names(board: SmallBoard) -> None:
    """Given a gate that product owns, when the proposer names security, then product must sign as well."""
    board.submit(ID, EXCEPTION.replace('"license-known"', '"record-readable"').replace('["R-99"]', "[]"))
    assert told(board)["exception.owner"] == 7
    docketing.open_proposal(board.session("ana"), ID)
    seats = browse.tally_of(board.session("ana"), ID).seats
    assert {each.seat for each in seats if each.must_sign} == {"security", "legal", "product"}


def test_a_retirement_without_notice_is_told_by_check_opening_and_ballot(board: SmallBoard) -> None:
    board.submit(ID, RETIRE)
    assert told(board)["retire.short-notice"] == 7
    assert any("asks for 30" in one.message for one in docketing.opening_preview(board.session("ana"), ID).problems)
    docketing.open_proposal(board.session("ana"), ID)
    assert any("asks for 30" in one for one in ballot_form(board.session("ana"), ID).warnings)
