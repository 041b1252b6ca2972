"""The charter in plain words: what is told is what the rules do, with every default."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from board.core.charter import Charter, KindRule, Member, Voting
from board.core.charter_told import told
from board.core.rules import default_kinds, default_seats

CHARTER = Charter(
    name="Hollow Oak",
    seats=default_seats(),
    members=(
        Member("ana", "Ana Lindqvist", seats=("security",), roles=("chair",)),
        Member("mo", "Mo Haddad", alternate=("security",)),
    ),
    kinds=default_kinds(),
)


def words(charter: Charter, heading: str) -> str:
    """One chapter as one text."""
    return "\n".join(next(one.rules for one in told(charter) if one.heading == heading))


def test_every_kind_of_the_charter_has_a_chapter() -> None:
    headings = [one.heading for one in told(CHARTER)]
    assert headings == [
        "The board",
        "Seats",
        "How it votes",
        *(f"Kind: {kind}" for kind in CHARTER.kinds),
        "Any other kind",
    ]


def test_seats_name_who_holds_them_and_who_stands_in() -> None:
    said = words(CHARTER, "Seats")
    assert "Security always votes. Held by Ana Lindqvist; alternate: Mo Haddad." in said
    assert "Legal always votes. Held by nobody; alternate: nobody." in said
    assert "Ethics panel votes at tier high" in said
    assert "Chair: Ana Lindqvist." in said and "Sponsor: nobody." in said


@pytest.mark.parametrize(
    ("voting", "sentence"),
    [
        (Voting(), "To approve, more than half of the eligible seats must say yes."),
        (Voting(majority=(2, 3)), "To approve, more than 2/3 of the eligible seats must say yes."),
        (Voting(), "3 seats must speak, 5 at tier high, and at least 2 people."),
        (Voting(quorum_people=1), "and at least 2 people."),
        (Voting(hide_ballots_until_cast=False), "Ballots are open to all members at once."),
        (Voting(proposer_may_vote=True), "Whoever proposes may vote on it."),
        (Voting(deferrals=1), "A proposal is put off at most 1 time."),
    ],
)
def test_the_numbers_of_a_vote_are_told_as_they_count(voting: Voting, sentence: str) -> None:
    assert sentence in words(replace(CHARTER, voting=voting), "How it votes")


def test_what_a_grave_risk_asks_for_is_told() -> None:
    rules = words(CHARTER, "How it votes")
    assert "Where a high risk is left, every eligible seat must speak, and the ethics panel gives its view." in rules
    assert "Such an approval lasts 180 days at most. A critical risk goes no further than sandbox." in rules


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("charter-change", "To approve, at least 2/3 of the eligible seats must say yes."),
        ("charter-change", "Must vote: Engineering, Security, Product, Legal, Ethics panel, the sponsor."),
        ("charter-change", "It lies open for 10 working days before it is decided."),
        ("model-adopt", "Where target ring is general: 365 days."),
        ("ring-promote", "Where target ring is general, or nobody knows, also: Legal."),
        ("emergency-action", "Decided as an emergency: two seats act, and the board ratifies."),
        ("policy-change", "An approval does not end."),
    ],
)
def test_what_a_kind_asks_for_is_told(kind: str, sentence: str) -> None:
    assert sentence in words(CHARTER, f"Kind: {kind}")


def test_an_own_kind_is_told_with_its_own_quorum_and_share() -> None:
    own = KindRule("budget", ("legal",), quorum_seats=4, majority=(3, 4), expires_days=1)
    said = words(replace(CHARTER, kinds={"budget": own}), "Kind: budget")
    assert "4 seats must speak." in said and "more than 3/4" in said and "An approval lasts 1 day." in said


def test_what_the_board_leaves_open_is_said() -> None:
    said = words(replace(CHARTER, signing="unsigned", publish_names=True, holidays=(date(2026, 1, 1),)), "The board")
    assert "trusts whoever can push" in said and "Public texts name people." in said
    assert "1 holiday besides" in said and "No address is given" in said


def test_what_is_said_of_such_an_approval_follows_the_risk_it_is_about() -> None:
    said = words(CHARTER, "How it votes").splitlines()
    at = next(number for number, line in enumerate(said) if line.startswith("Such an approval lasts 180 days"))
    assert said[at - 1].startswith("Where a high risk is left")
