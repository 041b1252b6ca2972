"""Questions answered line by line: a country without a line, or an incident nobody speaks of, counts as unknown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from board.core.answering import answer_findings
from board.core.case import Case
from board.core.checklist import Checklist, Effect, EffectKind, Question
from board.core.questions import standings
from board.core.review import Answer
from tests.core.building import case

BAD = (Effect(EffectKind.COND, ("unknown",), "Write it down."),)


def asked(each: str, said: str, note: str = "") -> Case:
    """A case about Austria and Switzerland, with one incident that bears on it, and this answer."""
    question = Question("Q-1", "risk", "For each?", type="text", each=each, effects=BAD)
    answers = (Answer("Q-1", (said,), note),)
    lists = (Checklist("risk", "Risk", questions=(question,)),)
    stated = case(facts={"jurisdictions": ["AT", "ch"]})
    return replace(stated, checklists=lists, answers=answers, incidents=("0001-letters",))


@pytest.mark.parametrize(
    ("each", "said", "lacks"),
    [
        ("countries", "AT: legal to the authority, 72 hours\nCH: security, at once", ""),
        ("countries", "at: legal, 15 days; ch: none", ""),
        ("countries", "AT: legal to the authority, 72 hours", "CH"),
        ("countries", "AT: legal, 72 hours\nCH: somebody, soon", "CH"),
        ("countries", "yes", "AT, CH"),
        ("incidents", "0001-letters: we test new templates first", ""),
        ("incidents", "We read them all.", "0001-letters"),
        ("", "yes", ""),
    ],
)
def test_given_a_line_for_each_then_the_answer_stands_and_without_one_it_is_unknown(
    each: str, said: str, lacks: str
) -> None:
    board = asked(each, said)
    (stood,) = standings(board)
    found = [one for one in answer_findings(board, "answers.toml") if one.code == "answer.lines-missing"]
    assert stood.value == (("unknown",) if lacks else (said,)) and bool(stood.effects) == bool(lacks)
    assert [lacks in one.message for one in found] == [True] * bool(lacks)


def test_given_that_it_does_not_apply_with_a_reason_then_no_line_is_owed() -> None:
    assert standings(asked("countries", "n-a", "It is a text file."))[0].value == ("n-a",)
