"""The small signed board, made once; each case works on a copy of its own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from board.core.ballot import Condition
from tests.boards import PROPOSAL, START
from tests.trust.history import DECIDED, OPEN, History, charter, copy_of, decide_it, live, open_it, signed_board, submit

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
