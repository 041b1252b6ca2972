"""The lists of all proposals: their rows, newest first, and what waits for me.

Rows and tasks are kept in the user's cache, whole for a tip, a day and a member, and one by one for the files they
rest on; so a start paints at once, and a new ballot costs one proposal. Nothing here is trusted for a verdict: tally,
vote, decide and dossier read the objects.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from board.actions.asking import Inbox
from board.actions.rows_text import (
    SHAPE,
    Line,
    finding_line,
    line_of,
    of_finding,
    of_line,
    of_task,
    read_until,
    task_of,
)
from board.core.conditions import OVER
from board.core.dates import format_utc
from board.core.finding import Finding
from board.core.listed import Summary, Task

if TYPE_CHECKING:
    from board.actions.session import Session

_FIRST, _CHUNK = 40, 1000
MOST = 10_000
"""The proposals that a list reads beside those the board took up; a new one costs it 1 to 2 ms."""
Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows from the cache; not `current` when the tip has moved or a day has begun since."""

    rows: tuple[Summary, ...]
    current: bool


@dataclass(frozen=True, slots=True)
class KeptInbox:
    """An inbox from the cache; not `current` when the tip has moved since, a day has begun, or an hour that counts."""

    inbox: Inbox
    current: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows with the tasks on them, and how far the load is. A row that comes again replaces the earlier one."""

    rows: tuple[Summary, ...]
    tasks: tuple[Task, ...]
    done: int
    of: int


def cached(session: Session, limit: int = 0) -> Kept | None:
    """The rows as last seen, at once, newest id first; with a limit only about so many. None when none were kept."""
    for key, current in _keys(session, "rows"):
        count = session.cache.count(key)
        if count is not None:
            chunks = 1 + max(0, limit - _FIRST + _CHUNK - 1) // _CHUNK if limit else count
            rows = _rows(session.cache.page(key, 0, chunks))
            if rows is not None:
                return Kept(rows, current)
    return None


def cached_inbox(session: Session) -> KeptInbox | None:
    """The inbox as last seen, at once; None when none was kept."""
    for key, current in _keys(session, "inbox"):
        found = _inbox(session.cache.rows(key))
        if found is not None:
            inbox, until = found
            return KeptInbox(inbox, current and _holds(until, session.now()))
    return None


def fresh(
    session: Session, progress: Progress | None = None, cancelled: Cancelled = lambda: False
) -> tuple[Summary, ...]:
    """The rows at the tip, newest id first; `progress` hears how many of how many. Empty once `cancelled` says so."""
    kept = _rows(session.cache.rows(_key(session, "rows")))
    rows = kept if kept is not None else _all(session, progress, cancelled)[0]
    if session.faulty is not None and len(rows) >= MOST and len(_documents(session)) > len(rows):
        for finding in _told_before(session) if kept is not None else _crowd(session):
            session.faulty(finding)
    return rows


def fresh_inbox(session: Session, progress: Progress | None = None, cancelled: Cancelled = lambda: False) -> Inbox:
    """What waits for me at the tip, then what I wait for. Empty once `cancelled` says so."""
    kept = _inbox(session.cache.rows(_key(session, "inbox")))
    if kept is not None and _holds(kept[1], session.now()):
        return kept[0]
    return _all(session, progress, cancelled)[1]


def stream(session: Session) -> Iterator[Page]:
    """The rows at the tip in pages, the newest and the open ones first; all of them are kept when the last was read.

    It computes in this process. A screen that must answer keys meanwhile takes `rows_worker.in_child`.
    """
    from board.actions.entries import load

    now = session.now()  # before the tasks are worked out, so that what is kept never outlives its hour
    told: dict[str, tuple[Summary, tuple[Task, ...]]] = {}
    for entries, done, of in load(session):
        told.update((one, (entry.row, entry.tasks)) for one, entry in entries.items())
        read = entries.values()
        yield Page(tuple(each.row for each in read), tuple(task for each in read for task in each.tasks), done, of)
    rows = [told[one][0] for one in sorted(told, reverse=True)]
    _keep(session, rows, [task for one in sorted(told) for task in told[one][1]], now)


def inbox_of(tasks: Iterable[Task], findings: tuple[Finding, ...] = ()) -> Inbox:
    """Tasks in the order to take them up, by day and hour, tier and id; what holds nobody up any more comes later."""
    ordered = sorted(tasks, key=_urgency)
    mine, others = (tuple(task for task in ordered if task.mine is side) for side in (True, False))
    return Inbox(mine, others, findings)


def _urgency(task: Task) -> tuple[int, str, str, int, str]:
    day = task.due.isoformat() if task.due else "9999"
    hour = format_utc(task.at) if task.at else "9999"  # what is due by the hour comes before what has the whole day
    late_look = task.overdue and (task.act == "look-again" or task.summary.stage in OVER)
    # What is late, or a vote that soon ends, holds somebody up; a late look nobody.
    holds_up = (task.overdue and not late_look) or task.pressing
    return (0 if holds_up else 1 if late_look else 2, day, hour, -task.summary.tier_rank, task.summary.id)


def _all(session: Session, progress: Progress | None, cancelled: Cancelled) -> tuple[tuple[Summary, ...], Inbox]:
    rows: dict[str, Summary] = {}
    tasks: dict[str, list[Task]] = {}
    for page in stream(session):
        rows.update((row.id, row) for row in page.rows)
        tasks.update((row.id, []) for row in page.rows)
        for task in page.tasks:
            tasks[task.summary.id].append(task)
        if progress is not None:
            progress(page.done, page.of)
        if cancelled():
            return (), Inbox((), ())
    ids = sorted(rows, reverse=True)
    listed = (task for one in reversed(ids) for task in tasks[one])
    return tuple(rows[one] for one in ids), inbox_of(listed, _findings(session))


def _keep(session: Session, rows: Sequence[Summary], tasks: Sequence[Task], now: datetime) -> None:
    """Keep both lists for this tip, day and member, and which documents the tip has; the inbox also for its hour."""
    starts = [0, *range(_FIRST, len(rows), _CHUNK)]
    chunks = [_text([line_of(row) for row in rows[at : _CHUNK + at if at else _FIRST]]) for at in starts]
    findings = [finding_line(finding) for finding in _findings(session)]
    until = read_until(tasks, now)
    lines = [[line_of(task.summary), task_of(task)] for task in tasks]
    inbox = _text([lines, findings, until.isoformat() if until else ""])
    session.cache.store_rows(_known_key(session), [_text(list(session.listed.ids.values()))])
    key = _key(session, "")
    session.cache.store_rows(f"rows{key}", chunks)
    session.cache.store_rows(f"inbox{key}", [inbox])


def _findings(session: Session) -> tuple[Finding, ...]:
    from board.actions.dates import told
    from board.actions.session import findings_at_tip

    return (*_crowd(session), *findings_at_tip(session), *told(session))


def _told_before(session: Session) -> tuple[Finding, ...]:
    """What `_crowd` told of this tip when its inbox was kept; to find it again costs a look through the history."""
    inbox = _inbox(session.cache.rows(_key(session, "inbox")))
    return tuple(one for one in inbox[0].findings if one.code == "proposals.crowded") if inbox else _crowd(session)


def _crowd(session: Session) -> tuple[Finding, ...]:
    from board.actions.crowd import crowded

    found = crowded(session.listed)
    return (found,) if found else ()


def _rows(chunks: Sequence[bytes] | None) -> tuple[Summary, ...] | None:
    if chunks is None:
        return None
    try:
        return tuple(of_line(line) for chunk in chunks for line in json.loads(chunk))
    except (ValueError, TypeError, KeyError):
        return None


def _inbox(chunks: Sequence[bytes] | None) -> tuple[Inbox, datetime | None] | None:
    """A kept inbox, and the last moment at which it reads so, where something in it is due by the hour."""
    if not chunks:
        return None
    try:
        tasks, findings, until = json.loads(chunks[0])
        inbox = inbox_of((of_task(task, of_line(row)) for row, task in tasks), tuple(map(of_finding, findings)))
        return inbox, datetime.fromisoformat(until) if until else None
    except (ValueError, TypeError, KeyError):
        return None


def _holds(until: datetime | None, now: datetime) -> bool:
    return until is None or now <= until


def _keys(session: Session, what: str) -> Iterator[tuple[str, bool]]:
    """Where a list may be kept: under what is true now, then under what was true last."""
    now = _key(session, what)
    yield now, True
    last = session.cache.latest(now.partition("\t")[0] + "\t")
    if last and last != now:
        yield last, False


def _key(session: Session, what: str) -> str:
    """A list's name: the same tip, day, member and drafts always mean the same list."""
    drafts = session.work_drafts(_documents(session))
    parts = [SHAPE.encode(), session.tip.encode(), session.today.isoformat().encode()]
    parts += [finding.message.encode("utf-8", "replace") for finding in session.faults()]
    parts += (part for path in sorted(drafts) for part in (path.encode("utf-8", "surrogateescape"), drafts[path]))
    return f"{what} {session.me.member}\t{_digest(parts)}"


def _known_key(session: Session) -> str:
    return f"documents\t{session.tip}"


def _documents(session: Session) -> frozenset[str]:
    """The proposals' documents at the tip."""
    kept = session.cache.rows(_known_key(session))
    try:
        return frozenset(json.loads(kept[0])) if kept else frozenset(session.listed.ids.values())
    except (ValueError, TypeError):
        return frozenset(session.listed.ids.values())


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.blake2b(digest_size=20)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _text(value: Line | list[Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
