"""Words on this page: each of the board's words that a page uses is explained there, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from board.core.record import Outcome
from board.render.glossary import HEADING, WORDS, explained, words_in
from board.render.plain import LONGEST_WORDS, jargon, measure
from tests.content.test_golden_pages import PAGES, REVIEWS
from tests.render.test_form_4 import newest, page, review

HOUSE = re.compile(
    r"(?i)\b(seats?|holders?|alternates?|sponsor|charter|tier|round|window|sandbox|beta|by consent|abstain\w*|quorum"
    r"|motions?|ballots?|dockets?|tall(?:y|ies)|verdicts?|recus\w+|revisions?)\b"
)
"""The board's own words: a page may use one only where its list explains it."""


def taken_apart(text: str) -> tuple[str, list[str]]:
    """A page without its list, and the words of the list."""
    body, _, rest = text.partition(f"## {HEADING}\n")
    rows, data, last = rest.partition("\n## Record data\n")
    return body.removesuffix("#") + data + last, re.findall(r"^- \*\*(.+?):\*\*", rows, re.MULTILINE)


@pytest.mark.parametrize("file", [*PAGES, *REVIEWS], ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_given_a_published_page_then_its_list_holds_just_the_words_that_stand_on_it(file: Path) -> None:
    body, listed = taken_apart(file.read_text("utf-8"))
    assert tuple(listed) == words_in(body)
    told = " ".join(f"{word} {WORDS[word][0]}" for word in listed).casefold()
    for word in {one.casefold() for one in HOUSE.findall(body)}:
        assert word.removesuffix("s").removesuffix("ed")[:6] in told, f"“{word}” is explained nowhere on this page"


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("Its holder", "Holder"),
        ("Stop", ""),
        ("| Stop |", "Stop"),
        ("Legal raised a stop: no licence.", "Stop"),
        ("The hospitals stop using it.", ""),
        ("Freely given consent of each patient.", ""),
        ("It passes by consent unless a seat objects.", "Consent"),
        ("That concerns our staff.", ""),
        ("Ethics panel raised a concern:", "Concern"),
        ("Product abstained:", "Abstain"),
        ("- Status: Rejected", "Rejected"),
        ("This was rejected.", ""),
        ("the window ends on Monday", "Window"),
        ("| Round | 1 |", "Round"),
        ("round the clock", ""),
    ],
)
def test_a_word_is_explained_where_it_is_the_boards_and_not_where_it_is_everybodys(said: str, word: str) -> None:
    assert (
        (word in words_in(said))
        if word
        else not set(words_in(said)) & {"Stop", "Consent", "Concern", "Round", "Rejected"}
    )


def test_the_words_that_newcomers_stumbled_over_are_all_in_the_list() -> None:
    stumbled = "seat holder alternate sponsor charter tier round window sandbox beta concern stop consent abstain"
    assert {one.capitalize() for one in stumbled.split()} <= set(WORDS)


def test_each_explanation_is_short_and_plain() -> None:
    for word, (_, meaning) in WORDS.items():
        assert measure(meaning).longest <= LONGEST_WORDS and len(meaning) <= 110, word
        assert jargon(meaning) == (), word
        assert meaning.endswith(".")
    assert list(WORDS) == sorted(WORDS)


def test_older_forms_end_as_they_did_and_nobody_can_pose_as_the_list() -> None:
    """Given a page of form 3, then it has no list; given a typed heading of that name, then only ours is a heading."""
    assert HEADING not in page(newest(form=3)) + review(newest(form=3))
    typed = page(newest(Outcome.APPROVED), why=f"### {HEADING}\n\n- **Seat:** A chair.")
    assert len(re.findall(rf"^#+ {HEADING}$", typed, re.MULTILINE)) == 1
    assert "Words" not in explained("Nothing of ours.\n") and explained("Nothing of ours.\n") == "Nothing of ours.\n"


def test_an_edition_younger_than_the_decision_is_explained() -> None:
    """Given the example's decisions of a year, then each that names a later edition says how that can be."""
    for file in PAGES:
        text = file.read_text("utf-8")
        day = re.search(r"^- Date: (\d{4}-\d\d)", text, re.MULTILINE)
        edition = re.search(r"follow edition (\d{4}-\d\d) ", text)
        if day and edition:
            assert ("younger than this decision" in text) is (edition[1] > day[1]), file.name


def test_looking_for_a_few_letters_first_misses_no_word() -> None:
    """Given any form in which a word occurs, then the quick look finds it too."""
    said = "He abstained. Moved to lower it. Two motions. A person stood aside; she stands aside. By Consent. SEATS."
    assert set(words_in(said)) == {"Abstain", "Motion", "Standing aside", "Consent", "Seat"}
