"""The register of risks: every risk that proposals tell of, the gravest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from board.actions.cases import load_case
from board.actions.session import Session
from board.actions.stopped import row_of
from board.core.case import Case, Stage
from board.core.deadlines import deadlines
from board.core.risk import Risk, concerns, risks_of, weight
from board.core.stage import stage

_GONE = (Stage.SUPERSEDED, Stage.LAPSED, Stage.RETIRED, Stage.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class RiskRow:
    """One risk with the proposal it belongs to; `concerns` say in words what goes beyond the appetite of its band."""

    risk: Risk
    title: str
    stage: Stage
    tier: str
    """As lists name it; "unknown" where nothing says which facts set it."""
    rings: tuple[str, ...]
    concerns: tuple[str, ...]
    overdue: tuple[str, ...] = ()
    """The dates of the proposal that have passed, in words."""


def risk_register(session: Session, *, everything: bool = False) -> tuple[RiskRow, ...]:
    """The risks of what is open or in use, the gravest first; with `everything`, of what was refused or is gone too."""
    rows: list[RiskRow] = []
    for proposal_id in sorted(session.world.ids):
        case = load_case(session.world, proposal_id)
        if everything or _matters(case, stage(case, session.today)):
            rows += _rows(session, case)
    return tuple(sorted(rows, key=lambda row: weight(row.risk)))


def risks_in(session: Session, proposal_id: str) -> tuple[RiskRow, ...]:
    """The risks of one proposal, the gravest first."""
    return tuple(_rows(session, load_case(session.world_with_drafts(), proposal_id)))


def _matters(case: Case, where: Stage) -> bool:
    """Whether a proposal is open, or was approved and may still be in use."""
    refused = case.record is not None and not case.record.outcome.yes
    return where not in _GONE and not refused


def _rows(session: Session, case: Case) -> Iterator[RiskRow]:
    row = row_of(session.world, case, session.today)
    dates = deadlines(case, session.today, session.now())
    late = tuple(f"{one.words(session.today)}." for one in dates if one.state.late and one.sort.code)
    for risk in risks_of(case):
        rings = case.proposal.fact("target_ring")
        yield RiskRow(risk, case.proposal.title, row.stage, row.tier_words, rings, concerns(case, risk), late)
