"""A model is taken out of use only after the notice of its ring."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from board.core.case import Case
from board.core.policy import Policy
from board.core.proposal import Evidence
from board.core.record import Outcome, Record, Sum
from board.core.retiring import notice_findings, short_notice
from board.formats.policy import read_policy
from tests.core.building import PROPOSAL, case

TODAY = date(2026, 10, 13)
SUM = Sum(4, 4, 3, 3, 0, 4, 4, 3, 2, "4 seats.")


def retiring(days: int, *, told: str = "", kind: str = "model-retire") -> Case:
    made = case(kind=kind, facts={"models": ["triage"], "sunset_on": TODAY + timedelta(days=days)})
    return replace(made, proposal=replace(made.proposal, evidence=(Evidence("notice", dated=told),)))


@pytest.mark.parametrize(("ring", "days"), [("general", 90), ("external", 90), ("beta", 30), ("sandbox", 0), ("", 90)])
def test_each_ring_has_its_notice(ring: str, days: int) -> None:
    """Given a ring, then its days are enough and one less is not; where no ring is known, the longest counts."""
    assert not short_notice(retiring(days), {"triage": ring}, TODAY)
    assert short_notice(retiring(days - 1), {"triage": ring}, TODAY)


def test_the_proposal_says_the_ring_only_where_no_register_does() -> None:
    stated = retiring(10)
    stated = replace(
        stated, proposal=replace(stated.proposal, facts={**stated.proposal.facts, "target_ring": "sandbox"})
    )
    assert not short_notice(stated, {}, TODAY)
    assert short_notice(stated, {"triage": "beta"}, TODAY)


def test_notice_counts_from_the_day_people_were_told() -> None:
    assert not short_notice(retiring(30, told="2026-08-14"), {"triage": "general"}, TODAY)
    assert short_notice(retiring(30, told="2026-08-15"), {"triage": "general"}, TODAY)
    assert short_notice(retiring(30, told="2027-01-01"), {"triage": "general"}, TODAY), "not from a day to come"
    assert short_notice(retiring(30, told="soon"), {"triage": "general"}, TODAY)


def test_a_finding_says_what_is_missing_and_how_to_mend_it() -> None:
    (found,) = notice_findings(retiring(1), {"triage": "beta"}, "p.md", TODAY)
    assert found.code == "retire.short-notice"
    assert found.where.part == "fact sunset_on"
    assert found.message == (
        "The last day in use, 2026-10-14, gives 1 day of notice from 2026-10-13. "
        "triage is in beta, which asks for 30: 2026-11-12 or later."
    )


def test_an_emergency_needs_no_notice() -> None:
    assert not short_notice(retiring(1, kind="emergency-action"), {"triage": "general"}, TODAY)


def test_it_is_told_while_the_decision_is_in_force_and_the_day_is_to_come() -> None:
    """Given a decision, then its day begins the notice, and once the last day has passed nothing is told any more."""
    at = datetime(2026, 10, 1, 9, tzinfo=UTC)
    record = Record(PROPOSAL, 1, Outcome.APPROVED, 1, at, "ana", "", SUM, kind="model-retire")
    decided, beta = replace(retiring(10), record=record), {"triage": "beta"}
    assert "from 2026-10-01" in short_notice(decided, beta, TODAY)
    assert not short_notice(decided, beta, TODAY + timedelta(days=11))
    assert not short_notice(replace(decided, record=replace(record, outcome=Outcome.REJECTED)), beta, TODAY)


def test_the_policy_says_how_long() -> None:
    own = read_policy(b"[retire]\ngeneral_notice_days = 10\n", "policy.toml").value
    assert not short_notice(replace(retiring(10), policy=own), {"triage": "general"}, TODAY)
    assert own.retire_notice["beta"] == Policy().retire_notice["beta"] == 30
