"""A late condition freezes the ring: what it is about goes to no wider one, by whatever name or kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from board.core.conditions import freezes, frozen_bars
from board.core.proposal import Artefact, Proposal
from board.core.record import Outcome
from board.core.tally import tally
from tests.core.building import PROPOSAL, ballot, case, charter
from tests.core.decided import DAY, POLICY, day
from tests.core.test_deadlines import ON_CONDITION

MODEL = {"models": [{"id": "triage", "version": "2.2", "sha256": "b" * 64}]}
FROZEN = replace(
    ON_CONDITION, record=replace(ON_CONDITION.record, artefacts=(Artefact("triage", "2.1", "a" * 64),))
)  # fmt: skip
FROZEN_DAY = day("2026-10-28")


def bars(kind: str = "ring-promote", today: date = FROZEN_DAY, **facts: object) -> tuple[str, ...]:
    proposal = Proposal("2026/0020-wider", "Wider", kind, facts=MODEL | facts)
    return tuple(bar.text for bar in frozen_bars(charter(), proposal, freezes(FROZEN, today, POLICY)))


def test_a_late_condition_keeps_its_model_from_a_wider_ring_and_says_which() -> None:
    (words,) = bars(target_ring="general")
    assert f"condition c1 of {PROPOSAL} was due on 2026-10-20" in words
    assert "triage may go to no wider ring" in words


@pytest.mark.parametrize(
    ("kind", "facts", "barred"),
    [
        ("ring-promote", {"target_ring": "general"}, True),
        ("model-adopt", {"target_ring": "general"}, True),
        ("external-release", {}, True),
        ("ring-promote", {"target_ring": "unknown"}, True),
        ("ring-promote", {}, True),
        ("ring-promote", {"target_ring": "beta"}, False),
        ("ring-promote", {"target_ring": "sandbox"}, False),
        ("model-retire", {}, False),
        ("emergency-action", {"target_ring": "general"}, False),
        ("ring-promote", {"target_ring": "general", "models": [{"id": "minilm", "version": "1"}]}, False),
        ("ring-promote", {"target_ring": "general", "models": [{"id": "Triage", "version": "3"}]}, True),
        ("ring-promote", {"target_ring": "general", "models": [{"id": "new", "sha256": "A" * 64}]}, True),
        ("dataset-admit", {"target_ring": "general"}, True),
        ("dataset-admit", {"target_ring": "beta"}, False),
        ("dataset-admit", {}, True),
        ("a-kind-of-our-own", {"target_ring": "general"}, True),
        ("policy-exception", {"target_ring": "general"}, False),
        ("charter-change", {}, False),
    ],
)
def test_only_a_wider_ring_for_the_same_model_is_barred(kind: str, facts: dict[str, object], barred: bool) -> None:
    assert bool(bars(kind, **facts)) is barred


def test_by_an_older_list_a_freeze_held_the_name_as_it_was_written_and_six_kinds() -> None:
    """Given an opening by an older list, then neither other letters, the bytes nor a dataset's admission are barred."""
    for kind, model, barred in (
        ("ring-promote", {"id": "triage"}, True),
        ("ring-promote", {"id": "Triage"}, False),
        ("ring-promote", {"id": "new", "sha256": "a" * 64}, False),
        ("dataset-admit", {"id": "triage"}, False),
    ):
        proposal = Proposal("2026/0020-wider", "Wider", kind, facts={"models": [model], "target_ring": "general"})
        found = frozen_bars(charter(), proposal, freezes(FROZEN, FROZEN_DAY, POLICY), strict=False)
        assert bool(found) is barred, model


def test_an_admission_that_names_no_ring_stays_where_one_without_a_ring_was() -> None:
    """Given data admitted to no ring by name, when they are admitted anew for none, then nothing goes wider."""
    held = replace(FROZEN, record=replace(FROZEN.record, ring=""))
    anew = Proposal("2026/0020-anew", "Anew", "dataset-admit", facts={"datasets": MODEL["models"]})
    assert frozen_bars(charter(), anew, freezes(held, FROZEN_DAY, POLICY)) == ()
    adopts = replace(anew, kind="model-adopt")
    assert frozen_bars(charter(), adopts, freezes(held, FROZEN_DAY, POLICY)) != ()


def test_seven_days_late_is_still_amber() -> None:
    assert bars(today=day("2026-10-27"), target_ring="general") == ()


def test_a_frozen_promotion_does_not_pass_whatever_the_votes() -> None:
    """Given four yes, when a condition elsewhere freezes the model, then the sum says that it is barred, and why."""
    yes = [ballot(one) for one in ("ana", "ben", "chiara", "lena")]
    one = case(*yes, facts=MODEL | {"target_ring": "general"})
    assert tally(one, DAY).outcome is Outcome.APPROVED
    proposal = replace(one.proposal, kind="ring-promote")
    held = replace(one, frozen=frozen_bars(charter(), proposal, freezes(FROZEN, FROZEN_DAY, POLICY)))
    sums = tally(held, DAY)
    assert sums.outcome is Outcome.RETURNED
    assert f"condition c1 of {PROPOSAL}" in sums.sentence
