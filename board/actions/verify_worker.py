"""Verifying in a process of its own, so that the one with the screen keeps its interpreter free for keys."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from board.core.finding import ExitStatus, Finding, Refused, Severity, Where, refuse
from board.trust.report import Fault, Report

_STEPS = 200
"""So many times at most progress is told."""
_TOLD = ("faults", "settled", "unproven", "trusted", "notes")


@dataclass(frozen=True, slots=True)
class Progress:
    """So many commits of so many are judged."""

    done: int
    of: int


class Verifying:
    """A verification that runs in a child process. `told` gives what it tells; `stop` ends it, from any thread."""

    def __init__(self, directory: Path, *, from_genesis: bool = False) -> None:
        # -P: the folder we stand in may be the opened repository, and nothing may be imported from there.
        command = [sys.executable, "-P", "-m", "board.actions.verify_worker", str(directory)]
        command += ["--from-genesis"] if from_genesis else []
        self._child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=directory
        )
        self.stopped = False

    def told(self) -> Iterator[Progress | Report]:
        """Progress as it comes, and the report as the last; call it in a thread.

        Raises Refused where the child does, and where it ended without an answer. After `stop` it just ends.
        """
        assert self._child.stdout is not None
        try:
            for row in self._child.stdout:
                said = _read(json.loads(row))
                yield said
                if isinstance(said, Report):
                    return
            if not self.stopped:
                raise refuse(
                    "verify.ended",
                    "Verifying ended before it had an answer.",
                    "Try again, or run `board verify`.",
                    status=ExitStatus.CANNOT_TELL,
                )
        finally:
            self.stop()
            self._child.stdout.close()
            self._child.wait()

    def stop(self) -> None:
        """End it now. What was verified before is kept; the pin moves only with a yes."""
        self.stopped = True
        with suppress(OSError):
            self._child.kill()


def _read(said: dict[str, Any]) -> Progress | Report:
    match said["told"]:
        case "progress":
            return Progress(said["done"], said["of"])
        case "report":
            return _report(said["report"])
    raise Refused(*map(_finding, said["findings"]), status=said["status"])


def _report(told: dict[str, Any]) -> Report:
    lists = {name: tuple(Fault(**each) for each in told[name]) for name in _TOLD}
    return Report(**(told | lists))


def _finding(told: dict[str, Any]) -> Finding:
    return Finding(**(told | {"severity": Severity(told["severity"]), "where": Where(**told["where"])}))


def work(arguments: Sequence[str], tell: Callable[[dict[str, Any]], None]) -> int:
    """What the child does: DIRECTORY and flags; one line of JSON for each thing it tells."""
    from board.actions.session import utc_now
    from board.actions.verifying import verify
    from board.actions.witnessing import Watch

    directory, flags = Path(arguments[0]), arguments[1:]

    def progress(done: int, of: int) -> None:
        if done % max(1, of // _STEPS) == 0 or done == of:
            tell({"told": "progress", "done": done, "of": of})

    try:
        report = verify(
            directory,
            from_genesis="--from-genesis" in flags,
            watch=Watch(utc_now(), ()),
            progress=progress,
        )
    except Refused as refusal:
        tell({"told": "refused", "findings": [asdict(one) for one in refusal.findings], "status": int(refusal.status)})
        return ExitStatus.CANNOT_TELL
    tell({"told": "report", "report": asdict(report)})
    return ExitStatus.YES


def _out(told: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(told).encode("ascii") + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        sys.exit(work(sys.argv[1:], _out))
