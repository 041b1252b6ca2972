"""The proposer is shown her questions, and no answer outside the options is taken."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from board.actions.cases import load_case
from board.actions.cautions import cautions
from board.actions.model import ReviewForm
from board.actions.reviewing import review_form
from board.actions.scaffold import answers_scaffold
from board.cli import answering, prompts, questionnaire
from board.cli.answering import _note
from board.cli.kinds_of_answer import asks_for, from_facts, numbered
from board.core.answering import open_questions
from board.core.ballot import BallotDraft, Condition, Verdict
from board.core.charter import Member
from board.core.checklist import Question
from board.core.proposal import Evidence
from board.core.questions import asked_in, tier_waits_for
from board.tui.question import card
from tests.boards import git, small_board
from tests.cli.running import Board
from tests.content.loading import kinds
from tests.core.building import case, charter

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


def typing(monkeypatch: pytest.MonkeyPatch, *typed: str) -> list[str]:
    """Let these lines be typed one after the other, then q; the questions that were put to her."""
    lines, asked = iter(typed), list[str]()

    def ask(question: str, *_: object, **__: object) -> str:
        asked.append(question)
        return next(lines, "q")

    monkeypatch.setattr(prompts, "ask", ask)
    return asked


def test_back_asks_the_question_before_once_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a slip in the answer before, when she types back, then that question is put again and takes another."""
    board = small_board(tmp_path, checklists=True)
    proposal = board.submit()
    session = board.session("mo")
    form = review_form(session, proposal)
    first, second = (one.question.id for one in open_questions(form.case)[:2])
    put: list[str] = []
    monkeypatch.setattr(answering, "_put", lambda item, *_: put.append(item.question.id))
    typing(monkeypatch, "3", "A wrong bill.", "back", "2", "A late bill.", "back", "")
    after = answering._asked(session, form)
    assert put[:4] == [first, second, first, second] and first == "R-15", "it sets the tier"
    (said,) = [one for one in after.case.answers if one.question == first]
    assert (said.value, said.note) == (("2",), "A late bill.")


def test_the_screen_too_asks_a_proposer_first_what_alone_raises_the_tier(tmp_path: Path) -> None:
    """Given a tier that a blank makes, then her review begins with that question; a seat's keeps the list's order."""
    board = small_board(tmp_path, checklists=True)
    proposal = board.submit()
    hers, seat = (review_form(board.session(one), proposal) for one in ("mo", "chiara"))
    first = tier_waits_for(hers.case)
    assert first and [one.question.id for one in hers.items][: len(first)] == list(first)
    assert hers.items[hers.start].question.id == first[0]
    listed = [one.question.id for one in asked_in(seat.case)]
    assert listed.index(first[0]) > len(first), "it does not stand first in the list by chance"
    theirs = [one.question.id for one in seat.items if one.mine and not one.dropped]
    assert first[0] in theirs and theirs == [one for one in listed if one in theirs]


def test_an_equals_sign_where_the_facts_say_nothing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Given no fact beside a question, when = is typed as the note, then it says so; so does a command."""
    board = small_board(tmp_path, checklists=True)
    proposal = board.submit()
    item = next(one for one in review_form(board.session("mo"), proposal).items if one.question.id == "C-01")
    assert not item.facts
    item = replace(item, question=replace(item.question, wants_note=True))
    typing(monkeypatch, "=", "We run it in our own wards.")
    assert _note(item, ("deployer",)) == "We run it in our own wards."
    assert "The facts say nothing about C-01" in capsys.readouterr().out
    git(board.path, "config", "user.name", "Mo Haddad")
    git(board.path, "config", "user.email", "mo@example.org")
    refused = Board(board.path)("answer", "1", "C-01", "deployer", "--note", "=")
    assert refused.status != 0 and "= takes nothing over" in refused.err
    two = replace(item, facts=("Licence: MIT", "Limit on users: 0"))
    assert from_facts("=", two) == "Licence: MIT; Limit on users: 0", "each number keeps its name"


def test_numbers_pick_choices_in_a_command_too(tmp_path: Path) -> None:
    board = small_board(tmp_path, checklists=True)
    proposal = board.submit()
    git(board.path, "config", "user.name", "Mo Haddad")
    git(board.path, "config", "user.email", "mo@example.org")
    mo = Board(board.path)
    assert "1  deployer: " in mo("answer", "1", "C-01").out
    assert mo("answer", "1", "C-01", "1,2").status == 0
    said = tomllib.loads(git(board.path, "show", f"HEAD:proposals/{proposal}/answers.toml"))["answers"]
    assert {one["question"]: one["value"] for one in said}["C-01"] == ["deployer", "provider"]


@pytest.mark.parametrize(
    ("sort", "told"),
    [
        ("date", "A date, such as 2027-01-31."),
        ("number", "A number, in days."),
        ("person", "A member (ana, ben), or a name with an address: Name <name@example.org>."),
        ("evidence", "Evidence, by its id or number: 1 evaluation and 2 letters."),
        ("text", ""),
    ],
)
def test_what_sort_of_answer_is_wanted_is_told_before_it_is_asked(sort: str, told: str) -> None:
    left, stays = date(2026, 9, 30), date(2026, 10, 31)
    members = (Member("ana", "Ana"), Member("ben", "Ben", end=stays), Member("petra", "Petra", end=left))
    asked = case(board=replace(charter(), members=members))
    listed = (Evidence("evaluation", path="report.md"), Evidence("letters", held_by="ana"))
    asked = replace(asked, proposal=replace(asked.proposal, evidence=listed))
    question = Question("R-17", "risk", "Which?", type=sort, unit="days" if sort == "number" else "")
    assert asks_for(question, asked, stays) == told
    if sort == "evidence":
        assert numbered(question, asked) == {"1": "evaluation", "2": "letters"}
