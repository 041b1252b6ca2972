"""Whether a decision has other days than by the dates that members signed: its last, and those to use or pull it."""

from __future__ import annotations

from datetime import date, timedelta

from board.core.case import Case
from board.core.charter import Charter
from board.core.dates import add_working_days
from board.core.deadlines import APPEAL_WORKING_DAYS
from board.core.record import Record
from board.core.risk import ends_on
from board.core.stated import STRICTER
from board.core.unused import USE_WITHIN

_FEW = timedelta(days=7)
"""An approval that ends sooner by so much is no harm: what two decide together is as old as the first one's act."""


def why_other_days(case: Case, record: Record, said: date, decided: date) -> str:
    """In words inside a sentence, which day of an approval moves with its date; "" where none does.

    `said` is the day on which it was decided as the record has it, `decided` the one that signed commits allow. Dated
    ahead it lasts longer; dated back it ends sooner, and the seats that may pull a standard change are too late.
    """
    if decided == said or not record.outcome.yes:
        return ""
    latest = case.docket.latest
    strict = latest is not None and latest.facts >= STRICTER
    if strict and decided - said > _FEW and record.way == "standard":
        first, last = (_pulled_by(case.charter, day) for day in (said, decided))
        return f"open to a pull until {first}, but until {last}"
    end = ends_on(case, decided)
    longer = end is not None and (record.expires is None or record.expires > end)
    sooner = strict and record.expires is not None and (end is None or record.expires < end)
    if longer or (sooner and decided - said > _FEW):
        return f"approved until {record.expires or 'no day'}, but until {end or 'no day'}"
    days = USE_WITHIN.get(record.kind)
    if days is not None and strict:
        claimed, allowed = (day + timedelta(days=days) for day in (said, decided))
        return f"to be put to use by {claimed}, but by {allowed}"
    return ""


def _pulled_by(charter: Charter, decided: date) -> date:
    """The last day on which a seat may pull a decided standard change."""
    return add_working_days(decided, APPEAL_WORKING_DAYS, charter.holidays)
