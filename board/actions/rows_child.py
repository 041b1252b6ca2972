"""The process that reads all rows: started here, with the standard library alone, so that it can start first of all."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

Child = subprocess.Popen[bytes]


def start(directory: Path, member: str = "") -> Child | None:
    """Start reading the repository at or above a directory as `rows_worker.work` does; None where nothing can start."""
    where = directory.absolute()
    # -P: the folder we stand in may be the opened repository, and nothing may be imported from there.
    command = [sys.executable, "-P", "-m", "board.actions.rows_worker", str(where), *([member] if member else [])]
    with suppress(OSError):
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=where
        )
    return None


def end(child: Child) -> None:
    """End a child, whether it has done its work or not."""
    with suppress(OSError):
        child.kill()
    if child.stdout is not None:
        child.stdout.close()
    child.wait()
