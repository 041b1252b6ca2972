"""Whether a decision lasts longer than by the dates that members signed: its last day, and the one to use it."""

from __future__ import annotations

from datetime import date, timedelta

from board.core.case import Case
from board.core.record import Record
from board.core.risk import ends_on
from board.core.stated import STRICTER
from board.core.unused import USE_WITHIN


def why_too_long(case: Case, record: Record, said: date, decided: date) -> str:
    """In words inside a sentence, which day of an approval comes too late; "" where none does.

    `said` is the day on which it was decided as the record has it, `decided` the one that signed commits allow.
    """
    if decided >= said or not record.outcome.yes:
        return ""
    end = ends_on(case, decided)
    if end is not None and (record.expires is None or record.expires > end):
        return f"approved until {record.expires or 'no day'}, but until {end}"
    days, latest = USE_WITHIN.get(record.kind), case.docket.latest
    if days is not None and latest is not None and latest.facts >= STRICTER:
        first, last = (day + timedelta(days=days) for day in (decided, said))
        return f"to be put to use by {last}, but by {first}"
    return ""
