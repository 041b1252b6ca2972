"""The words of a verdict: those people say, those of the files, and what is said to a slip of the pen."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from board.cli.verdicts import PLAIN, verdict_of
from board.core.ballot import VERDICT_WORDS, Verdict
from tests.cli.running import Board

Play = Callable[[str], Board]


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_verdict_is_known_by_its_short_word_the_word_of_the_files_and_the_words_of_the_screens(
    verdict: Verdict,
) -> None:
    short = next(word for word, meant in PLAIN.items() if meant is verdict)
    assert {verdict_of(word) for word in (short, short.upper(), str(verdict), VERDICT_WORDS[verdict])} == {verdict}


@pytest.mark.parametrize("word", ["", "maybe", "y", "yes-no"])
def test_another_word_is_no_verdict(word: str) -> None:
    assert verdict_of(word) is None


def test_given_the_word_of_the_screens_the_ballot_says_what_the_files_say(play: Play) -> None:
    voted = play("ana")("vote", "15", "yes")
    assert voted.status == 0
    assert "questions of yours without a view: R-02" in voted.err, "who votes unread is told, and may"
    assert play("ana")("show", "15", "--json").data["my_ballot"] == "approve"
    assert play("ana")("vote", "15", "no", "--reason", "Too early.").status == 0
    assert play("ana")("show", "15", "--json").data["my_ballot"] == "reject"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("yess", "Did you mean “yes”?"),
        ("approv", "Did you mean “approve”?"),
        ("notyet", "Did you mean “not-yet”?"),
        ("perhaps", "It is one of: yes, yes-if, not-yet, no, stop, abstain, recuse."),
    ],
)
def test_given_a_slip_of_the_pen_the_word_that_was_meant_is_named(play: Play, typed: str, words: str) -> None:
    ran = play("ana")("vote", "15", typed)
    assert (ran.status, ran.out) == (2, "")
    assert f"“{typed}” is not a verdict. {words}" in ran.err
