"""Nobody knows a question by its code: where one is named, the beginning of its words stands beside it."""

from __future__ import annotations

from board.core.checklist import WORDS, Checklist, Question, asked_words

LONG = Question("R-05", "risk", "Which share of urgent letters does it miss, counted on letters that it never saw?")
LISTS = (Checklist("risk", "Risk", questions=(LONG, Question("R-06", "risk", "Who is woken?"))),)


def test_a_code_is_named_with_the_beginning_of_its_question() -> None:
    """Given two codes, then each is followed by its question, a long one cut; a code of no checklist stands alone."""
    cut, whole, unknown = asked_words(("R-05", "R-06", "X-99"), LISTS)
    assert cut.startswith("R-05 “Which share of urgent letters") and cut.endswith("…”")
    assert len(cut) <= len("R-05 “”") + WORDS + 1
    assert (whole, unknown) == ("R-06 “Who is woken?”", "X-99")
