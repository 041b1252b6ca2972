"""Deciding: what stands in the way and what needs a look are two things, and the second is said where one confirms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.pilot import Pilot

from board.core.checklist import Checklist, Question
from board.core.finding import IN_THE_WAY, TO_LOOK_AT, Finding, Severity
from board.tui.app import BoardApp
from board.tui.decide import DecideScreen, signed, summary
from board.tui.leaves import leaves
from board.tui.tally_text import unjudged_rows
from tests.core.building import CONDITION
from tests.tui.pilot import SMALL, play, press, screen, settle
from tests.tui.sample import ID, PREVIEW
from tests.tui.sample_desk import SampleDesk

BARS = Finding("tally.not-yet", "Two seats have not voted.")
DIFFER = Finding("question.split", "Seats differ on C-13.", Severity.WARNING, fix="Take it to the meeting.")


def test_what_needs_a_look_is_not_said_to_stand_in_the_way() -> None:
    """Given both, then each stands under its own heading; given only a look, then nothing stands in the way."""
    both = summary(replace(PREVIEW, problems=(DIFFER, BARS)), 76).plain
    way, look = both.index(IN_THE_WAY + "\n"), both.index(TO_LOOK_AT)
    assert way < both.index(BARS.message) < look < both.index(DIFFER.message)
    one = summary(replace(PREVIEW, problems=(DIFFER,)), 76).plain
    assert f"{IN_THE_WAY}\nNothing." in one
    assert TO_LOOK_AT not in summary(replace(PREVIEW, problems=(BARS,)), 76).plain


PAGE = (
    "# Title\n\n- Status: Accepted\n\n## What we decided\n\nThree clinics may use it.\n\n## Why\n\nIt reads letters."
    "\n\n## Who decided\n\nFive seats.\n\n## When we look again\n\nBy 18 May 2026.\n"
)
FILES = {"decisions/2026/1-a.md": PAGE, "decisions/2026/1-a/record.toml": "schema = 1\n## no section\n"}


def test_the_parts_of_a_preview_are_each_file_whole_and_its_sections() -> None:
    """Given the files to be written, then a text for people has its sections as parts, and no line is in none."""
    parts = leaves(FILES)
    assert [one.title for one in parts] == [
        "Summary", "1-a.md", "· What we decided", "· Why", "· Who decided", "· When we look again", "record.toml"
    ]  # fmt: skip
    assert [one.content for one in parts if one.path and not one.section] == list(FILES.values())
    rows = PAGE.split("\n")
    for one in parts:
        if one.section:
            assert rows[one.first - 1] == f"## {one.section}" and one.content in PAGE


def test_the_summary_says_first_what_is_decided_on_which_conditions_why_and_until_when() -> None:
    """Given an approval with a condition, then these stand above what needs a look, with names instead of handles."""
    tally = replace(PREVIEW.tally, conditions=(CONDITION,))
    preview = replace(PREVIEW, files=FILES, tally=tally, problems=(DIFFER,))
    told = summary(preview, 76, {CONDITION.owner: "Ben Okafor"}.get).plain
    order = ["Outcome", CONDITION.text, "Ben Okafor by", "Three clinics may use it.", "It reads letters."]
    places = [told.index(one) for one in (*order, "By 18 May 2026.", TO_LOOK_AT)]
    assert places == sorted(places)
    assert "Five seats." not in told


def test_n_and_the_mouse_jump_to_a_section_with_its_own_line_numbers() -> None:
    """Given the preview, when n is pressed or a part is clicked, then that section alone stands on the right."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(DecideScreen(ID))
        await settle(app, pilot)
        await press(app, pilot, "n", "n")
        assert "5  ## What we decided" in screen(app) and "# Title" not in screen(app)
        await pilot.click("#pages", offset=(6, 4))
        await settle(app, pilot)
        assert "9  ## Why" in screen(app) and "Three clinics may use it." not in screen(app)

    play(SampleDesk(preview=replace(PREVIEW, files=FILES)), steps, SMALL)


def test_what_needs_a_look_is_repeated_where_one_confirms() -> None:
    preview = replace(PREVIEW, problems=(DIFFER,))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(DecideScreen(ID))
        await settle(app, pilot)
        await press(app, pilot, "f2")
        shown = " ".join(screen(app).replace("│", " ").split())
        assert "Nothing stands in the way; what needs a look is said first." in shown
        assert f"{TO_LOOK_AT} ! {DIFFER.message}" in shown

    play(SampleDesk(preview=preview), steps, SMALL)
    assert "needs a look" not in signed(replace(PREVIEW, problems=())).plain


def test_a_question_that_its_seat_has_not_judged_is_told_in_words() -> None:
    """Given the checklists, then each such question has a line with its words; the codes alone only without them."""
    question = Question("C-12", "compliance", "Who may read the letters?")
    lists = (Checklist("compliance", "Compliance", questions=(question,)),)
    tally = replace(PREVIEW.tally, unjudged=("C-12",))
    shown = "\n".join(row.plain for row in unjudged_rows(tally, 70, lists))
    assert "! Not judged by its seat\n  C-12 “Who may read the letters?”" in shown
