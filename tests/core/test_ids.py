"""Ids: the number is for people, and any unambiguous part will do."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.core.ids import matching, next_number, number_of, slug
from board.core.layout import is_strict_name

IDS = (
    "2025/0014-old-triage",
    "2026/0013-whisper",
    "2026/0014-triage-to-beta",
    "2026/0015-triage-to-general",
    "0003-flat",
)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Adopt MiniLM for record search", "adopt-minilm-for-record-search"),
        ("Über Łódź: Straße & Æther", "uber-lodz-strasse-aether"),
        ("日本語", "proposal"),
        ("  ", "proposal"),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_a_title_becomes_a_file_name(title: str, name: str) -> None:
    assert slug(title) == name


@given(st.text())
def test_every_slug_is_a_name_the_program_may_create(title: str) -> None:
    name = slug(title)
    assert is_strict_name(f"0014-{name}")
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert len(name) <= 48


def test_a_long_slug_is_cut_between_words() -> None:
    assert slug("promote the triage model " * 5) == "promote-the-triage-model-promote-the-triage"


@pytest.mark.parametrize(
    ("proposal_id", "number"),
    [("2026/0014-triage", 14), ("0003-flat", 3), ("2026/no-number", None), ("2026/", None), ("9" * 5000, None)],
)
def test_the_number_leads_the_last_part(proposal_id: str, number: int | None) -> None:
    assert number_of(proposal_id) == number


def test_numbers_run_on_by_shelf() -> None:
    assert next_number(IDS, "2026") == 16
    assert next_number(IDS, "2025") == 15
    assert next_number(IDS, "2027") == 1
    assert next_number(IDS, "") == 4
    assert next_number((*IDS, "2026/999999999-joke"), "2026") == 16
    assert next_number(("2026/99999-a", "2026/100000-b"), "2026") == 100_001


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("2026/0014-triage-to-beta", ("2026/0014-triage-to-beta",)),
        ("proposals/2026/0014-triage-to-beta.md", ("2026/0014-triage-to-beta",)),
        ("0014-triage-to-beta", ("2026/0014-triage-to-beta",)),
        ("2026/14", ("2026/0014-triage-to-beta",)),
        ("15", ("2026/0015-triage-to-general",)),
        ("14", ("2025/0014-old-triage", "2026/0014-triage-to-beta")),
        ("Whisper", ("2026/0013-whisper",)),
        ("triage-to", ("2026/0014-triage-to-beta", "2026/0015-triage-to-general")),
        ("2", ()),  # no digit of a year is a number
        ("nothing", ()),
        ("", ()),
    ],
)
def test_any_unambiguous_part_finds_the_proposal(part: str, found: tuple[str, ...]) -> None:
    assert matching(part, IDS) == found


def test_an_exact_id_wins_over_longer_ones_that_contain_it() -> None:
    assert matching("2026/1-a", ("2026/1-a", "2026/1-ab")) == ("2026/1-a",)
