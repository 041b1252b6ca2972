"""A repository full of traps, in every command and on every screen: not one program that it names is run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from board.actions.deciding import decide, preview
from board.actions.model import FreeParts
from board.cli.register import BY_NAME
from board.store.repository import open_repository
from board.tui.app import BoardApp
from board.tui.desk import Desk
from tests.boards import PROPOSAL, SmallBoard, git, small_board
from tests.cli.running import Board
from tests.store.test_hostile import TRAPS
from tests.trust.history import open_it
from tests.tui.pilot import play, settle
from tests.tui.sample import ID
from tests.tui.screens import WAYS

DECIDED = "2026/0001-tokenizer"
ELSEWHERE = ("ssh command", "ext address", "ext address by insteadOf", "remote inside with hooks", "option as address",
             "credential helper", "remote helper", "ext push address", "ext address by pushInsteadOf",
             "promisor with missing blobs", "work tree elsewhere")  # fmt: skip
"""Traps in the address itself, of which there is one, or after which nothing can be read: test_hostile.py has them."""
COMMANDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "whoami": ((),), "list": ((), ("--mine",)), "show": ((ID,), (DECIDED, "--decision")), "history": ((),),
    "log": ((DECIDED,),), "search": (("tokenizer",),), "evidence": (("list", ID),), "risks": ((),), "pack": ((),),
    "tally": ((ID,),), "charter": ((),), "check": ((),), "words": (("README.md",),),
    "verify": (("--unsigned",), ("--allowed-signers",)),
    "restore": ((),), "checkpoint": ((), ("--compare", "README.md")), "prove": ((DECIDED, "--out", "proof.json"),),
    "init": (("--name", "Another"),), "join": ((),),
    "member": ((), ("signed", "ben")),
    "new": (("model-retire", "Retire it"),), "answer": ((ID, "R-01", "yes"),),
    "submit": (("2026/0015-retire-it",),), "renumber": ((ID,),),
    "withdraw": (("2026/0015-retire-it", "--reason", "No"),),
    "review": ((ID,),), "share": ((ID,),), "ask": ((ID, "Why?"),), "reply": ((ID, "So."),),
    "vote": ((ID, "approve", "--reason", "Yes."),), "move": ((ID,),), "pull": ((ID,),), "open": ((ID,),),
    "act": ((ID, "stop", "It is off."),),
    "decide": ((ID,), (ID, "--yes")), "defer": ((ID, "--reason", "Later"),), "follow-up": ((DECIDED,),),
    "sync": ((),),
}  # fmt: skip


@pytest.fixture
def trapped(tmp_path: Path) -> SmallBoard:
    """A board with one proposal decided and one open, a remote, and every trap that can lie beside the others."""
    board = small_board(tmp_path, remote=True)
    for proposal in (DECIDED, ID):
        board.submit(proposal, PROPOSAL)
        open_it(board, proposal)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, DECIDED, "approve")
    decide(board.session("ana"), DECIDED, preview(board.session("ana"), DECIDED, FreeParts()))
    board.vote("ben", ID, "approve")
    (board.path / "README.md").write_text("Some plain words.\n")
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\necho \"$0\" >> '{tmp_path}/fired'\nexit 0\n")
    trap.chmod(0o755)
    for name in TRAPS.keys() - set(ELSEWHERE):
        TRAPS[name](board.path, str(trap))
    return SmallBoard(board.path, open_repository(board.path, "main"), board.remote, board.now)


def test_row_42_no_command_runs_what_a_repository_names(trapped: SmallBoard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given all traps at once, when each command is used, then none fires, and no command is left out."""
    assert COMMANDS.keys() | {"demo", "completion"} == BY_NAME.keys(), "what opens no repository needs no test"
    monkeypatch.chdir(trapped.path)
    git(trapped.path, "config", "--global", "user.name", "Ana")
    git(trapped.path, "config", "--global", "user.email", "ana@example.org")
    for name, uses in COMMANDS.items():
        for use in uses:
            ran = Board(trapped.path)(name, *use)
            assert ran.status in (0, 1, 2, 3), (name, ran)
            assert "unexpected" not in ran.err, (name, ran.err)
            assert not (trapped.path.parent / "fired").exists(), name


@pytest.mark.slow
def test_row_42_no_screen_runs_what_a_repository_names(trapped: SmallBoard) -> None:
    """Given the same traps, when each screen is opened and left again, then none fires."""
    desk, opened = Desk(trapped.session("ana")), set[str]()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        for push in dict.fromkeys(push for push, _ in WAYS.values() if push is not None):
            await app.push_screen(push(desk))
            await settle(app, pilot)
            opened.add(type(app.screen).__name__)
            while len(app.screen_stack) > 2:
                app.pop_screen()
            await settle(app, pilot)

    play(desk, steps)
    assert len(opened) > 20
    assert not (trapped.path.parent / "fired").exists()
