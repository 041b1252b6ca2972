"""The histories that conformance cases start from, each made by the program itself in an empty folder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

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
    decide_it,
    live,
    open_it,
    signed_board,
    submit,
)

Begin = Callable[[Path], Path]
Begun = Callable[[str], Path]
"""Where the history of a beginning lies, that nobody may change."""
BEGINNINGS: dict[str, Begin] = {}
"""Each beginning by name: given an empty folder, it makes the repository there and says where."""


def beginning(make: Begin) -> Begin:
    """Put a function into the list."""
    BEGINNINGS[make.__name__] = make
    return make


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


@beginning
def small(folder: Path) -> Path:
    """One proposal decided, one open with two ballots."""
    board = signed_board(folder)
    live(board)
    return board.path


@beginning
def young(folder: Path) -> Path:
    """A board that was only founded."""
    return signed_board(folder).path


@beginning
def listed(folder: Path) -> Path:
    """A board whose charter names the list of owed facts; it opened one proposal, which leaves two of them out."""
    text = charter().replace("[repository]", "facts = 2\n[repository]")
    board = signed_board(folder, text)
    silent = [line for line in PROPOSAL.splitlines(keepends=True) if not line.startswith(("domain", "jurisd"))]
    submit(board, OPEN, "".join(silent))
    open_it(board, OPEN)
    return board.path


@beginning
def own(folder: Path) -> Path:
    """One proposal decided that a member with a seat made; her alternate speaks for that seat."""
    board = signed_board(folder)
    board.wait(minutes=1)
    submit(board, DECIDED, PROPOSAL.replace('proposer = "mo"', 'proposer = "Ben Okafor"'))
    open_it(board, DECIDED)
    for member in ("ana", "chiara", "lena", "mo"):
        board.vote(member, DECIDED, "approve")
    decide_it(board, DECIDED)
    return board.path


@beginning
def blank(folder: Path) -> Path:
    """One proposal decided for the sandbox, of which nobody said how bad it could be."""
    board = signed_board(folder)
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


@beginning
def later(folder: Path) -> Path:
    """One decision replaced, another vote to replace it kept apart, rounds put off, new rules after their notice."""
    board = signed_board(folder)
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
