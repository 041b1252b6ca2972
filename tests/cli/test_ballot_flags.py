"""The flags of a condition belong to the `--condition` before them."""

from __future__ import annotations

from datetime import date

import click
import pytest

from board.cli.ballot_flags import conditions_of
from board.cli.commands.vote import vote_command
from board.core.ballot import Condition


def parsed(*arguments: str) -> tuple[Condition, ...]:
    with vote_command.make_context("vote", ["14", "approve-with-conditions", *arguments]) as context:
        return conditions_of(context)


def test_each_part_goes_to_the_condition_before_it_even_where_an_earlier_one_lacks_it() -> None:
    found = parsed(
        "--condition", "first", "--due", "2026-10-20",
        "--condition", "second", "--owner", "mo", "--verifier", "kim", "--proof", "a link",
        "--consequence", "Back to beta",
    )  # fmt: skip
    assert found == (
        Condition("c1", "first", due=date(2026, 10, 20)),
        Condition("c2", "second", owner="mo", proof="a link", verifier="kim", consequence="Back to beta"),
    )


def test_other_flags_in_between_change_nothing() -> None:
    found = parsed("--condition=one", "--reason", "because", "--owner=mo", "--json", "--condition=two", "--owner=ana")
    assert [condition.owner for condition in found] == ["mo", "ana"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--owner", "mo"], "belongs to a --condition"),
        (["--condition", "x", "--owner", "mo", "--owner", "ana"], "two --owner"),
        (["--condition", "x", "--due", "soon"], "is not a date"),
        (["--consequence", "Back to beta"], "belongs to a --condition"),
    ],
)
def test_given_flags_that_make_no_sense_the_use_is_wrong(arguments: list[str], words: str) -> None:
    with pytest.raises(click.UsageError, match=words):
        parsed(*arguments)
