"""The twelve kinds ask for what a proposer can give in ten minutes, and say why."""

from __future__ import annotations

import tomllib

import pytest

from board.core.kind import Kind
from board.core.proposal import Evidence, Proposal
from board.core.rules import default_kinds
from board.formats.kinds import missing_facts
from tests.content.loading import CHECKLISTS, facts, kinds, questions

ABOUT_A_USE = ("model-adopt", "model-train", "model-change", "use-change", "ring-promote", "external-release")
TIER_FACTS = {
    "audience",
    "decides_about_people",
    "domain",
    "interacts_with_people",
    "generates_content",
    "agentic",
    "personal_data",
}


def test_the_twelve_kinds_are_those_the_charter_knows() -> None:
    assert set(kinds()) == set(default_kinds())
    assert {kind.letter for kind in kinds().values()} == {str(number) for number in range(1, 13)}


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.id)
def test_a_kind_says_in_plain_words_what_it_wants_and_why(kind: Kind) -> None:
    assert kind.title and kind.plain.endswith(".") and kind.prose.strip().startswith("## ")
    assert 3 <= len(kind.facts) <= 21, "too many facts for ten minutes"
    assert all(fact.why.endswith(".") and fact.example for fact in kind.facts)
    assert all(slot.why.endswith(".") for slot in kind.evidence)
    assert len({slot.id for slot in kind.evidence}) == len(kind.evidence) > 0
    assert set(kind.checklists) <= set(CHECKLISTS)
    assert set(kind.extra_questions) <= {question.id for question in questions()}


@pytest.mark.parametrize("kind", ABOUT_A_USE)
def test_a_kind_about_a_use_asks_for_every_fact_that_sets_the_tier(kind: str) -> None:
    assert {fact.id for fact in kinds()[kind].facts} >= TIER_FACTS
    assert all(facts()[name].sets_tier for name in TIER_FACTS)


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.id)
def test_the_examples_of_all_facts_make_a_complete_proposal(kind: Kind) -> None:
    given = {fact.id: tomllib.loads(f"value = {fact.example}")["value"] for fact in kind.facts}
    evidence = tuple(Evidence(slot.id) for slot in kind.evidence)
    proposal = Proposal("2026/0001-sample", "Sample", kind.id, facts=given, evidence=evidence)
    assert [str(finding) for finding in missing_facts(proposal, kind)] == []


def test_only_the_emergency_asks_the_emergency_card_and_a_charter_change_asks_nothing() -> None:
    assert [kind.id for kind in kinds().values() if "emergency" in kind.checklists] == ["emergency-action"]
    assert kinds()["charter-change"].checklists == {}
