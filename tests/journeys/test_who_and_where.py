"""Who I am and where I stand: each trouble gets a sentence of what to do next, and nothing is written."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.command import Board, Ran, commit_as, git, good, sound
from tests.journeys.conftest import PROPOSALS, Example, as_person, init_words
from tests.journeys.test_at_the_same_time import put_before_the_board


def refused(ran: Ran, *words: str) -> None:
    """A refusal in words: what happened, and what to do."""
    assert ran.status in (1, 2, 3), ran
    assert ran.out == "", ran
    for each in words:
        assert each in " ".join(ran.err.split()), ran


def test_given_no_identity_one_can_read_and_is_told_how_to_give_one(
    founded: Path, person: Callable[[str], Board]
) -> None:
    put_before_the_board(person)
    nobody = Board(founded)
    before = git(founded, "rev-parse", "main")
    assert "Retire the old one" in good(nobody("list")).out
    assert "Document" in good(nobody("show", "1")).out
    assert "git does not know who you are, so you can read but not vote." in good(nobody("whoami")).said
    for words in (("vote", "1", "approve"), ("ask", "1", "Why?"), ("open", "1"), ("decide", "1", "--yes")):
        refused(nobody(*words), "git does not know who you are", "git config --global user.name")
    assert git(founded, "rev-parse", "main") == before


def test_given_somebody_who_is_not_in_the_charter_she_reads_and_is_told_who_can_add_her(
    founded: Path, person: Callable[[str], Board]
) -> None:
    put_before_the_board(person)
    zoe = as_person(founded, "zoe")
    before = git(founded, "rev-parse", "main")
    assert "Retire the old one" in good(zoe("list")).out
    good(zoe("tally", "1"))
    for words in (("vote", "1", "approve"), ("decide", "1", "--yes"), ("ask", "1", "Why?")):
        refused(zoe(*words), "zoe@plain.example is not in the charter", "Ask Ana Lindqvist to propose a charter change")
    assert git(founded, "rev-parse", "main") == before
    refused(zoe("review", "1"), "Ask Ana Lindqvist to propose a charter change", "--list")
    assert "Judged by" in good(zoe("review", "1", "--list")).out, "the questions can be read by anybody"


def test_given_a_signed_board_and_no_key_one_is_told_how_to_set_one_up_and_nothing_is_cast(example: Example) -> None:
    shutil.rmtree(example.path / ".git" / "board")
    before = git(example.path, "rev-parse", "main")
    ben = Board(example.path).given(GIT_AUTHOR_NAME="Ben", GIT_AUTHOR_EMAIL="ben@hollowoak.example")
    refused(ben("vote", "13", "approve"), "git has no signing key for you", "gpg.format ssh")
    assert git(example.path, "rev-parse", "main") == before


def test_given_a_key_that_is_not_the_charter_s_nothing_is_cast(example: Example, tmp_path: Path) -> None:
    shutil.rmtree(example.path / ".git" / "board")
    home = tmp_path / "home"
    home.mkdir()
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(home / "key")], check=True)
    (home / ".gitconfig").write_text(
        f'[user]\nname = Ben\nemail = ben@hollowoak.example\nsigningkey = "{home}/key.pub"\n[gpg]\nformat = ssh\n'
    )
    before = git(example.path, "rev-parse", "main")
    refused(Board(example.path).given(HOME=str(home))("vote", "13", "approve"), "key", "What to do:")
    assert git(example.path, "rev-parse", "main") == before == git(example.remote, "rev-parse", "main")


def test_outside_a_demo_nobody_can_be_played(founded: Path) -> None:
    refused(Board(founded, "ana")("list"), "--as ana works only in a demo repository.", "git config user.email")


def test_given_a_directory_that_is_no_repository_one_is_told_where_to_go(tmp_path: Path) -> None:
    for words in (("list",), ("show", "1"), ("check",), ("vote", "1", "approve"), ("sync",), ("whoami",)):
        told = "found a board here with `board init`"
        ran = Board(tmp_path)(*words)
        refused(ran, "is not inside a git repository.", told)
        assert ran.status == 2, "the wrong place is wrong use"
    ran = Board(tmp_path)("list", "-C", str(tmp_path / "gone"))
    refused(ran, "No such file or directory", "Name a repository with -C.")
    assert ran.status == 2
    assert not list(tmp_path.iterdir())


def test_given_no_charter_board_init_is_offered_and_it_touches_nothing_else(tmp_path: Path) -> None:
    place = tmp_path / "code"
    place.mkdir()
    git(place, "init", "-q", "-b", "main")
    refused(Board(place)("list"), "has no board.toml", "`board init` sets one up here")
    (place / "code.py").write_text("print('ours')\n")
    commit_as(place, "Our code")
    (place / "code.py").write_text("print('edited')\n")
    (place / "staged.py").write_text("print('staged')\n")
    git(place, "add", "staged.py")
    refused(Board(place)("list"), "has no board.toml", "`board init` sets one up here")
    good(as_person(place, "ana")("init", *init_words()))
    assert git(place, "status", "--short").splitlines() == ["M code.py", "A  staged.py"]
    assert (place / "code.py").read_text() == "print('edited')\n"
    assert (place / "board.toml").is_file()
    refused(as_person(place, "ana")("init", *init_words()), "What to do:")
    sound(place)


def test_an_empty_board_says_how_to_begin(founded: Path, person: Callable[[str], Board]) -> None:
    ana = person("ana")
    assert "board new" in good(ana("list")).out
    assert good(ana("list", "--json")).data["proposals"] == []
    good(ana("list", "--mine"))
    assert "Nothing was decided yet." in good(ana("history")).out
    assert ana("search", "anything").status == 1
    good(ana("check"))
    refused(ana("show", "1"), "What to do:")


BROKEN = 'title = "An unclosed text\nkind = 3\n'


RECORDS = (
    "proposals/2026/0016-train-triage-2-2.md",
    "decisions/2026/0013-release-heading-tagger/ballots/ben-1.toml",
    "decisions/2026/0014-admit-hollowoak-letters/reviews/ben.toml",
    "decisions/2026/0015-search-shorter-pieces/docket.toml",
    "decisions/2026/0001-promote-triage-to-beta/record.toml",
    "checklists/ethics.toml",
    "registers/models/all-MiniLM-L6-v2.toml",
    "policy.toml",
)


@pytest.mark.parametrize("paths", [RECORDS, ("board.toml",)], ids=["records", "charter"])
def test_given_broken_files_each_is_a_finding_with_its_line_and_everything_else_works(
    example: Example, paths: tuple[str, ...]
) -> None:
    for path in paths:
        assert (example.path / path).is_file()
        (example.path / path).write_text(f"+++\n{BROKEN}+++\n# Text\n" if path.endswith(".md") else BROKEN)
    commit_as(example.path, "Break files")
    git(example.path, "push", "-q", "origin", "main")

    ana = example("ana")
    checked = ana("check", "--json")
    assert (checked.status, checked.data["ok"]) == (1, False)
    errors = {one["path"]: one for one in checked.data["findings"] if one["severity"] == "error" and one["line"]}
    assert set(paths) <= set(errors)
    assert all(errors[path]["line"] == (2 if path.endswith(".md") else 1) for path in paths)
    assert all("Mend the line" in errors[path]["fix"] for path in paths)
    assert len(good(ana("list", "--json")).data["proposals"]) == PROPOSALS
    good(ana("history"))
    for part in ("13", "15", "16", "1"):
        assert "What you can do now" in good(ana("show", part)).out
    if paths == ("board.toml",):
        # Nobody signed that change of the charter, so the one before it stands, and the board goes on.
        voted = good(ana("vote", "15", "approve"))
        assert "what it changed has no effect" in voted.err
        assert "commit.unsigned" in voted.err
    else:
        assert good(example("lena")("vote", "13", "approve", "--json")).data["pushed"]
