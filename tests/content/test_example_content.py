"""The worked example holds together: every step, ballot, view, piece of evidence and answer fits the others."""

from __future__ import annotations

import hashlib
import re
import tomllib
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from board.core.ballot import INTERESTS, STOP_GROUNDS, Verdict
from board.core.case import Case
from board.core.finding import Severity
from board.core.questions import Standing
from board.core.review import CONFIDENCES, VIEWS
from board.core.seating import is_proposer
from board.formats.incidents import read_incident
from board.formats.proposals import read_proposal
from board.formats.registers import read_register
from tests.content.example import (
    ACTS,
    EXAMPLE,
    IDS,
    PROPOSALS,
    PROSE_ONLY,
    ROOT,
    UNFINISHED,
    answers,
    asked,
    charter,
    decided,
    earlier_answers,
    kinds,
    proposal,
    steps,
    timeline,
)


def test_given_the_timeline_then_it_tells_enough_and_time_only_grows() -> None:
    moments = [step["at"] for step in steps()]
    assert 60 <= len(moments) <= 290
    assert all(before < after for before, after in pairwise(moments))
    assert all(moment.weekday() < 5 and 8 <= moment.hour < 18 for moment in moments)
    assert moments[-1].date() <= timeline()["anchor"]
    assert steps()[0]["do"] == "found"


def test_given_a_step_then_its_act_its_member_and_its_proposal_exist() -> None:
    members = {member.id for member in charter().members}
    for step in steps():
        assert step["do"] in ACTS, step
        assert step["by"] in members or (
            step["do"] in ("submit", "withdraw") and "@hollowoak.example>" in step["by"]
        ), step
        assert ("proposal" in step) == (step["do"] not in ("found", "file", "suspend", "replace-key")), step
        if "proposal" in step:
            assert step["proposal"] in IDS, step


def test_given_a_charter_change_of_roles_then_openers_deciders_and_the_person_on_call_may_do_what_they_do() -> None:
    for step in steps():
        member = charter().member(step["by"])
        if step["do"] in ("open", "decide", "close", "ratify"):
            assert member is not None
            assert member.presides, step
        if step["do"] == "defer":
            assert member is not None
            assert "chair" in member.roles
        if step["do"] == "restrict":
            assert member is not None
            assert "on-call" in member.roles


def test_given_the_life_of_a_proposal_then_nothing_happens_before_it_is_submitted_and_opened() -> None:
    submitted: set[str] = set()
    opened: set[str] = set()
    for step in steps():
        act, about = step["do"], step.get("proposal", "")
        if act in ("open", "open-together", "restrict"):
            assert about in submitted, step
            opened.add(about)
        elif act == "submit":
            submitted.add(about)
        elif act in ("vote", "vote-by-hand", "confirm", "share", "decide", "close", "defer", "ask", "concern"):
            assert about in opened, step


def test_given_a_ballot_then_it_carries_what_its_verdict_needs_and_is_not_the_proposers() -> None:
    members = {member.id: member for member in charter().members}
    for step in steps("vote"):
        verdict = Verdict(step["verdict"])
        conditions = step.get("conditions", [])
        assert bool(step.get("reason")) != (verdict is Verdict.RECUSE), "whoever stands aside gives a category only"
        assert bool(conditions) == (verdict is Verdict.APPROVE_WITH_CONDITIONS), step
        assert bool(step.get("changes")) == (verdict is Verdict.RETURN), step
        assert not is_proposer(Case(charter(), proposal(step["proposal"])), members[step["by"]]), step
        if verdict is Verdict.STOP:
            assert step["ground"] in STOP_GROUNDS
            assert step["evidence"]
            assert step["clears"]
        if verdict is Verdict.RECUSE:
            assert step["interest"] in INTERESTS
        for condition in conditions:
            assert {"id", "text", "owner", "due", "proof", "verifier"} <= condition.keys()
            assert isinstance(condition["due"], date)
            assert condition["owner"] in {*members, *(seat.id for seat in charter().seats)}
            assert condition["verifier"] in members
            assert condition["owner"] != condition["verifier"]


def test_given_a_view_then_its_question_is_asked_there_and_its_values_are_offered() -> None:
    for step in steps("vote", "share"):
        views = step.get("views", [])
        if not views:
            continue
        questions = {each.asked.question.id: each.asked.question for each in _asked_now(step["proposal"])}
        evidence = {each.id for each in proposal(step["proposal"]).evidence}
        for view in views:
            assert view["question"] in questions, (step["proposal"], step["by"], view)
            assert view["view"] in VIEWS
            assert view["confidence"] in CONFIDENCES
            assert evidence >= set(view.get("evidence", []))
            options = {option.value for option in questions[view["question"]].options} | {"unknown", "n-a"}
            said = view.get("value", [])
            if len(options) > 2:
                assert options >= set(said if isinstance(said, list) else [said]), view


@cache
def _asked_now(proposal_id: str) -> tuple[Standing, ...]:
    return asked(proposal_id, answers(proposal_id))


def test_given_reviews_then_the_seats_answer_their_own_questions_on_many_proposals_and_do_not_all_agree() -> None:
    mine, views = set(), []
    for step in steps("vote", "share"):
        judges = (
            {each.asked.question.id: each.asked.judge for each in _asked_now(step["proposal"])}
            if step.get("views")
            else {}
        )
        member = charter().member(step["by"])
        assert member is not None
        for view in step.get("views", []):
            views.append(view["view"])
            if judges[view["question"]] in member.seats:
                mine.add(step["proposal"])
    assert len(mine) >= 8
    assert {"agree", "disagree", "unsure"} <= set(views)
    assert views.count("disagree") >= 10


def in_last_round(proposal: str) -> list[dict[str, Any]]:
    """The votes on a proposal since a round of it ended without a decision."""
    acts = [step for step in steps("vote", "close") if step["proposal"] == proposal]
    ends = [at for at, step in enumerate(acts) if step["do"] == "close"]
    return acts[ends[-1] + 1 if ends else 0 :]


def test_given_a_condition_proved_or_verified_then_a_ballot_set_it_and_owner_and_verifier_are_who_act() -> None:
    for step in steps("prove", "verify"):
        conditions = [condition for vote in in_last_round(step["proposal"]) for condition in vote.get("conditions", [])]
        found = next(one for one in conditions if one["id"] == step["condition"])
        member = charter().member(step["by"])
        assert member is not None
        able = (member.id, *member.seats) if step["do"] == "prove" else (member.id,)
        assert found["owner" if step["do"] == "prove" else "verifier"] in able
        assert len({one["id"] for one in conditions}) == len({one["text"] for one in conditions})


def test_given_a_reply_then_it_names_an_earlier_message() -> None:
    labels: set[str] = set()
    for step in steps():
        if step["do"] in ("reply", "resolve"):
            assert step["to_step"] in labels, step
        if "label" in step:
            labels.add(step["label"])


def test_given_a_filed_document_then_it_lies_in_the_package_and_can_be_read() -> None:
    readers = {"registers/": read_register, "incidents/": read_incident}
    for step in steps("file"):
        data = (EXAMPLE / step["from"]).read_bytes()
        reader = next((read for folder, read in readers.items() if step["path"].startswith(folder)), None)
        if reader is not None:
            findings = reader(data, step["path"]).findings
            assert [each for each in findings if each.severity is not Severity.NOTE] == []
        if step["path"].startswith("proposals/"):
            assert data == (ROOT / step["path"]).read_bytes(), "the draft in the timeline is the one in proposals/"


@pytest.mark.parametrize("proposal_id", [each for each in IDS if each != PROSE_ONLY])
def test_given_a_proposal_then_it_reads_without_a_finding_and_states_a_known_kind(proposal_id: str) -> None:
    path = PROPOSALS / f"{proposal_id}.md"
    read = read_proposal(path.read_bytes(), str(path), proposal_id)
    assert not read.findings
    assert read.value.kind in kinds()
    assert read.value.proposer


@pytest.mark.parametrize("proposal_id", [each for each in IDS if each not in UNFINISHED])
def test_given_a_finished_proposal_then_facts_are_complete_and_the_prose_says_enough(proposal_id: str) -> None:
    said, kind = proposal(proposal_id), kinds()[proposal(proposal_id).kind]
    assert [fact.id for fact in kind.facts if fact.id not in said.facts] == []
    short = kind.id in ("emergency-action", "charter-change")
    assert (100 if short else 290) <= len(said.body.split()) <= 750


@pytest.mark.parametrize("proposal_id", IDS)
def test_given_evidence_then_each_file_is_there_and_is_the_one_that_was_pinned(proposal_id: str) -> None:
    for evidence in proposal(proposal_id).evidence:
        assert bool(evidence.path) != bool(evidence.held_by)
        assert re.fullmatch(r"(sha256:)?[0-9a-f]{64}", evidence.sha256), evidence
        if evidence.path:
            data = (PROPOSALS / proposal_id / evidence.path).read_bytes()
            assert hashlib.sha256(data).hexdigest() == evidence.sha256.removeprefix("sha256:"), evidence.path
    listed = {evidence.path for evidence in proposal(proposal_id).evidence} | {"answers.toml", "new"}
    lying = {path.name for path in (PROPOSALS / proposal_id).glob("*")}
    assert lying <= listed


@pytest.mark.parametrize("proposal_id", IDS)
def test_given_evidence_that_a_program_reads_then_it_is_well_formed(proposal_id: str) -> None:
    for path in (PROPOSALS / proposal_id).glob("*.toml"):
        for metric in tomllib.loads(path.read_text("utf-8")).get("metrics", []):
            assert metric["ci_low"] <= metric["value"] <= metric["ci_high"]
            assert round(100 * metric["hits"] / metric["n"], 1) == metric["value"]
            bound, sign, _ = metric["comparator"].split()
            reached = metric[bound] >= metric["threshold"] if sign == ">=" else metric[bound] <= metric["threshold"]
            assert reached is metric["pass"], (path.name, metric)


@pytest.mark.parametrize(
    ("proposal_id", "path"),
    [*((each, PROPOSALS / each / "answers.toml") for each in IDS if answers(each)), *earlier_answers()],
)
def test_given_an_answer_then_its_question_is_asked_and_its_value_is_offered(proposal_id: str, path: Path) -> None:
    given = answers(proposal_id, path)
    questions = {each.asked.question.id: each.asked.question for each in asked(proposal_id, given)}
    evidence = {each.id for each in proposal(proposal_id).evidence}
    for answer in given:
        question = questions.get(answer.question)
        assert question is not None, f"{answer.question} is not asked of {proposal_id}"
        assert evidence >= set(answer.evidence), answer
        assert answer.confidence in CONFIDENCES
        assert answer.value
        if set(answer.value) <= {"unknown", "n-a"}:
            assert answer.note
            continue
        if question.options:
            assert {option.value for option in question.options} >= set(answer.value), answer
        elif question.type == "yn":
            assert set(answer.value) <= {"yes", "no"}, answer
        elif question.type == "number":
            assert float(answer.value[0]) >= 0
        elif question.type == "date":
            assert date.fromisoformat(answer.value[0])
        elif question.type == "evidence":
            assert answer.value[0] in evidence, answer


@pytest.mark.parametrize("proposal_id", sorted({*decided("approved"), *decided("approved-with-conditions")}))
def test_given_an_approved_proposal_then_no_question_is_blank_and_none_bars_it(proposal_id: str) -> None:
    """What bars is waived by an exception; the panel's own question is answered in its review, not by the proposer."""
    granted = [proposal(each) for each in (*decided("approved"), *decided("approved-with-conditions"))]
    things = {each.id for each in proposal(proposal_id).artefacts()}
    waived = {one for each in granted if things & set(each.fact("scope")) for one in each.fact("waives")}
    for each in _asked_now(proposal_id):
        if each.asked.dropped or each.asked.question.computed or each.asked.question.who_answers != "proposer":
            continue
        assert each.by, f"{each.asked.question.id} has no answer"
        assert not each.bars or each.asked.question.id in waived, f"{each.asked.question.id} bars approval"
