"""The frame round all screens: opening, refusing, sizes, a tip that moves, and what the first paint needs."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from board.actions.asking import Me
from board.actions.model import Inbox, Status
from board.core.finding import refuse
from board.tui.app import JUST_TOLD, BoardApp
from board.tui.desk import Desk
from board.tui.document import DocumentView
from board.tui.dossier import DossierScreen
from board.tui.lists import VirtualList
from board.tui.reader import ReaderScreen
from board.tui.tally import TallyScreen
from tests.tui.pilot import play, press, rows, screen, settle, until
from tests.tui.sample import DOSSIER, HOSTILE, ID, ME, STATUS
from tests.tui.sample_desk import SampleDesk


def test_first_paint_needs_neither_git_nor_parsers() -> None:
    """Given a fresh process, when the app's module is imported, then nothing heavy came with it."""
    heavy = "git jinja2 markdown_it tomlkit yaml cryptography pygments textual.widgets._markdown"
    code = f"import sys, board.tui.app; print([m for m in {heavy.split()!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_where_no_board_is_the_reason_and_the_next_step_are_shown() -> None:
    """Given a directory without a board, when the app opens, then it says so, names `board init`, and ends with 1."""

    def opener() -> Desk:
        raise refuse("repository.no-charter", "No board governs this.", "`board init` sets one up here.", path="/x")

    import asyncio

    app = BoardApp(opener)

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(app, pilot)
            assert "No board governs this." in screen(app)
            assert "board init" in screen(app)
            await press(app, pilot, "escape")

    asyncio.run(run())
    app.saver.close()
    assert app.return_value == 1


def test_a_fault_of_the_program_is_told_in_words() -> None:
    """Given an unexpected failure in a job, then a person reads a sentence and the app goes on."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        assert "could not finish this (KeyError" in screen(app)
        assert "Traceback" not in screen(app)
        await press(app, pilot, "escape", "2")
        assert "MiniLM" in screen(app)

    play(SampleDesk(inbox=KeyError("x")), steps)


@pytest.mark.parametrize("size", [(59, 24), (80, 19), (30, 10)])
def test_a_tiny_window_is_refused_politely(size: tuple[int, int]) -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        assert "too small" in screen(app)
        await pilot.resize_terminal(80, 24)
        await settle(app, pilot)
        assert "too small" not in screen(app)
        assert "Waits for you" in screen(app)

    play(SampleDesk(), steps, size)


def test_below_80_columns_one_pane_at_a_time() -> None:
    """Given 70 columns, when a section is entered, then it takes the whole width; Esc comes back to the sections."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(DossierScreen(ID))
        await settle(app, pilot)
        assert "Precedents" in screen(app)
        assert "Triage sorts" not in screen(app)
        await press(app, pilot, "enter")
        assert "Triage sorts" in screen(app)
        assert "Precedents" not in screen(app)
        await press(app, pilot, "escape")
        assert "Precedents" in screen(app)
        await press(app, pilot, "escape")
        assert "Waits for you" in screen(app)

    play(SampleDesk(), steps, (70, 24))


def test_the_status_line_says_where_who_and_how_it_stands() -> None:
    said = "origin cannot be reached, 2 waiting to go out"
    waiting = replace(STATUS, sync=said, waiting=2, notes=("Detached HEAD.",), example=True)

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        line = rows(app)[-2]
        assert "main · origin cannot be reached" in line
        assert line.count("2 waiting") == 1
        assert "demo" in line and "example, read only" in line
        assert "Ana Lindqvist" in line

    play(SampleDesk(status=waiting), steps, (160, 40))


def test_a_reader_learns_how_to_be_added() -> None:
    me = replace(ME, member="", seats=(), roles=(), why_reader="Ask Kim to add you to the charter.")

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "w")
        assert "You can read, not write." in screen(app)
        assert "Ask Kim to add you" in screen(app)

    play(SampleDesk(me=me), steps)


def test_an_empty_inbox_tells_whoever_only_reads_what_there_is_to_do() -> None:
    """Given an observer for whom nothing waits, then her inbox names the keys to read decisions and verify by."""
    me = Me("Iris", "iris@example.org", "iris", roles=("observer",))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        told = " ".join(screen(app).split())
        assert "3 reads decisions and history, V verifies them." in told

    play(SampleDesk(me=me, inbox=Inbox((), ())), steps)


def test_an_empty_board_says_what_to_do() -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        assert "Nothing waits for you. Press 2 for all proposals" in screen(app)
        await press(app, pilot, "enter", "2")
        assert "`board new` writes one" in screen(app)
        await press(app, pilot, "3")
        assert "Nothing was decided yet." in screen(app)

    play(SampleDesk(inbox=Inbox((), ()), summaries=(), decisions=()), steps)


def test_when_the_tip_moves_the_screen_reads_again() -> None:
    """Given an open inbox, when the record moved, then the next look shows the new state."""

    class Moving(SampleDesk):
        def refresh(self) -> bool:
            self.values["status"] = replace(STATUS, branch="later")
            return True

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "r")
        assert "later · in step" in rows(app)[-2]

    play(Moving(), steps)


def test_hidden_ballots_stay_hidden_in_dossier_and_tally() -> None:
    """Given ballots hidden from me, then neither verdicts, reasons nor the sum are on any screen."""
    dossier = replace(DOSSIER, tally=SampleDesk().tally(ID)[1])
    desk = SampleDesk(dossier=dossier)

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        for shown in (DossierScreen(ID), TallyScreen(ID)):
            app.push_screen(shown)
            await settle(app, pilot)
            if isinstance(shown, DossierScreen):
                await press(app, pilot, *["n"] * 8)
            text = screen(app)
            assert "stay hidden here" in text
            assert "has voted" in text
            for word in ("approve", "dashboard stands", "2 say yes", "Yes"):
                assert word not in text

    play(desk, steps)


def test_long_documents_are_shown_whole_and_the_first_screen_first() -> None:
    """Given 2,000 lines, when they are opened, then the first is on screen and End leads to the last."""
    body = "\n\n".join(f"Paragraph {n} with *some* words." for n in range(1000))
    case = replace(DOSSIER.case, proposal=replace(DOSSIER.case.proposal, body=body))

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(DossierScreen(ID))
        await settle(app, pilot)
        assert "Paragraph 0 with some words." in screen(app)
        await press(app, pilot, "enter", "end")
        assert "Paragraph 999" in screen(app)
        assert len(app.screen.query_one(DocumentView).query(Widget)) == 1

    play(SampleDesk(dossier=replace(DOSSIER, case=case)), steps)


def test_text_that_is_a_line_of_brackets_does_not_crash_a_document() -> None:
    for body in ("[", "[/]", "[b", "]]]", "[[[[" * 50, "| a |\n|---|", "```\n", "", "\x00\x1b", HOSTILE):
        case = replace(DOSSIER.case, proposal=replace(DOSSIER.case.proposal, body=body, title=body))

        async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
            app.push_screen(DossierScreen(ID))
            await settle(app, pilot)
            assert app.is_running

        play(SampleDesk(dossier=replace(DOSSIER, case=case)), steps, (80, 24))


def test_evidence_opens_and_what_cannot_be_read_says_so() -> None:
    """Given evidence, when it is entered, then its text is shown with line numbers; a refusal is explained."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(DossierScreen(ID))
        await settle(app, pilot)
        await press(app, pilot, "n", "n", "enter", "enter")
        assert isinstance(app.screen, ReaderScreen)
        assert "1  run = 14" in screen(app)
        await press(app, pilot, "escape")
        app.desk.values["evidence_text"] = refuse("evidence.held", "Legal holds this.")  # type: ignore[attr-defined]  # the sample desk
        await press(app, pilot, "enter")
        assert "Legal holds this." in screen(app)

    play(SampleDesk(), steps)


def test_both_themes_and_maximise_work_from_the_keyboard() -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "f9")
        assert app.theme == "board-light"
        app.push_screen(DossierScreen(ID))
        await settle(app, pilot)
        await press(app, pilot, "tab", "z")
        assert "cannot take the whole screen" in app.history[-1].message
        await press(app, pilot, "tab", "z")
        assert app.screen.maximized is not None
        await press(app, pilot, "escape")
        assert app.screen.maximized is None
        assert isinstance(app.screen, DossierScreen)

    play(SampleDesk(), steps)


def test_everything_in_the_frame_can_be_clicked() -> None:
    """Given tabs, the bar of keys, the trail and the status line, when they are clicked, then they act."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await pilot.click("TopBar", offset=(16, 0))
        await settle(app, pilot)
        assert app.current_mode == "proposals"
        await pilot.click("KeyBar", offset=(12, 0))
        await settle(app, pilot)
        assert isinstance(app.screen, DossierScreen)
        await pilot.click("TopBar", offset=(2, 0))
        await settle(app, pilot)
        assert app.screen.query_one(VirtualList)
        await pilot.click("StatusLine", offset=(5, 0))
        await settle(app, pilot)
        assert "Who you are here" in screen(app)

    play(SampleDesk(), steps)


def test_a_toast_that_was_read_goes_when_another_screen_opens() -> None:
    """Given a toast, when another screen opens at once, then it stays; half a second later it does not lie over it."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.tell("Your ballot is recorded.")
        await press(app, pilot, "enter")
        await until(app, pilot, "Your ballot is recorded.")
        await pilot.pause(JUST_TOLD)
        await press(app, pilot, "t")
        assert "Your ballot is recorded." not in screen(app)

    play(SampleDesk(), steps, toasts=True)


def test_the_decision_pages_turn() -> None:
    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "3", "enter")
        assert "Decision 1 of 3" in rows(app)[0]
        await press(app, pilot, "n", "n")
        assert "History 3 of 3" in rows(app)[0]
        assert "! not signed" in screen(app)
        assert "Nothing was checked here: V proves the history" in screen(app)
        await press(app, pilot, "o")
        assert isinstance(app.screen, DossierScreen)

    play(SampleDesk(), steps)


def test_a_missing_status_does_not_stop_the_app() -> None:
    empty = Status("", "", "", "", "", 0, "", False, False, "")

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        assert "Waits for you" in screen(app)

    play(SampleDesk(status=empty), steps, (60, 20))


@pytest.mark.parametrize("width", [120, 140, 160, 200])
def test_the_pane_at_a_glance_is_never_cut_short(width: int) -> None:
    """Given any wide terminal, then the last thing I can do is still listed beside the document."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        app.push_screen(DossierScreen(ID))
        await settle(app, pilot)
        assert any("d  Decide" in row for row in rows(app))

    play(SampleDesk(), steps, (width, 40))
