"""Approvals for tests of what comes after them: decided on a Monday, with whatever dates hang on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from board.core.case import Case
from board.core.policy import Policy
from board.core.proposal import Evidence
from board.core.record import FollowUp, Outcome, Record, Sum
from board.core.review import Answer
from tests.core.building import PROPOSAL, case

DECIDED = datetime(2026, 10, 12, 9, tzinfo=UTC)  # a Monday
DAY = DECIDED.date()
POLICY = Policy(freeze_after=7, roll_back_after=30)
SUM = Sum(4, 4, 3, 3, 0, 4, 4, 3, 2, "4 seats.")


def decided(outcome: Outcome = Outcome.APPROVED, *follow_ups: FollowUp, proposer: str = "mo", **fields: Any) -> Case:
    record = Record(PROPOSAL, 1, outcome, 1, DECIDED, "ana", "", SUM, tier="minimal", proposer=proposer, **fields)
    return case(record=record, follow_ups=follow_ups, proposer=proposer, policy=POLICY)


def day(text: str) -> date:
    return date.fromisoformat(text)


def measured(*follow_ups: FollowUp, kind: str = "model-adopt", dated: str = "2026-09-21", artefact: str = "") -> Case:
    """An approval that rests on an evaluation, which the policy lets grow 90 days old."""
    one = decided(Outcome.APPROVED, *follow_ups, kind=kind)
    evaluation = Evidence("eval", "Run 14", dated=dated, sort="evaluation", artefact=artefact)
    policy = replace(POLICY, evidence_days={"evaluation": 90})
    return replace(one, proposal=replace(one.proposal, evidence=(evaluation,)), policy=policy)


def practised(*follow_ups: FollowUp, ring: str = "general", kind: str = "ring-promote") -> Case:
    """An approval for a ring whose way back was practised on 21 September, and must be within 90 days."""
    policy = replace(POLICY, rings={"general": {"rollback_practised_within_days": 90}})
    answers = (Answer("R-18b", ("2026-09-21",)),)
    return replace(decided(Outcome.APPROVED, *follow_ups, kind=kind, ring=ring), policy=policy, answers=answers)
