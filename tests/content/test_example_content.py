"""The worked example's own files: what the timeline names exists, hashes are true, and every stage of life is told."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from board.core.ballot import INTERESTS, STOP_GROUNDS, Verdict
from board.core.case import Case
from board.core.charter import Charter
from board.core.checklist import Checklist
from board.core.finding import Severity
from board.core.kind import Kind
from board.core.proposal import Proposal
from board.core.questions import Standing, standings
from board.core.record import Outcome
from board.core.review import CONFIDENCES, VIEWS, Answer
from board.core.seating import is_proposer
from board.formats.charter import read_charter
from board.formats.checklists import read_checklist
from board.formats.incidents import read_incident
from board.formats.kinds import read_facts, read_kind
from board.formats.proposals import read_proposal
from board.formats.registers import read_register
from board.formats.reviews import read_answers

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
EXAMPLE = TEMPLATES / "example"
PROPOSALS = ROOT / "proposals"
IDS = sorted(f"2026/{path.stem}" for path in (PROPOSALS / "2026").glob("*.md"))

ACTS = {
    "found", "file", "submit", "open", "ask", "concern", "reply", "resolve", "share", "vote", "confirm", "decide",
    "defer", "withdraw", "close", "prove", "verify", "ratify", "appeal", "restrict", "second",
}  # fmt: skip
PROSE_ONLY = "2026/0018-summaries-for-the-ward-round"
DRAFT = "2026/0016-train-triage-2-2"
# Stands with open blanks on purpose: a draft, one that has not been opened, and one that asks what it should say.
UNFINISHED = {PROSE_ONLY, DRAFT, "2026/0017-dictation-for-handover"}


@cache
def timeline() -> dict[str, Any]:
    return tomllib.loads((EXAMPLE / "timeline.toml").read_text("utf-8"))


def steps(*acts: str) -> list[dict[str, Any]]:
    return [step for step in timeline()["step"] if not acts or step["do"] in acts]


@cache
def charter() -> Charter:
    return read_charter((EXAMPLE / "board.toml").read_bytes(), "board.toml").value


@cache
def checklists() -> tuple[Checklist, ...]:
    paths = sorted((TEMPLATES / "checklists").glob("*.toml"))
    return tuple(read_checklist(path.read_bytes(), path.name).value for path in paths)


@cache
def kinds() -> Mapping[str, Kind]:
    facts = read_facts((TEMPLATES / "kinds/facts.toml").read_bytes(), "facts.toml").value
    paths = (path for path in (TEMPLATES / "kinds").glob("*.toml") if path.stem != "facts")
    return {path.stem: read_kind(path.read_bytes(), path.name, facts).value for path in paths}


def proposal(proposal_id: str, path: Path | None = None) -> Proposal:
    path = path or PROPOSALS / f"{proposal_id}.md"
    return read_proposal(path.read_bytes(), str(path), proposal_id).value


def answers(proposal_id: str, path: Path | None = None) -> tuple[Answer, ...]:
    path = path or PROPOSALS / proposal_id / "answers.toml"
    return read_answers(path.read_bytes(), str(path)).value if path.exists() else ()


def asked(proposal_id: str, said: tuple[Answer, ...]) -> tuple[Standing, ...]:
    """What each question comes to by the proposer's answers alone; what the program finds out itself counts as yes."""
    kind = kinds()[proposal(proposal_id).kind]
    computed = {question.id: ("yes",) for each in checklists() for question in each.questions if question.computed}
    case = Case(
        charter=charter(),
        proposal=proposal(proposal_id),
        answers=said,
        checklists=checklists(),
        kind_checklists=kind.checklists,
        extra_questions=kind.extra_questions,
        computed=computed,
    )
    return standings(case)


def decided(outcome: str) -> Iterator[str]:
    return (step["proposal"] for step in steps("decide") if step["expect"] == outcome)


def earlier_answers() -> list[tuple[str, Path]]:
    return [
        (step["proposal"], EXAMPLE / "earlier" / step["earlier"] / "answers.toml")
        for step in steps("submit")
        if "earlier" in step
    ]


def test_given_the_timeline_then_it_tells_enough_and_time_only_grows() -> None:
    moments = [step["at"] for step in steps()]
    assert 60 <= len(moments) <= 110
    assert all(before < after for before, after in pairwise(moments))
    assert all(moment.weekday() < 5 and 8 <= moment.hour < 18 for moment in moments)
    assert moments[-1].date() <= timeline()["anchor"]
    assert steps()[0]["do"] == "found"


def test_given_a_step_then_its_act_its_member_and_its_proposal_exist() -> None:
    members = {member.id for member in charter().members}
    for step in steps():
        assert step["do"] in ACTS, step
        assert step["by"] in members or (step["do"] == "submit" and "@hollowoak.example>" in step["by"]), step
        assert ("proposal" in step) == (step["do"] not in ("found", "file")), step
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
        if act in ("open", "restrict"):
            assert about in submitted, step
            opened.add(about)
        elif act == "submit":
            submitted.add(about)
        elif act in ("vote", "confirm", "share", "decide", "close", "defer", "ask", "concern"):
            assert about in opened, step


def test_given_a_ballot_then_it_carries_what_its_verdict_needs_and_is_not_the_proposers() -> None:
    members = {member.id: member for member in charter().members}
    for step in steps("vote"):
        verdict = Verdict(step["verdict"])
        conditions = step.get("conditions", [])
        assert step["reason"]
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
            assert {condition["owner"], condition["verifier"]} <= members.keys()
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


def test_given_a_condition_proved_or_verified_then_a_ballot_set_it_and_owner_and_verifier_are_who_act() -> None:
    for step in steps("prove", "verify"):
        conditions = [
            condition
            for vote in steps("vote")
            if vote["proposal"] == step["proposal"]
            for condition in vote.get("conditions", [])
        ]
        found = next(one for one in conditions if one["id"] == step["condition"])
        assert step["by"] == found["owner" if step["do"] == "prove" else "verifier"]
        assert len({one["id"] for one in conditions}) == len(conditions)


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
    listed = {evidence.path for evidence in proposal(proposal_id).evidence} | {"answers.toml"}
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
    """The panel's own question about itself is answered in the panel's review, not by the proposer."""
    for each in _asked_now(proposal_id):
        if each.asked.dropped or each.asked.question.computed or each.asked.question.who_answers != "proposer":
            continue
        assert each.by, f"{each.asked.question.id} has no answer"
        assert not each.bars, f"{each.asked.question.id} bars approval"


def test_given_the_example_then_all_kinds_and_the_stages_a_board_meets_are_in_it() -> None:
    assert len(IDS) >= 16
    assert {proposal(each).kind for each in IDS} >= set(kinds())
    expected = {step["expect"] for step in steps("decide", "close")}
    assert expected == {
        Outcome.APPROVED, Outcome.APPROVED_WITH_CONDITIONS, Outcome.REJECTED, Outcome.STOPPED, Outcome.RETURNED,
        Outcome.NO_QUORUM,
    }  # fmt: skip
    told = {step["do"] for step in steps()}
    assert told == ACTS
    assert {Verdict(step["verdict"]) for step in steps("vote")} == set(Verdict)


def test_given_the_open_proposals_then_they_wait_for_different_people() -> None:
    closed = {step["proposal"] for step in steps("decide", "close", "defer", "withdraw")}
    opened = {step["proposal"] for step in steps("open")} - closed
    missing = {each: _silent(each) for each in opened}
    assert ["ana"] in missing.values()
    assert [] in missing.values(), "one is ready to decide"
    assert any("lena" in silent for silent in missing.values())
    assert len(opened) >= 3


def _silent(proposal_id: str) -> list[str]:
    """The holders of the seats that always vote who have not voted since the first opening."""
    voted = {step["by"] for step in steps("vote", "confirm") if step["proposal"] == proposal_id}
    return [each.id for each in charter().members if set(each.seats) - {"ethics"} and each.id not in voted]


def test_given_a_second_revision_then_a_ballot_was_confirmed_and_another_still_is_stale() -> None:
    stale: dict[str, set[str]] = {}
    for step in steps("submit", "open", "vote", "confirm", "decide"):
        about = step["proposal"]
        match step["do"]:
            case "open":
                stale[about] = {
                    vote["by"] for vote in steps("vote") if vote["proposal"] == about and vote["at"] < step["at"]
                }
            case "vote" | "confirm":
                stale.get(about, set()).discard(step["by"])
            case "decide":
                stale.pop(about, None)
    assert {"ben"} in stale.values()
    assert steps("confirm")


def test_given_dates_that_pass_then_something_is_overdue_and_something_has_expired() -> None:
    today = timeline()["anchor"]
    verified = {(step["proposal"], step["condition"]) for step in steps("verify")}
    ended = set(decided("rejected")) | {step["supersedes"] for step in steps("decide") if "supersedes" in step}
    late = [
        (vote["proposal"], condition["id"])
        for vote in steps("vote")
        for condition in vote.get("conditions", [])
        if condition["due"] < today and (vote["proposal"], condition["id"]) not in verified
    ]
    assert any(proposal_id not in ended for proposal_id, _ in late)
    given = {step["proposal"]: step["at"] for step in steps("decide")}
    assert any(
        proposal(each).kind == "policy-exception" and (datetime.combine(today, at.timetz()) - at).days > 90
        for each, at in given.items()
    )


def test_given_a_decision_that_supersedes_then_the_older_one_was_decided_before() -> None:
    superseding = [step for step in steps("decide") if "supersedes" in step]
    assert superseding
    for step in superseding:
        older = next(one for one in steps("decide") if one["proposal"] == step["supersedes"])
        assert older["at"] < step["at"]
        assert proposal(step["proposal"]).supersedes == step["supersedes"]


def test_given_copied_files_then_they_are_the_ones_the_makers_published() -> None:
    folder = PROPOSALS / "2026/0006-adopt-minilm-for-record-search"
    published = dict(reversed(line.split()) for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines())
    assert hashlib.sha256((folder / "model-card.md").read_bytes()).hexdigest() == published["README.md"]
    assert hashlib.sha256((folder / "data_config.json").read_bytes()).hexdigest() == published["data_config.json"]
    (model,) = proposal("2026/0006-adopt-minilm-for-record-search").artefacts()
    assert model.sha256 == published["model.safetensors"]


@pytest.mark.parametrize(
    ("copied", "real"),
    [
        ("0004-recognise-patients-faces/model-card.md", "clip/model-card.md"),
        ("0004-recognise-patients-faces/LICENSE", "clip/LICENSE"),
        ("0006-adopt-minilm-for-record-search/SHA256SUMS", "minilm/SHA256SUMS"),
        ("0009-whisper-dictation-to-beta/model-card.md", "whisper/model-card.md"),
        ("0009-whisper-dictation-to-beta/LICENSE", "whisper/LICENSE"),
        ("0012-adopt-granite-biomass/model-card.md", "granite-geospatial-biomass/model-card.md"),
        ("0012-adopt-granite-biomass/LICENSE", "granite-geospatial-biomass/LICENSE"),
    ],
)
def test_given_the_real_inputs_then_the_copies_are_unchanged(shared: Path, copied: str, real: str) -> None:
    assert (PROPOSALS / "2026" / copied).read_bytes() == (shared / "real" / real).read_bytes()


def test_given_quoted_sentences_of_the_cards_then_they_stand_in_the_cards_word_for_word() -> None:
    quoted = 0
    for proposal_id in IDS:
        cards = [path.read_text("utf-8") for path in (PROPOSALS / proposal_id).glob("*card.md")]
        terms = [path.read_text("utf-8") for path in (PROPOSALS / proposal_id).glob("*terms.md")]
        source = _plain(" ".join(cards + terms)).casefold()
        quotes = _plain(proposal(proposal_id).body).split('"')[1::2]
        for sentence in (each for each in quotes if len(each) >= 40):
            assert sentence.casefold().rstrip(".") in source, (proposal_id, sentence)
            quoted += 1
    assert quoted >= 5


def _plain(text: str) -> str:
    return " ".join(text.replace(">", " ").split())
