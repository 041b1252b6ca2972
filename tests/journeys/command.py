"""The `board` command as people run it: a process of its own, in which no text may steer the terminal.

A command that runs alone to its end is spared Python's start (warm.py).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from tests.journeys.warm import Warm

INSTALLED = Path(sys.executable).with_name("board")
COMMAND = (str(INSTALLED),) if INSTALLED.exists() else (sys.executable, "-m", "board")
"""What a person types as `board`; from a checkout that is not installed, the package itself."""

warm = cache(Warm)
"""The process that has loaded the program, one for all tests; tests/journeys/conftest.py ends it."""

UNCLEAN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)
"""What a terminal could obey, and what a reader could not see."""


@dataclass(frozen=True, slots=True)
class Ran:
    """One finished command."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)

    @property
    def said(self) -> str:
        """Both streams, with the lines run together, to look for a sentence."""
        return " ".join(f"{self.out} {self.err}".split())


@dataclass(frozen=True, slots=True)
class Board:
    """Runs `board …` in one repository as one member; every answer is plain text and never a traceback."""

    directory: Path
    member: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, name: str, *arguments: str, typed: str = "", at: Path | None = None) -> Ran:
        """Run one command to its end."""
        environment = {**os.environ, **self.environment}
        if not warm().fits(environment):
            return ended(self.start(name, *arguments, at=at), typed)
        words = self.line(name, *arguments)
        return clean(words, *warm().run(words, typed.encode(), environment, at or self.directory))

    def start(self, name: str, *arguments: str, at: Path | None = None) -> subprocess.Popen[bytes]:
        """Begin a command and leave it running."""
        return subprocess.Popen(
            self.line(name, *arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **self.environment},
            cwd=at or self.directory,
        )

    def line(self, name: str, *arguments: str) -> list[str]:
        """The words of the command line."""
        return [*COMMAND, name, *(["--as", self.member] if self.member else []), *arguments]

    def given(self, **environment: str) -> Board:
        """The same with other environment variables."""
        return replace(self, environment={**self.environment, **environment})


def ended(process: subprocess.Popen[bytes], typed: str = "") -> Ran:
    """Wait for a command and look at what it said."""
    out, err = process.communicate(typed.encode(), timeout=120)
    return clean(process.args, process.returncode, out, err)


def clean(words: object, status: int, out: bytes, err: bytes) -> Ran:
    """What a command said, after a look at it: nothing that steers a terminal, and no traceback."""
    ran = Ran(status, out.decode(), err.decode())
    assert not UNCLEAN.search(ran.out + ran.err), (words, UNCLEAN.search(ran.out + ran.err), ran)
    assert "Traceback" not in ran.out + ran.err, ran
    assert "did not foresee" not in ran.err, ran
    return ran


def good(ran: Ran) -> Ran:
    """The command, after its status was looked at: 0."""
    assert ran.status == 0, ran
    return ran


def git(where: Path, *arguments: str) -> str:
    """What git says, as a user would run it."""
    ran = subprocess.run(["git", "-C", str(where), *arguments], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, (arguments, ran.stderr)
    return ran.stdout.strip()


def sound(where: Path) -> None:
    """Nothing in a repository is broken, and its refs stand on whole histories."""
    ran = subprocess.run(["git", "-C", str(where), "fsck", "--full", "--strict"], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert "error" not in ran.stderr


def commit_as(where: Path, message: str, mail: str = "somebody@hollowoak.example") -> str:
    """Commit everything in a work tree with plain git, as somebody who does not use this program would."""
    git(where, "add", "-A")
    git(where, "-c", "user.name=Somebody", "-c", f"user.email={mail}", "commit", "-qm", message)
    return git(where, "rev-parse", "HEAD")
