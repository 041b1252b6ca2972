"""What a record says a decision rested on: editions of questions and law pack, and the risk that was left."""

from __future__ import annotations

from board.core.case import Case
from board.core.checklist import Applicability, Checklist, Question
from board.core.rested import checklist_versions, inherent_band, pack_version, residual_band, target_band
from tests.core.building import case


def rated(likelihood: int, impact: int) -> dict[str, object]:
    return {"likelihood": likelihood, "impact": impact}


def with_risks(*risks: dict[str, object]) -> Case:
    """A case whose risks have been seen elsewhere, so that each likelihood has a basis."""
    return case(facts={"risks": [{"basis": "the silent run", **risk} for risk in risks]})


def checklist(name: str, version: str, pack: str, *applies: Applicability) -> Checklist:
    return Checklist(name, name, version, questions=(Question(name, name, "Is it?", applies=applies),), pack=pack)


def test_the_gravest_risk_counts_before_safeguards_with_them_and_once_conditions_are_met() -> None:
    found = with_risks(
        {"id": "a", "inherent": rated(5, 4), "residual": rated(3, 3), "target": rated(1, 3)},
        {"id": "b", "inherent": rated(2, 2), "residual": rated(4, 3), "target": rated(2, 3)},
    )
    assert (inherent_band(found), residual_band(found), target_band(found)) == ("critical", "high", "medium")


def test_where_nobody_rated_a_risk_the_record_says_none_and_the_other_values_are_empty() -> None:
    assert (inherent_band(case()), residual_band(case()), target_band(case())) == ("", "none", "")
    assert residual_band(with_risks({"id": "a", "text": "A risk without values"})) == "none"


def test_only_checklists_of_which_something_was_asked_are_named_with_edition_and_pack() -> None:
    never = Applicability(kinds=("model-adopt",))
    lists = (checklist("risk", "2026-11", "2026-11"), checklist("ethics", "3", "2026-11"))
    found = case(checklists=(*lists, checklist("compliance", "9", "2020-01", never)))
    assert checklist_versions(found) == {"risk": "2026-11", "ethics": "3"}
    assert pack_version(found) == "2026-11"


def test_checklists_of_several_packs_name_each_once_and_those_without_one_none() -> None:
    lists = (checklist("risk", "1", "2027-05"), checklist("ethics", "1", "2026-11"), checklist("own", "1", ""))
    assert pack_version(case(checklists=lists)) == "2026-11, 2027-05"
    assert pack_version(case(checklists=lists[2:])) == ""
