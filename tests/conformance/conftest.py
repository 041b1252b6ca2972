"""The small signed board, made once; each case works on a copy of its own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from board.actions.deciding import defer, preview
from board.actions.model import FreeParts
from board.core.ballot import Condition
from tests.boards import PROPOSAL, START, git
from tests.trust.history import (
    AGAIN,
    DECIDED,
    ONCE_MORE,
    OPEN,
    RULED,
    History,
    charter,
    charter_change,
    copy_of,
    decide_it,
    live,
    open_it,
    signed_board,
    submit,
)

WORST_HARM = """\
id = "risk"
title = "Risk"
[[questions]]
id = "R-15"
question = "How bad is the worst harm you can believe?"
type = "scale"
options = [{ value = "1", label = "An annoyance" }, { value = "5", label = "Death" }]
judge = "product"
"""


@pytest.fixture(scope="session")
def _small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    board = signed_board(tmp_path_factory.mktemp("small"))
    live(board)
    return board.path


@pytest.fixture(scope="session")
def _young(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return signed_board(tmp_path_factory.mktemp("young")).path


@pytest.fixture(scope="session")
def _listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = charter().replace("[repository]", "facts = 2\n[repository]")
    board = signed_board(tmp_path_factory.mktemp("listed"), text)
    silent = [line for line in PROPOSAL.splitlines(keepends=True) if not line.startswith(("domain", "jurisd"))]
    submit(board, OPEN, "".join(silent))
    open_it(board, OPEN)
    return board.path


@pytest.fixture(scope="session")
def _own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    board = signed_board(tmp_path_factory.mktemp("own"))
    board.wait(minutes=1)
    submit(board, DECIDED, PROPOSAL.replace('proposer = "mo"', 'proposer = "Ben Okafor"'))
    open_it(board, DECIDED)
    for member in ("ana", "chiara", "lena", "mo"):
        board.vote(member, DECIDED, "approve")
    decide_it(board, DECIDED)
    return board.path


@pytest.fixture(scope="session")
def _blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    board = signed_board(tmp_path_factory.mktemp("blank"))
    board.wait(minutes=1)
    History(board.path, clock=int(board.now.timestamp())).commit({"checklists/risk.toml": WORST_HARM}, "ana")
    board.wait(minutes=5)
    submit(board, DECIDED, PROPOSAL.replace('"beta"', '"sandbox"'))
    open_it(board, DECIDED)
    condition = Condition("", "Rate what could go wrong", "mo", START.date() + timedelta(days=20), "The answers", "kim")
    for member in ("ana", "chiara", "lena"):
        board.vote(member, DECIDED, "approve")
    board.vote("ben", DECIDED, "approve-with-conditions", conditions=(condition,))
    decide_it(board, DECIDED)
    return board.path


@pytest.fixture(scope="session")
def _later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    board = signed_board(tmp_path_factory.mktemp("later"))
    live(board)
    for proposal in (AGAIN, ONCE_MORE):
        submit(board, proposal, PROPOSAL.replace("[facts]", f'supersedes = "{DECIDED}"\n[facts]'))
        open_it(board, proposal)
        for member in ("ana", "ben", "chiara", "lena"):
            board.vote(member, proposal, "approve")
    other = preview(board.session("ana"), ONCE_MORE, FreeParts()).files
    history = History(board.path)
    kept = history.tree({path: text.encode() for path, text in other.items()})
    history.git("update-ref", "refs/kept/once-more", git(board.path, "commit-tree", "-m", "Kept", kept))
    for reason in ("The tests are late.", "They still are."):
        defer(board.session("ana"), OPEN, reason)
        board.wait(minutes=1)
        open_it(board, OPEN)
    decide_it(board, AGAIN)
    charter_change(board, RULED, {"board.toml": charter() + "\n[voting]\nwindow_working_days = 4\n"})
    return board.path


@pytest.fixture
def later(_later: Path, tmp_path: Path) -> History:
    """One decision replaced, another vote to replace it kept apart, rounds put off, new rules after their notice."""
    return copy_of(_later, tmp_path)


@pytest.fixture
def blank(_blank: Path, tmp_path: Path) -> History:
    """One proposal decided for the sandbox, of which nobody said how bad it could be."""
    return copy_of(_blank, tmp_path)


@pytest.fixture
def own(_own: Path, tmp_path: Path) -> History:
    """One proposal decided that a member with a seat made; her alternate speaks for that seat."""
    return copy_of(_own, tmp_path)


@pytest.fixture
def small(_small: Path, tmp_path: Path) -> History:
    """One proposal decided, one open with two ballots."""
    return copy_of(_small, tmp_path)


@pytest.fixture
def listed(_listed: Path, tmp_path: Path) -> History:
    """A board whose charter names the list of owed facts; it opened one proposal, which leaves two of them out."""
    return copy_of(_listed, tmp_path)


@pytest.fixture
def young(_young: Path, tmp_path: Path) -> History:
    """A board that was only founded."""
    return copy_of(_young, tmp_path)
