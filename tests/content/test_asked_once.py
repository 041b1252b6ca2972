"""What a fact has said is not asked again in another unit, and a list of parts is asked part by part."""

from __future__ import annotations

import pytest

from board.actions.measured import results_of
from board.core.applying import Context, evaluate
from board.core.checklist import EffectKind
from board.core.from_facts import with_facts
from board.core.proposal import Proposal, Tier
from board.core.review import Answer
from board.formats.kinds import missing_facts
from board.formats.policy import read_policy
from tests.content.loading import checklists, kinds, questions

ALL = {question.id: question for question in questions()}


@pytest.mark.parametrize(("kwh", "drafts"), [(180, False), (10_001, True)])
def test_given_the_electricity_as_a_fact_then_e_19_takes_it_over_in_the_same_unit(kwh: int, drafts: bool) -> None:
    """Given 180 kWh, the fact's own example, then no condition for more than 10,000 kWh is drafted."""
    fact = next(one for one in kinds()["model-train"].facts if one.id == "energy_estimate")
    assert f"in {ALL['E-19'].unit}" in fact.why
    proposal = Proposal("a", "A", kind="model-train", facts={"energy_estimate": kwh})
    answer = next(one for one in with_facts(checklists(), proposal, ()) if one.question == "E-19")
    effects = evaluate(ALL["E-19"].effects, answer.value, Context(proposal, Tier.LIMITED))
    assert [one.kind for one in effects] == [EffectKind.COND] * drafts


@pytest.mark.parametrize("ring", ["beta", "general"])
def test_given_one_missing_part_of_the_technical_file_then_it_bars_a_wide_ring(ring: str) -> None:
    parts = [one.value for one in ALL["C-03"].options if one.value != "none"]
    context = Context(Proposal("a", "A", kind="ring-promote", facts={"target_ring": ring}), Tier.HIGH)
    wanted = EffectKind.BLOCK if ring == "general" else EffectKind.COND
    assert len(parts) == 9
    assert not evaluate(ALL["C-03"].effects, ("none",), context)
    assert [one.kind for one in evaluate(ALL["C-03"].effects, ("none",), context, evidence=False)] == [wanted]
    for part in parts:
        assert [one.kind for one in evaluate(ALL["C-03"].effects, (part,), context)] == [wanted]


@pytest.mark.parametrize(
    ("question", "stated", "said"),
    [
        ("C-05", {"training_flop": 4e22, "base_flop": 1e23}, "above"),
        ("C-05", {"training_flop": 3e22, "base_flop": 1e23}, "below"),
        ("C-05", {"training_flop": 4e22, "base_flop": "unknown"}, "above"),
        ("C-05", {"training_flop": 1e20}, "below"),
        ("C-05", {"training_flop": "unknown", "base_flop": 1e23}, ""),
        ("C-07", {"expected_users": 80, "licence_user_limit": 100}, "near-limit"),
        ("C-07", {"expected_users": 80, "monthly_active_users_org": 101, "licence_user_limit": 100}, "crossed"),
        ("C-07", {"expected_users": 50, "licence_user_limit": 100}, ""),
        ("C-07", {"expected_users": 50, "licence_user_limit": 0}, ""),
        ("C-07", {"expected_users": 95, "licence_user_limit": 100}, "crossed"),
    ],
)
def test_given_two_numbers_then_the_program_divides_and_nobody_says_otherwise(
    question: str, stated: dict[str, object], said: str
) -> None:
    """Given what the proposer says instead, then the share of the numbers stands, with the sum; without them, hers."""
    proposal = Proposal("a", "A", kind="model-train", facts=stated)
    hers = Answer(question, ("allowed",), "We think so.", ("licence",))
    for given in ((), (hers,)):
        answer = next((one for one in with_facts(checklists(), proposal, given) if one.question == question), None)
        assert (answer.value if answer else ()) == ((said,) if said else ("allowed",) if given else ())
        assert not said or (answer and "divided by" in answer.note and answer.note.endswith(hers.note) == bool(given))


def test_the_board_draws_its_own_line_in_policy_toml() -> None:
    """Given a policy that warns earlier and bars later, then C-07 goes by its numbers, and says which line it was."""
    gate = b'[gates.license-scale]\nquestions = ["C-07"]\nwarn_at_percent = 40\nblock_at_percent = 96\n'
    policy = read_policy(gate, "policy.toml").value
    said = []
    for users in (45, 95, 97):
        facts: dict[str, object] = {"expected_users": users, "licence_user_limit": 100}
        proposal = Proposal("a", "A", kind="model-train", facts=facts)
        (answer,) = (one for one in with_facts(checklists(), proposal, (), policy) if one.question == "C-07")
        said.append((*answer.value, answer.note.partition("; ")[2]))
    assert said == [
        ("near-limit", "policy.toml draws the line at 40 percent."),
        ("near-limit", "policy.toml draws the line at 40 percent."),
        ("crossed", "policy.toml draws the line at 96 percent."),
    ]


@pytest.mark.parametrize(
    ("question", "stated", "said"),
    [
        ("C-01", {"role": ["deployer", "provider"]}, ("deployer", "provider")),
        ("C-01", {"role": ["deployer", "unknown"]}, ()),
        ("C-06", {"licence": "Apache-2.0"}, ("permissive",)),
        ("C-06", {"licence": "apache-2.0"}, ("permissive",)),
        ("C-06", {"licence": "LGPL-3.0-or-later"}, ("copyleft",)),
        ("C-06", {"licence": "llama3.1"}, ("use-limits",)),
        ("C-06", {"licence": "CC-BY-NC-4.0"}, ("non-commercial",)),
        ("C-06", {"licence": "LicenseRef-gemma"}, ()),
        ("C-06", {"licence": ["MIT", "GPL-3.0-only"]}, ()),
        ("C-06", {"licence": ["MIT", "our own"]}, ()),
        ("C-12", {"personal_data": "none"}, ("none",)),
        ("C-12", {"personal_data": "present"}, ()),
        ("C-12", {"personal_data": "unknown"}, ()),
        ("R-02", {"weights_format": "safetensors"}, ("data-only",)),
        ("R-02", {"weights_format": "gguf"}, ("data-only",)),
        ("R-02", {"weights_format": "onnx"}, ()),
        ("R-02", {"weights_format": "pickle-based"}, ()),
    ],
)
def test_given_a_fact_that_says_it_then_nobody_is_asked_and_a_word_of_hers_goes_before(
    question: str, stated: dict[str, object], said: tuple[str, ...]
) -> None:
    proposal = Proposal("a", "A", kind="model-adopt", facts=stated)
    hers = Answer(question, ("unknown",))
    assert {one.question: one.value for one in with_facts(checklists(), proposal, ())}.get(question, ()) == said
    assert [one.value for one in with_facts(checklists(), proposal, (hers,)) if one.question == question] == [
        ("unknown",)
    ]


RUN = {"model": "triage 2.1.0"}
REACHED = {"value": 94, "ci_low": 93, "ci_high": 95, "threshold": 92, "comparator": "ci_low >= threshold", "pass": True}
UNDER = {"value": 1, "ci_low": 0, "ci_high": 2, "threshold": 3, "comparator": "<="}


@pytest.mark.parametrize(
    ("metrics", "said"),
    [
        ([REACHED, UNDER], [True, True]),
        ([REACHED | {"threshold": 93.5}], [False]),
        ([UNDER | {"ci_high": 4}], [False]),
        ([REACHED | {"pass": False}], [False]),
        ([{"value": 1}, REACHED], [True]),
        ([REACHED, {"value": 94, "threshold": 92, "comparator": ">="}], []),
        ([REACHED | {"comparator": "about"}], []),
        ([REACHED, "odd"], []),
        ([], []),
    ],
)
def test_a_run_is_read_at_the_cautious_end_and_what_is_unclear_is_asked(metrics: object, said: list[bool]) -> None:
    about = Proposal("a", "A", facts={"models": [{"id": "triage", "version": "2.1.0"}]})
    assert results_of(RUN | {"metrics": metrics}, about) == said
    other = Proposal("a", "A", facts={"models": [{"id": "triage", "version": "3.0"}]})
    assert results_of(RUN | {"metrics": metrics}, other) == [], "a run of another version says nothing of this one"


@pytest.mark.parametrize(("licence", "asked"), [("apache-2.0", False), ("MIT", False), ("llama3.1", True), ("", True)])
def test_a_licence_free_to_use_for_nearly_anything_asks_for_no_size(licence: str, asked: bool) -> None:
    """Given somebody else's model, then its licence's limits are asked for unless C-06 counts it as permissive."""
    sizes = {"monthly_active_users_org", "licence_user_limit", "annual_revenue_band"}
    about = Proposal("a", "A", kind="model-adopt", facts={"weights_origin": "third-party-open", "licence": licence})
    missing = {one.where.part.removeprefix("fact ") for one in missing_facts(about, kinds()["model-adopt"])}
    assert missing & sizes == (sizes if asked else set())
    permissive = ALL["C-06"].says["licence"]["permissive"]
    hanging = [one for one in kinds()["model-adopt"].hanging if one.unless]
    assert {one.id: one.unless["licence"] for one in hanging} == dict.fromkeys(sizes, permissive)
