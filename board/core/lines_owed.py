"""Questions that are answered line by line: one for each country, or for each incident that bears on the proposal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from board.core.case import Case
from board.core.checklist import Question
from board.core.places import country
from board.core.stated import JURISDICTIONS, UNKNOWN, plain, values_of
from board.core.values import NOT_APPLICABLE

COUNTRIES, INCIDENTS = "countries", "incidents"
EACH = (COUNTRIES, INCIDENTS)
"""For what a question may want a line each."""
_LINE = re.compile(r"\s*([^:\s][^:]*?)\s*:\s*(\S.*)", re.DOTALL)
_SOON = re.compile(r"\b\d+\s*(h|hours?|d|days?)\b|\bat once\b|\bnone\b", re.IGNORECASE)


def lines_owed(question: Question, case: Case) -> tuple[str, ...]:
    """What this question wants a line for: the codes of the countries, or the names of the incidents; none for most."""
    if question.each == COUNTRIES:
        return tuple(one.upper() for one in values_of(case.proposal, JURISDICTIONS) if one != UNKNOWN)
    return case.incidents if question.each == INCIDENTS else ()


def lines_lacking(question: Question, value: Sequence[str], case: Case) -> tuple[str, ...]:
    """Those of them of which the value says nothing; where it is about countries, also those that name no time."""
    owed = lines_owed(question, case)
    if not owed or {plain(one) for one in value} <= {UNKNOWN, NOT_APPLICABLE}:
        return ()
    said = dict(_lines(value))
    if question.each == COUNTRIES:
        said = {country(place).casefold(): words for place, words in said.items() if _SOON.search(words)}
    return tuple(one for one in owed if one.casefold() not in said)


def how_to_line(question: Question, lacking: Sequence[str]) -> str:
    """How the lines that lack are written, in a sentence."""
    each = (
        "who reports, to whom, within how many hours or days" if question.each == COUNTRIES else "what we did about it"
    )
    return f"Write a line for each: {'; '.join(f'{one}: {each}' for one in lacking[:3])}."


def _lines(value: Sequence[str]) -> Iterator[tuple[str, str]]:
    for text in value:
        for line in re.split(r"[\n;]", text):
            if found := _LINE.fullmatch(line):
                yield found[1].casefold(), found[2]
