"""What a proposer is told and may do on the command line before the board takes her proposal up."""

from __future__ import annotations

from pathlib import Path

import pytest

from board.actions.docketing import open_proposal
from board.actions.reviewing import review_form
from board.cli import questionnaire
from tests.boards import small_board
from tests.cli.running import Board


def drafted(example: Path, member: str = "mo") -> tuple[Board, Path]:
    """A member's commands, and a draft of hers that lies in the work tree only: 2026/0019-try-a-thing."""
    run = Board(example, member)
    assert run("new", "model-adopt", "Try a thing").status == 0
    return run, example / "proposals" / "2026" / "0019-try-a-thing"


def acts(shown: str) -> list[str]:
    return [line.strip() for line in shown.partition("What you can do now\n")[2].splitlines()]


def test_a_draft_on_disk_is_answered_in_place_and_the_scaffold_s_comments_stay(example: Path) -> None:
    """Given a new draft, when one question is answered, then only the lines of that answer are others than before."""
    run, folder = drafted(example)
    before = (folder / "answers.toml").read_text().splitlines()
    told = run("answer", "19", "C-01", "deployer,provider", "--note", "In our own wards.")
    assert told.status == 0, told.err
    after = (folder / "answers.toml").read_text().splitlines()
    assert [line for line in before if line.startswith("#")] == [line for line in after if line.startswith("#")]
    assert [line for line in after if line not in before] == [
        'value = ["deployer", "provider"]',
        'note = "In our own wards."',
    ]
    asked = run("answer", "19", "--json").data
    assert asked["open"] == len(asked["questions"]) - 1
    assert asked["questions"][0]["answer"]["value"] == ["deployer", "provider"]


def test_what_a_proposer_of_a_draft_can_do_names_check_and_submit(example: Path) -> None:
    run, _ = drafted(example)
    told = acts(run("show", "19").out)
    assert told[:3] == ["board answer 0019", "board check 0019", "board submit 0019"]
    assert "board submit 0016" in acts(Board(example, "ben")("show", "16").out)
    stranger = acts(Board(example, "chiara")("show", "16").out)
    assert "board submit 0016" not in stranger
    assert "board check 0016" not in stranger


def test_a_review_is_offered_to_whoever_has_a_question_to_judge_and_to_nobody_else(example: Path) -> None:
    """Given 0015, opened with questions, then its judge is offered a review, and its proposer, who judges none, not."""
    assert "board review 0015" in acts(Board(example, "ana")("show", "15").out)
    assert "board review 0015" not in acts(Board(example, "mo")("show", "15").out)


def test_a_proposer_who_judges_nothing_is_shown_where_her_own_questions_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Given open questions, when the proposer looks for what to review, then she is told of `board answer`."""
    board = small_board(tmp_path, checklists=True)
    proposal = board.submit()
    open_proposal(board.session("ana"), proposal)
    form = review_form(board.session("mo"), proposal)
    questionnaire.overview(form, everything=False, proposes=True)
    assert f"`board answer {proposal}` asks them" in capsys.readouterr().out
    questionnaire.overview(form, everything=False)
    assert "board answer" not in capsys.readouterr().out


def test_check_takes_the_numbers_of_proposals_as_well_as_paths(example: Path) -> None:
    """Given findings in many files, when two numbers are named, then only those two proposals are spoken of."""
    run, _ = drafted(example)
    told = run("check", "19", "21", "--json").data["findings"]
    assert {one["path"].split("/")[2].removesuffix(".md") for one in told} == {
        "0019-try-a-thing",
        "0021-package-triage-again",
    }
    assert run("check", "proposals/2026/0019-try-a-thing.md", "--json").data["findings"] == [
        one for one in told if "0019" in one["path"]
    ]
    refused = run("check", "no-such-thing")
    assert refused.status == 1
    assert "no file, folder or proposal" in refused.err
