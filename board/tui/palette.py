"""The palette: every command that works here with its sentence and key, and every proposal by id or title."""

from __future__ import annotations

import re
from functools import partial

from textual.app import App
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from board.actions.asking import Filter
from board.core.listed import Summary
from board.tui.commands import Command, commands_of
from board.tui.safe import join, line
from board.tui.screen import BoardScreen


class BoardCommands(Provider):
    """Commands of the screen below, then of the app; proposals once something was typed."""

    def _commands(self) -> tuple[Command, ...]:
        screen = self.screen
        places = screen.WHERE if isinstance(screen, BoardScreen) else ()
        return commands_of(*places) + commands_of("app")

    async def startup(self) -> None:
        """Read the proposals once, off the screen's thread."""
        self._proposals: tuple[Summary, ...] = ()
        screen = self.screen
        if isinstance(screen, BoardScreen) and screen.board.opened:
            worker = screen.run_worker(
                partial(screen.desk.listing, Filter()), thread=True, group="palette", exit_on_error=False
            )
            self._worker = worker

    def _run(self, command: Command) -> None:
        self.app.call_later(_run_action, self.app, command.action)

    async def discover(self) -> Hits:
        """All commands, before anything was typed."""
        for command in self._commands():
            yield DiscoveryHit(_display(command, Content(command.title)), partial(self._run, command), command.title)

    async def search(self, query: str) -> Hits:
        """Commands and proposals that hold every word typed, or its beginning."""
        for command in self._commands():
            if (score := 3 * holds(query, command.title) or holds(query, command.help)) > 0:
                shown = _display(command, Content(command.title))
                yield Hit(score, shown, partial(self._run, command), text=command.title)
        for summary in await self._listed():
            if (score := 2 * holds(query, f"{summary.id} {summary.title}")) > 0:
                shown = join(line(summary.title, "$ink"), "\n", line(summary.id, "$ink-3"))
                yield Hit(score, shown, partial(self._open, summary.id), text=summary.title)

    async def _listed(self) -> tuple[Summary, ...]:
        worker = getattr(self, "_worker", None)
        if worker is not None and not self._proposals:
            found: tuple[Summary, ...] = await worker.wait()
            self._proposals = found
        return self._proposals

    def _open(self, proposal_id: str) -> None:
        screen = self.screen
        if isinstance(screen, BoardScreen):
            screen.board.open_dossier(proposal_id)


def holds(query: str, told: str) -> float:
    """1 where every word typed begins a word told, half where one stands within; 0 for letters strewn over it.

    Enter opens what is found first: “verif” must not open a dictation for a nurse's handover.
    """
    words, typed = told.casefold(), query.casefold().split()
    if not typed or not all(each in words for each in typed):
        return 0.0
    return 1.0 if all(re.search(rf"\b{re.escape(each)}", words) for each in typed) else 0.5


async def _run_action(app: App[object], action: str) -> None:
    """Run a command on whatever screen is in front once the palette has closed."""
    place, _, name = action.partition(".")
    await app.run_action(name, app if place == "app" else app.screen)


def _display(command: Command, title: Content) -> Content:
    key = join((f"  {command.shown_key}", "$accent")) if command.key else Content("")
    return Content.assemble(title.stylize("bold"), key, "\n", (command.help, "$ink-2"))
