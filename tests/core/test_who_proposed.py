"""Whoever proposes has no vote on it, however the proposal writes her."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board.core.case import Case
from board.core.charter import Member
from board.core.proposal import Proposal
from board.core.seating import is_proposer
from board.formats.proposals import read_proposal
from tests.core.building import charter

BEN = Member("ben", "Ben Okafor", emails=("ben@hollowoak.example", "b.okafor@hollowoak.example"))
OTHER = Member("bena", "Benedict Okafor-Ruiz", emails=("benedict@hollowoak.example",))


def proposed_by(text: str) -> Case:
    return Case(charter(), Proposal("2026/0001-x", "X", proposer=text))


@pytest.mark.parametrize(
    "text",
    [
        "ben",
        "BEN",
        "<ben>",
        "@ben",
        "ben, mo",
        "mo & ben",
        "mo and ben",
        "Mo Haddad; Ben Okafor",
        "Ben  Okafor",
        "Ben\u00a0Okafor",
        "Ben\tOkafor",
        "\uff22en Okafor",
        "b\u200ben",
        "ben\u202e",
        "ben\ufe0f",
        "b\x00en",
        "ben@hollowoak.example",
        "ben@hollowoak.example (Ben)",
        "mailto:ben@hollowoak.example",
        "Somebody <B.Okafor@HollowOak.example>",
        "Ben Okafor <ben@hollowoak.example>, Mo Haddad <mo@hollowoak.example>",
        "Mo Haddad <mo@hollowoak.example>, Ben Okafor <ben@private.example>",
        "Ben Okafor <ben@private.example>",
        '"Ben Okafor" <x@private.example>',
        "mo/ben",
        "['mo', 'ben']",
    ],
)
def test_given_a_proposer_written_oddly_when_she_is_a_member_then_she_has_no_vote(text: str) -> None:
    assert is_proposer(proposed_by(text), BEN)
    assert not is_proposer(proposed_by(text), OTHER)


@pytest.mark.parametrize(
    "text", ["", " ", "mo", "benedict", "Ben Okaforsen", "benny@hollowoak.example", "ruben, mo", "@"]
)
def test_given_another_proposer_when_a_member_is_like_in_name_then_she_keeps_her_vote(text: str) -> None:
    assert not is_proposer(proposed_by(text), BEN)


def test_given_a_member_without_name_or_mail_when_nobody_is_named_then_nobody_proposed() -> None:
    assert not is_proposer(proposed_by(""), Member("", ""))
    assert not is_proposer(proposed_by("mo"), replace(BEN, id="", name="", emails=("",)))


@pytest.mark.parametrize("value", ['["ben", "mo"]', '["Mo <mo@x.example>", "Ben Okafor <ben@private.example>"]'])
def test_given_a_list_of_proposers_when_read_then_each_of_them_has_no_vote(value: str) -> None:
    read = read_proposal(f'+++\ntitle = "X"\nkind = "x"\nproposer = {value}\n+++\n'.encode(), "x.md", "x")
    assert is_proposer(Case(charter(), read.value), BEN)
