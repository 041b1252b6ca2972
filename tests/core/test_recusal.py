"""A member is told why she may have to stand aside, as far as the files know."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board.core.ballot import INTERESTS
from board.core.charter import Member, Voting
from board.core.recusal import in_words, names, suggestions, two_seats
from board.core.register import RegisterEntry
from tests.core.building import MEMBERS, PLAIN, case, charter

ANA, BEN = MEMBERS[0], MEMBERS[1]
TRIAGE = RegisterEntry("triage", "models", name="Triage", owner="Ben Okafor", publisher="Plainfield Models")


@pytest.mark.parametrize("text", ["ben", "BEN", "Ben Okafor", "kim, ben", "Ben  Okafor <ben@elsewhere.example>"])
def test_a_name_is_read_as_for_proposers(text: str) -> None:
    assert names(text, BEN)


@pytest.mark.parametrize("text", ["", " ", "Benjamin", "ruben", "Okafor"])
def test_nobody_is_named_by_half_a_name(text: str) -> None:
    assert not names(text, BEN)


def test_given_the_owner_in_the_register_she_is_told() -> None:
    known = [one for one in suggestions(case(), BEN, [TRIAGE]) if not one.asks]
    assert [(one.interest, one.words) for one in known] == [("owner", "You own Triage.")]
    assert not [one for one in suggestions(case(), ANA, [TRIAGE]) if not one.asks]


def test_given_a_line_manager_of_the_owner_she_is_told() -> None:
    people = tuple(replace(one, reports_to=("ana",)) if one is BEN else one for one in MEMBERS)
    on = case(board=charter(members=people, rule=PLAIN))
    assert suggestions(on, ANA, [TRIAGE])[0].words == "Ben Okafor owns Triage and reports to you."


def test_given_the_author_of_evidence_or_an_owner_in_the_facts_she_is_told_once_each() -> None:
    on = case(facts={"owner": "ben", "gate_owner": "ben"})
    told = suggestions(on, BEN, [], {"eval": ("Ben Okafor", "ben"), "card": ("Kim Sato",)})
    assert [one.interest for one in told] == ["owner", "owner", "author"]
    assert {one.interest for one in told} <= set(INTERESTS)


def test_given_a_supplier_she_is_asked_about_what_only_she_can_know() -> None:
    [asked] = suggestions(case(facts={"publisher": "Plainfield Models"}), ANA, [TRIAGE])
    assert asked.asks
    assert "Plainfield Models" in in_words([asked], "2026/0014")[0]


def test_the_proposer_is_told_only_where_the_charter_lets_proposers_vote() -> None:
    assert not suggestions(case(proposer="ben"), BEN)
    on = case(proposer="ben", board=charter(voting=Voting(proposer_may_vote=True), rule=PLAIN))
    assert [one.interest for one in suggestions(on, BEN)] == ["author"]


def test_the_words_name_the_command() -> None:
    told = in_words(suggestions(case(), BEN, [replace(TRIAGE, publisher="")]), "2026/0014")
    assert told == ("You own Triage. You may have to stand aside: board vote 2026/0014 recuse --interest owner.",)


def test_two_seats_are_two_only_where_both_vote() -> None:
    both = Member("ana", "Ana", seats=("security", "ethics"))
    assert two_seats(both, ("security", "legal", "ethics")) == ("security", "ethics")
    assert two_seats(both, ("security", "legal")) == ()
