"""A promotion goes one step at a time."""

from __future__ import annotations

import pytest

from board.core.proposal import Proposal
from board.core.rings import ring_findings

RINGS = ("sandbox", "beta", "general")


def told(now: str, then: str, kind: str = "ring-promote") -> str:
    facts = {"from_ring": now, "target_ring": then}
    found = list(ring_findings(Proposal("2026/0001-up", "Up", kind, facts=facts), RINGS, "x.md"))
    assert [(one.code, one.where.part) for one in found] == [("ring.skipped", "fact target_ring")] * len(found)
    return " ".join(f"{one.message} {one.fix}" for one in found)


@pytest.mark.parametrize(("now", "then"), [("sandbox", "beta"), ("beta", "general"), ("general", "external")])
def test_one_step_is_a_promotion(now: str, then: str) -> None:
    assert told(now, then) == ""


def test_a_ring_left_out_is_named_with_the_ring_that_comes_next() -> None:
    assert told("sandbox", "general").endswith("from sandbox to general and leaves out beta. Name beta as target_ring.")
    assert "leaves out beta and general" in told("sandbox", "external")


@pytest.mark.parametrize(("now", "then"), [("beta", "beta"), ("general", "sandbox")])
def test_no_step_up_is_no_promotion(now: str, then: str) -> None:
    assert f"{then} is not wider than {now}" in told(now, then)


def test_what_replaces_a_decision_may_lead_back_from_its_ring_and_may_not_leave_one_out_on_the_way_up() -> None:
    def found(now: str, then: str) -> list[str]:
        facts = {"from_ring": now, "target_ring": then}
        back = Proposal("2026/0002-x", "X", "ring-promote", facts=facts, supersedes="2026/0001-up")
        return [one.code for one in ring_findings(back, RINGS, "x.md")]

    assert found("beta", "sandbox") == found("general", "sandbox") == []
    assert found("beta", "beta") == found("sandbox", "general") == ["ring.skipped"]


@pytest.mark.parametrize(("now", "then"), [("unknown", "general"), ("sandbox", "unknown"), ("", "general")])
def test_a_ring_that_is_not_known_is_told_elsewhere(now: str, then: str) -> None:
    assert told(now, then) == ""


def test_a_model_may_be_adopted_for_any_ring() -> None:
    assert told("sandbox", "general", "model-adopt") == ""
