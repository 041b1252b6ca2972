"""Two decisions about the same thing, two people of two seats: the edges of who may end, or confirm, what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board.core.entitled import second_seat
from board.core.proposal import Artefact, Proposal
from board.core.replacing import about_another
from tests.core.building import MEMBERS, PROPOSAL
from tests.core.decided import decided


def test_a_decision_that_names_no_model_is_replaced_by_its_own_kind_alone() -> None:
    """Given an exception that names nothing, then a proposal of another kind is about something else."""
    record = decided(kind="policy-exception").record
    assert record is not None and not record.artefacts
    assert not about_another(record, Proposal(PROPOSAL, "Again", kind="policy-exception"))
    assert about_another(record, Proposal(PROPOSAL, "Other", kind="charter-change"))


def test_a_model_in_other_letters_is_the_same_model() -> None:
    record = decided(kind="model-adopt").record
    assert record is not None
    record = replace(record, artefacts=(Artefact("triage", "1"),))
    for name, other in (("Triage", False), ("ＴRIAGE ", False), ("ranker", True)):
        facts = {"models": [{"id": name, "version": "2"}]}
        assert about_another(record, Proposal(PROPOSAL, "Next", kind="model-change", facts=facts)) is other


@pytest.mark.parametrize(
    ("first", "second", "enough"),
    [
        (("security", "legal"), ("security",), True),
        (("security",), ("security", "legal"), True),
        (("security", "legal"), ("security", "legal"), True),
        (("security",), ("security",), False),
        (("security",), (), False),
    ],
)
def test_two_people_who_share_a_seat_speak_for_two_where_one_of_them_has_another(
    first: tuple[str, ...], second: tuple[str, ...], enough: bool
) -> None:
    assert second_seat(frozenset(first), replace(MEMBERS[1], seats=second, alternate=())) is enough
