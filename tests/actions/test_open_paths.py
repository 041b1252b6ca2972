"""Anybody who can push may write below proposals/: no ballot, no decision and no vote goes away by that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from board.actions.browse import decisions
from board.actions.cases import load_case
from board.actions.dossier import dossier
from board.actions.opened import opened_policy
from board.actions.verifying import verify
from tests.boards import PROPOSAL, SmallBoard, git
from tests.trust.history import (
    DECIDED,
    OPEN,
    History,
    charter,
    charter_change,
    decide_it,
    lived_board,
    open_it,
    submit,
)

TEXT = '+++\ntitle = "Other"\nkind = "policy-change"\n+++\n'


def shelf_taken(outside: History) -> None:
    """A document of the name of the shelf."""
    outside.commit({f"proposals/{OPEN.partition('/')[0]}.md": TEXT}, "eve", key="")


def documents_gone(outside: History) -> None:
    """Every document removed."""
    paths = outside.git("ls-tree", "-r", "--name-only", "main", "proposals").splitlines()
    outside.commit(dict.fromkeys(paths), "eve", key="")


def document_a_folder(outside: History) -> None:
    """A folder in place of the document."""
    outside.commit({f"proposals/{OPEN}.md": None}, "eve", key="")
    outside.commit({f"proposals/{OPEN}.md/x.md": TEXT}, "eve", key="")


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallBoard:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return lived_board(tmp_path)


def sums(board: SmallBoard) -> tuple[str, list[str]]:
    session = board.session("ana")
    tally = dossier(session, OPEN).tally
    assert tally is not None
    return tally.sentence, [entry.id for entry in decisions(session)]


@pytest.mark.parametrize("attack", [shelf_taken, documents_gone, document_a_folder])
def test_given_any_push_below_proposals_then_votes_and_decisions_stay(
    attack: Callable[[History], None], board: SmallBoard
) -> None:
    """Given ballots on an open proposal, when an outsider rearranges proposals/, then they count and it is decided."""
    before = sums(board)
    assert before[1] == [DECIDED]
    attack(History(board.path, clock=int(board.now.timestamp())))
    assert sums(board) == before
    for member in ("ana", "chiara"):
        board.vote(member, OPEN, "approve")
    decide_it(board, OPEN)
    assert sorted(sums(board)[1]) == sorted((DECIDED, OPEN))
    assert verify(board.path, from_genesis=True).faults == ()


def test_given_rules_planted_in_a_faulty_commit_before_the_opening_then_no_tally_reads_them(board: SmallBoard) -> None:
    """Given an unsigned commit with a docket and another charter, when the text is edited later to have the board look
    for what it opened, then it finds its own charter."""
    proposal = "2026/0003-planted"
    submit(board, proposal, PROPOSAL)
    digest = f"sha256:{'0' * 64}"
    bound = "".join(f'{name} = "{digest}"\n' for name in ("revision", "charter", "checklists"))
    outside = History(board.path, clock=int(board.now.timestamp()))
    planted = charter().replace("Europe/Berlin", "Pacific/Kiritimati").replace('"required"', '"unsigned"')
    docket = f'[[openings]]\nround = 1\n{bound}tier = "minimal"\n'
    outside.commit({"board.toml": planted, f"decisions/{proposal}/docket.toml": docket}, "eve", key="")
    git(board.path, "reset", "--hard", "main")
    board.wait(minutes=1)
    open_it(board, proposal)
    board.vote("ben", proposal, "approve")
    outside.clock = int(board.now.timestamp())
    outside.commit({f"proposals/{proposal}.md": TEXT}, "eve", key="")
    session = board.session("ana")
    found = load_case(session.world, proposal).charter
    assert planted != charter()
    assert (found.timezone, found.signing) == (session.charter.timezone, "required")


POLICY = "[gates.conditions-overdue]\nfreeze_after_days = {days}\n"


def test_given_a_policy_planted_before_the_opening_then_the_one_it_binds_is_found_by_its_digest(
    board: SmallBoard,
) -> None:
    """Given an unsigned commit with a docket and a policy, when the board adopts a policy after opening a proposal,
    then that proposal still stands under the policy it was opened with: none."""
    proposal = "2026/0003-planted"
    submit(board, proposal, PROPOSAL)
    digest = f"sha256:{'0' * 64}"
    bound = "".join(f'{name} = "{digest}"\n' for name in ("revision", "charter", "checklists"))
    outside = History(board.path, clock=int(board.now.timestamp()))
    docket = f'[[openings]]\nround = 1\n{bound}tier = "minimal"\n'
    planted = {"policy.toml": POLICY.format(days=1), f"decisions/{proposal}/docket.toml": docket}
    outside.commit(planted, "eve", key="")
    git(board.path, "reset", "--hard", "main")
    board.wait(minutes=1)
    open_it(board, proposal)
    charter_change(board, "2026/0004-policy", {"policy.toml": POLICY.format(days=9)})
    world = board.session("ana").world
    assert (world.policy.freeze_after, opened_policy(world, proposal).freeze_after) == (9, None)
