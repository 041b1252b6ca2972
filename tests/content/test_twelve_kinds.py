"""The twelve kinds ask for the facts, evidence, questions, signatures, path and term that a board's rules name.

The table below was written from those rules (domain, part A), not from the files; where the product asks for more, it
says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from board.actions.scaffold import scaffold
from board.core.kind import Kind
from board.core.rules import default_kinds
from board.formats.kinds import missing_facts
from board.formats.proposals import read_proposal
from tests.boards import git, small_board
from tests.cli.running import Board
from tests.content.loading import kinds
from tests.content.proposer import Typed, at_the_keyboard

E, S, P, L, X = "engineering", "security", "product", "legal", "ethics"
FULL, LITE, BY_TIER, BY_RING, BY_SIZE = "full", "lite", "by-tier", "by-ring", "by-size"
USE = "audience decides_about_people domain interacts_with_people generates_content agentic personal_data target_ring"


@dataclass(frozen=True)
class Row:
    """One row: facts and evidence by name, checklists, who signs, path, days an approval lasts, days of notice."""

    number: int
    facts: str
    evidence: str
    sign: set[str]
    risk: str = ""
    ethics: str = ""
    compliance: str = ""
    high: bool = True
    also: dict[str, set[str]] = field(default_factory=dict)
    path: str = "vote"
    ways: dict[str, str] = field(default_factory=dict)
    days: int = 180
    general: int = 0
    notice: int = 0
    extra: set[str] = field(default_factory=set)


TABLE = {
    "model-adopt": Row(
        1,
        "models source_url source_revision publisher licence weights_origin weights_format intended_use "
        f"out_of_scope_use owner fallback jurisdictions safety_component {USE}",
        "model-card licence-text weight-scan hashes evaluation ai-bom",
        {E, S, L, P}, FULL, BY_TIER, FULL, general=365,
    ),
    "model-train": Row(
        2,
        "models base_model datasets code_commit training_config training_flop base_flop gpu_hours energy_estimate "
        f"jurisdictions safety_component weights_origin {USE}",
        "training-run dataset-decisions evaluation stress-test diff-to-base",
        {E, S, L, P}, FULL, BY_TIER, FULL,
    ),
    "model-change": Row(
        3,
        f"models old_version change_class what_changed reason jurisdictions safety_component weights_origin {USE}",
        "side-by-side regressions rollback-proof",
        {E, S}, BY_SIZE, "", LITE, also={"change_class=major": {P, L}}, general=365,
        ways={"change_class=patch": "standard", "change_class=minor": "consent"}, extra={"R-22"},
    ),
    "dataset-admit": Row(
        4,
        "datasets origin obtained_at collector licence lawful_basis transformation_script row_count pii_counts "
        "personal_data decides_about_people domain jurisdictions",
        "lineage pii-scan licence-proof sample-check opt-outs",
        {E, L, S}, FULL, BY_TIER, FULL, days=365,
    ),
    "use-change": Row(
        5,
        f"models feature_refs new_use tier_before jurisdictions safety_component weights_origin {USE}",
        "model-card evaluation",
        {P, L, E, S}, LITE, FULL, FULL, general=365, extra={"R-07"},
    ),
    "ring-promote": Row(
        6,
        "models from_ring exposure criteria_version export_destinations jurisdictions safety_component weights_origin "
        f"{USE}",
        "criteria-report open-conditions incidents monitoring support-route",
        {E, P, S}, BY_RING, BY_RING, LITE, also={"target_ring=general": {L}, "target_ring=external": {L}}, general=365,
        extra={"C-08", "C-16"},
    ),
    "policy-change": Row(
        7, "old_text new_text reason affected", "backtest", {E, S, P, L}, LITE, "", LITE, high=False, days=0, notice=5
    ),
    "policy-exception": Row(
        8,
        "gate gate_owner waives scope target_ring reason compensating_control ends_on",
        "risk-entry plan",
        {S, L}, LITE, "", LITE, high=False, also={f"gate_owner={seat}": {seat} for seat in (E, S, P, L, X)}, days=90,
    ),
    "external-release": Row(
        9,
        "models datasets released_externally licence recipients openness_class export_destinations jurisdictions "
        f"safety_component weights_origin {USE}",
        "model-card data-card licence-check misuse-tests export-record ai-bom signature",
        {E, S, L, P, X}, FULL, FULL, FULL, high=False, days=365, notice=10,
    ),
    "model-retire": Row(
        10,
        "models feature_refs fallback sunset_on data_disposal",
        "dependencies fallback-test notice archive",
        {E, P}, LITE, "", LITE, high=False, also={"data_disposal=yes": {S, L}}, path="consent", days=0,
        extra={"R-19", "R-24", "C-16"},
    ),
    "emergency-action": Row(
        11,
        "models what_happened action acted_by acted_at expected_end safety_component "
        f"{USE.removesuffix(' target_ring')}",
        "incident before-after", set(), high=False, path="emergency", days=0,
    ),
    "charter-change": Row(
        12, "old_text new_text reason", "notice", {E, S, P, L, X}, high=False, days=0, notice=10
    ),
}  # fmt: skip
"""Besides the table: a kind about a use asks for every fact on which a question or the tier rests; a changed model
meets the short compliance list too, because a licence may end with a version; an emergency says what the use is, so
that its tier is not taken for the lowest; the release facts say `target_ring`
external by their kind; an approval lasts by the ring it is for, as the charter says."""
NO_RING = {"external-release"}
OF_A_USE = {"model-adopt", "model-train", "use-change", "ring-promote", "external-release"}
"""Kinds that C-07 asks at any size: they say how many people and requests are expected (2.1)."""


def test_given_the_rules_then_there_are_these_twelve_kinds_and_no_other() -> None:
    assert set(kinds()) == set(TABLE) == set(default_kinds())


@pytest.mark.parametrize("name", TABLE)
def test_given_a_kind_then_it_asks_for_the_facts_evidence_and_questions_of_the_table(name: str) -> None:
    row, kind = TABLE[name], kinds()[name]
    facts = set(row.facts.split()) - ({"target_ring"} if name in NO_RING else set())
    facts |= {"reversible"} if kind.checklists.get("risk") else set()
    facts |= {"expected_users", "expected_requests_per_day"} if name in OF_A_USE else set()
    assert kind.letter == str(row.number)
    assert {fact.id for fact in kind.facts} == facts
    assert {slot.id for slot in kind.evidence} == set(row.evidence.split())
    lists = {"risk": row.risk, "ethics": row.ethics, "compliance": row.compliance}
    emergency = {"emergency": FULL} if name == "emergency-action" else {}
    assert dict(kind.checklists) == {each: level for each, level in lists.items() if level} | emergency
    assert set(kind.extra_questions) == row.extra


@pytest.mark.parametrize("name", TABLE)
def test_given_a_kind_then_seats_path_term_and_notice_are_those_of_the_table(name: str) -> None:
    row, rule = TABLE[name], default_kinds()[name]
    assert set(rule.must_sign) == row.sign
    assert set(rule.must_sign_high) == ({X} if row.high else set())
    assert {when: set(seats) for when, seats in rule.must_sign_when.items()} == row.also
    assert (rule.path, dict(rule.path_when)) == (row.path, row.ways)
    assert rule.expires_days == row.days
    assert dict(rule.expires_when) == ({"target_ring=general": row.general} if row.general else {})
    assert (rule.notice_working_days or 0) == row.notice


def test_given_a_charter_change_then_two_thirds_and_the_sponsor_carry_it() -> None:
    rule = default_kinds()["charter-change"]
    assert (rule.majority, rule.majority_at_least, rule.must_sign_roles) == ((2, 3), True, ("sponsor",))


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.id)
def test_given_a_fresh_scaffold_then_check_names_exactly_what_is_missing_and_why(kind: Kind) -> None:
    read = read_proposal(scaffold(kind, "A title", "mo").encode(), "x.md", "2026/0001-x")
    assert read.findings == ()
    missing = missing_facts(read.value, kind)
    wanted = [f"fact {fact.id}" for fact in kind.facts]
    wanted += [f"evidence {slot.id}" for slot in kind.evidence if slot.required]
    assert sorted(one.where.part for one in missing) == sorted(wanted)
    whys = {fact.why for fact in kind.facts} | {slot.why for slot in kind.evidence}
    for one in missing:
        assert one.why in whys
        assert one.fix.startswith(("Add ", "Put "))


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.id)
def test_given_a_fresh_scaffold_then_check_says_each_thing_once_with_its_reason_and_a_command_that_works(
    kind: Kind, tmp_path: Path
) -> None:
    """Given an untouched draft, when it is checked, then every line has its why, and what it says to type runs."""
    made = small_board(tmp_path, checklists=True)
    git(made.path, "checkout", "-q", "-f", "main")
    git(made.path, "config", "user.name", "Mo Haddad")
    git(made.path, "config", "user.email", "mo@example.org")
    run = Board(made.path)
    assert run("new", kind.id, "Try it").status == 0
    told = run("check", "1").out
    wanted = [*((one.title, one.why) for one in (*kind.facts, *(slot for slot in kind.evidence if slot.required)))]
    lines = re.findall(r"(?m)^ +\d+  (.*)$", told)
    for title, why in wanted:
        assert len([line for line in lines if line.startswith(f"{title}: {why}")]) == 1, title
    assert len(lines) == len(wanted)
    commands = {one.split()[1] for one in re.findall(r"`(board [^`]+)`", told)}
    assert commands == {"answer", "evidence"}
    for command in re.findall(r"`(board [^`]+)`", told):
        with at_the_keyboard(lambda *_: (Typed("q"), True)):
            ran = run(*command.split()[1:])
        assert (ran.status, ran.err) == (0, ""), command


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.id)
def test_given_a_scaffold_filled_in_line_by_line_then_nothing_is_missing(kind: Kind) -> None:
    """Given the lines a scaffold offers, when each is freed of its # and given a value, then nothing is missing."""
    text = scaffold(kind, "A title", "mo")
    for fact in kind.every_fact:
        text, done = re.subn(rf"^# {fact.id} = .*$", f"{fact.id} = {fact.example}", text, flags=re.MULTILINE)
        assert done == 1, fact.id
    text = re.sub(r"^# (\[\[evidence\]\]|id = |title = |answers = )", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r'^# path = ""', 'path = "report.md"', text, flags=re.MULTILINE)
    read = read_proposal(text.encode(), "x.md", "2026/0001-x")
    assert [str(one) for one in read.findings] == []
    assert [str(one) for one in missing_facts(read.value, kind)] == []
    assert read.value.body.strip().startswith("#")
