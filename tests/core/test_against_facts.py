"""An answer that contradicts the proposer's own facts is told; it bars nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board.core.against_facts import NEEDS, contradictions
from board.core.finding import Severity
from board.core.proposal import Tier
from board.core.review import Answer
from tests.content.loading import checklists
from tests.core.building import case


def told(question: str, value: str, **facts: object) -> list[str]:
    made = case(kind="ring-promote", tier=Tier.HIGH, facts=facts)
    made = replace(made, checklists=checklists(), answers=(Answer(question, (value,)),))
    found = contradictions(made, "p.md")
    assert all((one.code, one.severity) == ("answer.against-facts", Severity.WARNING) and one.fix for one in found)
    return [one.message for one in found]


@pytest.mark.parametrize(("fact", "value", "needed"), [(*at, to) for at, to in NEEDS["E-03"].items()])
def test_e_03_names_whom_the_facts_name(fact: str, value: str, needed: str) -> None:
    assert told("E-03", "none", **{fact: [value]}) == [f"E-03 says none, and the fact {fact} says {value}."]
    assert told("E-03", needed, **{fact: [value]}) == []
    assert told("E-03", "unknown", **{fact: [value]}) == []
    assert told("E-03", "none", audience=["staff"]) == []


def test_another_answer_than_the_facts_give_is_told() -> None:
    words = "E-04 says no, and the facts answer it with informs."
    assert told("E-04", "no", decides_about_people="informs", domain=["health"]) == [words]
    assert told("E-04", "informs", decides_about_people="informs", domain=["health"]) == []
