"""A change that is larger than its proposer says is told to whoever checks, opens and votes; it bars nothing."""

from __future__ import annotations

from pathlib import Path

from board.actions import docketing
from board.actions.check import check
from board.actions.voting import ballot_form, cast
from board.core.ballot import BallotDraft, Verdict
from board.store.base import Change, Person
from tests.boards import PROPOSAL, START, git, small_board

ID = "2026/0001-tokenizer"
REGISTER = f'id = "search"\nname = "Search"\nversion = "1.0.0"\nsha256 = "sha256:{"f" * 64}"\n'
WORDS = "search 1.1.0 has another fingerprint than 1.0.0 in the register, so it is no patch."


def test_a_patch_with_other_weights_is_told_by_check_opening_and_ballot_and_may_pass(tmp_path: Path) -> None:
    board = small_board(tmp_path)
    entry = Change({"registers/models/search.toml": REGISTER.encode()}, "Register\n")
    board.store.write(lambda _: entry, Person("Ana", "ana@example.org"), START, None)
    board.submit(ID, PROPOSAL.replace('change_class = "major"', 'change_class = "patch"'))
    git(board.path, "checkout", "-q", "--", ".")
    [found] = [one for one in check(board.session("ana")) if one.code == "change.larger"]
    assert (found.message, found.where.line) == (WORDS, 6)
    assert WORDS in [one.message for one in docketing.opening_preview(board.session("kim"), ID).problems]
    docketing.open_proposal(board.session("kim"), ID)
    assert WORDS in ballot_form(board.session("ana"), ID).warnings
    assert cast(board.session("ana"), ID, BallotDraft(Verdict.APPROVE)).commit
