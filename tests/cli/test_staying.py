"""An answer given again keeps the words and the evidence that nobody named: what was typed is never lost."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from board.actions.cases import load_case
from board.actions.docketing import open_proposal
from board.actions.reviewing import my_views
from tests.boards import PROPOSAL, SmallBoard, git, small_board
from tests.cli.running import Board

NOTE = "Kept a year, because the tickets are."


@dataclass(frozen=True)
class Sitting:
    """The proposer of a submitted proposal that has evidence, with the commands of her clone."""

    board: SmallBoard
    mo: Board

    @property
    def said(self) -> dict[str, object]:
        """What answers.toml holds of C-01."""
        text = git(self.board.path, "show", f"HEAD:proposals/{PROPOSED}/answers.toml")
        return next(one for one in tomllib.loads(text)["answers"] if one["question"] == "C-01")


PROPOSED = "2026/0001-tokenizer"
EVIDENCE = '[[evidence]]\nid = "evaluation"\npath = "evaluation.md"\ndate = 2026-10-01\n'


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    """One proposal, its proposer, and nothing answered yet."""
    board = small_board(tmp_path, checklists=True)
    before, mark, after = PROPOSAL.rpartition("+++")
    board.submit(PROPOSED, before + EVIDENCE + mark + after, **{"evaluation.md": b"It works.\n"})
    git(board.path, "config", "user.name", "Mo Haddad")
    git(board.path, "config", "user.email", "mo@example.org")
    return Sitting(board, Board(board.path))


def test_another_value_keeps_the_note_and_says_so(sitting: Sitting) -> None:
    """Given an answer with a note, when only its value changes, then the note stays; an empty one takes it away."""
    mo = sitting.mo
    assert mo("answer", "1", "C-01", "gpai-provider", "--note", NOTE).status == 0
    again = mo("answer", "1", "C-01", "deployer")
    assert f"Kept from before: your note “{NOTE}”." in " ".join(again.out.split())
    assert sitting.said["note"] == NOTE and "deployer" in str(sitting.said["value"])
    assert "Kept from before" not in mo("answer", "1", "C-01", "deployer", "--note", "").out
    assert "note" not in sitting.said


def test_a_note_keeps_the_evidence_and_evidence_keeps_the_note(sitting: Sitting) -> None:
    """Given `board check` names the note and then the evidence an answer lacks, then following it loses neither."""
    mo = sitting.mo
    assert mo("answer", "1", "C-01", "deployer", "--evidence", "evaluation").status == 0
    assert mo("answer", "1", "C-01", "deployer", "--note", NOTE).status == 0
    assert (sitting.said["note"], sitting.said["evidence"]) == (NOTE, ["evaluation"])
    assert mo("answer", "1", "C-01", "deployer", "--evidence", "").status == 0
    assert "evidence" not in sitting.said and sitting.said["note"] == NOTE


def test_a_reviewers_draft_keeps_her_note(sitting: Sitting) -> None:
    """Given a view with a note, when she only changes her mind, then her draft still holds the note."""
    board = sitting.board
    open_proposal(board.session("kim"), PROPOSED)
    git(board.path, "config", "user.name", "Ana Lindqvist")
    git(board.path, "config", "user.email", "ana@example.org")

    def ana(*arguments: str) -> str:  # a program of its own each time: a draft belongs to the one that writes it
        command = [sys.executable, "-m", "board", "-C", str(board.path), *arguments]
        return " ".join(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())

    ana("answer", "1", "R-02", "disagree", "--note", NOTE)
    assert f"your note “{NOTE}”" in ana("answer", "1", "R-02", "unsure")
    session = board.session("ana")
    (view,) = my_views(session, load_case(session.world, PROPOSED))
    assert (view.question, view.view, view.note) == ("R-02", "unsure", NOTE)
