"""Approvals that nobody puts to use: after some days they lapse, as one does whose last day has passed (A.1, A.6).

The registers say what is in use. Where they leave two readings, the board is warned, and nothing lapses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from board.core.case import Case
from board.core.dates import local_date
from board.core.proposal import Artefact
from board.core.record import Record
from board.core.register import RegisterEntry
from board.core.stated import STRICTER

USE_WITHIN: Mapping[str, int] = {"model-adopt": 180, "ring-promote": 60}
"""Within so many days of the decision an approval of these kinds is put to use."""
IN_USE, NOT_IN_USE, NOBODY_KNOWS = "yes", "no", "unknown"
_CANDIDATE, _GONE = "candidate", ("retired", "suspended", "deprecated")


def use_by(case: Case) -> date | None:
    """The last day to put an approval to use; None where it is in use, or the opening went by an older list."""
    record, latest = case.record, case.docket.latest
    if record is None or not record.outcome.yes or case.in_use not in (NOT_IN_USE, NOBODY_KNOWS):
        return None
    days = USE_WITHIN.get(record.kind or case.proposal.kind)
    if days is None or record.decided_at is None or latest is None or latest.facts < STRICTER:
        return None
    return local_date(record.decided_at, case.charter.timezone) + timedelta(days=days)


def lapsed_unused(case: Case, today: date) -> bool:
    """Whether the day to put it to use has passed, and the register shows that nobody did."""
    until = use_by(case)
    return until is not None and until < today and case.in_use == NOT_IN_USE


def in_use(record: Record, entries: Sequence[RegisterEntry], rings: Sequence[str]) -> str:
    """Whether the registers show what a record approved in the ring it was approved for, or a wider one."""
    known = {entry.id: entry for entry in entries if entry.sort == "models"}
    found = {_used(one, known.get(one.id), record, rings) for one in record.artefacts}
    if IN_USE in found:
        return IN_USE
    return NOT_IN_USE if found == {NOT_IN_USE} else NOBODY_KNOWS


def _used(artefact: Artefact, entry: RegisterEntry | None, record: Record, rings: Sequence[str]) -> str:
    if entry is None:
        return NOBODY_KNOWS
    digest = artefact.sha256.removeprefix("sha256:")
    same = bool(digest) and digest in {one.removeprefix("sha256:") for one in entry.digests}
    if not same and (entry.version != artefact.version or not artefact.version):
        return IN_USE if record.id in entry.decisions else NOBODY_KNOWS  # another version came after it, or before
    if entry.status in _GONE:
        return IN_USE
    if entry.status == _CANDIDATE:
        return NOT_IN_USE
    if entry.ring not in rings or record.ring not in rings:
        return NOBODY_KNOWS
    return IN_USE if rings.index(entry.ring) >= rings.index(record.ring) else NOT_IN_USE
