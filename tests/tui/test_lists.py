"""The virtual list: any length, keys, wheel and mouse."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from dataclasses import replace
from threading import Event
from time import monotonic, sleep
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.pilot import Pilot

from board.actions.model import Inbox
from board.actions.rows import KeptInbox, Page
from board.core.case import Summary
from board.tui.app import BoardApp
from board.tui.dossier import DossierScreen
from board.tui.inbox import InboxScreen
from board.tui.jobs import WAIT_BEFORE_SAYING
from board.tui.lists import Heading, VirtualList
from board.tui.proposals import HINT
from board.tui.safe import fit, padded
from tests.tui.pilot import play, press, rows, screen, settle, until
from tests.tui.sample import INBOX, SUMMARIES, summary
from tests.tui.sample_desk import SampleDesk

MANY = tuple(summary(number, f"Proposal {number}") for number in range(10_000))


def picked(app: BoardApp) -> str:
    """The title under the cursor."""
    row = app.screen.query_one(VirtualList).row
    assert isinstance(row, Summary)
    return row.title


def test_ten_thousand_rows_are_all_reachable_and_only_the_window_is_painted() -> None:
    """Given 10,000 proposals, when End and Home are pressed, then both ends are shown and few lines were painted."""
    painted: list[int] = []

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "2")
        listed = app.screen.query_one(VirtualList)
        paint = listed.render_line
        listed.render_line = lambda y: (painted.append(y), paint(y))[1]  # type: ignore[method-assign]  # counts what is painted
        await press(app, pilot, "end")
        assert picked(app) == "Proposal 9999"
        assert any("Proposal 9999" in row for row in rows(app))
        await press(app, pilot, "home", "pagedown", "j", "k")
        assert 10 < int(picked(app).split()[1]) < 40
        assert len(painted) < 400

    play(SampleDesk(summaries=MANY), steps)


def test_mouse_picks_opens_and_scrolls() -> None:
    """Given a list, when a row is clicked twice, then it opens; the wheel moves the window and not the cursor."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "2")
        await pilot.click("#proposals", offset=(10, 5))
        assert picked(app) == "Proposal 4"
        listed = app.screen.query_one(VirtualList)
        listed.scroll_to(y=100, animate=False)
        await settle(app, pilot)
        assert picked(app) == "Proposal 4"
        await pilot.click("#proposals", offset=(10, 5))
        assert picked(app) == "Proposal 104"
        await pilot.click("#proposals", offset=(10, 5))
        await settle(app, pilot)
        assert isinstance(app.screen, DossierScreen)

    play(SampleDesk(summaries=MANY), steps)


def test_headings_are_passed_over() -> None:
    """Given headings between rows, when the cursor moves, then it never rests on one."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        listed = app.screen.query_one(VirtualList)
        for key in ("up", "down", "down", "down", "down", "down", "up", "pageup", "end", "pagedown"):
            await press(app, pilot, key)
            assert listed.row is not None
        assert isinstance(listed.rows[0], Heading)

    play(SampleDesk(), steps)


def test_what_a_filter_takes_can_be_read_whole_in_a_small_window() -> None:
    """Given 80 columns, when the filter is opened, then its hint is not cut."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "2", "slash")
        assert HINT in screen(app)

    play(SampleDesk(), steps, (80, 24))


@pytest.mark.parametrize("place", ["1", "2", "3"])
def test_q_leaves_the_program_from_each_list(place: str) -> None:
    """Given one of the three lists, when q is pressed, then the program ends."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, place, "q")
        assert app.return_code == 0

    play(SampleDesk(), steps, (80, 24))


def test_filter_narrows_while_typing_says_so_and_esc_clears_it() -> None:
    """Given the filter, when words are typed, then the list follows and says so; Esc brings all rows back."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "slash", *"tier:hi whisper")
        text = "\n".join(rows(app))
        assert "1 proposal: tier high, with “whisper”" in text
        assert "Whisper for dictation" in text
        assert "MiniLM" not in text
        await press(app, pilot, "enter")
        assert app.screen.query_one(VirtualList).has_focus
        found = app.screen.query_one(VirtualList).row
        await press(app, pilot, "escape")
        listed = app.screen.query_one(VirtualList)
        assert len(listed.rows) == len(SUMMARIES)
        assert listed.row == found and listed.cursor > 0, "the cursor stays on what was found"

    play(SampleDesk(), steps)


def test_a_row_keeps_its_shape_whatever_the_script() -> None:
    """Given titles in wide and combining scripts, then every row has exactly the width of the list."""
    titles = ("医療用語" * 30, "e\u0301" * 90, "اعتماد" * 20, "👩‍⚕️ and 👍🏽 " * 20, "x" * 300, "")
    found = tuple(replace(SUMMARIES[0], id=f"2026/{n:04}-x", title=title) for n, title in enumerate(titles))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "2")
        listed = app.screen.query_one(VirtualList)
        width = listed.scrollable_content_region.width
        assert {listed.render_line(y).cell_length for y in range(len(titles) + 1)} == {width}

    for width in (60, 80, 200):
        play(SampleDesk(summaries=found), steps, (width, 24))


@given(st.text(), st.integers(1, 40))
def test_padded_text_has_exactly_the_width(value: str, width: int) -> None:
    from board.core.text import one_line

    shown = padded(one_line(value), width)
    assert cell_len(shown) == width
    assert cell_len(fit(one_line(value), width)) <= width


def test_a_list_is_shown_while_it_is_being_read() -> None:
    """Given a board whose list takes long, then its first rows are there, with how far it is, before the last."""
    gate = Event()

    class Slow(SampleDesk):
        def pages(self) -> Generator[Page, None, None]:
            yield Page(SUMMARIES[:2], (), 2, len(SUMMARIES))
            gate.wait(20)
            yield Page(SUMMARIES[2:], (), len(SUMMARIES), len(SUMMARIES))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await pilot.press("2")
        await until(app, pilot, "Reading 2 of 8 proposals")
        await pilot.pause(2 * WAIT_BEFORE_SAYING)
        assert "Reading 2 of 8 proposals" in "\n".join(rows(app)), "how far it is stays"
        assert "Adopt all-MiniLM-L6-v2" in "\n".join(rows(app))
        assert len(app.screen.query_one(VirtualList).rows) == 2
        gate.set()
        await settle(app, pilot)
        assert len(app.screen.query_one(VirtualList).rows) == len(SUMMARIES)
        assert "Reading" not in "\n".join(rows(app))

    play(Slow(kept_inbox=KeptInbox(INBOX, True)), steps)


def test_leaving_a_list_that_is_being_read_ends_the_reading() -> None:
    """Given a list that is being read, when the program ends, then its pages are closed."""
    closed: list[bool] = []

    class Endless(SampleDesk):
        def pages(self) -> Generator[Page, None, None]:
            try:
                while True:
                    yield Page(SUMMARIES, (), 1, 9)
                    Event().wait(0.01)
            finally:
                closed.append(True)

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await pilot.press("2")
        await until(app, pilot, "Reading 1 of 9")

    play(Endless(kept_inbox=KeptInbox(INBOX, True)), steps)
    assert closed == [True]


def test_the_inbox_as_last_seen_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given an inbox kept from before, when the program starts, then it is shown at once, and after it the true one."""
    shown: list[Inbox] = []
    show = InboxScreen.show_inbox
    monkeypatch.setattr(InboxScreen, "show_inbox", lambda self, inbox: (shown.append(inbox), show(self, inbox)))
    old = replace(INBOX, mine=INBOX.mine[:1])

    class Reading(SampleDesk):
        """A desk that reads for as long as only the old one was shown."""

        def inbox(self) -> Inbox:
            end = monotonic() + 20
            while not shown and monotonic() < end:
                sleep(0.001)
            return super().inbox()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        assert shown == [old, INBOX]

    play(Reading(kept_inbox=KeptInbox(old, False)), steps)


def test_what_was_seen_last_never_replaces_what_is_true_now() -> None:
    """Given a list that is read in full before the one kept from before could be shown, then the true one stays."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        listed = app.screen
        assert isinstance(listed, InboxScreen)
        listed.meanwhile(listed.show_inbox, replace(INBOX, mine=INBOX.mine[:1]))
        await settle(app, pilot)
        assert listed.tasks == (*INBOX.mine, *INBOX.others)

    play(SampleDesk(), steps)


def test_the_cursor_stays_on_its_row_when_rows_come_before_it() -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "2", "down", "down")
        before = picked(app)
        listed = app.screen.query_one(VirtualList)
        listed.show((summary(99, "New"), *SUMMARIES))
        assert picked(app) == before
        listed.show(SUMMARIES[:1])
        assert picked(app) == SUMMARIES[0].title

    play(SampleDesk(), steps)


def test_a_number_of_another_year_is_shown_with_its_year() -> None:
    """Given two proposals 14 of two years, then the list of proposals and the inbox tell them apart."""
    older = replace(SUMMARIES[0], id="2025/0014-an-older-one", title="An older one")

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "2")
        app.screen.query_one(VirtualList).show((SUMMARIES[0], older))
        await settle(app, pilot)
        shown = screen(app).splitlines()
        assert [line.split()[1] for line in shown if "triage 2.1" in line] == ["14"]
        assert [line.split()[0] for line in shown if "An older one" in line] == ["2025/14"]
        await press(app, pilot, "1")
        assert [line.split()[0] for line in rows(app) if "An older one" in line] == ["2025/14"]

    play(SampleDesk(inbox=Inbox((*INBOX.mine, replace(INBOX.mine[0], summary=older)), ())), steps)


class LateNames(SampleDesk):
    """A desk that knows its tasks before it knows what people are called."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = Event()

    def names(self) -> dict[str, str]:
        assert self.gate.wait(20)
        return super().names()


def test_names_that_come_after_the_list_are_put_into_the_details() -> None:
    """Given an inbox that is read before the names of people, when they come, then the details name them."""
    desk = LateNames()

    async def run() -> None:
        app = BoardApp(lambda: desk)
        async with app.run_test(size=(120, 40)) as pilot:
            await until(app, pilot, "Waits for you  3")
            assert "Mo Haddad" not in screen(app)
            desk.gate.set()
            await settle(app, pilot)
            assert "Mo Haddad" in screen(app)
        app.saver.close()

    asyncio.run(run())
