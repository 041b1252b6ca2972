"""The twelve kinds ask for what a proposer can give in ten minutes, and say why."""

from __future__ import annotations

import tomllib

import pytest

from board.core.applying import Context, applies
from board.core.kind import Kind
from board.core.proposal import Evidence, Proposal, Tier
from board.core.rules import default_kinds
from board.core.stated import KNOWN, OWED
from board.core.tier import tier_of
from board.formats.kinds import missing_facts
from tests.content.loading import CHECKLISTS, facts, kinds, questions

ABOUT_A_USE = (
    "model-adopt",
    "model-train",
    "model-change",
    "use-change",
    "ring-promote",
    "external-release",
    "emergency-action",
)
TIER_FACTS = {
    "audience",
    "decides_about_people",
    "domain",
    "safety_component",
    "interacts_with_people",
    "generates_content",
    "agentic",
    "personal_data",
}

NOT_ABOUT_A_USE = {"policy-change", "policy-exception", "model-retire", "charter-change"}
"""They carry nothing to anybody: questions about a use are asked of them only where they state its facts."""
OF_A_RUNNING_USE = {"interacts_with_people", "generates_content", "agentic", "weights_origin"}
"""A dataset does none of this by itself; what is trained on it comes before the board as a kind of its own."""


def test_the_twelve_kinds_are_those_the_charter_knows() -> None:
    assert set(kinds()) == set(default_kinds())
    assert {kind.letter for kind in kinds().values()} == {str(number) for number in range(1, 13)}


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.id)
def test_a_kind_says_in_plain_words_what_it_wants_and_why(kind: Kind) -> None:
    assert kind.title and kind.plain.endswith(".") and kind.prose.strip().startswith("## ")
    assert 3 <= len(kind.facts) <= 24, "too many facts for ten minutes"
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
    given = {fact.id: tomllib.loads(f"value = {fact.example}")["value"] for fact in kind.every_fact}
    evidence = tuple(Evidence(slot.id) for slot in kind.evidence)
    proposal = Proposal("2026/0001-sample", "Sample", kind.id, facts=given, evidence=evidence)
    assert [str(finding) for finding in missing_facts(proposal, kind)] == []


def test_only_the_emergency_asks_the_emergency_card_and_a_charter_change_asks_nothing() -> None:
    assert [kind.id for kind in kinds().values() if "emergency" in kind.checklists] == ["emergency-action"]
    assert kinds()["charter-change"].checklists == {}


@pytest.mark.parametrize("name", sorted({fact.id for fact in facts().values() if fact.sets_tier}))
@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.id)
def test_no_silence_about_a_fact_sets_a_lower_tier_than_any_word_about_it(kind: Kind, name: str) -> None:
    """Given a kind that can ask a fact, when it is absent, unknown or odd, then no value of it gives a higher tier."""
    if kind.id in NOT_ABOUT_A_USE or (kind.id == "dataset-admit" and name not in {fact.id for fact in kind.facts}):
        return
    harmless: dict[str, object] = {
        "decides_about_people": "decides" if name == "domain" else "no",
        "domain": ["health"] if name == "decides_about_people" else ["none"],
        "audience": ["staff"],
        "safety_component": False,
        "interacts_with_people": False,
        "generates_content": ["none"],
        "agentic": "none",
        "personal_data": "special-category" if name == "infers_sensitive" else "none",
    }

    def tier(*value: object) -> Tier:
        stated = {fact: given for fact, given in harmless.items() if fact != name} | ({name: value[0]} if value else {})
        return tier_of(Proposal("2026/0001-sample", "Sample", kind.id, facts=stated))[0]

    values: tuple[object, ...] = facts()[name].values or (True, False)
    worst = max((tier(value) for value in values), key=lambda each: each.rank)
    assert [tier(), tier("unknown"), tier("whatever")] == [worst] * 3


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.id)
def test_no_silence_about_a_fact_drops_a_question(kind: Kind) -> None:
    """Given a kind, then it asks for every fact on which a question of its lists rests, and without it asks all."""
    if kind.id in NOT_ABOUT_A_USE:
        assert kind.id not in OWED
        return
    silent = Context(Proposal("2026/0001-sample", "Sample", kind.id), Tier.HIGH)
    asked = {fact.id for fact in kind.facts}
    for question in questions():
        level = kind.checklists.get(question.checklist)
        if not level or (level == "lite" and not question.core and question.id not in kind.extra_questions):
            continue
        for when in question.applies:
            needed = set(when.facts) - (OF_A_RUNNING_USE if kind.id == "dataset-admit" else set())
            if (when.kinds and kind.id not in when.kinds) or needed != set(when.facts):
                continue
            assert needed <= asked, question.id
            assert applies(when, silent) or when.tiers or when.rings == ("external",), question.id


@pytest.mark.parametrize("name", KNOWN)
def test_the_rules_know_the_values_that_the_facts_offer(name: str) -> None:
    offered = set(facts()[name].values) - {"unknown"} or {"yes", "no"}
    assert offered == KNOWN[name]


def test_the_shipped_country_is_a_code_and_a_name_is_told_with_the_code_that_was_meant() -> None:
    kind = kinds()["use-change"]

    def told(*places: str) -> list[str]:
        proposal = Proposal("2026/0001-sample", "Sample", kind.id, facts={"jurisdictions": list(places)})
        found = [each for each in missing_facts(proposal, kind, "x.md") if each.where.part == "fact jurisdictions"]
        return [f"{each.code}: {each.message} {each.fix}" for each in found]

    assert told("EU", "DE", "CH", "US-CA", "unknown") == []
    (germany,) = told("EU", "Germany")
    assert germany.startswith("odd-fact: “Germany” is no two-letter code") and germany.endswith("Write DE.")
    assert told("worldwide")[0].endswith("Write a code such as DE for Germany, or EU for the whole Union.")
