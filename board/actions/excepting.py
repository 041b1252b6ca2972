"""The exceptions that the board granted, and what is wrong with one that somebody asks for."""

from __future__ import annotations

from datetime import date

from board.actions.cases import load_case
from board.actions.load import World
from board.core import excepting
from board.core.case import Case
from board.core.finding import Finding
from board.core.waivers import EXCEPTION


def exceptions(world: World) -> tuple[Case, ...]:
    """Every exception that was approved, in force or ended."""
    return tuple(
        load_case(world, one)
        for one, record in world.records.naming(EXCEPTION.encode())
        if record.kind == EXCEPTION and record.outcome.yes and one in world.records
    )


def exception_findings(world: World, case: Case, today: date) -> tuple[Finding, ...]:
    """What is wrong with an exception that is not decided yet; nothing for other kinds."""
    if case.proposal.kind != EXCEPTION or case.record is not None:
        return ()
    return tuple(excepting.exception_findings(case, exceptions(world), world.ids[case.id], today))


def why_never_holds(world: World, case: Case, today: date) -> str:
    """Why an exception could lift nothing even if the board approved it; "" where it could, and for other kinds."""
    if case.proposal.kind != EXCEPTION:
        return ""
    return excepting.why_never_holds(case, exceptions(world), today)
