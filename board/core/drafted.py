"""Conditions drafted for the risks that are left, whole enough to be taken with one key (domain.md 2.3, appetite)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from board.core.ballot import Condition
from board.core.case import Case
from board.core.dates import add_working_days
from board.core.risk import Band, Risk, risks_of
from board.core.seating import names_member

WORKING_DAYS = 20
"""By when a drafted condition is due, counted from today; whoever takes it may write another day."""


def for_risks(case: Case, voter: str, people: Collection[str], today: date) -> tuple[Condition, ...]:
    """A condition for each medium or graver risk that has an owner or a target.

    Its owner is the risk's, where that is one of `people`; the voter checks it, unless she is the owner. What cannot
    be known stays empty for her to fill in.
    """
    due = add_working_days(today, WORKING_DAYS, case.charter.holidays)
    return tuple(_condition(case, risk, voter, people, due) for risk in _left(case))


def _left(case: Case) -> Iterator[Risk]:
    for risk in risks_of(case):
        if risk.band is not None and risk.band.rank >= Band.MEDIUM.rank and (risk.owner or risk.target):
            yield risk


def _condition(case: Case, risk: Risk, voter: str, people: Collection[str], due: date) -> Condition:
    able = (member for member in case.charter.members if member.id in people)
    owner = next((member.id for member in able if names_member(risk.owner, member)), "")
    harm = " ".join(risk.text.split())
    target = risk.target.band if risk.target else None
    if target is not None and risk.band is not None and target.rank < risk.band.rank:
        text, proof = f"Bring this risk down from {risk.band} to {target}: {harm}", f"The risk rated anew as {target}"
    else:
        text, proof = f"Watch this risk, which is {risk.band}, and report on it: {harm}", "A report to the board"
    return Condition("", text, owner, due, proof, "" if voter == owner else voter)
