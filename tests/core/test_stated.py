"""A fact that a kind owes and nobody states, or whose value no rule knows, is unknown; so every question fits it."""

from __future__ import annotations

import pytest

from board.core.applying import Context, applies
from board.core.checklist import Applicability
from board.core.proposal import Proposal, Tier
from board.core.stated import values_of

UNION = Applicability(facts={"jurisdictions": ("EU", "DE")})
RENTED = Applicability(facts={"weights_origin": ("hosted-api",)})
ALONE = Applicability(facts={"agentic": ("acts-alone",)})


@pytest.mark.parametrize(
    ("when", "facts", "asked"),
    [
        (UNION, {"jurisdictions": ["de"]}, True),
        (UNION, {"jurisdictions": ["DE-BY"]}, True),
        (UNION, {"jurisdictions": ["CH", "US-CA"]}, False),
        (UNION, {"jurisdictions": ["Germany"]}, True),
        (UNION, {"jurisdictions": ["CH", "worldwide"]}, True),
        (UNION, {"jurisdictions": []}, True),
        (UNION, {}, True),
        (RENTED, {"weights_origin": "own"}, False),
        (RENTED, {"weights_origin": "api"}, True),
        (RENTED, {}, True),
        (ALONE, {"agentic": "autonomous"}, True),
        (ALONE, {"agentic": "suggests"}, False),
    ],
)
def test_a_question_is_dropped_only_by_a_value_that_rules_know(
    when: Applicability, facts: dict[str, object], asked: bool
) -> None:
    for kind in ("model-adopt", "model-change", "use-change", "ring-promote"):
        assert applies(when, Context(Proposal("a", "A", kind, facts=facts), Tier.LIMITED)) is asked


def test_what_is_released_to_others_is_in_the_ring_outside_whoever_forgets_to_say_so() -> None:
    assert values_of(Proposal("a", "A", "external-release"), "target_ring") == ("external",)


def test_a_kind_that_is_not_about_a_use_owes_nothing() -> None:
    assert values_of(Proposal("a", "A", "policy-change"), "jurisdictions") == ()
