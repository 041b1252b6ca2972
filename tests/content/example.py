"""The worked example as the tests read it: timeline, proposals, answers, and what is asked of each."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from board.core.case import Case
from board.core.charter import Charter
from board.core.checklist import Checklist
from board.core.kind import Kind
from board.core.proposal import Proposal
from board.core.questions import Standing, standings
from board.core.review import Answer
from board.formats.charter import read_charter
from board.formats.checklists import read_checklist
from board.formats.kinds import read_facts, read_kind
from board.formats.proposals import read_proposal
from board.formats.reviews import read_answers

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
EXAMPLE = TEMPLATES / "example"
PROPOSALS = ROOT / "proposals"
IDS = sorted(f"{path.parent.name}/{path.stem}" for path in PROPOSALS.glob("*/*.md") if path.parent.name.isdecimal())

ACTS = {
    "found", "file", "submit", "open", "ask", "concern", "reply", "resolve", "share", "vote", "confirm", "decide",
    "defer", "withdraw", "close", "prove", "verify", "ratify", "appeal", "restrict", "second",
    "hear", "dismiss", "grant", "recommend", "owner-reply", "published", "lapse", "retire", "waive", "reviewed",
    "decide-together", "move", "pull", "answer-motion", "suspend", "replace-key", "vote-by-hand",
    "open-together", "correct",
}  # fmt: skip
PROSE_ONLY = "2026/0018-summaries-for-the-ward-round"
DRAFT = "2026/0016-train-triage-2-2"
# Stands with open blanks on purpose: a draft, one that has not been opened, and one that asks what it should say.
UNFINISHED = {
    PROSE_ONLY,
    DRAFT,
    "2026/0017-dictation-for-handover",
    "2026/0019-ms-marco-as-a-yardstick",
    "2026/0020-notice-tired-clerks",
    "2026/0021-take-whisper-large-v3-turbo-back-to-sandbox",
}


@cache
def timeline() -> dict[str, Any]:
    return tomllib.loads((EXAMPLE / "timeline.toml").read_text("utf-8"))


def steps(*acts: str) -> list[dict[str, Any]]:
    return [step for step in timeline()["step"] if not acts or step["do"] in acts]


@cache
def charter() -> Charter:
    """The charter as it stands at the end; who left before is in it without seat and key."""
    return read_charter((ROOT / "board.toml").read_bytes(), "board.toml").value


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
