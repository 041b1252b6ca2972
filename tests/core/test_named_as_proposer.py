"""Whoever writes a proposal takes nobody's word away: one proposer is named, and that member's stop counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from board.core.act import Motion
from board.core.ballot import Ballot
from board.core.case import Case
from board.core.docket import Docket
from board.core.proposal import Tier
from board.core.proposers import why_not_one
from board.core.record import Outcome
from board.core.tally import tally
from tests.core.building import AFTER, OPENING, ballot, case, charter
from tests.core.oracle import read_again
from tests.core.test_stops_and_motions import AT, LOWER, on

THREE = ("ana", "ben", "chiara")
LATER = date(2026, 10, 20)


def named(
    proposer: str, *cast: Ballot, facts: int = 3, tier: Tier = Tier.LIMITED, motions: tuple[Motion, ...] = ()
) -> Case:
    docket = Docket((replace(OPENING, facts=facts, tier=tier),))
    return replace(case(*cast, proposer=proposer, motions=motions), docket=docket)


@pytest.mark.parametrize("text", ["mo, chiara, kim and lena", "Lena Vogt <mo@hollowoak.example>", "lena/ben"])
def test_a_text_that_names_several_members_as_its_proposer_is_not_opened(text: str) -> None:
    assert "members as its proposer" in why_not_one(charter(), named(text).proposal)


@pytest.mark.parametrize("text", ["lena", "Lena Vogt", "Ana Lindqvist <ana@hollowoak.example>", "Farah and Nils", ""])
def test_one_member_or_somebody_outside_proposes(text: str) -> None:
    assert why_not_one(charter(), named(text).proposal) == ""


def test_the_stop_of_whom_the_text_names_as_its_proposer_counts() -> None:
    """Given lena, named by whoever wrote the text, when she says stop, then it is stopped; by list 2 it was not."""
    given = named("lena", *map(ballot, THREE), ballot("lena", "stop"))
    found = tally(given, AFTER)
    assert found.outcome is Outcome.STOPPED and read_again(given, AFTER).outcome == "stopped"
    assert "legal says stop" in found.sentence
    assert [one.counted for one in found.ballots if one.member == "lena"] == [True]
    older = replace(given, docket=Docket((replace(OPENING, facts=2),)))
    assert tally(older, AFTER).outcome is Outcome.APPROVED and read_again(older, AFTER).outcome == "approved"


@pytest.mark.parametrize("said", ["approve", "reject", "return", "abstain"])
def test_nothing_else_that_she_says_counts(said: str) -> None:
    """Given lena's other words on what names her, then three seats count, and hers is not among them."""
    found = tally(named("lena", *map(ballot, THREE), ballot("lena", said)), AFTER)
    assert found.outcome is Outcome.APPROVED and found.sum.eligible == 3
    assert [one.counted for one in found.ballots if one.member == "lena"] == [False]


def test_a_stop_without_what_it_needs_or_by_who_stands_aside_is_none() -> None:
    for stop in ([ballot("lena", "stop", clears="")], [ballot("lena", "recuse"), ballot("lena", "stop", 2)]):
        assert tally(named("lena", *map(ballot, THREE), *stop), AFTER).outcome is Outcome.APPROVED


def test_her_stop_is_overruled_as_any_other() -> None:
    motion = Motion(1, "overrule-stop", "ana", "She did make it.", at=AT, about="lena-1.toml")
    votes = [replace(on(1, who), number=9) for who in (*THREE, "iris")]
    given = named("lena", *map(ballot, THREE), ballot("lena", "stop"), *votes, motions=(motion,))
    assert tally(given, LATER).outcome is Outcome.APPROVED and read_again(given, LATER).outcome == "approved"


def test_no_lower_tier_silences_her_stop_either() -> None:
    said = [*map(ballot, (*THREE, "lena")), ballot("ruth", "stop")]
    given = named("ruth", *said, *(on(1, who) for who in THREE), tier=Tier.HIGH, motions=(LOWER,))
    assert tally(given, AFTER).outcome is Outcome.STOPPED and read_again(given, AFTER).outcome == "stopped"
