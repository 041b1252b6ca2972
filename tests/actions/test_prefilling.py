"""A proposer is told how her questions stood last time, and takes an answer over only by saying so."""

from __future__ import annotations

import sys
from pathlib import Path

import pexpect
import pytest

from board.actions import deciding, docketing, reviewing
from board.actions.cases import load_case
from board.actions.verifying import verify
from board.core import from_facts
from board.core.finding import Refused
from board.core.review import Answer
from board.formats.reviews import read_answers
from board.store.repository import open_repository
from tests.boards import PROPOSAL, SmallBoard, git, small_board
from tests.cli.running import Board
from tests.conftest import copied

FIRST, SECOND = "2026/0001-limits", "2026/0002-again"
SAID = b"""\
[[answers]]
question = "R-21"
value = "yes"
note = "Ten requests a second."
evidence = ["load"]

[[answers]]
question = "C-01"
value = ["provider"]

[[answers]]
question = "R-15"
value = "2"
"""


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> SmallBoard:
    made = small_board(tmp_path_factory.mktemp("prefilling"), checklists=True)
    git(made.path, "config", "user.name", "Mo Haddad")
    git(made.path, "config", "user.email", "mo@example.org")
    made.submit(FIRST, PROPOSAL, **{"answers.toml": SAID})
    docketing.open_proposal(made.session("kim"), FIRST)
    for member in ("ana", "ben", "chiara", "lena"):
        made.vote(member, FIRST, "reject", reason="Not now.")
    deciding.decide(made.session("kim"), FIRST, deciding.preview(made.session("kim"), FIRST))
    made.wait(minutes=1)
    made.submit(SECOND)
    return made


@pytest.fixture
def board(_made: SmallBoard, tmp_path: Path) -> SmallBoard:
    """A board that refused a change of a model, and has another one of the same model before it."""
    place = copied(_made.path, tmp_path / "board")
    return SmallBoard(place, open_repository(place, "main"), now=_made.now)


def answers(board: SmallBoard) -> dict[str, Answer]:
    """What the proposer answered herself; what her facts say is no answer that she took over."""
    case = load_case(board.session("mo").world, SECOND)
    return {one.question: one for one in case.answers if one.note != from_facts.SAID}


def test_the_proposer_is_offered_what_stood_and_nothing_is_taken_by_itself(board: SmallBoard) -> None:
    """Given a decision about the same model, when its next change is answered, then only she is told what stood."""
    hers = {item.question.id: item for item in reviewing.review_form(board.session("mo"), SECOND).items}
    assert hers["R-21"].last_words.startswith(f"Last time, {FIRST} (rejected): ")
    assert hers["R-21"].last_words.endswith("(Ten requests a second.)")
    assert hers["R-02"].last is None, "nobody answered it then"
    assert answers(board) == {}
    assert not any(item.last for item in reviewing.review_form(board.session("ana"), SECOND).items)
    with pytest.raises(Refused, match="Only its proposer"):
        reviewing.take(board.session("ana"), SECOND, ("R-21",))


def test_an_answer_she_takes_over_says_where_it_is_from_and_who_confirmed_it(board: SmallBoard) -> None:
    """Given one confirmed, then it lies there with both and without evidence; another value drops both."""
    reviewing.take(board.session("mo"), SECOND, ("R-21", "C-01"))
    taken = answers(board)["R-21"]
    assert taken == Answer("R-21", ("yes",), "Ten requests a second.", prefilled=FIRST, confirmed_by="mo")
    reviewing.save_answer(board.session("mo"), SECOND, Answer("R-21", ("yes",), "Twenty by now."))
    assert answers(board)["R-21"].prefilled == FIRST
    reviewing.save_answer(board.session("mo"), SECOND, Answer("R-21", ("no",)))
    assert answers(board)["R-21"] == Answer("R-21", ("no",))
    assert answers(board)["C-01"].confirmed_by == "mo"
    with pytest.raises(Refused, match="can be taken over for R-02"):
        reviewing.take(board.session("mo"), SECOND, ("R-21", "R-02"))


def test_verify_tells_of_an_answer_that_its_proposer_did_not_confirm(board: SmallBoard) -> None:
    """Given a pre-filled answer in another's name, when the board takes it up, then check and verify say so."""
    reviewing.take(board.session("mo"), SECOND, ("R-21",))
    docketing.open_proposal(board.session("kim"), SECOND)
    board.wait(minutes=1)
    assert "unproven.prefilled" not in {one.code for one in verify(board.path).unproven}
    git(board.path, "reset", "-q", "--hard")
    file = board.path / "proposals" / f"{SECOND}" / "answers.toml"
    file.write_text(file.read_text().replace('confirmed_by = "mo"', 'confirmed_by = "ana"'))
    assert read_answers(file.read_bytes(), "").value[0].confirmed_by == "ana"
    git(board.path, "commit", "-qam", "In her name")
    docketing.open_proposal(board.session("kim"), SECOND)
    report = verify(board.path)
    assert "unproven.prefilled" in {one.code for one in report.unproven}
    assert not report.faults
    assert "answer.not-confirmed" in Board(board.path)("check", "--json").out


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (FIRST, "2024/0099-limits", "2024/0099-limits is no earlier decision of this board"),
        (FIRST, SECOND, f"{SECOND} is no earlier decision of this board"),
        ('value = "yes"', 'value = "no"', f"{FIRST} was decided with another answer"),
    ],
)
def test_what_an_answer_is_said_to_be_taken_from_is_compared(board: SmallBoard, old: str, new: str, why: str) -> None:
    """Given an answer that names no decision, or not what stood there, then check, show and verify claim nothing."""
    reviewing.take(board.session("mo"), SECOND, ("R-21",))
    git(board.path, "reset", "-q", "--hard")
    file = board.path / "proposals" / SECOND / "answers.toml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    git(board.path, "commit", "-qam", "As if the board had said it")
    cli, words = Board(board.path), f"said to be pre-filled, but {why}"
    found = cli("check", SECOND, "--json").data["findings"]
    told = [one["message"] for one in found if one["code"] == "answer.not-confirmed"]
    assert told == [f"The answer to R-21 is {words}."]
    assert f"R-21: {words}" in " ".join(cli("show", "2").out.split())
    [said] = [one for one in cli("show", "2", "--json").data["answers"] if one["question"] == "R-21"]
    assert (said["prefilled"], said["confirmed_by"]) == ("", "")
    docketing.open_proposal(board.session("kim"), SECOND)
    report = verify(board.path)
    assert [fault.words for fault in report.unproven if fault.code == "unproven.prefilled"] == [
        f"The answer to R-21 of {SECOND} is {words}."
    ]


def test_on_the_command_line_each_is_confirmed_by_name(board: SmallBoard) -> None:
    """Given a script, then it names the questions; without a name nothing is taken; `show` tells what was."""
    mo = Board(board.path)
    assert f"Last time, {FIRST} (rejected)" in mo("answer", "2", "R-21").out
    found = {one["question"]: one["last_time"] for one in mo("answer", "2", "--json").data["questions"]}
    assert found["R-21"] == {
        "proposal": FIRST, "outcome": "rejected", "value": ["yes"], "note": "Ten requests a second.",
    }  # fmt: skip
    assert found["R-02"] is None
    refused = mo("answer", "2", "--like-last-time")
    assert refused.status == 2 and "QUESTION" in refused.err
    assert mo("answer", "2", "R-21", "no", "--like-last-time").status == 2
    pointed = mo("answer", "2", "R-21", "same")
    assert pointed.status == 2 and "answer 2026/0002-again R-21 --like-last-time" in pointed.err
    assert answers(board) == {}
    assert mo("answer", "2", "r-21,C-01", "--like-last-time").out.startswith("R-21 and C-01 are answered.")
    shown = mo("show", "2")
    assert f"R-21: pre-filled from {FIRST}, confirmed by Mo Haddad" in shown.out
    said = {one["question"]: one for one in mo("show", "2", "--json").data["answers"]}
    assert (said["R-21"]["prefilled"], said["R-21"]["confirmed_by"]) == (FIRST, "mo")


def at_a_terminal(board: SmallBoard, *arguments: str) -> pexpect.spawn[str]:
    """`board answer` as the proposer runs it, with its dialogue on a terminal."""
    line = ["-m", "board", "-C", str(board.path), "answer", "2", *arguments]
    return pexpect.spawn(sys.executable, line, encoding="utf-8", timeout=60)


def test_whoever_names_no_model_yet_is_told_why_nothing_is_offered(board: SmallBoard) -> None:
    """Given the fact that names the model is empty, then the refusal says to fill it in; else it says what there is."""
    text = "\n".join(one for one in PROPOSAL.splitlines() if not one.startswith("models ="))
    board.submit("2026/0003-bare", text)
    with pytest.raises(Refused) as bare:
        reviewing.take(board.session("mo"), "2026/0003-bare", ("R-21",))
    assert bare.value.findings[0].fix.startswith("Fill in the fact `models` first")
    with pytest.raises(Refused) as named:
        reviewing.take(board.session("mo"), SECOND, ("R-02",))
    assert "There is one for: " in named.value.findings[0].fix
    told = reviewing.take(board.session("mo"), SECOND, ("R-21",))
    assert any("anew for R-21" in note for note in told.notes), "last time's evidence stays behind, and that is said"


def test_at_a_terminal_the_word_same_takes_one_answer_over(board: SmallBoard) -> None:
    """Given the dialogue, when she types "same" where last time's answer is shown, then that one is taken over."""
    child = at_a_terminal(board)
    while child.expect(["Last time, ", "Your answer"]) == 1:
        child.sendline("")  # leaves it open
    child.expect("Your answer")
    child.sendline("s")
    child.expect(f"Taken over from {FIRST}: ")
    child.expect("Your answer")
    child.sendline("q")
    child.expect(pexpect.EOF)
    [only] = answers(board).values()
    assert (only.prefilled, only.confirmed_by) == (FIRST, "mo")


def test_at_a_terminal_the_evidence_is_asked_for_beside_an_answer_taken_over(board: SmallBoard) -> None:
    """Given evidence of this proposal, when = answers as last time, then what it rests on today is asked, by number."""
    third = "2026/0003-third"
    evidence = '[[evidence]]\nid = "load"\ntitle = "Load test"\npath = "load.md"\n+++\n# A new'
    board.submit(third, PROPOSAL.replace("+++\n# A new", evidence), **{"load.md": b"Ten a second."})
    child = pexpect.spawn(
        sys.executable, ["-m", "board", "-C", str(board.path), "answer", third], encoding="utf-8", timeout=60
    )
    while child.expect(["Ten requests a second", "Your answer[^>]*> "]) == 1:
        child.sendline("")
    child.expect("Your answer, or same")
    child.sendline("=")
    child.expect("Your evidence: 1 load")
    child.expect("It rests on > ")
    child.sendline("1")
    child.expect("Your answer")
    child.sendline("q")
    child.expect(pexpect.EOF)
    case = load_case(board.session("mo").world, third)
    [taken] = [one for one in case.answers if one.question == "R-21"]
    assert taken == Answer("R-21", ("yes",), "Ten requests a second.", ("load",), prefilled=FIRST, confirmed_by="mo")


def test_at_a_terminal_each_is_asked_about_and_only_yes_takes_it(board: SmallBoard) -> None:
    """Given answers of last time, when she says yes to one and no to the others, then only that one is taken."""
    child = at_a_terminal(board, "--like-last-time")
    child.expect("3 open questions were answered before")
    for said in ("no", "yes", "no"):
        child.expect("Does it still hold")
        child.sendline(said)
    child.expect(pexpect.EOF)
    [only] = answers(board).values()
    assert (only.prefilled, only.confirmed_by) == (FIRST, "mo")
