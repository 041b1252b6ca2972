"""An answer given again keeps the words and the evidence that nobody named: what was typed is never lost."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from board.actions.cases import load_case
from board.actions.docketing import open_proposal
from board.actions.reviewing import my_views
from board.actions.voting import ballot_form
from board.core.ballot import BallotDraft
from board.core.prefilled import Earlier
from tests.boards import PROPOSAL, SmallBoard, git, small_board
from tests.cli.running import Board, Ran

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


def judge(board: SmallBoard) -> Callable[..., Ran]:
    """The commands of a member who judges and votes, once the board has taken the proposal up."""
    open_proposal(board.session("kim"), PROPOSED)
    git(board.path, "config", "user.name", "Ana Lindqvist")
    git(board.path, "config", "user.email", "ana@example.org")

    def ana(*arguments: str) -> Ran:  # a program of its own each time: a draft belongs to the one that writes it
        command = [sys.executable, "-m", "board", "-C", str(board.path), *arguments]
        ran = subprocess.run(command, check=False, capture_output=True, text=True)
        return Ran(ran.returncode, " ".join(ran.stdout.split()), ran.stderr)

    return ana


def test_a_reviewers_draft_keeps_her_note(sitting: Sitting) -> None:
    """Given a view with a note, when she only changes her mind, then her draft still holds the note."""
    board, ana = sitting.board, judge(sitting.board)
    assert ana("answer", "1", "R-02", "disagree", "--note", NOTE).status == 0
    assert f"your note “{NOTE}”" in ana("answer", "1", "R-02", "unsure").out
    session = board.session("ana")
    (view,) = my_views(session, load_case(session.world, PROPOSED))
    assert (view.question, view.view, view.note) == ("R-02", "unsure", NOTE)


def test_a_ballot_takes_no_word_of_her_draft_away_that_it_does_not_say(sitting: Sitting) -> None:
    """Given changes typed in a draft, when she votes otherwise by command, then they are still there."""
    board, ana = sitting.board, judge(sitting.board)
    elsewhere = ("--seen", "sha256:" + "0" * 64)
    assert ana("vote", "1", "not-yet", "--change", "Name the tests.", "--reason", NOTE, *elsewhere).status != 0
    assert ana("vote", "1", "no", "--reason", "Too early.", *elsewhere).status != 0
    refused = ballot_form(board.session("ana"), PROPOSED).draft
    assert (refused.changes, refused.reason) == (("Name the tests.",), "Too early."), "only what was named is other"
    done = ana("vote", "1", "yes")
    assert done.status == 0 and "Your draft holds a reason and changes" in done.out
    assert ballot_form(board.session("ana"), PROPOSED).draft.changes == ("Name the tests.",)
    assert ana("vote", "1", "not-yet", "--change", "Name the tests.", "--reason", "Too early.").status == 0
    assert ballot_form(board.session("ana"), PROPOSED).draft == BallotDraft(), "all of it is said"


def test_views_from_a_file_take_no_note_away_that_the_file_does_not_give(sitting: Sitting, tmp_path: Path) -> None:
    board, ana = sitting.board, judge(sitting.board)
    assert ana("answer", "1", "R-02", "disagree", "--note", NOTE).status == 0
    (tmp_path / "views.toml").write_text('[[views]]\nquestion = "R-02"\nview = "unsure"\n')
    told = ana("review", "1", "--answers", str(tmp_path / "views.toml"))
    assert told.status == 0 and "What you had noted on R-02 stays" in told.out
    session = board.session("ana")
    (view,) = my_views(session, load_case(session.world, PROPOSED))
    assert (view.view, view.note) == ("unsure", NOTE)


def test_an_answer_of_last_time_takes_no_note_away(sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given an answer with a note of her own, when last time's is asked for, then it is refused and the note stays."""
    mo = sitting.mo
    assert mo("answer", "1", "C-01", "deployer", "--note", NOTE).status == 0
    earlier = {"C-01": Earlier("2026/0009-before", "approved", ("provider",), "As before.")}
    monkeypatch.setattr("board.actions.reviewing.earlier_answers", lambda *_: earlier)
    refused = mo("answer", "1", "C-01", "--like-last-time")
    assert refused.status == 1 and "C-01 has a note of yours already" in refused.err
    assert sitting.said["note"] == NOTE
    assert mo("answer", "1", "C-01", "deployer", "--note", "").status == 0
    assert mo("answer", "1", "C-01", "--like-last-time").status == 0
    assert sitting.said["note"] == "As before."
