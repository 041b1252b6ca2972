"""The one module that writes to standard error and chooses exit statuses: what happened, where, what to do next."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import click

from board.cli import output

if TYPE_CHECKING:
    from board.core.finding import Finding, Refused

STOPPED = 130
"""What a shell expects of a program that was stopped from the keyboard."""
PIPE_CLOSED = 141
"""What a shell expects of a program whose reader went away: not 0, for not everything was said."""


class StoppedWhileWriting(Exception):  # noqa: N818 - the person stopped it; nothing failed
    """Ctrl-C came while something was being committed, so it may or may not have arrived."""


class StoppedWhileTyping(click.Abort):
    """Ctrl-C or the end of input came while a ballot was typed; the draft holds what there is of it."""


@contextmanager
def writing() -> Iterator[None]:
    """Mark the part of a command that commits, so that a stop there is not reported as “nothing was written”."""
    try:
        yield
    except KeyboardInterrupt:
        raise StoppedWhileWriting from None


def say(text: str, *, whole: bool = False) -> None:
    """One line to standard error, cleaned; a `whole` one, to be copied, is not broken.

    A closed standard error is no reason to fail.
    """
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(output.wrapped(output.clean(text), 0 if whole else width()) + "\n")


def width() -> int:
    """Columns of the terminal that standard error goes to; 0 where it goes to a file or a pipe."""
    with suppress(OSError, ValueError, AttributeError):
        return shutil.get_terminal_size().columns if sys.stderr.isatty() else 0
    return 0


def progress(words: str, number: int, total: int) -> None:
    """How far a long act is, on one line that is written over; only at a terminal."""
    from board.core.text import cells, one_line

    with suppress(OSError, ValueError):
        columns = width()
        if columns:
            shown = one_line(f"{number} of {total}: {words}" if number < total else "", columns - 1)
            sys.stderr.write("\r" + shown + " " * (columns - 1 - cells(shown)) + ("" if number < total else "\r"))
            sys.stderr.flush()


def finding_lines(finding: Finding) -> list[str]:
    """A finding as lines: what happened, where, why it matters, what to do."""
    lines = [finding.message]
    if where := str(finding.where):
        lines.append(f"  Where: {output.clean(where)}")
    if finding.why:
        lines.append(f"  Why it matters: {finding.why}")
    if finding.fix:
        lines.append(f"  What to do: {finding.fix}")
    return lines


def warn(findings: Iterable[Finding]) -> None:
    """Findings on standard error that a script should see, though it is not asked."""
    for finding in findings:
        for line in finding_lines(finding):
            say(line)


def guarded(work: Callable[[], int], *, as_json: bool = False) -> int:
    """Run a command; whatever goes wrong becomes plain lines and an exit status, never a traceback."""
    try:
        return work()
    except (Exception, KeyboardInterrupt) as problem:  # noqa: BLE001 - the last net: users never see a traceback
        return _told(problem, as_json)


def _told(problem: BaseException, as_json: bool) -> int:
    # Imported here: a command that goes well does not pay for the words of those that do not.
    from board.core.finding import ExitStatus, Refused

    match problem:
        case Refused():
            return _refused(problem, as_json)
        case click.exceptions.Exit():
            return problem.exit_code
        case click.UsageError():
            _wrong_use(problem)
            return ExitStatus.WRONG_USE
        case click.ClickException():
            say(problem.format_message())
            return ExitStatus.WRONG_USE
        case StoppedWhileTyping():
            say("\nStopped. Nothing was cast. What you typed is kept; `board vote` goes on with it.")
            return STOPPED
        case KeyboardInterrupt() | click.Abort():
            say("\nStopped. Nothing was written.")
            return STOPPED
        case StoppedWhileWriting():
            say("\nStopped while writing. `board log ID` shows whether it arrived; if not, run the command again.")
            return STOPPED
        case BrokenPipeError():
            output.hush()
            return PIPE_CLOSED
        case OSError() if (full := _disk_full(problem)) is not None:
            return _refused(full, as_json)
        case _:
            _unexpected(problem)
            return ExitStatus.CANNOT_TELL


def _refused(refused: Refused, as_json: bool) -> int:
    for finding in refused.findings:
        for line in finding_lines(finding):
            say(line)
    if as_json:
        from board.cli.shapes import finding_shape

        found = [finding_shape(finding) for finding in refused.findings]
        output.document({"refused": found, "status": refused.status})
    return refused.status


def _wrong_use(wrong: click.UsageError) -> None:
    say(wrong.format_message())
    if wrong.ctx is not None:
        say(f"  {wrong.ctx.command.get_usage(wrong.ctx)}")
        say(f"  `{wrong.ctx.command_path} --help` says more.")


def _disk_full(problem: OSError) -> Refused | None:
    """A full disk in words, wherever it was met; None for any other problem."""
    from board.core.finding import ExitStatus, refuse
    from board.store.files import no_room

    if not no_room(problem):
        return None
    spot = f" ({output.clean(str(problem.filename))})" if problem.filename else ""
    words = f"The system refused: {problem.strerror}{spot}. What was saved or recorded before is still there."
    fix = "Make room on the disk and run the command again. `board log ID` shows whether anything was recorded."
    return refuse("disk.full", words, fix, status=ExitStatus.CANNOT_TELL)


def _unexpected(problem: BaseException) -> None:
    if isinstance(problem, OSError) and problem.strerror:
        spot = f" ({output.clean(str(problem.filename))})" if problem.filename else ""
        say(f"The system refused: {problem.strerror}{spot}.")
    else:
        say("Something went wrong that we did not foresee.")
    kept = _keep(problem)
    if kept:
        say(f"  Where: the details are in {kept}")
    how = " with that file; read it first" if kept else " with these words"
    say(f"  What to do: run the command again. If it fails again, report it{how}.")


def _keep(problem: BaseException) -> str:
    """Write the traceback into the user's state directory and return where; "" when even that fails."""
    import traceback
    from datetime import UTC, datetime
    from pathlib import Path

    now = datetime.now(UTC)
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    folder = state / "governance-board" / "errors"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"{now:%Y%m%dT%H%M%SZ}-{os.getpid()}.txt"
        path.write_text("".join(traceback.format_exception(problem)), encoding="utf-8", errors="backslashreplace")
    except OSError:
        return ""
    return str(path)
