"""Rows and tasks as JSON values and back, for the cache and for the pipe from a loading process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from board import __version__
from board.core.dates import reads_until
from board.core.finding import Finding, Severity, Where
from board.core.listed import Stage, Summary, Task
from board.core.outcome import Outcome
from board.core.proposal import Tier

SHAPE = f"15-{__version__}"
"""Changes whenever rows or tasks would read otherwise for the same files."""
Line = list[Any]
_STAGES = {each.value: each for each in Stage}
_TIERS = {each.value: each for each in Tier}
_OUTCOMES: dict[str, Outcome | None] = {"": None} | {each.value: each for each in Outcome}


def line_of(row: Summary) -> Line:
    """A row as a list of plain values, in the order of its fields."""
    return [
        row.id, row.title, row.kind, row.stage.value, row.tier.value, row.proposer,
        row.outcome.value if row.outcome else "", row.waiting_for, row.deadline.isoformat() if row.deadline else "",
        row.opened, row.committed, row.findings, row.updated, row.mark,
        row.way,
    ]  # fmt: skip


def of_line(line: Sequence[Any]) -> Summary:
    """The row again; raises ValueError, TypeError or KeyError when it is none."""
    one, title, kind, stage, tier, proposer, outcome, waits, deadline, opened, committed, findings, *rest = line
    updated, mark, way = rest
    return Summary(
        one, title, kind, _STAGES[stage], _TIERS[tier], proposer, _OUTCOMES[outcome], tuple(waits),
        date.fromisoformat(deadline) if deadline else None, opened, committed, findings, updated, mark, way,
    )  # fmt: skip


def task_of(task: Task) -> Line:
    """A task without its row."""
    at = task.at.isoformat() if task.at else ""
    return [
        task.act,
        task.words,
        task.due.isoformat() if task.due else "",
        task.overdue,
        task.mine,
        at,
        task.part,
        task.pressing,
    ]


def of_task(line: Sequence[Any], row: Summary) -> Task:
    """The task again; raises ValueError or TypeError when it is none."""
    act, words, due, overdue, mine, at, part, pressing = line
    moment = datetime.fromisoformat(at) if at else None
    return Task(row, act, words, date.fromisoformat(due) if due else None, overdue, mine, moment, part, pressing)


def read_until(tasks: Iterable[Task], now: datetime) -> datetime | None:
    """The last moment at which tasks that are due by the hour still read as they do now; None where none is."""
    return min((reads_until(task.at, now) for task in tasks if task.at is not None), default=None)


def finding_line(finding: Finding) -> Line:
    """A finding as a list of plain values."""
    where = finding.where
    return [
        finding.code, finding.message, finding.severity.value, where.path, where.line, where.part, finding.why,
        finding.fix,
    ]  # fmt: skip


def of_finding(line: Sequence[Any]) -> Finding:
    """The finding again; raises ValueError or TypeError when it is none."""
    code, message, severity, path, number, part, why, fix = line
    return Finding(code, message, Severity(severity), Where(path, number, part), why, fix)
