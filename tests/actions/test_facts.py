"""Facts in words: no reader meets the name of a fact or of a value as a program writes it."""

from __future__ import annotations

from datetime import date

import pytest

from board.actions.facts import every_fact, fact_lines, fact_title, fact_words, value_words
from board.core.case import Case
from board.core.charter import Charter
from board.core.kind import Fact
from board.core.proposal import Proposal
from tests.content.loading import kinds


def case(**facts: object) -> Case:
    return Case(Charter(), Proposal("2026/0001-a", "A", "model-change", facts=facts))


@pytest.mark.parametrize("fact", every_fact().values(), ids=lambda fact: fact.id)
def test_every_fact_has_a_title_and_every_value_words(fact: Fact) -> None:
    assert "_" not in fact_title(fact.id)
    assert fact_title(fact.id) != fact.id
    for value in fact.values:
        words = value_words(fact.id, value)
        assert words
        assert "_" not in words
        assert words == "not known" or value != "unknown"


def test_facts_the_kind_does_not_ask_for_have_their_titles_too() -> None:
    given = case(role=["deployer", "unknown"], reversible="hours", infers_sensitive=False, expected_users=12_500)
    lines = {line.id: (line.title, line.value) for line in fact_lines(given, kinds()["charter-change"])}
    assert lines["role"] == ("What we are", "we use it, not known")
    assert lines["reversible"] == ("How fast it can be undone", "within hours")
    assert lines["infers_sensitive"] == ("Guesses sensitive things", "no")
    assert lines["expected_users"] == ("Expected users", "12,500")


def test_what_nobody_listed_is_shown_as_written_under_a_readable_name() -> None:
    given = case(ward_size="large", domain=["space-travel"], ends_on=date(2026, 12, 1))
    assert fact_title("ward_size") == "Ward size"
    assert fact_words(given, "ward_size") == "large"
    assert fact_words(given, "domain") == "space-travel"
    assert fact_words(given, "ends_on") == "2026-12-01"


def test_models_and_risks_are_named_not_dumped() -> None:
    given = case(models=[{"id": "triage", "version": "2.1.0", "sha256": "ab" * 32}], risks={"wrong_pile": {"a": 1}})
    assert fact_words(given, "models") == "triage 2.1.0 abababababab"
    assert fact_words(given, "risks") == "wrong pile"
    assert fact_title("risks") == "Risks, as rated"
    back = case(back_to=[{"id": "triage", "version": "2.0.3"}, {"id": "spellmend"}])
    assert fact_words(back, "back_to") == "triage 2.0.3; spellmend"


def test_a_fact_that_is_missing_says_so() -> None:
    lines = fact_lines(case(), kinds()["model-change"])
    assert lines
    assert all(line.missing and line.value == "" for line in lines)
