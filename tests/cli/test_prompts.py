"""A person at a real terminal: what is asked, one question at a time, and what is saved when she stops."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pexpect

from tests.cli.running import Board

SHORT_DEMO = """\
from board.actions import demo
from board.cli.start import main

read = demo.read_timeline
demo.read_timeline = lambda: demo.Timeline(read().anchor, read().steps[:20])
main()
"""
"""The command, whose example ends after its first steps."""


def terminal(directory: Path, *arguments: str, **more: str) -> pexpect.spawn[str]:
    return spawned("-m", "board", *arguments[:1], "-C", str(directory), *arguments[1:], **more)


def spawned(*command: str, **more: str) -> pexpect.spawn[str]:
    """Python at a terminal, with these arguments."""
    environment = {**os.environ, "TERM": "dumb", "COLUMNS": "100", **more}
    return pexpect.spawn(
        sys.executable, [*command], env=environment, encoding="utf-8", timeout=30, dimensions=(40, 100), echo=False
    )


def stopped(child: pexpect.spawn[str], words: str) -> None:
    """Press Ctrl-C until these words appear: one that falls between two prompts may be taken by neither."""
    for _ in range(20):
        child.sendintr()
        if child.expect([words, pexpect.TIMEOUT], timeout=1) == 0:
            return
    raise AssertionError(f"“{words}” never came: {child.before}")


def ended(child: pexpect.spawn[str]) -> int:
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus is not None
    return child.exitstatus


def test_the_review_asks_one_question_at_a_time_saves_each_answer_and_goes_on_where_one_stopped(example: Path) -> None:
    child = terminal(example, "review", "15", "--as", "ana")
    child.expect(r"Question 1 of \d+: R-02")
    child.expect("Why it matters:")
    child.expect("The proposer says:")
    child.sendline("x")
    child.expect("Please begin with one of these")
    child.sendline("d no scan is attached")
    child.expect("Question 2 of")
    child.sendline("b")
    child.expect("Question 1 of")
    child.expect("You said: disagree, no scan is attached")
    child.sendline("s")
    child.expect("How sure are you")
    child.sendline("1")
    child.expect("Question 1 of")
    child.sendline("")
    child.expect("Question 2 of")
    child.sendline("o")
    child.expect("Your answer")
    stopped(child, "They are in your draft")
    assert ended(child) == 0
    asked = Board(example, "ana")("review", "15", "--json").data["questions"]
    view = next(question["view"] for question in asked if question["question"] == "R-02")
    assert (view["view"], view["note"], view["confidence"]) == ("disagree", "no scan is attached", "sure")
    again = terminal(example, "review", "15", "--as", "ana")
    again.expect("Question 2 of")
    again.sendline("q")
    assert ended(again) == 0


def test_given_a_kill_in_the_middle_what_was_answered_is_still_there(example: Path) -> None:
    child = terminal(example, "review", "15", "--as", "ana")
    child.expect("Question 1 of")
    child.sendline("a seen")
    child.expect("Question 2 of")
    child.kill(9)
    child.close()
    asked = Board(example, "ana")("review", "15", "--json").data["questions"]
    assert next(q["view"]["note"] for q in asked if q["question"] == "R-02") == "seen"


def test_a_vote_asks_for_what_its_verdict_needs_and_for_nothing_more(example: Path) -> None:
    child = terminal(example, "vote", "15", "--as", "ana")
    child.expect("1  yes")
    child.expect("Your verdict")
    child.sendline("2")
    # Whatever the checklists suggest is offered first.
    while child.expect(["Take it", "The condition"]) == 0:
        child.sendline("")
    child.sendline("Tell the wards")
    child.expect("Who does it")
    child.sendline("mo")
    child.expect("By when")
    child.sendline("soon")
    child.expect("Please type a date")
    child.sendline("2099-01-10")
    child.expect("What shows that it is done")
    child.sendline("The letter")
    child.expect("Who checks it")
    child.sendline("kim")
    child.expect("What happens if it is missed")
    child.sendline("No search on the wards")
    child.expect("A condition; Enter when done")
    child.sendline("")
    child.expect("is recorded: yes, if")
    assert ended(child) == 0
    cast = (example / "decisions/2026/0015-search-shorter-pieces/ballots/ana-1.toml").read_text()
    assert 'consequence = "No search on the wards"' in cast


def test_a_condition_typed_at_a_prompt_outlives_the_end_of_input(example: Path) -> None:
    """Given a condition typed and input that ends, then nothing is cast, and the next vote asks only for the rest."""
    child = terminal(example, "vote", "15", "yes-if", "--as", "ana")
    while child.expect(["Take it", "The condition"]) == 0:
        child.sendline("")
    child.sendline("Tell the wards")
    child.expect("Who does it")
    child.sendeof()
    child.expect("Stopped. Nothing was cast. What you typed is kept; `board vote` goes on with it.")
    assert ended(child) == 130
    again = terminal(example, "vote", "15", "yes-if", "--as", "ana")
    assert again.expect(["Tell the wards", "The condition"]) == 0
    again.expect("Who does it")
    again.sendeof()
    assert ended(again) == 130


def test_given_a_stop_from_the_keyboard_nothing_was_cast(example: Path) -> None:
    child = terminal(example, "vote", "15", "reject", "--as", "ana")
    child.expect("Why")
    stopped(child, "Stopped. Nothing was written.")
    assert ended(child) == 130
    assert Board(example, "ana")("show", "15", "--json").data["my_ballot"] is None


def test_given_the_end_of_input_it_stops_as_well(example: Path) -> None:
    child = terminal(example, "vote", "15", "return", "--as", "ana")
    child.expect("What must change first")
    child.sendeof()
    child.expect("Stopped. Nothing was written.")
    assert ended(child) == 130


def test_the_free_parts_are_edited_in_the_user_s_editor_and_kept(example: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i "s/On .* the board said yes to .*/We take them in./" "$1"\n')
    editor.chmod(0o755)
    child = terminal(example, "decide", "14", "--edit", "--brief", "--as", "ana", VISUAL=str(editor))
    child.expect("Nothing was written.")
    assert ended(child) == 0
    shown = Board(example, "ana")("decide", "14", "--json").data
    assert any("We take them in." in text for text in shown["files"].values())


def test_given_an_editor_that_breaks_the_file_what_was_typed_is_kept(example: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "a word I do not want to lose = [" > "$1"\n')
    editor.chmod(0o755)
    child = terminal(example, "decide", "14", "--edit", "--as", "ana", VISUAL=str(editor), TMPDIR=str(tmp_path))
    child.expect(r"What you typed is kept in\s+(\S+\.toml)\.")
    kept = Path(child.match.group(1))
    assert ended(child) == 2
    assert "a word I do not want to lose" in kept.read_text()


def test_the_digits_of_the_screens_answer_a_review_too(example: Path) -> None:
    child = terminal(example, "review", "15", "--as", "ana")
    child.expect(r"Question 1 of \d+: R-02")
    child.expect("1 agree, 2 disagree, 3 unsure, 4 my own answer")
    child.sendline("2 no scan is attached")
    child.expect("Question 2 of")
    child.sendline("4")
    child.expect("Your answer")
    stopped(child, "They are in your draft")
    assert ended(child) == 0
    asked = Board(example, "ana")("review", "15", "--json").data["questions"]
    view = next(question["view"] for question in asked if question["question"] == "R-02")
    assert (view["view"], view["note"]) == ("disagree", "no scan is attached")


def test_what_is_typed_wrong_in_a_review_is_asked_again_and_not_kept(example: Path) -> None:
    """Given evidence and an answer that nobody knows, then neither is saved; an arrow key brings the line back."""
    child = terminal(example, "review", "15", "--all", "--as", "ana")
    child.expect(r"Question 1 of \d+: R-02")
    child.sendline("e")
    child.expect("Evidence; commas")
    child.sendline("no-such-file")
    child.expect("“no-such-file” is no evidence of this proposal. It has: ")
    child.expect("Evidence; commas")
    child.sendline("-")
    for question in ("R-02", "R-12", "R-13", "R-21", "R-24"):
        child.expect(rf"Question \d of \d+: {question}")
        child.sendline("")
    child.expect(": C-01")
    child.sendline("4")
    child.expect("several are separated by commas")
    child.sendline("unknow")
    child.expect("“unknow” is no answer to C-01. It is one of: ")
    child.sendline("\x1b[An")
    child.expect("Question 7 of")
    stopped(child, "They are in your draft")
    ended(child)
    asked = Board(example, "ana")("review", "15", "--json").data["questions"]
    said = {question["question"]: question["view"] for question in asked}
    assert said["C-01"]["value"] == ["unknown"]
    assert not said["R-02"] or not said["R-02"]["evidence"]


def test_at_a_terminal_opening_shows_what_it_binds_and_asks(example: Path) -> None:
    """Given a submitted proposal, when a person opens it, then she sees it first; a no and Ctrl-C write nothing."""
    kim = Board(example, "kim")

    def stage() -> str:
        return str(kim("show", "17", "--json").data["stage"])

    child = terminal(example, "open", "17", "--as", "kim")
    child.expect("Tier: high")
    child.expect("The board may vote until")
    child.expect("Open 2026/0017-dictation-for-handover\\?")
    child.sendline("")
    child.expect("Nothing was written")
    assert ended(child) == 1
    assert stage() == "submitted"
    child = terminal(example, "open", "17", "--as", "kim")
    child.expect("Type yes to go ahead")
    child.sendline("yes")
    child.expect("The board looks at")
    assert ended(child) == 0
    assert stage() == "in-review"


def test_with_yes_opening_asks_nothing_at_a_terminal(example: Path) -> None:
    child = terminal(example, "open", "17", "--yes", "--as", "kim")
    child.expect(["The board looks at", "Type yes"])
    assert "The board looks at" in child.after
    assert ended(child) == 0


def test_a_verdict_is_chosen_by_number_or_by_any_of_its_words(example: Path) -> None:
    child = terminal(example, "vote", "15", "--as", "ana")
    child.expect(r"2  yes, if \(yes-if\)")
    child.expect("Your verdict")
    child.sendline("perhaps")
    child.expect("Please type a number")
    child.sendline("I do not say")
    child.expect("is recorded")
    assert ended(child) == 0
    assert Board(example, "ana")("show", "15", "--json").data["my_ballot"] == "abstain"


def test_a_condition_that_a_risk_drafts_is_taken_with_one_word(example: Path) -> None:
    """Given a risk that is left with an owner, when I vote yes-if, then its condition is offered whole."""
    child = terminal(example, "vote", "15", "yes-if", "--as", "ana")
    child.expect("Suggested by answers and risks")
    child.expect("Take it")
    child.sendline("yes")
    child.expect("Enter when done")
    child.sendline("")
    child.expect("is recorded")
    assert ended(child) == 0


def test_at_a_terminal_the_demo_says_how_far_it_is(tmp_path: Path) -> None:
    child = spawned("-c", SHORT_DEMO, "demo", "--no-open", "--at", str(tmp_path / "made"))
    child.expect(r"\d+ of 20: ")
    child.expect("The example is in")
    assert ended(child) == 0
