"""The proposer is shown her questions, and no answer outside the options is taken."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from board.actions.cases import load_case
from board.actions.cautions import cautions
from board.actions.model import ReviewForm
from board.actions.reviewing import review_form
from board.actions.scaffold import answers_scaffold
from board.cli import prompts, questionnaire
from board.cli.answering import _note
from board.core.ballot import BallotDraft, Condition, Verdict
from board.tui.question import card
from tests.boards import git, small_board
from tests.cli.running import Board
from tests.content.loading import kinds

PROMOTION = """+++
title = "Recognise faces at the gate"
kind = "ring-promote"
proposer = "mo"
[facts]
target_ring = "beta"
decides_about_people = "decides"
domain = ["biometrics"]
+++
A camera opens the gate.
"""
CRIME = "Guesses from somebody's nature alone that they will commit a crime"


def test_a_proposer_finds_her_questions_and_a_made_up_answer_is_refused(tmp_path: Path) -> None:
    board = small_board(tmp_path, checklists=True)
    proposal = board.submit()
    git(board.path, "config", "user.name", "Mo Haddad")
    git(board.path, "config", "user.email", "mo@example.org")
    mo = Board(board.path)
    listed = mo("answer", "1")
    assert listed.status == 0
    assert "questions are not answered yet" in listed.out
    assert "C-01:" in listed.out
    shown = mo("answer", "1", "C-01")
    assert "Why it matters:" in shown.out
    assert "gpai-provider: We make a model" in shown.out
    refused = mo("answer", "1", "C-01", "bogus")
    assert refused.status != 0
    assert "gpai-provider" in refused.err
    assert "answers.missing" in mo("check", "--json").out
    session = board.session("ana")
    draft = BallotDraft(Verdict.APPROVE_WITH_CONDITIONS, conditions=(Condition("c1", "Do it.", owner="nina"),))
    said = cautions(load_case(session.world, proposal), None, draft, None, session.today)
    assert any("“nina” is no member" in one for one in said)


def uses(tmp_path: Path) -> ReviewForm:
    """The review of a legal member; of its questions, those about uses that no board may approve come first."""
    board = small_board(tmp_path, checklists=True)
    proposal = board.submit(text=PROMOTION)
    return review_form(board.session("ana"), proposal)


def test_whoever_judges_banned_uses_reads_on_line_and_on_screen_which_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Given the question after banned uses, when it is shown to its judge, then every one of them stands below it."""
    form = uses(tmp_path)
    item = next(one for one in form.items if one.question.id == "E-05")
    questionnaire._show(form.case, item, 0, 1)
    told, shown = capsys.readouterr().out, str(card(form, item, 1, 100))
    assert len(item.question.to_tick) == 9
    for label in item.question.to_tick:
        assert label in " ".join(told.split())
        assert label in " ".join(shown.split())
    assert "- None of these" not in told


def test_the_scaffold_lists_what_can_be_ticked_one_a_line(tmp_path: Path) -> None:
    """Given new answers, when they are written for the proposer, then each use stands on a line of its own."""
    board = small_board(tmp_path, checklists=True)
    text = answers_scaffold(board.session("ana").world, kinds()["ring-promote"])
    assert f"#   predicts-crime: {CRIME}\n" in text
    assert {one["question"]: one["value"] for one in tomllib.loads(text)["answers"]}["E-05"] == []


@pytest.mark.parametrize(
    ("typed", "kept"), [(["", "Two nurses."], "Two nurses."), (["", "none"], ""), (["Three."], "Three.")]
)
def test_a_note_that_a_question_asks_for_is_asked_for_once_more_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: list[str], kept: str
) -> None:
    """Given a question that asks for a note, when it is left empty, then its reason is told; “none” leaves it out."""
    board = small_board(tmp_path, checklists=True)
    proposal = board.submit()
    form, words = review_form(board.session("mo"), proposal), iter(typed)
    item = next(one for one in form.items if one.question.wants_note)
    monkeypatch.setattr(prompts, "ask", lambda *_, **__: next(words))
    assert _note(item, ("something",)) == kept
    told = " ".join(capsys.readouterr().out.split())
    assert ("The question asks for a few words." in told) is (len(typed) > 1)
    assert next(words, "") == ""
