"""docs/trust.md: every command that it gives an auditor and an administrator works as written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.journeys.command import COMMAND, git, good
from tests.journeys.conftest import Example

GUIDE = (ROOT / "docs" / "trust.md").read_text()
BLOCK = re.compile(r"^( *)```sh\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def blocks() -> list[str]:
    """The commands of the guide, block by block."""
    return [re.sub(rf"^{indent}", "", text, flags=re.MULTILINE) for indent, text in BLOCK.findall(GUIDE)]


@pytest.fixture
def desk(example: Example, tmp_path: Path) -> Path:
    """An auditor's folder: what a member sent her, the script, and `board` to call."""
    folder = tmp_path / "desk"
    (folder / "bin").mkdir(parents=True)
    program = folder / "bin" / "board"
    program.write_text("#!/bin/sh\nexec " + " ".join(f"'{word}'" for word in COMMAND) + ' "$@"\n')
    program.chmod(0o755)
    shutil.copy(ROOT / "docs" / "sceptic.sh", folder)
    good(example("ana")("checkpoint", "--out", str(folder / "their.note")))
    return folder


def ran(block: str, folder: Path, address: Path) -> subprocess.CompletedProcess[str]:
    """One block, as a person would type it into a shell that stops at the first mistake."""
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "-e", "-c", block.replace("ADDRESS", str(address))],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_auditor_follows_the_guide_to_its_end(example: Example, desk: Path) -> None:
    """Given a clone and a member's checkpoint, when the steps are followed, then each works and the answer is yes."""
    found = blocks()
    assert len(found) == 6
    said = ""
    for block in found:
        answer = ran(block, desk, example.remote)
        assert answer.returncode == 0, (block, answer.stdout, answer.stderr)
        said += answer.stdout
    for words in (
        "Yes: everything that counts",
        "checkpoint.agrees",
        "yes: ana said",
        "Proven, given the charter below",
    ):
        assert words in said
    assert re.search(r"^[0-9a-f]+ G ", said, re.MULTILINE), "git itself finds good signatures"


def test_the_server_refuses_what_the_guide_says_it_refuses(example: Example, desk: Path) -> None:
    """Given a server set up as the guide says, when somebody rewinds or deletes the branch, then it says no."""
    assert ran(blocks()[0], desk, example.remote).returncode == 0
    server = desk / "board.git"
    git(example.path, "push", "-q", str(server), "origin/main:refs/heads/main")
    for what in ("+origin/main~3:refs/heads/main", ":refs/heads/main"):
        tried = subprocess.run(
            ["git", "-C", str(example.path), "push", str(server), what], capture_output=True, text=True, check=False
        )
        assert tried.returncode != 0
    assert git(server, "rev-parse", "main") == git(example.path, "rev-parse", "origin/main")
    assert "main" in git(server, "reflog", "main", "--format=%gd")


def test_the_guide_links_to_pages_that_are_there() -> None:
    for page in ("trust.md", "checkpoints.md", "prove.md"):
        for target in re.findall(r"\]\(([\w./-]+)(?:#[\w-]+)?\)", (ROOT / "docs" / page).read_text()):
            assert (ROOT / "docs" / target).exists(), (page, target)
