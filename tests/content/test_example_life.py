"""The worked example shows a board's whole life: every kind and stage, real sources, dates that pass."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime
from pathlib import Path

import pytest

from board.actions.timeline import Shift
from board.core.ballot import Verdict
from board.core.record import Outcome
from board.render.inputs import day_words
from tests.content.example import ACTS, IDS, PROPOSALS, charter, decided, kinds, proposal, steps, timeline


def test_given_the_example_then_all_kinds_and_the_stages_a_board_meets_are_in_it() -> None:
    assert len(IDS) >= 16
    assert {proposal(each).kind for each in IDS} >= set(kinds())
    expected = {step["expect"] for step in steps("decide", "close", "decide-together")}
    assert expected == {
        Outcome.APPROVED, Outcome.APPROVED_WITH_CONDITIONS, Outcome.REJECTED, Outcome.STOPPED, Outcome.RETURNED,
        Outcome.NO_QUORUM,
    }  # fmt: skip
    told = {step["do"] for step in steps()}
    assert told == ACTS
    assert {Verdict(step["verdict"]) for step in steps("vote")} == set(Verdict)


def test_given_the_open_proposals_then_they_wait_for_different_people() -> None:
    closed = {step["proposal"] for step in steps("decide", "close", "decide-together", "defer", "withdraw")}
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


def test_given_a_demo_on_another_day_then_dates_in_words_move_with_those_in_figures() -> None:
    """Given a demo a year later, then an exception ends on the day that its decision says, and no old day is left."""
    shift = Shift(timeline()["anchor"], date(2027, 11, 22))
    given = {step["proposal"]: " ".join(step["decision"].values()) for step in steps("decide", "close")}
    ends = shift.day(date.fromisoformat(proposal("2026/0002-open-whisper-weights-once").fact("ends_on")[0]))
    assert f"until {day_words(ends)}." in shift.text(given["2026/0002-open-whisper-weights-once"])
    before = re.findall(r"[1-3]?\d [A-Z][a-z]+ 20\d\d", " ".join(given.values()))
    after = re.findall(r"[1-3]?\d [A-Z][a-z]+ 20\d\d", shift.text(" ".join(given.values())))
    assert len(before) == len(after) > 20
    assert not [old for old, new in zip(before, after, strict=True) if old == new]


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
