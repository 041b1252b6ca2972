"""Words that look like others, and words far below the end, are told before anybody signs for them."""

from __future__ import annotations

import pytest

from board.core.cloaks import cloaks
from board.core.proposal import Proposal

PATH = "proposals/2026/0001-x.md"


def codes(**fields: str) -> list[tuple[str, str, int]]:
    found = cloaks(Proposal("2026/0001-x", fields.pop("title", "A title"), **fields), PATH)  # type: ignore[arg-type]  # texts only
    return [(one.code, one.where.part, one.where.line) for one in found]


def test_row_54_a_letter_of_another_alphabet_in_a_word_is_told() -> None:
    assert codes(title="Adopt the tri\u0430ge model") == [("text.mixed-letters", "title", 0)]
    assert codes(proposer="\u0410na Lindqvist") == [("text.mixed-letters", "proposer", 0)]


@pytest.mark.parametrize(
    "title", ["Triage für Köln", "Модель для отбора", "Αξιολόγηση", "モデル導入 v2", "Model α", "日本語とLatin"]
)
def test_row_54_honest_words_of_any_script_are_not(title: str) -> None:
    assert codes(title=title) == []


def test_row_54_words_far_below_the_end_are_told_with_their_line() -> None:
    body = "First.\n" + " \n" * 60 + "And all fees are doubled.\n"
    assert codes(body=body) == [("text.hidden-tail", "", 62)]
    assert codes(body="First.\n" + "\n" * 20 + "Second.\n") == []
    assert codes(body="First.\n" + "\n" * 400) == []
