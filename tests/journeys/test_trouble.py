"""The remote says no or is gone, the disk is full, the power goes: nothing typed is lost, nothing half is written."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from tests.journeys.command import git, good, sound
from tests.journeys.conftest import Example
from tests.journeys.test_at_the_same_time import kept_in_drafts
from tests.soak import count
from tests.store.tools import known

SEARCH = "2026/0015-search-shorter-pieces"
BALLOT = f"decisions/{SEARCH}/ballots/ana-1.toml"


def test_given_a_remote_that_refuses_its_words_are_shown_and_nothing_is_recorded(example: Example) -> None:
    hook = known(example.remote) / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nprintf 'Only pull requests here.\\033]0;owned\\007\\n' >&2\nexit 1\n")
    hook.chmod(0o755)
    before = git(example.path, "rev-parse", "main")
    ran = example("ana")("vote", "15", "approve", "--reason", "Forty typed words.")
    assert ran.status == 1
    assert ran.out == ""
    assert "refused the record" in ran.err
    assert "Only pull requests here." in ran.err
    assert "Nothing was recorded. Ask the administrator of the remote what the branch needs." in ran.err
    assert git(example.path, "rev-parse", "main") == git(example.remote, "rev-parse", "main") == before
    assert git(example.path, "status", "--short") == ""
    assert "Forty typed words." in kept_in_drafts()
    hook.unlink()
    good(example("ana")("vote", "15", "approve", "--reason", "Forty typed words."))
    assert "Forty typed words." not in kept_in_drafts(), "a draft goes once its ballot is cast"


def test_given_no_network_a_ballot_waits_and_sync_sends_it_and_deciding_needs_the_remote(example: Example) -> None:
    ana, kim = example("ana"), example("kim")
    away = example.remote.with_name("away.git")
    before = git(example.path, "rev-parse", "main")
    example.remote.rename(away)

    ran = good(ana("vote", "15", "approve", "--reason", "Yes."))
    assert "Waiting to be sent: the remote was not reachable. `board sync` sends it." in ran.out
    assert git(example.path, "rev-parse", "main") == before
    assert git(example.path, "for-each-ref", "--format=%(refname)", "refs/board/outbox") == "refs/board/outbox/ana"
    assert "Waiting to be sent: 1." in good(ana("whoami")).out
    for words in (("decide", "14", "--yes"), ("sync",)):
        refused = kim(*words)
        assert refused.status == 3, refused
        assert "gave no answer" in refused.err
        assert "What to do:" in refused.err
    good(ana("list"))

    away.rename(example.remote)
    sent = good(ana("sync"))
    assert "1 commit of yours went out." in sent.out
    assert git(example.remote, "ls-tree", "main", BALLOT)
    assert git(example.path, "for-each-ref", "refs/board/outbox") == ""
    assert git(example.path, "rev-parse", "main") == git(example.remote, "rev-parse", "main")
    assert git(example.path, "status", "--short") == ""
    assert good(kim("decide", "15", "--yes", "--json")).data["pushed"]
    sound(example.remote)


def test_given_that_the_board_opened_another_revision_while_i_was_offline_my_words_come_back_as_a_draft(
    example: Example, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    git(tmp_path, "clone", "-q", str(example.remote), str(other))
    shutil.copytree(example.path / ".git" / "board", other / ".git" / "board")
    away = example.remote.with_name("away.git")
    example.remote.rename(away)
    good(example("ana")("vote", "15", "reject", "--reason", "Forty typed words."))
    away.rename(example.remote)
    document = other / f"proposals/{SEARCH}.md"
    document.write_text(document.read_text() + "\nOne more sentence.\n")
    good(example("mo", other)("submit", "15"))
    good(example("kim", other)("open", "15", "--yes"))

    ran = good(example("ana")("sync"))
    assert "The board opened another revision meanwhile. Your words are kept as a draft." in ran.said
    assert not git(example.remote, "ls-tree", "main", BALLOT)
    assert "Forty typed words." in kept_in_drafts()


def test_given_a_rewritten_remote_nothing_is_followed(example: Example) -> None:
    tip = git(example.path, "rev-parse", "main")
    git(example.remote, "update-ref", "refs/heads/main", "main~5")
    ran = example("ana")("vote", "15", "approve")
    assert ran.status == 3
    assert "was rewritten" in ran.err
    assert "Your copy still holds the earlier history." in ran.err
    assert git(example.path, "rev-parse", "main") == git(example.path, "rev-parse", "origin/main") == tip


def test_kill_9_in_the_middle_of_a_review_keeps_every_answer_given(example: Example) -> None:
    ana = example("ana")
    words = ana.line("review", "15")
    environment = {**os.environ, "TERM": "dumb"}
    child = pexpect.spawn(words[0], words[1:], cwd=str(example.path), env=environment, encoding="utf-8", timeout=60)  # type: ignore[arg-type]  # pexpect's stubs want a mapping of their own
    for number, note in enumerate(("first words", "second words"), 1):
        child.expect(f"Question {number} of")
        child.expect("q stop; Enter goes on > ")
        child.sendline(f"d {note}")
    child.expect("Question 3 of")
    child.kill(signal.SIGKILL)
    child.close()
    asked = good(ana("review", "15", "--json")).data["questions"]
    notes = [one["view"]["note"] for one in asked if one["mine"] and one["view"]]
    assert notes[:2] == ["first words", "second words"]
    good(ana("vote", "15", "reject", "--reason", "No."))
    assert "second words" in git(example.remote, "show", f"main:decisions/{SEARCH}/reviews/ana.toml")


def objects(where: Path) -> int:
    """How many loose objects a repository holds: the first sign that a commit is being made."""
    return sum(1 for _ in (where / ".git" / "objects").glob("??/*"))


def test_kill_9_in_the_middle_of_a_commit_leaves_the_old_state_or_the_new_and_the_next_act_goes_through(
    example: Example,
) -> None:
    ben = example("ben")
    chance = random.Random(7)
    killed = 0
    for number in range(count(60, 600)):  # a quick machine is often done before the kill
        if killed == count(4, 40):
            break
        before, known = objects(example.path), set(git(example.remote, "rev-list", "main").split())
        process = ben.start("ask", "13", f"Question number {number}?")
        while process.poll() is None and objects(example.path) == before:
            time.sleep(0.001)
        try:
            process.communicate(timeout=chance.uniform(0.0, 0.2))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            killed += 1
        history = git(example.remote, "rev-list", "main").split()
        assert known <= set(history), "nothing that was there is gone"
        assert git(example.path, "rev-parse", "main") in history
        git(example.path, "cat-file", "-e", "main^{tree}")
    assert killed == count(4, 40)
    assert good(ben("ask", "13", "The last one?", "--json")).data["pushed"]
    good(ben("sync"))
    subjects = git(example.remote, "log", "--format=%s", "main").splitlines()
    texts = [one["text"].strip() for one in good(ben("show", "13", "--json")).data["messages"]]
    assert "The last one?" in texts
    assert len(set(texts)) == len(texts), "nothing arrived twice"
    assert len(texts) == sum("Question on 2026/0013" in subject for subject in subjects)
    assert git(example.path, "rev-parse", "main") == git(example.remote, "rev-parse", "main")
    assert git(example.path, "status", "--short") == ""
    sound(example.path)
    sound(example.remote)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KiB; only where the tests may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k,nr_inodes=1k", "none", str(place)], capture_output=True, check=False
    ).returncode == 0  # fmt: skip
    if not mounted:
        pytest.skip("a small disk cannot be mounted here (it needs root)")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(disk: Path) -> Path:
    """Write until nothing more fits."""
    file = disk / "filler"
    with file.open("wb", buffering=0) as opened:
        try:
            while True:
                opened.write(b"x" * 4096)
        except OSError:
            return file


def test_given_a_full_disk_for_drafts_the_last_saved_draft_stays_and_words_say_what_to_do(
    example: Example, small_disk: Path
) -> None:
    ana = example("ana").given(XDG_STATE_HOME=str(small_disk))
    good(ana("answer", "15", "R-02", "disagree", "--note", "Saved before."))
    filler = fill(small_disk)
    ran = ana("answer", "15", "R-12", "agree", "--note", "x" * 20_000)
    assert ran.status in (1, 3)
    assert "full" in ran.err or "No space left" in ran.err
    assert "What to do:" in ran.err
    asked = {one["question"]: one["view"] for one in good(ana("review", "15", "--json")).data["questions"]}
    assert asked["R-02"]["note"] == "Saved before."
    assert asked["R-12"] is None
    filler.unlink()
    good(ana("answer", "15", "R-12", "agree"))
    good(ana("vote", "15", "approve"))


def test_given_a_full_disk_under_the_repository_nothing_is_recorded_and_the_draft_is_kept(
    example: Example, small_disk: Path
) -> None:
    place = small_disk / "o"
    objects = example.path / ".git" / "objects"
    before = git(example.path, "rev-parse", "main")
    subprocess.run(["mount", "-o", "remount,size=6m,nr_inodes=8k", str(small_disk)], check=True)
    shutil.copytree(objects, place)
    shutil.rmtree(objects)
    objects.symlink_to(place)
    good(example("ana")("answer", "15", "R-02", "disagree", "--note", "Forty typed words."))
    filler = fill(small_disk)
    ran = example("ana")("vote", "15", "approve")
    assert ran.status in (1, 3), ran
    assert "full" in ran.err or "No space left" in ran.err
    assert "What to do:" in ran.err
    filler.unlink()
    assert git(example.path, "rev-parse", "main") == git(example.remote, "rev-parse", "main") == before
    asked = {one["question"]: one["view"] for one in good(example("ana")("review", "15", "--json")).data["questions"]}
    assert asked["R-02"]["note"] == "Forty typed words."
    good(example("ana")("vote", "15", "approve"))
    sound(example.path)
