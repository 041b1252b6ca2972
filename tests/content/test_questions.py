"""The questions a board starts with are complete, sound, and fairly shared among the seats."""

from __future__ import annotations

from collections import Counter

import pytest

from board.core.checklist import Applicability, EffectKind, Question
from board.core.rules import default_kinds, default_seats
from tests.content.loading import CHECKLISTS, checklists, facts, findings, questions

RISK = [*(f"R-{number:02}" for number in range(1, 25)), "R-18b"]
ETHICS = [f"E-{number:02}" for number in range(1, 26) if number != 14] + ["E-14a", "E-14b"]
COMPLIANCE = [f"C-{number:02}" for number in range(1, 26)]
EMERGENCY = [f"X-{number}" for number in range(1, 7)]
CORE = {
    *(f"R-{number:02}" for number in (1, 2, 4, 5, 8, 15, 16, 17, 18, 19, 20, 23)),
    *(f"E-{number:02}" for number in (1, 2, 3, 4, 5, 7, 8, 10, 12, 16, 22, 23, 24, 25)),
    *(f"C-{number:02}" for number in (1, 2, 4, 6, 7, 10, 12, 13, 14, 18, 22, 25)),
    *("R-18b", "E-14a", "E-14b"),
    *EMERGENCY,
}
COMPUTED = {"R-01": "hashes-fixed", "C-23": "parts-list", "C-25": "record-kept", "E-24": "panel-fit"}
SEATS = {seat.id for seat in default_seats()}
ASKED = [question for question in questions() if not question.computed]


def cases_of(question: Question) -> list[Applicability]:
    return [*question.applies, *(effect.when for effect in question.effects)]


def test_every_file_reads_without_a_complaint() -> None:
    assert [str(finding) for finding in findings()] == []


def test_every_question_is_there_once_under_its_own_checklist() -> None:
    expected = dict(zip(CHECKLISTS, (RISK, ETHICS, COMPLIANCE, EMERGENCY), strict=True))
    for checklist in checklists():
        assert sorted(question.id for question in checklist.questions) == sorted(expected[checklist.id])
        assert checklist.title and checklist.about and checklist.version == checklist.pack == "2026-11"


def test_the_short_form_asks_the_core_questions() -> None:
    assert {question.id for question in questions() if question.core} == CORE


def test_what_the_program_can_compute_is_asked_of_nobody() -> None:
    assert {question.id: question.computed for question in questions() if question.computed} == COMPUTED
    assert all(not question.judge for question in questions() if question.computed)


def test_every_asked_question_has_a_seat_to_judge_it_also_on_a_board_without_a_panel() -> None:
    for question in ASKED:
        assert question.judge in SEATS, question.id
        without = set(question.judge_without)
        assert without and without <= SEATS - {question.judge, "ethics"}, question.id


@pytest.mark.parametrize("panel", [True, False])
def test_no_seat_judges_more_than_a_third(panel: bool) -> None:
    judges = Counter(
        question.judge if panel or question.judge != "ethics" else question.judge_without[0] for question in ASKED
    )
    seat, most = judges.most_common(1)[0]
    assert most * 3 <= len(ASKED), f"{seat} judges {most} of {len(ASKED)}"


def test_each_checklist_has_a_few_sections_and_keeps_each_in_one_place() -> None:
    for checklist in checklists():
        order = [question.section for question in checklist.questions]
        runs = [name for index, name in enumerate(order) if index == 0 or order[index - 1] != name]
        assert len(runs) == len(set(runs)), f"{checklist.id} returns to a section"
        assert all(runs) and len(runs) <= 6
        assert len(runs) >= 4 or checklist.id == "emergency"


def given(question: Question) -> set[str]:
    """The plain words somebody can answer with."""
    if question.type == "yn":
        return {"yes", "no", "n-a"}
    return {option.value for option in question.options}


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.id)
def test_every_bad_answer_can_be_given_and_unknown_is_one_of_them(question: Question) -> None:
    assert question.effects, "a question whose answers change nothing need not be asked"
    for effect in question.effects:
        for answer in effect.answers:
            possible = answer in given(question) or answer == "unknown"
            possible |= answer == "any" and question.type == "multi"
            possible |= answer == "no-evidence" and question.wants_evidence
            possible |= answer[:1] in "<>" and question.type in ("number", "date")
            assert possible, f"nobody can answer {answer}"
    assert any("unknown" in effect.answers for effect in question.effects)


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.id)
def test_every_picked_question_leaves_a_good_answer(question: Question) -> None:
    if question.options:
        bad = {answer for effect in question.effects for answer in effect.answers}
        assert given(question) - bad, "every option is a bad one"


def test_a_list_to_tick_offers_none_or_something_harmless() -> None:
    for question in questions():
        if any("any" in effect.answers for effect in question.effects):
            assert "none" in given(question), question.id


def test_only_a_ban_a_sanctions_hit_and_an_emergency_that_widens_can_never_be_waived() -> None:
    never = {q.id for q in questions() for effect in q.effects if effect.kind is EffectKind.BLOCK_ALWAYS}
    assert never == {"E-05", "C-19", "X-2"}


def test_an_effect_that_raises_to_a_tier_names_one_that_exists() -> None:
    for question in questions():
        for effect in question.effects:
            assert effect.to in ("", "high")
            assert not effect.to or effect.kind is EffectKind.RAISE


def test_every_kind_ring_tier_and_fact_a_question_speaks_of_exists() -> None:
    known_kinds, rings = set(default_kinds()), set(facts()["target_ring"].values)
    for question in questions():
        for case in cases_of(question):
            assert set(case.kinds) <= known_kinds, question.id
            assert set(case.rings) <= rings, question.id
            assert set(case.tiers) <= {"minimal", "limited", "high", "prohibited"}, question.id
            for name, values in case.facts.items():
                fact = facts()[name]
                offered = {"yes", "no"} if fact.type == "bool" else set(fact.values)
                assert not offered or {value.removeprefix("!") for value in values} <= offered, (question.id, name)


def test_every_branch_hangs_on_an_answer_that_can_be_given() -> None:
    by_id = {question.id: question for question in questions()}
    for question in questions():
        for case in cases_of(question):
            for earlier, values in case.after.items():
                assert set(values) <= given(by_id[earlier]), (question.id, earlier)


def test_the_questions_of_eu_law_name_the_same_countries() -> None:
    lists = {case.facts["jurisdictions"] for q in questions() for case in cases_of(q) if "jurisdictions" in case.facts}
    (countries,) = lists
    assert countries[0] == "EU" and len(countries) == 28 == len(set(countries))
