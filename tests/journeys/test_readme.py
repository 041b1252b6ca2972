"""What the README tells an auditor to type works, and says what the README says it says."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.journeys.command import git
from tests.journeys.conftest import Example
from tests.trust.history import lived_board


def commands() -> str:
    """The lines of the README that check signatures with plain git."""
    told = (ROOT / "README.md").read_text()
    return next(block for block in told.split("```\n")[1::2] if "allowed_signers" in block)


def told_to_auditors() -> list[list[str]]:
    """The `board` lines that the README gives an auditor, without their comments."""
    part = (ROOT / "README.md").read_text().partition("### For an auditor")[2].partition("```\n")[2].partition("```")[0]
    return [shlex.split(line, comments=True)[1:] for line in part.splitlines()]


def run(where: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "-ec", commands()],
        cwd=where,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_readme_s_commands_check_every_signature_with_plain_git(example: Example) -> None:
    ran = run(example.path)
    assert ran.returncode == 0, ran.stderr
    assert 'Good "git" signature for ' in ran.stderr
    told = [line.split(" ")[1] for line in ran.stdout.splitlines()]
    assert len(told) == len(git(example.path, "rev-list", "main").splitlines())
    assert set(told) == {"G", "U"}


def test_the_commit_whose_signature_the_readme_checks_first_is_a_decision(example: Example) -> None:
    (picked,) = re.findall(r"\$\((git log [^)]*)\)", commands())
    subject = git(example.path, *shlex.split(picked.replace("%H", "%s"))[1:])
    assert subject.startswith("Decide ")


def test_every_command_that_the_readme_gives_an_auditor_answers_in_the_demo(example: Example) -> None:
    """Given the demo, when an auditor types what the README says, then each line works and shows what it promises."""
    lines = told_to_auditors()
    assert {line[0] for line in lines} == {"history", "log", "show", "tally"}
    for name, *more in lines:
        ran = example("ana")(name, *more)
        assert ran.status == 0, (name, more, ran.err)
        assert name != "show" or "## Status" in ran.out
        assert name != "tally" or ran.data["seats"]


def test_a_commit_without_a_signature_shows(tmp_path: Path) -> None:
    place = lived_board(tmp_path).path
    assert {line.split(" ")[1] for line in run(place).stdout.splitlines()} == {"G"}
    git(place, "-c", "user.name=Somebody", "-c", "user.email=s@b.example", "commit", "-q", "--allow-empty", "-m", "x")
    assert run(place).stdout.splitlines()[0].split(" ")[1] == "N"
