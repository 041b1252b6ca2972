"""An emergency goes back only to what was approved and never stopped; what speaks against it is told."""

from __future__ import annotations

from typing import Any

import pytest

from board.core.case import Case
from board.core.finding import Severity
from board.core.going_back import NOT_SHOWN, STOPPED, back_findings, targets
from board.core.proposal import Artefact
from board.core.record import Outcome, Record, Sum
from board.core.register import RegisterEntry
from tests.core.building import PROPOSAL, case

OLD = Artefact("triage", "2.0.3", "a" * 64)
SUM = Sum(4, 4, 3, 3, 0, 4, 4, 3, 2, "4 seats.")


def emergency(kind: str = "emergency-action", **back: str) -> Case:
    """An emergency that goes back to triage 2.0.3, or to what is named."""
    return case(kind=kind, facts={"back_to": [{"id": "triage", "version": "2.0.3"} | back]})


def decided(outcome: Outcome, kind: str = "model-change", *artefacts: Artefact, name: str = "p") -> tuple[str, Record]:
    fields: dict[str, Any] = {"kind": kind, "artefacts": artefacts or (OLD,)}
    return name, Record(name, 1, outcome, 1, None, "kim", "", SUM, **fields)


def codes(one: Case, *records: tuple[str, Record], register: tuple[RegisterEntry, ...] = ()) -> list[str]:
    return [each.code for each in back_findings(one, records, register, "f")]


@pytest.mark.parametrize("outcome", [Outcome.APPROVED, Outcome.APPROVED_WITH_CONDITIONS])
def test_what_was_approved_and_never_stopped_may_run_again(outcome: Outcome) -> None:
    assert codes(emergency(), decided(outcome)) == []
    assert codes(emergency(sha256="a" * 64), decided(outcome)) == []


def test_what_a_register_holds_as_approved_may_run_again() -> None:
    entry = RegisterEntry("triage", "models", version="2.0.3", status="approved")
    assert codes(emergency(), register=(entry,)) == []
    suspended = RegisterEntry("triage", "models", version="2.0.3", status="suspended")
    assert codes(emergency(), register=(suspended,)) == [NOT_SHOWN]


def test_what_nobody_approved_is_told_and_holds_nothing_up() -> None:
    """Given no decision on the version, or one on other bytes or with another end, then that is a warning."""
    (found,) = back_findings(emergency(), (), (), "f")
    assert (found.code, found.severity, found.where.part) == (NOT_SHOWN, Severity.WARNING, "fact back_to")
    assert "triage 2.0.3" in found.message
    assert codes(emergency(), decided(Outcome.REJECTED)) == [NOT_SHOWN]
    assert codes(emergency(), decided(Outcome.APPROVED, "model-change", Artefact("triage", "2.1.0"))) == [NOT_SHOWN]
    assert codes(emergency(sha256="b" * 64), decided(Outcome.APPROVED)) == [NOT_SHOWN]


@pytest.mark.parametrize("by", [decided(Outcome.STOPPED), decided(Outcome.APPROVED, "emergency-action")])
def test_what_was_stopped_never_comes_back_in_a_hurry(by: tuple[str, Record]) -> None:
    """Given a version that the board stopped, or an emergency took away, then no earlier yes brings it back."""
    (found,) = back_findings(emergency(), (decided(Outcome.APPROVED), by), (), "f")
    assert (found.code, found.severity) == (STOPPED, Severity.ERROR)
    assert codes(emergency(), decided(Outcome.APPROVED), (PROPOSAL, by[1])) == [], "its own record says nothing of it"


def test_other_kinds_and_emergencies_that_only_stop_name_nothing() -> None:
    assert codes(emergency("model-change")) == []
    assert targets(case(kind="emergency-action", facts={"back_to": "none"})) == ()
    assert targets(case(kind="emergency-action")) == ()
