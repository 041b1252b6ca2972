"""An effect that names a number of policy.toml takes it from there, for its ring, in its words as well."""

from __future__ import annotations

from typing import Any

from board.core.checklist import Effect
from board.core.limits import needs_policy, with_limits
from board.core.proposal import Proposal
from board.core.questions import standings
from board.core.review import Answer
from board.formats.checklists import read_checklist
from board.formats.policy import read_policy
from board.formats.shipped import shipped
from tests.core.building import case

DRILL = b"""
[[questions]]
id = "R-18"
question = "How many minutes?"
why = "Because."
type = "number"
[[questions.applies]]
kinds = ["ring-promote"]
[[questions.effects]]
answers = [">15", "unknown"]
policy = "rollback_minutes"
effect = "COND"
text = "Until it takes {limit} minutes or less."
when = { rings = ["general", "external"] }
[[questions.effects]]
answers = [">90"]
policy = "rollback_practised_within_days"
effect = "COND"
text = "Within {limit} days."
when = { rings = ["beta"] }
"""
POLICY = b"[rings.beta]\nrollback_minutes = 40\n[rings.general]\nrollback_minutes = 20\n"
DAYS = b"rollback_practised_within_days = 60\n"
READ = read_checklist(DRILL, "checklists/risk.toml")


def effects(ring: str, policy: bytes = POLICY, facts: int = 3) -> list[Effect]:
    about: dict[str, Any] = {"target_ring": ring}
    found = with_limits((READ.value,), Proposal("2026/0001-x", "X", facts=about), read_policy(policy, "p").value, facts)
    return list(found[0].questions[0].effects)


def test_the_number_and_the_words_are_those_of_the_policy() -> None:
    assert not READ.findings
    (first, _) = effects("general")
    assert (first.answers, first.text) == ((">20", "unknown"), "Until it takes 20 minutes or less.")


def test_a_ring_without_a_number_of_its_own_takes_that_of_the_rings_it_stands_beside() -> None:
    """Given no number for external, then general's counts there; given days for general alone, then for beta too."""
    assert effects("external")[0].answers == (">20", "unknown")
    assert effects("")[0].answers == (">20", "unknown"), "where no ring is named, the one that the effect is about"
    both = b"[rings.beta]\n" + DAYS.replace(b"60", b"30") + b"[rings.general]\n" + DAYS
    assert effects("", both)[1].answers == (">30",)
    own = POLICY + b"[rings.external]\nrollback_minutes = 5\n"
    assert effects("external", own)[0].answers == (">5", "unknown")
    assert effects("beta", POLICY + DAYS)[1].answers == (">60",)
    assert effects("beta", POLICY + DAYS)[1].text == "Within 60 days."


def test_without_a_number_in_the_policy_or_by_an_older_list_the_checklist_has_its_own() -> None:
    for found in (effects("general", b""), effects("general", facts=2)):
        assert found[0].answers == (">15", "unknown")
        assert found[0].text == "Until it takes 15 minutes or less."
    assert effects("beta")[1].answers == (">90",)


def test_the_policys_number_acts_in_a_sum() -> None:
    about: dict[str, object] = {"target_ring": "general"}
    proposal = Proposal("2026/0001-x", "X", kind="ring-promote", facts=about)
    for minutes, acts in (("20", False), ("21", True)):
        lists = with_limits((READ.value,), proposal, read_policy(POLICY, "p").value, 3)
        one = case(kind="ring-promote", facts=about, checklists=lists, answers=(Answer("R-18", (minutes,)),))
        assert bool(standings(one)[0].effects) is acts


def test_only_kinds_that_meet_such_a_question_look_up_the_policy() -> None:
    question = READ.value.questions[0]
    assert needs_policy(question, "ring-promote") and not needs_policy(question, "model-adopt")


def test_an_effect_that_names_a_number_and_compares_none_is_told() -> None:
    broken = DRILL.replace(b'">15", "unknown"', b'"unknown"')
    assert [one.code for one in read_checklist(broken, "checklists/risk.toml").findings] == ["missing"]


def test_every_number_that_a_shipped_effect_names_stands_in_the_shipped_policy() -> None:
    """Given the shipped lists and policy, then nothing differs from the numbers the lists carry themselves."""
    policy = read_policy(shipped("policy.toml"), "policy.toml").value
    risk = read_checklist(shipped("checklists/risk.toml"), "checklists/risk.toml").value
    named = {effect.policy for question in risk.questions for effect in question.effects} - {""}
    assert named == {"rollback_minutes", "rollback_practised_within_days"}
    assert all(any(name in ring for ring in policy.rings.values()) for name in named)
    for ring in ("beta", "general", "external"):
        put = Proposal("2026/0001-x", "X", facts={"target_ring": ring})
        filled = with_limits((risk,), put, policy, 3)[0]
        for one, other in zip(risk.questions, filled.questions, strict=True):
            reached = [effect for effect in one.effects if ring in effect.when.rings and effect.policy]
            assert all(effect in other.effects for effect in reached)
