"""Deciding: what stands in the way and what needs a look are two things, and the second is said where one confirms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.pilot import Pilot

from board.core.finding import IN_THE_WAY, TO_LOOK_AT, Finding, Severity
from board.tui.app import BoardApp
from board.tui.decide import DecideScreen, signed, summary
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
