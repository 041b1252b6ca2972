"""Running the command line inside the test process: what went to standard output and error, and the exit status."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from board.cli.main import answer


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


class Board:
    """Runs `board …` on one repository, as one member."""

    def __init__(self, directory: object = ".", member: str = "") -> None:
        self.before = ["-C", str(directory), *(["--as", member] if member else [])]

    def __call__(self, *arguments: str, typed: str = "") -> Ran:
        """Run one command; `typed` is what standard input holds, and it is never a terminal."""
        with _captured(typed) as (out, err):
            status = answer([*self.before, *arguments])
        return Ran(status, out.getvalue(), err.getvalue())


@contextmanager
def _captured(typed: str) -> Iterator[tuple[io.StringIO, io.StringIO]]:
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.StringIO(typed))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        yield out, err
