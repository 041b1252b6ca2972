"""The tier is set by facts, shown with its reasons; what is unknown counts as the higher."""

from __future__ import annotations

import pytest

from board.core.proposal import Proposal, Tier
from board.core.review import Answer
from board.core.stated import owed_by
from board.core.tier import tier_of, tier_of_silence

HARMLESS: dict[str, object] = {
    "decides_about_people": "no",
    "domain": ["none"],
    "audience": ["staff"],
    "safety_component": False,
    "interacts_with_people": False,
    "generates_content": ["none"],
    "agentic": "none",
    "personal_data": "none",
}


def tier(kind: str = "model-adopt", without: str = "", **facts: object) -> Tier:
    stated = {key: value for key, value in (HARMLESS | facts).items() if key != without}
    return tier_of(Proposal("a", "A", kind=kind, facts=stated))[0]


def test_a_harmless_use_is_minimal() -> None:
    assert tier() is Tier.MINIMAL


@pytest.mark.parametrize(
    "facts",
    [
        {"decides_about_people": "decides", "domain": ["health"]},
        {"decides_about_people": "informs", "domain": ["health", "none"]},
        {"decides_about_people": "informs", "domain": ["unknown"]},
        {"decides_about_people": "unknown", "domain": ["health"]},
        {"domain": ["biometrics"]},
        {"domain": ["unknown"]},
        {"audience": ["public", "children"]},
        {"audience": ["workers-as-subjects"]},
        {"audience": ["unknown"]},
        {"safety_component": True},
        {"safety_component": "unknown"},
        {"agentic": "acts alone"},
        {"agentic": "acts-alone"},
        {"agentic": "unknown"},
        {"personal_data": "children"},
        {"personal_data": "special-category"},
        {"personal_data": "special-category", "infers_sensitive": True},
        {"personal_data": "unknown"},
        {"domain": ["space"]},
        {"audience": ["kids"]},
        {"agentic": "autonomous"},
        {"safety_component": "perhaps"},
        {"personal_data": "a little"},
    ],
)
def test_what_makes_a_use_high(facts: dict[str, object]) -> None:
    assert tier(**facts) is Tier.HIGH


@pytest.mark.parametrize(
    "facts",
    [
        {"interacts_with_people": True},
        {"interacts_with_people": "unknown"},
        {"generates_content": ["text"]},
        {"generates_content": ["unknown"]},
        {"personal_data": "present"},
        {"personal_data": "special-category", "infers_sensitive": False},
    ],
)
def test_what_makes_a_use_limited(facts: dict[str, object]) -> None:
    assert tier(**facts) is Tier.LIMITED


@pytest.mark.parametrize(
    "facts",
    [
        {"decides_about_people": "decides", "domain": ["none"]},
        {"agentic": "acts with confirmation"},
        {"safety_component": False},
    ],
)
def test_what_alone_raises_nothing(facts: dict[str, object]) -> None:
    assert tier(**facts) is Tier.MINIMAL


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ("decides_about_people", Tier.HIGH),
        ("domain", Tier.HIGH),
        ("audience", Tier.HIGH),
        ("safety_component", Tier.HIGH),
        ("agentic", Tier.HIGH),
        ("personal_data", Tier.HIGH),
        ("interacts_with_people", Tier.LIMITED),
        ("generates_content", Tier.LIMITED),
    ],
)
def test_a_missing_fact_counts_as_unknown_where_the_kind_owes_it(fact: str, expected: Tier) -> None:
    """Given a known kind about a use, a missing fact counts as unknown; for prose or a rule change it does not."""
    stated: dict[str, object] = {"domain": ["health"]} if fact == "decides_about_people" else {}
    assert tier(without=fact, **stated) is expected
    assert tier(kind="", without=fact) is Tier.MINIMAL
    assert tier(kind="policy-change", without=fact) is Tier.MINIMAL


def test_an_emergency_that_says_nothing_counts_as_high_and_one_opened_before_stays_as_it_was() -> None:
    """Given an emergency without facts, then silence is unknown; under an older list of facts it owed none."""
    silent = Proposal("a", "A", kind="emergency-action", facts={"action": "Stopped."})
    assert tier_of(silent)[0] is Tier.HIGH
    assert [tier_of(silent, owed=owed_by(facts, silent.kind))[0] for facts in (1, 2, 3)] == [
        Tier.MINIMAL,
        Tier.MINIMAL,
        Tier.HIGH,
    ]


@pytest.mark.parametrize(
    ("fact", "expected"),
    [("audience", Tier.HIGH), ("generates_content", Tier.LIMITED), ("decides_about_people", None), ("owner", None)],
)
def test_it_is_known_which_tier_follows_from_silence_on_one_fact(fact: str, expected: Tier | None) -> None:
    """Given a proposal that says nothing yet, then silence on one fact alone brings its tier, the others unheeded."""
    assert tier_of_silence(Proposal("a", "A", kind="model-adopt"), fact) is expected


def test_silence_on_guesses_matters_only_beside_protected_data_and_never_where_the_tier_is_high_anyway() -> None:
    def silent(**facts: object) -> Tier | None:
        return tier_of_silence(Proposal("a", "A", kind="model-change", facts=facts), "infers_sensitive")

    assert silent(personal_data="special-category") is Tier.HIGH
    assert silent(personal_data="present") is None
    assert silent(personal_data="special-category", agentic="acts-alone") is None


def test_prose_without_facts_has_no_tier_yet_and_says_so() -> None:
    assert tier_of(Proposal("a", "A")) == (Tier.MINIMAL, ("The proposal states no fact that sets a tier.",))


def test_the_callers_list_of_owed_facts_wins_over_the_built_in_one() -> None:
    own = Proposal("a", "A", kind="our-own-kind", facts={"domain": ["none"]})
    assert tier_of(own)[0] is Tier.MINIMAL
    assert tier_of(own, owed=("agentic",))[0] is Tier.HIGH


@pytest.mark.parametrize(
    ("value", "expected"),
    [(("face-scraping",), Tier.PROHIBITED), (("none", "social-scoring"), Tier.PROHIBITED), (("none",), Tier.MINIMAL),
     (("unknown",), Tier.MINIMAL), (("unsure",), Tier.MINIMAL), ((), Tier.MINIMAL)],
)  # fmt: skip
def test_a_banned_practice_is_prohibited_and_unsure_is_left_to_legal(value: tuple[str, ...], expected: Tier) -> None:
    proposal = Proposal("a", "A", kind="model-adopt", facts=HARMLESS)
    assert tier_of(proposal, (Answer("E-05", value),))[0] is expected


def test_reasons_name_every_fact_that_set_the_tier() -> None:
    facts = HARMLESS | {"decides_about_people": "informs", "domain": ["health"], "audience": ["children"]}
    facts.pop("agentic")
    _, reasons = tier_of(Proposal("a", "A", kind="ring-promote", facts=facts))
    assert reasons == (
        "It informs decisions about people in health.",
        "It reaches children.",
        "The proposal does not say whether it acts on its own; that counts as the higher tier.",
    )
