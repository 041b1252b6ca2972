"""What the README tells an auditor to type works, and says what the README says it says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.journeys.command import git
from tests.journeys.conftest import Example


def commands() -> str:
    """The lines of the README that check signatures with plain git."""
    told = (ROOT / "README.md").read_text()
    return next(block for block in told.split("```\n")[1::2] if "allowed_signers" in block)


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


def test_a_commit_without_a_signature_shows(example: Example) -> None:
    git(
        example.path,
        "-c",
        "user.name=Somebody",
        "-c",
        "user.email=s@b.example",
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        "x",
    )
    assert run(example.path).stdout.splitlines()[0].split(" ")[1] == "N"
