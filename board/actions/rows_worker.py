"""Reading all rows in a process of its own, so that the one with the screen keeps its interpreter free for keys."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from board.actions.rows import Page, stream
from board.actions.rows_child import Child, end, start
from board.actions.rows_text import line_of, of_line, of_task, task_of
from board.actions.session import Session, open_session
from board.core.finding import ExitStatus, Refused, refuse


def in_child(session: Session, child: Child | None = None) -> Iterator[Page]:
    """The pages of `rows.stream`, computed by a child process, which may run already. Closing the iterator ends it.

    Call it in a thread: waiting for a page lets every other thread run. Show each page as it comes (the newest forty
    first; a row that comes again replaces the earlier one); when it ends, `rows.fresh` and `rows.fresh_inbox` answer
    from the cache. Raises Refused when the list could not be read to its end.
    """
    place = session.store.place
    child = child or start(place.work_tree or place.git_dir, session.me.member if session.demo else "")
    if child is None or child.stdout is None:
        raise _unread()
    try:
        for line in child.stdout:
            yield _page(line)
        if child.wait() != 0:
            raise _unread()
    finally:
        end(child)


def _unread() -> Refused:
    return refuse(
        "rows.unread",
        "The list could not be read to its end.",
        "Try again; `board list` says what is wrong.",
        status=ExitStatus.CANNOT_TELL,
    )


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
