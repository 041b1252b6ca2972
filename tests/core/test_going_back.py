"""An emergency goes back only to what was approved and never stopped; what speaks against it is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from board.core.case import Case
from board.core.finding import Severity
from board.core.going_back import NOT_SHOWN, ROLL_BACK, STOPPED, back_findings, not_held, targets
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


RINGS = ("sandbox", "beta", "general")


def unheld(one: Case, *records: tuple[str, Record], action: str = ROLL_BACK, ring: str = "", status: str = "") -> str:
    entries = (RegisterEntry("triage", "models", version="2.0.3", status=status, ring=ring),) if ring or status else ()
    return " ".join(not_held(one, action, records, entries, RINGS))


def for_ring(ring: str, name: str = "p") -> tuple[str, Record]:
    one, record = decided(Outcome.APPROVED, name=name)
    return one, replace(record, ring=ring)


def test_a_version_that_only_the_register_calls_approved_is_told_as_just_that() -> None:
    told = unheld(emergency(), status="approved")
    assert told == (
        "No decision names triage 2.0.3; only the register calls it approved. "
        "The record does not hold who approved it, on what evidence, or for which ring."
    )
    assert unheld(emergency(), for_ring("beta"), status="approved") == ""


def test_a_version_decided_for_a_narrower_ring_than_it_would_run_in_is_told_with_that_decision() -> None:
    """Given the ring in which the register shows the model, then a yes for a narrower one does not reach it."""
    told = unheld(emergency(), for_ring("sandbox"), for_ring("beta", "q"), ring="general")
    assert told == "No decision names triage 2.0.3 for general: the board approved it for beta only (q)."
    assert unheld(emergency(), for_ring("sandbox"), for_ring("general"), ring="beta") == ""
    assert unheld(emergency(), for_ring(""), ring="general") == "", "where the ring is not known, nothing is claimed"


def test_an_emergency_that_only_stops_is_asked_nothing() -> None:
    bare = case(kind="emergency-action")
    assert unheld(bare, action="stop") == "" and unheld(bare, action=ROLL_BACK).startswith("The proposal does not name")
