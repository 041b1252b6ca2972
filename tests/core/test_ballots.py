"""What each verdict needs, which ballot is live, and what makes one stale."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from board.core.ballot import Ballot, BallotDraft, Condition, Verdict
from board.core.ballots import fresh, live_ballots, needs, only_category, too_much, unite_conditions, valid_stop
from tests.core.building import CONDITION, OPENING, ballot, case

STOP = BallotDraft(ground="missing-rights", evidence=("licence",), clears="A licence")


@pytest.mark.parametrize(
    ("verdict", "draft"),
    [
        (Verdict.APPROVE, BallotDraft()),
        (Verdict.ABSTAIN, BallotDraft()),
        (Verdict.APPROVE_WITH_CONDITIONS, BallotDraft(conditions=(CONDITION,))),
        (Verdict.RETURN, BallotDraft(changes=("Add German results",))),
        (Verdict.RETURN, BallotDraft(reason="Add German results")),
        (Verdict.REJECT, BallotDraft(reason="Too little gain")),
        (Verdict.STOP, STOP),
        (Verdict.RECUSE, BallotDraft(interest="author")),
    ],
)
def test_a_complete_ballot_needs_nothing_more(verdict: Verdict, draft: BallotDraft) -> None:
    assert needs(verdict, draft) == ()


@pytest.mark.parametrize(
    ("verdict", "draft", "codes"),
    [
        (Verdict.APPROVE_WITH_CONDITIONS, BallotDraft(), ["ballot.conditions"]),
        (Verdict.RETURN, BallotDraft(changes=("  ",)), ["ballot.changes"]),
        (Verdict.REJECT, BallotDraft(reason=" "), ["ballot.reason"]),
        (Verdict.STOP, BallotDraft(), ["ballot.ground", "ballot.evidence", "ballot.clears"]),
        (Verdict.STOP, replace(STOP, ground="I dislike it"), ["ballot.ground"]),
        (Verdict.STOP, replace(STOP, evidence=("",)), ["ballot.evidence"]),
        (Verdict.STOP, replace(STOP, clears=""), ["ballot.clears"]),
        (Verdict.RECUSE, BallotDraft(), ["ballot.interest"]),
    ],
)
def test_what_is_missing_is_named(verdict: Verdict, draft: BallotDraft, codes: list[str]) -> None:
    found = needs(verdict, draft)
    assert [finding.code for finding in found] == codes
    assert all(finding.message and finding.fix for finding in found)


@pytest.mark.parametrize(
    "words",
    [
        {"reason": "My husband works there."},
        {"changes": ("Ask somebody else",)},
        {"evidence": ("contract",)},
        {"clears": "Another supplier"},
        {"conditions": (Condition("c1", "Ask somebody else"),)},
    ],
)
def test_standing_aside_takes_a_category_and_no_words(words: dict[str, Any]) -> None:
    draft = BallotDraft(Verdict.RECUSE, interest="family", **words)
    assert [one.code for one in too_much(draft)] == ["ballot.beyond-category"]
    assert only_category(draft) == BallotDraft(Verdict.RECUSE, interest="family")
    other = replace(draft, verdict=Verdict.ABSTAIN)
    assert too_much(other) == ()
    assert only_category(other) == other


def test_a_condition_needs_text_owner_date_proof_and_another_verifier() -> None:
    parts = [
        finding.where.part
        for finding in needs(Verdict.APPROVE_WITH_CONDITIONS, BallotDraft(conditions=(Condition("c1", ""),)))
    ]
    assert parts == ["conditions.text", "conditions.owner", "conditions.proof", "conditions.verifier", "conditions.due"]
    same = replace(CONDITION, verifier=CONDITION.owner)
    assert [f.message for f in needs(Verdict.APPROVE_WITH_CONDITIONS, BallotDraft(conditions=(same,)))] == [
        "Condition 1 is checked by its own owner."
    ]


@pytest.mark.parametrize("lacking", [{"ground": ""}, {"ground": "taste"}, {"evidence": ()}, {"clears": " "}])
def test_a_stop_without_ground_evidence_or_way_out_is_not_valid(lacking: dict[str, object]) -> None:
    assert valid_stop(ballot("ana", "stop"))
    assert not valid_stop(ballot("ana", "stop", **lacking))
    assert not valid_stop(ballot("ana", "reject"))


@pytest.mark.parametrize("digest", ["revision", "charter", "checklists", "policy"])
def test_every_bound_digest_can_make_a_ballot_stale(digest: str) -> None:
    assert fresh(ballot("ana"), OPENING) == ""
    why = fresh(replace(ballot("ana"), **{digest: "sha256:other"}), OPENING)
    assert digest.rstrip("s") in why


def test_a_ballot_of_another_round_is_stale() -> None:
    assert fresh(ballot("ana", round=2), OPENING) == "it was cast in another round"


def test_the_highest_number_of_a_member_is_live() -> None:
    later, first = ballot("ana", "reject", 2), ballot("ana", "approve", 1)
    assert live_ballots(case(later, first)) == (later,)


def test_a_recusal_lasts_the_round_whatever_is_cast_after_it() -> None:
    aside = ballot("ana", "recuse", 2)
    assert live_ballots(case(ballot("ana", "approve", 1), aside, ballot("ana", "approve", 3))) == (aside,)


def test_a_recusal_ends_with_its_round() -> None:
    second = replace(OPENING, round=2)
    again = ballot("ana", "approve", 2, round=2)
    assert live_ballots(case(ballot("ana", "recuse", 1), again, openings=(OPENING, second))) == (again,)


@pytest.mark.parametrize(
    "foreign", [{"proposal": "2026/0015-other"}, {"repository": "another"}, {"motion": "1"}, {"round": 2}]
)
def test_a_ballot_replayed_from_elsewhere_is_not_live(foreign: dict[str, object]) -> None:
    assert live_ballots(case(ballot("ana", **foreign))) == ()


def test_conditions_of_several_voters_are_united_with_unique_ids() -> None:
    other = Condition("c1", "Write to the wards", "mo", date(2026, 11, 1), "Copy of the letter", "lena")
    third = Condition("c2", "Drill the way back", "ben", date(2026, 11, 2), "Minutes", "kim")

    def yes_if(member: str, *conditions: Condition) -> Ballot:
        return ballot(member, "approve-with-conditions", conditions=conditions)

    united = unite_conditions((yes_if("ana", CONDITION), yes_if("ben", other, third), yes_if("lena", CONDITION)))
    assert [each.text for each in united] == [CONDITION.text, other.text, third.text]
    assert [each.id for each in united] == ["c1", "c2", "c3"]


def test_three_dots_are_no_words() -> None:
    """Given a condition cast as an example prints it, then it is sent back; words that end in dots are words."""
    dotted = BallotDraft(conditions=(replace(CONDITION, text="…", proof=" ... "),))
    found = needs(Verdict.APPROVE_WITH_CONDITIONS, dotted)
    assert [one.code for one in found] == ["ballot.dots", "ballot.dots"]
    assert "condition 1, proof" in found[1].message
    assert needs(Verdict.REJECT, BallotDraft(reason="…"))[0].code == "ballot.dots"
    assert needs(Verdict.REJECT, BallotDraft(reason="Not yet …")) == ()
