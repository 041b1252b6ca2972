"""A condition drafted for each risk that is left: whole enough to be taken with one key, and never more than known."""

from __future__ import annotations

from datetime import date

import pytest

from board.core.ballot import BallotDraft, Condition, Verdict
from board.core.ballots import needs
from board.core.case import Case
from board.core.drafted import for_risks
from tests.core.building import MONDAY, case

EVERYBODY = ("ana", "ben", "chiara", "lena", "kim", "mo")


def left(**more: object) -> Case:
    """A case with one medium risk, described as the test says."""
    risk = {"id": "a", "text": "Rare  words\nare lost.", "basis": "A test", "residual": {"likelihood": 2, "impact": 3}}
    return case(facts={"risks": [risk | more]})


def test_a_risk_with_owner_and_target_drafts_a_condition_that_can_be_signed_at_once() -> None:
    """Given a medium risk that Mo owns and that is to become low, when Ana votes, then nothing is left to fill in."""
    one = left(owner="Mo Haddad", target={"likelihood": 1, "impact": 3})
    (drafted,) = for_risks(one, "ana", EVERYBODY, MONDAY)
    assert drafted == Condition(
        "",
        "Bring this risk down from medium to low: Rare words are lost.",
        "mo",
        date(2026, 11, 2),
        "The risk rated anew as low",
        "ana",
    )
    assert needs(Verdict.APPROVE_WITH_CONDITIONS, BallotDraft(conditions=(drafted,))) == ()


def test_a_risk_that_only_has_an_owner_is_watched() -> None:
    (drafted,) = for_risks(left(owner="mo"), "ana", EVERYBODY, MONDAY)
    assert drafted.text == "Watch this risk, which is medium, and report on it: Rare words are lost."
    (same,) = for_risks(left(owner="mo", target={"likelihood": 2, "impact": 3}), "ana", EVERYBODY, MONDAY)
    assert same.text == drafted.text, "a target that is no lower asks for nothing more"


def test_who_owns_a_risk_does_not_check_it_and_strangers_are_left_out() -> None:
    """Given the voter owns the risk, or its owner is on no board, or has left, then that part is hers to fill in."""
    target = {"likelihood": 1, "impact": 3}
    (own,) = for_risks(left(owner="mo", target=target), "mo", EVERYBODY, MONDAY)
    assert (own.owner, own.verifier) == ("mo", "")
    for owner, people in (("Somebody Else", EVERYBODY), ("mo", ("ana", "ben")), ("", EVERYBODY)):
        (drafted,) = for_risks(left(owner=owner, target=target), "ana", people, MONDAY)
        assert (drafted.owner, drafted.verifier) == ("", "ana")


@pytest.mark.parametrize(
    "more", [{}, {"owner": "mo", "residual": {"likelihood": 1, "impact": 4}}, {"owner": "mo", "residual": None}]
)
def test_no_condition_is_drafted_for_a_risk_nobody_stands_for_or_that_is_low_or_unrated(
    more: dict[str, object],
) -> None:
    assert for_risks(left(**more), "ana", EVERYBODY, MONDAY) == ()
