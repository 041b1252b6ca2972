"""Reading all rows in a process of its own, so that the one with the screen keeps its interpreter free for keys."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from board.actions.rows import Page, stream
from board.actions.rows_text import line_of, of_line, of_task, task_of
from board.actions.session import Session, open_session
from board.core.finding import ExitStatus, Refused, refuse


def in_child(session: Session) -> Iterator[Page]:
    """The pages of `rows.stream`, computed by a child process. Closing the iterator ends the child.

    Call it in a thread: waiting for a page lets every other thread run. Show each page as it comes (the newest forty
    first; a row that comes again replaces the earlier one); when it ends, `rows.fresh` and `rows.fresh_inbox` answer
    from the cache. Raises Refused when the list could not be read to its end.
    """
    place = session.store.place
    where = place.work_tree or place.git_dir
    # -P: the folder we stand in may be the opened repository, and nothing may be imported from there.
    command = [sys.executable, "-P", "-m", "board.actions.rows_worker", str(where)]
    if session.demo:
        command.append(session.me.member)
    child = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=where
    )
    assert child.stdout is not None
    try:
        for line in child.stdout:
            yield _page(line)
        if child.wait() != 0:
            raise refuse(
                "rows.unread",
                "The list could not be read to its end.",
                "Try again; `board list` says what is wrong.",
                status=ExitStatus.CANNOT_TELL,
            )
    finally:
        with suppress(OSError):
            child.kill()
        child.stdout.close()
        child.wait()


def _line(page: Page) -> bytes:
    tasks = [[task.summary.id, *task_of(task)] for task in page.tasks]
    value = [[line_of(row) for row in page.rows], tasks, page.done, page.of]
    return json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"


def _page(line: bytes) -> Page:
    rows, tasks, done, of = json.loads(line)
    known = {row.id: row for row in map(of_line, rows)}
    return Page(tuple(known.values()), tuple(of_task(task[1:], known[task[0]]) for task in tasks), done, of)


def work(arguments: Sequence[str]) -> int:
    """What the child does: DIRECTORY, and in a demo MEMBER; one page a line on standard output."""
    directory, member = arguments[0], arguments[1] if len(arguments) > 1 else ""
    try:
        for page in stream(open_session(Path(directory), member)):
            sys.stdout.buffer.write(_line(page))
            sys.stdout.buffer.flush()
    except (Refused, BrokenPipeError):
        return ExitStatus.CANNOT_TELL
    return ExitStatus.YES


if __name__ == "__main__":
    sys.exit(work(sys.argv[1:]))
