"""The dates in the example's own words: a demo moves all of them, and so none may be left that it cannot read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from board.actions.timeline import Shift, example_files, read_timeline
from board.formats.records import read_record
from board.render.inputs import day_words
from tests.content.example import EXAMPLE, IDS, ROOT, proposal, steps, timeline

MONTHS = "|".join(day_words(date(2026, month, 1)).split()[1] for month in range(1, 13))
HALF_A_DATE = re.compile(rf"\b[1-3]?\d (?:{MONTHS})\b(?! 20\d\d)|(?:{MONTHS}) [1-3]?\d\b(?!\d)")


def words(value: Any) -> Iterator[str]:
    """Every text in a step, however deep."""
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from words(each)


def test_given_the_examples_words_then_each_date_in_them_is_whole() -> None:
    """Given “from 16 to 18 March”, then a demo would leave it where it is, beside dates that it moved."""
    told = [text for step in steps() for text in words(step)]
    told += [file.read_text("utf-8") for file in (EXAMPLE / "files").rglob("*.md")]
    for one in IDS:
        files = example_files(one)
        told += [
            files[name].decode() for name in (f"proposals/{one}.md", f"proposals/{one}/answers.toml") if name in files
        ]
    assert [found for text in told for found in HALF_A_DATE.findall(text)] == []
    assert HALF_A_DATE.findall("From 16 to 18 March it sent 61 letters; by March 18 it had stopped.") != []


@pytest.mark.parametrize("page", sorted((ROOT / "decisions").glob("2*/*.md")), ids=lambda page: page.stem)
def test_given_an_end_that_the_rules_count_then_no_free_text_names_its_day(page: Any) -> None:
    """Given days that the rules count from the decision, then only the page's top names them: a demo counts anew."""
    one = page.relative_to(ROOT / "decisions").as_posix().removesuffix(".md")
    record = read_record((page.with_suffix("") / "record.toml").read_bytes(), page.name).value
    ends = record.expires if record else None
    if ends is None or proposal(one).fact("ends_on"):
        return
    told = [text for step in steps("decide") if step["proposal"] == one for text in words(step)]
    assert [text for text in told if day_words(ends) in text or ends.isoformat() in text] == []


@pytest.mark.parametrize("day", [date(2026, 11, day) for day in range(21, 28)])
def test_given_a_moment_in_a_fact_then_it_moves_like_a_day(day: date) -> None:
    """Given an emergency's moment, then it stays on the day on which its own report says that somebody acted."""
    shift = Shift(read_timeline().anchor, day)
    moved = shift.day(date(2026, 3, 18)).isoformat()
    assert shift.text('acted_at = "2026-03-18T09:40:00Z"') == f'acted_at = "{moved}T09:40:00Z"'
    assert shift.text("aff2026-03-181") == "aff2026-03-181"


def test_given_days_that_tell_an_order_then_the_demo_keeps_it() -> None:
    """Given dates of the incident, then none is on a weekend: two such days may fall on one once they are moved."""
    told = (EXAMPLE / "files" / "incidents" / "0001-new-letter-template.md").read_text("utf-8")
    days = {date.fromisoformat(one) for one in re.findall(r"\b20\d\d-\d\d-\d\d\b", told)}
    assert len(days) > 5 and all(one.weekday() < 5 for one in days)
    assert timeline()["anchor"].weekday() < 5
