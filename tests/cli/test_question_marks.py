"""A lone question mark asks for help: it is shown, the question comes again, and nothing is taken for an answer."""

from __future__ import annotations

import builtins
from pathlib import Path

import click
import pytest

from board.actions.cases import load_case
from board.actions.check import check
from board.actions.docketing import open_proposal, opening_preview
from board.actions.propose import submit_files
from board.actions.reviewing import review_form
from board.actions.voting import cautions_now
from board.cli import prompts
from board.core.answering import open_questions
from board.core.ballot import BallotDraft
from board.core.finding import Finding
from tests.boards import PROPOSAL, git, small_board
from tests.cli.running import Board

HEAD = '+++\ntitle = "Warn sooner"\nkind = "policy-change"\nproposer = "mo"\n[facts]\n'
ID = "2026/0001-warn-sooner"


def typing(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Each line typed at the next prompt; then the end of input."""
    left = iter(lines)

    def read(_: str) -> str:
        line = next(left, None)
        if line is None:
            raise EOFError
        return line

    monkeypatch.setattr(builtins, "input", read)


def test_a_question_mark_shows_how_to_answer_and_asks_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typing(monkeypatch, "?", "because")
    assert prompts.ask("Why?", needed=True) == "because"
    assert "Type your answer and press Enter." in capsys.readouterr().out
    typing(monkeypatch, "?", "")
    assert prompts.ask("Why?", "as before", told=("Say it in your words.",)) == "as before"
    assert capsys.readouterr().out.strip() == "Say it in your words."
    typing(monkeypatch, "?")
    with pytest.raises(click.Abort):
        prompts.ask("Why?", "as before")


def test_a_question_mark_is_no_fact_of_a_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given the facts asked one by one, when “?” is typed at one, then she is told how, and asked again."""
    board = small_board(tmp_path, checklists=True)
    git(board.path, "config", "user.name", "Mo Haddad")
    git(board.path, "config", "user.email", "mo@example.org")
    git(board.path, "checkout", "-q", "-f", "main")
    run = Board(board.path)
    assert run("new", "policy-change", "Warn sooner").status == 0
    monkeypatch.setattr("board.cli.call.Call.interactive", property(lambda _: True))
    typing(monkeypatch, "?", "warn = 50", "q")
    out = run("answer", "1", "--facts").out
    assert out.count("Enter leaves a fact open") == 2, "once at first, once when she asks"
    text = (board.path / f"proposals/{ID}.md").read_text()
    assert 'old_text = "warn = 50"' in text and '"?"' not in text


def test_a_question_mark_is_no_answer_by_command(tmp_path: Path) -> None:
    board = small_board(tmp_path, checklists=True)
    form = review_form(board.session("mo"), board.submit())
    name = next(one.question.id for one in open_questions(form.case) if one.question.type == "text")
    git(board.path, "config", "user.name", "Mo Haddad")
    git(board.path, "config", "user.email", "mo@example.org")
    refused = Board(board.path)("answer", "1", name, "?")
    assert refused.status != 0 and f"A lone “?” is no answer to {name}." in refused.err


def test_a_question_mark_that_stands_in_a_file_is_found(tmp_path: Path) -> None:
    board = small_board(tmp_path, checklists=True)
    files = {
        f"proposals/{ID}.md": f'{HEAD}old_text = "?"\nnew_text = "What now?"\n+++\n# Warn\n\nSooner.\n'.encode(),
        f"proposals/{ID}/answers.toml": b'[[answers]]\nquestion = "E-01"\nvalue = "?"\n',
        f"proposals/{ID}/new/policy.toml": b"",
    }
    told = submit_files(board.session("mo"), ID, files)
    assert "The fact old_text says nothing but “?”." in told.notes
    found = [one.message for one in check(board.session("mo")) if one.code == "proposal.question-mark"]
    assert found == ["The fact old_text says nothing but “?”.", "The answer to E-01 says nothing but “?”."]


@pytest.mark.parametrize(("kind", "name"), [("policy-change", "policy.toml"), ("charter-change", "board.toml")])
def test_a_change_of_the_rules_without_the_changed_file_lacks_it(tmp_path: Path, kind: str, name: str) -> None:
    """Given words alone, then check, submitting, opening and the ballot say that a yes would change nothing."""
    board = small_board(tmp_path)
    text = f"{HEAD.replace('policy-change', kind)}+++\n# Warn\n\nSooner.\n".encode()
    told = submit_files(board.session("mo"), ID, {f"proposals/{ID}.md": text})
    missing = "The changed file is missing: nothing lies under new/ in this proposal's folder."
    assert missing in told.notes
    (found,) = [one for one in check(board.session("mo")) if one.code == "change.no-file"]
    assert found.severity == "error" and f"Put the changed {name}" in found.fix and "byte for byte" in found.why
    board.wait(minutes=1)
    assert missing in [one.message for one in opening_preview(board.session("ana"), ID).problems]
    open_proposal(board.session("ana"), ID)
    session = board.session("ana")
    assert missing in cautions_now(session, load_case(session.world, ID), BallotDraft())
    assert "change.no-file" not in {one.code for one in check_of_a_model(tmp_path / "model")}, "other kinds carry none"


def check_of_a_model(folder: Path) -> tuple[Finding, ...]:
    board = small_board(folder)
    board.submit(text=PROPOSAL)
    return check(board.session("mo"))
