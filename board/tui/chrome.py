"""What frames every screen: where I am, how it stands and who I am, and what I can press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from board.tui.commands import Command, bar
from board.tui.safe import join, line

if TYPE_CHECKING:
    from board.actions.asking import Status

TABS = (("inbox", "1", "Inbox"), ("proposals", "2", "Proposals"), ("decisions", "3", "Decisions"))


class TopBar(Widget):
    """The title line: on a main screen the three tabs, elsewhere the trail that leads here."""

    place: reactive[str] = reactive("")
    trail: reactive[str] = reactive("")
    board: reactive[str] = reactive("")
    counts: reactive[dict[str, int]] = reactive(dict)

    def render(self) -> Content:
        width = self.content_size.width
        left = self._tabs() if self.place else self._trail(width)
        name = line(self.board, "$ink-2", max(0, width - left.cell_length - 2))
        gap = width - left.cell_length - name.cell_length
        return Content.assemble(left, " " * max(0, gap), name)

    def _tabs(self) -> Content:
        shown: list[Content] = []
        for place, key, word in TABS:
            here = place == self.place
            label = self._label(place, word)
            style = "bold $on-accent on $accent" if here else "$ink-2"
            shown.append(Content.assemble((f" {key} {label} ", style), " "))
        return Content.assemble(*shown)

    def _label(self, place: str, word: str) -> str:
        return f"{word} {self.counts[place]}" if place in self.counts else word

    def _trail(self, width: int) -> Content:
        return Content.assemble(("‹ ", "$accent"), line(self.trail, "bold $ink", max(8, width - 3)))

    def on_click(self, event: events.Click) -> None:
        """A click on a tab goes there; on a trail it goes back."""
        if not self.place:
            self.app.simulate_key("escape")
            return
        start = self.styles.padding.left
        for place, key, word in TABS:
            end = start + len(f" {key} {self._label(place, word)} ") + 1
            if start <= event.x < end:
                self.run_action_on_screen(place)
                return
            start = end

    def run_action_on_screen(self, name: str) -> None:
        """Run a screen's action from a click."""
        self.call_later(self.screen.run_action, f"screen.{name}")


class StatusLine(Widget):
    """Board, branch, sync state, who I am, demo or example: always there."""

    status: reactive[Status | None] = reactive(None)
    saying: reactive[str] = reactive("")

    def render(self) -> Content:
        width = self.content_size.width
        state = self.status
        if state is None:
            return line(self.saying or "Opening the repository …", "$ink-2", width)
        who = join(*self._badges(state), (state.who, "bold $ink"))
        room = max(0, width - min(who.cell_length, width // 2) - 2)
        left = self._left(state, room)
        right = who if who.cell_length <= width - left.cell_length - 2 else line(state.who, "bold $ink", width // 2)
        gap = max(1, width - left.cell_length - right.cell_length)
        return Content.assemble(left, " " * gap, right)

    def _left(self, state: Status, room: int) -> Content:
        if self.saying:
            return line(self.saying, "$accent", room)
        if state.faulty:
            return line("✗ faulty history: press V", "bold $bad", room)
        note = f" · {state.notes[0]}" if state.notes else ""
        words = f"{state.branch} · {state.sync}{note}"
        return line(words, "$warn" if state.waiting or state.notes else "$ink-2", room)

    def _badges(self, state: Status) -> list[Content]:
        badges: list[Content] = []
        if state.demo:
            badges.append(Content.assemble((" demo ", "$on-accent on $warn"), " "))
        if state.example:
            badges.append(Content.assemble((" example, read only ", "$on-accent on $warn"), " "))
        return badges

    def on_click(self) -> None:
        """A click tells who I am."""
        self.call_later(self.app.run_action, "app.who")


class KeyBar(Widget):
    """The keys that matter here, whole words only, as many as fit; help first, the palette last."""

    commands: reactive[tuple[Command, ...]] = reactive(())

    def __init__(self, places: tuple[str, ...]) -> None:
        super().__init__()
        self.set_reactive(KeyBar.commands, bar(places))
        self.spots: list[tuple[int, int, Command]] = []

    def render(self) -> Content:
        width = self.content_size.width
        limit = 5 if width < 100 else 9
        tail = " ^P Commands"
        room = width - cell_len(tail)
        pieces: list[Content] = []
        self.spots = []
        at = 0
        for command in self.commands[:limit]:
            label = Content.assemble((command.shown_key, "bold $accent"), (f" {command.word}", "$ink"), "   ")
            if at + label.cell_length > room:
                break
            self.spots.append((at, at + label.cell_length - 2, command))
            pieces.append(label)
            at += label.cell_length
        gap = " " * max(0, width - at - cell_len(tail))
        return Content.assemble(*pieces, gap, ("^P", "bold $accent"), (" Commands", "$ink"))

    def on_click(self, event: events.Click) -> None:
        """A click on a word does what its key does."""
        at = event.x - self.styles.padding.left
        for start, end, command in self.spots:
            if start <= at < end:
                self.call_later(self.screen.run_action, command.action)
                return
        if at > self.content_size.width - 12:
            self.call_later(self.app.run_action, "app.palette")


class DialogBar(Widget):
    """The bar of keys of a dialog, in place of the one behind it: key, word, and the dialog's action on a click."""

    def __init__(self, *keys: tuple[str, str, str]) -> None:
        super().__init__()
        self.keys = keys

    def render(self) -> Content:
        pieces = [Content.assemble((key, "bold $accent"), (f" {word}   ", "$ink")) for key, word, _ in self.keys]
        return Content.assemble(*pieces)

    def on_click(self, event: events.Click) -> None:
        """A click on a word does what its key does."""
        at = event.x - self.styles.padding.left
        for key, word, action in self.keys:
            at -= cell_len(f"{key} {word}   ")
            if at < 0:
                if action:
                    self.call_later(self.screen.run_action, action)
                return
