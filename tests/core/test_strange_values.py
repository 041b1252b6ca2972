"""A value that is none of the question's own counts as unknown and closes nothing."""

from __future__ import annotations

import pytest

from board.core.answering import refuse_strange
from board.core.checklist import Effect, EffectKind, Option, Question
from board.core.finding import Refused
from board.core.questions import strange_values

PICK = Question(
    "C-02", "compliance", "Which?", type="scale", options=(Option("not-high", "Not"), Option("high", "High"))
)
YES_NO = Question("R-01", "risk", "Is it?", effects=(Effect(EffectKind.BLOCK, ("partly", "unknown")),))


@pytest.mark.parametrize("value", ["not-high", "High", "unknown", "unsure", "n-a", ""])
def test_its_own_values_unknown_and_a_blank_are_no_strangers(value: str) -> None:
    assert strange_values(PICK, (value,)) == ()


def test_any_other_value_is_refused_with_the_options() -> None:
    assert strange_values(PICK, ("bogus",)) == ("bogus",)
    with pytest.raises(Refused) as refused:
        refuse_strange(PICK, ("bogus",))
    assert "not-high (Not)" in str(refused.value)
    assert "high (High)" in str(refused.value)


def test_yes_no_questions_know_the_words_their_effects_name() -> None:
    assert strange_values(YES_NO, ("yes", "partly")) == ()
    assert strange_values(YES_NO, ("severe",)) == ("severe",)


def test_free_text_is_never_strange() -> None:
    assert strange_values(Question("R-02", "risk", "What?", type="text"), ("severe",)) == ()
