"""An approval that is over is called so on every screen, in the word of its stage."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.pilot import Pilot

from board.tui.app import BoardApp
from tests.tui.pilot import play, press, screen
from tests.tui.sample_desk import SampleDesk
from tests.tui.screens import go


def test_an_approval_that_is_over_says_so_in_the_list_in_the_word_of_its_stage() -> None:
    """Given approvals that expired, lapsed or were replaced, then the list calls none of them just approved."""

    class Over(SampleDesk):
        def decisions(self) -> tuple[Any, ...]:
            yes = next(row for row in super().decisions() if row.outcome.yes)
            stages = ("expired", "lapsed", "superseded", "retired")
            return tuple(replace(yes, id=f"2026/{at}", stage=one) for at, one in enumerate(stages))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "3")
        shown = screen(app)
        for word in ("expired", "lapsed", "replaced", "retired"):
            assert f"– approved, now {word}\n" in shown
        assert "✓ approved" not in shown

    play(Over(), steps, (80, 24))


def test_a_follow_up_says_above_its_dates_that_the_approval_is_replaced() -> None:
    """Given a replaced approval, then its follow-up opens with that."""

    class Replaced(SampleDesk):
        def afterwards(self, proposal_id: str) -> Any:
            found = super().afterwards(proposal_id)
            return replace(found, case=replace(found.case, superseded_by="2026/0020-back"))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await go("follow-up", app.desk, app, pilot)
        assert "! Replaced by 2026/0020-back." in screen(app)

    play(Replaced(), steps, (80, 24))
