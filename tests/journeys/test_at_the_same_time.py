"""Others act while I do: an edit, another ballot, another decision; nothing is lost and each is told what happened."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.journeys.command import Board, ended, git, good, sound
from tests.journeys.conftest import Example

SEARCH = "2026/0015-search-shorter-pieces"


def clone(example: Example, where: Path) -> Path:
    """Another member's clone of the same remote, with the demo's keys."""
    git(where.parent, "clone", "-q", str(example.remote), str(where))
    shutil.copytree(example.path / ".git" / "board", where / ".git" / "board")
    return where


def test_given_an_edit_while_i_vote_my_ballot_binds_what_the_board_opened_and_a_new_revision_stops_me(
    example: Example,
) -> None:
    ana, mo, kim = example("ana"), example("mo"), example("kim")
    good(ana("answer", "15", "R-02", "disagree", "--note", "Forty typed words."))
    seen = opened(example)
    document = example.path / f"proposals/{SEARCH}.md"
    document.write_text(document.read_text().replace("## Way back", "## The way back"))
    good(mo("submit", "15"))

    shown = good(ana("show", "15"))
    assert "The text changed since the board took it up" in shown.out
    assert "+## The way back" in shown.out
    assert shown.out.count("## Way back") >= 1, "the document shown is still the one the board opened"

    good(kim("open", "15", "--yes"))
    refused = ana("vote", "15", "approve", "--reason", "I read it.", "--seen", seen)
    assert refused.status == 1
    assert "The board opened a new revision while you were voting. Your draft is kept." in refused.err
    assert "Look at what changed, then vote again." in refused.err
    assert not git(example.path, "ls-tree", "main", f"decisions/{SEARCH}/ballots/ana-1.toml")
    assert '"I read it."' in kept_in_drafts()
    kept = good(ana("review", "15", "--json")).data["questions"]
    assert next(one["view"]["note"] for one in kept if one["question"] == "R-02") == "Forty typed words."

    stale = good(example("ben")("show", "15", "--json")).data["stale_why"]
    assert stale
    assert "--confirm" in good(example("ben")("show", "15", "--brief")).out
    good(example("ben")("vote", "15", "--confirm"))
    assert not good(example("ben")("show", "15", "--json")).data["stale_why"]


def kept_in_drafts() -> str:
    """All drafts in the user's state directory."""
    return "\n".join(file.read_text() for file in Path(os.environ["XDG_STATE_HOME"]).rglob("*.json"))


def opened(example: Example) -> str:
    """The revision that the docket's latest opening names."""
    text = git(example.path, "show", f"main:decisions/{SEARCH}/docket.toml")
    return [line.split('"')[1] for line in text.splitlines() if line.startswith("revision")][-1]


def test_two_members_vote_at_once_from_two_clones_and_both_ballots_arrive(example: Example, tmp_path: Path) -> None:
    other = clone(example, tmp_path / "other")
    before = int(git(example.remote, "rev-list", "--count", "main"))
    first = example("ana").start("vote", "15", "approve", "--reason", "Yes.", "--json")
    second = example("lena", other).start("vote", "13", "approve", "--reason", "Settled.", "--json")
    for ran in (ended(first), ended(second)):
        assert good(ran).data["pushed"]
    names = git(example.remote, "ls-tree", "-r", "--name-only", "main").splitlines()
    assert f"decisions/{SEARCH}/ballots/ana-1.toml" in names
    assert "decisions/2026/0013-release-heading-tagger/ballots/lena-1.toml" in names
    assert int(git(example.remote, "rev-list", "--count", "main")) == before + 2
    assert int(git(example.remote, "rev-list", "--count", "--merges", "main")) == 0
    good(example("ana")("sync"))
    good(example("lena", other)("sync"))
    tip = git(example.remote, "rev-parse", "main")
    assert git(example.path, "rev-parse", "main") == git(other, "rev-parse", "main") == tip
    assert git(example.path, "status", "--short") == git(other, "status", "--short") == ""
    sound(example.remote)


def test_three_members_vote_at_once_in_one_repository_without_a_remote(
    founded: Path, person: Callable[[str], Board]
) -> None:
    proposal = put_before_the_board(person)
    votes = [person(handle).start("vote", "1", "approve") for handle in ("ana", "chiara", "lena")]
    for vote in votes:
        good(ended(vote))
    names = git(founded, "ls-tree", "-r", "--name-only", "main", f"decisions/{proposal}/ballots/").splitlines()
    assert [name.rsplit("/", 1)[-1] for name in names] == ["ana-1.toml", "chiara-1.toml", "lena-1.toml"]
    assert git(founded, "status", "--short") == ""
    sound(founded)


def put_before_the_board(person: Callable[[str], Board]) -> str:
    """A small proposal, submitted by ben and taken up by ana; returns its id."""
    good(person("ben")("new", "model-retire", "Retire the old one"))
    found: str = good(person("ben")("submit", "1", "--json")).data["files"][0]
    good(person("ana")("open", "1"))
    return found.removeprefix("proposals/").removesuffix("/answers.toml").removesuffix(".md")


def test_chair_and_secretary_race_to_decide_and_one_decision_is_made(example: Example, tmp_path: Path) -> None:
    good(example("ana")("vote", "15", "approve"))
    other = clone(example, tmp_path / "other")
    both = [example("ana").start("decide", "15", "--yes"), example("kim", other).start("decide", "15", "--yes")]
    results = sorted((ended(one) for one in both), key=lambda ran: ran.status)
    assert [ran.status for ran in results] == [0, 1]
    assert f"{SEARCH} is decided." in results[1].err or "Something changed since you looked" in results[1].err
    assert "What to do:" in results[1].err
    log = git(example.remote, "log", "--format=%s", "main", "--", f"decisions/{SEARCH}/record.toml").splitlines()
    assert len(log) == 1
    rows = good(example("lena", other)("history", "--json")).data["decisions"]
    assert [row["id"] for row in rows].count(SEARCH) == 1
    sound(example.remote)


def test_given_my_own_unpushed_commits_a_ballot_goes_out_alone_and_they_stay_mine(example: Example) -> None:
    (example.path / "notes.txt").write_text("mine\n")
    subprocess.run(["git", "add", "notes.txt"], cwd=example.path, check=True)
    git(example.path, "-c", "user.name=Ana", "-c", "user.email=ana@hollowoak.example", "commit", "-qm", "My own work")
    own = git(example.path, "rev-parse", "main")
    ran = good(example("ana")("vote", "15", "approve", "--json"))
    assert ran.data["pushed"]
    assert git(example.path, "rev-parse", "main") == own
    assert (example.path / "notes.txt").read_text() == "mine\n"
    assert "notes.txt" not in git(example.remote, "ls-tree", "--name-only", "main").splitlines()
    assert good(example("ana")("show", "15", "--json")).data["my_ballot"] == "approve"
