"""What takes one answer is asked once: a note behind a choice, evidence as before, a part as last time, facts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from board.actions import deciding, docketing
from board.cli.answering import _with_note
from board.cli.kinds_of_answer import numbered
from tests.boards import PROPOSAL, SmallBoard, git, small_board
from tests.cli.running import Board
from tests.content.loading import questions
from tests.content.proposer import Typed, at_the_keyboard
from tests.core.building import case

ALL = {one.id: one for one in questions()}
FIRST, SECOND = "2026/0001-limits", "2026/0002-again"
EVIDENCE = "".join(f'[[evidence]]\nid = "{name}"\ntitle = "{name}"\npath = "{name}.md"\n' for name in ("load", "card"))
WITH = PROPOSAL.replace("\n+++\n# A new", f"\n{EVIDENCE}+++\n# A new")
SAID = b"".join(
    b'[[answers]]\nquestion = "%s"\nvalue = %s\nnote = "As measured."\n\n' % one
    for one in ((b"R-12", b'"clean"'), (b"R-13", b'"none-open"'), (b"R-21", b'"yes"'), (b"R-15", b'"2"'))
)
FILES = {"load.md": b"Load.", "card.md": b"Card."}


@pytest.fixture
def board(tmp_path: Path) -> SmallBoard:
    made = small_board(tmp_path, checklists=True)
    git(made.path, "config", "user.name", "Mo Haddad")
    git(made.path, "config", "user.email", "mo@example.org")
    return made


def answered(board: SmallBoard, proposal: str) -> dict[str, dict[str, Any]]:
    text = git(board.path, "show", f"HEAD:proposals/{proposal}/answers.toml")
    return {one["question"]: one for one in tomllib.loads(text)["answers"]}


def typing(lines: dict[str, list[str]], rest: str = "") -> Any:
    """What is typed at each question, by its id; at any other `rest`."""
    asked = [""]

    def answer(shown: str, prompt: str) -> tuple[Typed, bool]:
        for line in shown.split("\n"):
            head = line.partition(":")[0].partition(",")[0]
            asked[0] = head if head in ALL else asked[0]
        return Typed((lines.get(asked[0]) or [rest]).pop(0)), True

    return answer


@pytest.mark.parametrize(
    ("question", "typed", "value", "note"),
    [
        ("C-06", "1 Apache-2.0, as its card says", "1", "Apache-2.0, as its card says"),
        ("C-06", "permissive Apache-2.0", "permissive", "Apache-2.0"),
        ("C-06", "unknown we asked the maker", "unknown", "we asked the maker"),
        ("C-06", "1", "1", ""),
        ("C-06", "9 nothing of that sort", "9 nothing of that sort", ""),
        ("E-01", "1 person gains", "1 person gains", ""),
        ("C-01", "1, 2", "1, 2", ""),
        ("E-25", "2027-01-31", "2027-01-31", ""),
    ],
)
def test_words_behind_a_choice_are_its_note_and_a_text_stays_whole(
    question: str, typed: str, value: str, note: str
) -> None:
    assert _with_note(ALL[question], typed, numbered(ALL[question], case())) == (value, note)


def test_a_note_is_asked_for_only_where_one_is_wanted_and_evidence_stays_as_before_in_its_part(
    board: SmallBoard,
) -> None:
    """Given two questions of a part that want evidence, when the second is answered with Enter, then as the first."""
    proposal = board.submit(FIRST, WITH, **FILES)
    lines = {"R-12": ["1", "2"], "R-13": ["1", ""], "R-21": ["1"], "C-06": ["1 Apache-2.0", "-"]}
    with at_the_keyboard(typing(lines)):
        out = Board(board.path)("answer", "1").out
    found = answered(board, proposal)
    assert found["R-12"]["evidence"] == found["R-13"]["evidence"] == ["card"]
    assert (found["C-06"]["value"], found["C-06"]["note"]) == ("permissive", "Apache-2.0")
    assert "evidence" not in found["C-06"], "another part begins anew"
    assert "A note" not in out and found["R-21"]["value"] == "yes"


@pytest.fixture
def again(board: SmallBoard) -> Iterator[SmallBoard]:
    """A second proposal about the same model, whose first was decided."""
    board.submit(FIRST, PROPOSAL, **{"answers.toml": SAID})
    docketing.open_proposal(board.session("kim"), FIRST)
    for member in ("ana", "ben", "chiara", "lena"):
        board.vote(member, FIRST, "reject", reason="Not now.")
    deciding.decide(board.session("kim"), FIRST, deciding.preview(board.session("kim"), FIRST))
    board.wait(minutes=1)
    board.submit(SECOND)
    yield board


def test_a_whole_part_is_answered_as_last_time_once_each_was_shown(again: SmallBoard) -> None:
    """Given three questions of a part that were answered before, when one holds no more, then the others are taken."""
    lines = {"R-12": ["all", "2"]}
    with at_the_keyboard(typing(lines)):
        Board(again.path)("answer", "2")
    found = answered(again, SECOND)
    taken = {name for name, one in found.items() if one.get("prefilled") == FIRST}
    assert taken == {"R-12", "R-21"}, "R-13 holds no more, and R-15 belongs to another part"
    assert all(found[name]["confirmed_by"] == "mo" for name in taken), "each is confirmed by name"


def test_facts_that_are_not_true_of_it_are_given_on_one_screen_and_the_others_asked(board: SmallBoard) -> None:
    """Given the screen of several facts, when two are ticked, then five are none, and the two are asked."""
    git(board.path, "checkout", "-q", "-f", "main")
    run = Board(board.path)
    assert run("new", "model-adopt", "Try").status == 0
    asked: list[str] = []

    def answer(shown: str, prompt: str) -> tuple[Typed, bool]:
        if "Which of these is true?" in shown:
            return Typed("5,7"), True
        asked.append(shown)
        return Typed("2" if "What it makes" in shown else ""), True

    with at_the_keyboard(answer):
        run("answer", "1", "--facts")
    facts = tomllib.loads((board.path / "proposals/2026/0001-try.md").read_text().split("+++")[1])["facts"]
    assert facts == {
        "decides_about_people": "no",
        "domain": ["none"],
        "safety_component": False,
        "interacts_with_people": False,
        "generates_content": ["text"],
        "agentic": "none",
    }
    assert any("Data about people" in one for one in asked), "what is ticked is asked, and left open here"


@pytest.mark.parametrize("typed", ["", "9"])
def test_enter_settles_no_fact_and_a_number_that_is_not_there_is_asked_again(board: SmallBoard, typed: str) -> None:
    """Given the same screen, when Enter is pressed, then every fact is asked for itself: silence is no answer."""
    git(board.path, "checkout", "-q", "-f", "main")
    run = Board(board.path)
    assert run("new", "model-adopt", "Try").status == 0
    given = iter([typed, ""])

    def answer(shown: str, prompt: str) -> tuple[Typed, bool]:
        return Typed(next(given, "") if "Enter asks each" in prompt else ""), True

    with at_the_keyboard(answer):
        out = run("answer", "1", "--facts").out
    head = tomllib.loads((board.path / "proposals/2026/0001-try.md").read_text().split("+++")[1])
    assert head["facts"] == {}
    assert "Acts by itself" in out and ("numbers from 1 to 7" in out) == (typed == "9")
