"""Law and standards on screen: from which day adopted law applies, and what has begun since the pack was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from board.actions.packing import CitingDecision
from board.core.outcome import Outcome
from board.core.pack import ADOPTED, Citation, Clock, Entry, Framework, Pack
from board.tui.law_text import pack_content, row_content, state_cell
from tests.tui.sample_board import LAW

DAY = date(2027, 1, 1)
ENTRY = Entry("US", "SB 26-189", "Notice and appeal", ADOPTED, "The act", date(2026, 11, 22), "", DAY)
CLOCK = Clock("us", "US", "SB 26-189", "Decisions by machines", "at once", ADOPTED, applies_from=DAY)
PACK = Pack("2026-11", as_of=date(2026, 11, 22), frameworks=(Framework("US", entries=(ENTRY,)),), clocks=(CLOCK,))


def test_the_list_says_from_which_day_and_without_one_that_it_is_not_applied() -> None:
    assert state_cell(ENTRY).text == "~ from 2027-01-01"
    assert state_cell(replace(ENTRY, applies_from=None)).text == "~ not yet applied"


@pytest.mark.parametrize(("today", "begun"), [(date(2026, 12, 31), False), (DAY, True)])
def test_what_has_begun_is_told_above_the_list_and_with_the_entry(today: date, begun: bool) -> None:
    found = replace(LAW, pack=PACK, today=today)
    head, whole = pack_content(found, "1 entry", 78).plain, row_content(found, ENTRY, 78).plain
    assert ("1 entry began to apply since it was written" in head) == begun
    words = "it applies since 2027-01-01: look again" if begun else "it applies from 2027-01-01"
    assert " ".join(whole.split()).count(words) == 2, "the entry and its limit"


def test_a_decision_that_rests_on_what_has_begun_says_so() -> None:
    cited = Citation("C-22", "US SB 26-189", "Notice and appeal", ADOPTED, DAY)
    row = CitingDecision("2026/0001-letters", "Letters", Outcome.APPROVED, None, "in-force", (cited,))
    shown = row_content(replace(LAW, today=DAY), row, 100).plain
    assert "maps to US SB 26-189, Notice and appeal: adopted, and it applies since 2027-01-01: look again" in shown
