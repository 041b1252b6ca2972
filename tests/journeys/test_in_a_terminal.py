"""The main job on the screens, by keyboard alone: read, review, vote; then tally and decide; git holds it all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.journeys.command import git
from tests.journeys.conftest import Example
from tests.journeys.terminal import Terminal, terminal

SEARCH = "2026/0015-search-shorter-pieces"
TAGGER = "2026/0013-release-heading-tagger"


def vote_yes(pane: Terminal, title: str, reason: str) -> None:
    """From an open dossier: review the first question, then say yes with a reason, sign, and leave."""
    pane.keys("v")
    pane.until("Why it matters", "disagree")
    pane.keys("1")
    pane.until("saved")
    pane.keys("Escape")
    pane.until("Document", title)
    pane.keys("b")
    pane.until("Your verdict")
    pane.keys("1")
    pane.until("(•) yes")
    pane.keys("Tab")
    pane.type(reason)
    pane.until("saved")
    pane.keys("F2")
    pane.until("What you sign")
    pane.keys("F2")
    pane.until("recorded: yes")


def open_one(pane: Terminal, words: str) -> None:
    """From the start to the dossier of the proposal whose title holds these words, wherever the inbox has it."""
    pane.until("Waits for you")
    pane.keys("/")
    pane.type(words)
    pane.keys("Enter", "Enter")
    pane.until("Document")


def on_disk() -> str:
    """Every draft of this test's own home, as text."""
    drafts = Path(os.environ["XDG_STATE_HOME"]).rglob("*.json")
    return "".join(file.read_text(encoding="utf-8") for file in drafts)


def leave(pane: Terminal) -> None:
    """Back to the inbox and out."""
    pane.keys("Escape")
    pane.until("2 Proposals")
    pane.keys("q")
    pane.until("left with 0")


@pytest.mark.slow
def test_security_and_legal_vote_and_the_chair_decides_by_keyboard(example: Example, tmp_path: Path) -> None:
    """Given the demo, when two members vote and the chair decides on the screens, then git and the remote hold it."""
    with terminal(tmp_path, example.path, "--as", "ana") as pane:
        open_one(pane, "shorter pieces")
        vote_yes(pane, "Record search", "The test shows it works.")
        leave(pane)
    with terminal(tmp_path, example.path, "--as", "lena", width=120, height=40) as pane:
        open_one(pane, "heading-tagger")
        vote_yes(pane, "heading-tagger", "The terms are in order.")
        leave(pane)
    with terminal(tmp_path, example.path, "--as", "ana") as pane:
        open_one(pane, "shorter pieces")
        pane.keys("t")
        pane.until("4 say yes")
        pane.keys("Escape")
        pane.until("Document")
        pane.keys("d")
        pane.until("What stands in the way")
        pane.keys("F2")
        pane.until("It is recorded in your name")
        pane.keys("F2")
        pane.until("is approved with", "conditions.", "Sent.")
        leave(pane)

    subjects = git(example.path, "log", "-3", "--format=%s", "main").splitlines()
    assert subjects[0] == f"Decide {SEARCH}: approved with conditions"
    assert subjects[1:] == [f"Ballot on {TAGGER} by lena", f"Ballot on {SEARCH} by ana"]
    assert git(example.remote, "rev-parse", "main") == git(example.path, "rev-parse", "main")
    assert "The test shows it works." in git(example.remote, "show", f"main:decisions/{SEARCH}/ballots/ana-1.toml")
    assert "- Status: Accepted" in git(example.remote, "show", f"main:decisions/{SEARCH}.md")
    assert git(example.path, "status", "--porcelain") == ""
    assert git(example.remote, "fsck", "--strict") == ""


@pytest.mark.slow
def test_what_was_typed_survives_a_kill(example: Example, tmp_path: Path) -> None:
    """Given a note typed a second ago, when the program is killed, then the review resumes with the note."""
    with terminal(tmp_path, example.path, "--as", "ana") as pane:
        open_one(pane, "shorter pieces")
        pane.keys("v")
        pane.until("Why it matters", "disagree")
        pane.keys("2")
        pane.until("(•) disagree", "saved")
        pane.keys("a")
        pane.until("Note", "╰")
        pane.type("Half a thought about files")
        pane.until("Half a thought about files")
        pane.wait(lambda _: "Half a thought about files" in on_disk(), "waiting for the draft")
        pane.run("run-shell", "pkill -9 -P #{pane_pid}")
        pane.until("left with 137")
    with terminal(tmp_path, example.path, "--as", "ana", width=120, height=40) as pane:
        open_one(pane, "shorter pieces")
        pane.keys("v")
        pane.until("1 of your 5 done")
        pane.keys("N")
        pane.until("Question 1 of")
        pane.keys("a")
        pane.until("Half a thought about files")


@pytest.mark.slow
def test_words_typed_at_machine_speed_all_arrive(example: Example, tmp_path: Path) -> None:
    """Given an inbox, when the keys to a note and a sentence come at once, then the note on disk holds every letter."""
    words = "no bad news, a sure vote: seen by us all"
    with terminal(tmp_path, example.path, "--as", "ana") as pane:
        pane.until("Waits for you")
        pane.run("send-keys", "/", ";", "send-keys", "-l", "shorter pieces", ";",
                 "send-keys", "Enter", "Enter", "v", "a", ";", "send-keys", "-l", words, ";",
                 "send-keys", "Escape")  # fmt: skip
        pane.wait(lambda _: words in on_disk(), "waiting for the note")
        pane.run("send-keys", "b", "1", "Tab", ";", "send-keys", "-l", words[::-1])
        pane.wait(lambda _: words[::-1] in on_disk(), "waiting for the reason")
    assert git(example.path, "log", "-1", "--format=%s", "main") == git(
        example.remote, "log", "-1", "--format=%s", "main"
    )
    assert "share" not in git(example.path, "log", "-1", "--format=%s", "main").lower()
