"""An exception in force lifts one bar, for what it covers, while it lasts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from board.core.case import Case
from board.core.docket import Docket
from board.core.proposal import Proposal
from board.core.record import Outcome, Record, Sum
from board.core.waivers import waivers
from tests.core.building import OPENING, case

TODAY = date(2026, 10, 13)
MODEL = {"id": "triage", "version": "2.1.0"}
ONE = case(facts={"models": [MODEL], "target_ring": "beta"})
SUM = Sum(4, 4, 3, 3, 0, 4, 4, 3, 2, "4 seats.")


def exception(outcome: Outcome = Outcome.APPROVED, **facts: object) -> Case:
    stated: dict[str, object] = {"gate": "R-05", "models": [MODEL], "target_ring": "beta"} | facts
    record = Record("2026/0012-x", 1, outcome, 1, None, "kim", "", SUM, expires=date(2027, 1, 1))
    proposal = Proposal("2026/0012-x", "Exception", kind="policy-exception", facts=stated)
    return replace(case(), proposal=proposal, record=record)


def test_an_exception_in_force_covers_its_question_model_and_ring() -> None:
    assert waivers(ONE, [exception()], TODAY) == {"R-05": "2026/0012-x"}
    assert waivers(ONE, [exception(models=["triage"], target_ring="")], TODAY) == {"R-05": "2026/0012-x"}


def test_an_exception_covers_nothing_else() -> None:
    """Given one that is rejected, undecided, ended, or for another model, version or ring, then nothing is waived."""
    others = [
        exception(Outcome.REJECTED),
        exception(models=[{"id": "other", "version": "2.1.0"}]),
        exception(models=[{"id": "triage", "version": "2.0.0"}]),
        exception(models=[]),
        exception(target_ring="general"),
        replace(exception(), record=None),
        replace(exception(), proposal=replace(exception().proposal, kind="policy-change")),
    ]
    assert waivers(ONE, others, TODAY) == {}
    assert waivers(ONE, [exception()], date(2027, 1, 2)) == {}


def test_an_exception_names_its_questions_and_what_it_covers_as_its_kind_asks() -> None:
    """Given the facts that the scaffold asks for, then these questions are lifted for what lies in its scope."""
    asked = {"gate": "weights-format", "waives": ["R-02", "R-05"], "models": []}
    lifted = {"R-02", "R-05"}
    for scope in (["triage"], [ONE.id]):
        assert set(waivers(ONE, [exception(**asked, scope=scope)], TODAY)) == lifted | {"weights-format"}
    assert waivers(ONE, [exception(**asked, scope=["another"])], TODAY) == {}
    other_version = asked | {"models": [{"id": "triage", "version": "2.0.0"}]}
    assert waivers(ONE, [exception(**other_version, scope=["triage"])], TODAY) == {}, "one version, not all"


BYTES, OTHER = {"sha256": "a" * 64}, {"id": "minilm", "version": "1"}


@pytest.mark.parametrize(
    ("granted", "asked", "covered"),
    [
        ({}, {"target_ring": ["general", "beta"]}, False),
        ({"target_ring": ["general", "beta"]}, {"target_ring": "general"}, True),
        ({}, {"target_ring": ""}, False),
        ({}, {"models": [OTHER, MODEL]}, False),
        ({}, {"datasets": [OTHER]}, False),
        ({"scope": ["minilm"]}, {"datasets": [OTHER]}, True),
        ({"models": [], "scope": ["triage"]}, {"models": [OTHER, MODEL]}, False),
        ({"models": [MODEL | BYTES]}, {"models": [MODEL | {"sha256": "b" * 64}]}, False),
        ({"models": [MODEL | BYTES]}, {}, False),
        ({"models": [MODEL | BYTES]}, {"models": [MODEL | {"sha256": "sha256:" + "A" * 64}]}, True),
        ({}, {"models": [MODEL | BYTES]}, True),
        ({"models": [], "scope": [ONE.id]}, {"models": [OTHER, MODEL]}, True),
    ],
)
def test_an_exception_covers_all_that_a_proposal_names_or_lifts_nothing(
    granted: dict[str, object], asked: dict[str, object], covered: bool
) -> None:
    """Given list 3, then every ring and thing, and the same bytes; by an older list one in common was enough."""
    opened = replace(OPENING, facts=3)
    given = case(facts={"models": [MODEL], "target_ring": "beta"} | asked, openings=(opened,))
    assert bool(waivers(given, [exception(**granted)], TODAY)) is covered
    older = replace(given, docket=Docket((replace(opened, facts=2),)))
    assert bool(waivers(older, [exception(**granted)], TODAY)) is (asked != {"target_ring": ""})
