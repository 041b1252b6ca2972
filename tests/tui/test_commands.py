"""The one list of commands: keys, words, help, and the bar of keys."""

from __future__ import annotations

from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from board.actions.members import Roster
from board.tui.app import BoardApp
from board.tui.chrome import KeyBar
from board.tui.commands import COMMANDS, bar, bindings, commands_of
from board.tui.decisions import DecisionsScreen
from board.tui.help import help_content
from board.tui.inbox import InboxScreen
from board.tui.lists import VirtualList
from board.tui.palette import holds
from board.tui.parts import PartsScreen
from board.tui.proposals import ProposalsScreen
from board.tui.screen import BoardScreen
from tests.tui.pilot import play, press, rows, screen, settle, until
from tests.tui.sample import SUMMARIES
from tests.tui.sample_desk import SampleDesk
from tests.tui.screens import go

PLACES = sorted({command.where for command in COMMANDS} - {"app"})
TAKEN_BY_TERMINALS = {f"ctrl+{letter}" for letter in "hijmcqzsba"} | {"ctrl+left_square_bracket"}


@pytest.mark.parametrize("place", PLACES)
def test_keys_are_unique_on_a_screen(place: str) -> None:
    keys = [key for command in commands_of(place, "app") for key in command.key.split(",") if key]
    assert len(keys) == len(set(keys))


def test_ids_are_unique_and_every_command_explains_itself() -> None:
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)
    for command in COMMANDS:
        assert command.title and command.word
        assert command.help.endswith(".") and len(command.help.split()) >= 2
        assert "!" not in command.help


def test_no_key_that_terminals_keep_for_themselves() -> None:
    keys = {key for command in COMMANDS for key in command.key.split(",")}
    assert not keys & TAKEN_BY_TERMINALS
    assert not any(key.startswith(("alt+", "ctrl+shift+")) for key in keys)


def test_no_command_has_a_key_that_lists_take_for_themselves() -> None:
    """Given the keys that move the cursor of a list, then no command waits for one of them in vain."""
    moves = {key for binding in VirtualList.BINDINGS for key in binding.key.split(",")} - {"enter"}
    assert not moves & {key for command in COMMANDS for key in command.key.split(",")}


def test_every_binding_can_be_remapped() -> None:
    listed = [binding for place in PLACES for binding in bindings(place)]
    assert all(getattr(binding, "id", None) for binding in listed)


@pytest.mark.parametrize("place", PLACES)
def test_the_bar_of_keys_starts_with_help_and_fits_80_columns(place: str) -> None:
    shown = bar((place,))[:5]
    assert shown[0].id == "app.help"
    width = sum(cell_len(f"{command.shown_key} {command.word}   ") for command in shown) + cell_len(" ^P Commands") + 2
    assert width <= 80


def screens() -> dict[str, type[BoardScreen[Any]]]:
    """Every screen of the program, by name."""
    from tests.tui import screens as ways

    found = {type(push(SampleDesk())) for push, _ in ways.WAYS.values() if push is not None}
    found |= {InboxScreen, ProposalsScreen, DecisionsScreen, PartsScreen}
    return {each.__name__: each for each in found if issubclass(each, BoardScreen)}


@pytest.mark.parametrize("name", sorted(screens()))
def test_every_command_of_a_screen_can_be_run_and_is_explained_there(name: str) -> None:
    """Given a screen, then each command has an action, a few sentences say what it is for, and F1 lists its keys."""
    shown = screens()[name]
    assert 2 <= shown.ABOUT.count(".") <= 4
    page = help_content(shown.ABOUT, shown.WHERE, 76).plain
    for command in commands_of(*shown.WHERE, "app"):
        target: type[Any] = BoardApp if command.where == "app" else shown
        assert callable(getattr(target, f"action_{command.action.partition('.')[2]}", None)), command.id
        assert (command.shown_key if command.key else command.title) in page
    listed = page.partition("On this screen")[2].partition("Without a key")[0].split("\n")
    keys = [row[2:10].strip() for row in listed if row[2:3].strip()]
    assert len(keys) == len(set(keys)) > 10, "each key stands there once"


def test_five_labels_at_80_columns_and_never_half_a_word() -> None:
    """Given 60 and 80 columns, then the bar shows whole labels only, help first and the palette last."""
    for width in (60, 80):

        async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
            await go("dossier-document", app.desk, app, pilot)
            last = rows(app)[-1]
            spots = app.screen.query_one(KeyBar).spots
            assert last.strip().startswith("F1 Help")
            assert last.endswith("^P Commands")
            assert len(spots) <= 5
            assert all(f"{spot[2].shown_key} {spot[2].word}" in last for spot in spots)

        play(SampleDesk(), steps, (width, 24))


def test_palette_finds_commands_and_proposals() -> None:
    """Given the palette, when part of a title is typed, then the proposal is offered and opens."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "ctrl+p", *"triage")
        await pilot.pause(0.3)
        assert "Promote triage 2.1" in screen(app)
        await press(app, pilot, "down", "enter", "enter")
        await press(app, pilot)
        assert "2026/0014-triage-to-beta" in rows(app)[0]

    play(SampleDesk(), steps)


def test_the_palette_opens_nothing_by_letters_strewn_over_a_title() -> None:
    """Given “verif” and a title that has its letters in that order, then the command is found and the title is not."""
    assert holds("verif", "Dictation with Whisper, for voice in emergency wards; first ring, fall") == 0
    assert holds("verif", "Verify the history") > holds("ify", "Verify the history") > 0

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "ctrl+p", *"verif")
        await until(app, pilot, "Verify the history")
        await press(app, pilot, "enter")
        await until(app, pilot, "‹ Verify the history")

    rows = [replace(SUMMARIES[0], title="Voice entry for rings in fall"), *SUMMARIES[1:]]
    play(SampleDesk(summaries=tuple(rows)), steps)


def test_the_palette_fits_a_small_window() -> None:
    """Given 80x24, when the palette lists its commands, then its last line lies above the bar of keys."""

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await press(app, pilot, "ctrl+p")
        await until(app, pilot, "What waits for you, then what you wait for.")
        assert rows(app)[-1].startswith(" F1 Help")

    play(SampleDesk(), steps, (80, 24))


def test_an_answer_that_comes_late_lies_over_no_other_screen() -> None:
    """Given w, when the answer takes long and another screen is opened meanwhile, then no dialog comes over it."""
    go_on = Event()

    class Slow(SampleDesk):
        def roster(self) -> Roster:
            go_on.wait(20)
            return super().roster()

    async def steps(app: BoardApp, pilot: Pilot[Any]) -> None:
        await pilot.press("w")
        await pilot.press("2")
        await until(app, pilot, "No.  Proposal")
        go_on.set()
        await settle(app, pilot)
        assert "Who you are here" not in screen(app)

    play(Slow(), steps)
