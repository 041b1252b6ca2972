"""The terminal UI of a board: the app, its three main screens, and what all screens ask of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import events
from textual.notifications import SeverityLevel
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import Theme
from textual.widget import AwaitMount, Widget

from board.core.finding import Finding, Refused, Severity
from board.core.text import safe_text
from board.tui import ahead, clipboard
from board.tui.commands import bindings
from board.tui.desk import Desk
from board.tui.hangup import steadfast, watch
from board.tui.inbox import InboxScreen
from board.tui.jobs import Saver
from board.tui.keys import Keys
from board.tui.lending import lend
from board.tui.places import Places
from board.tui.screen import BoardScreen
from board.tui.theme import DARK, other, themes

if TYPE_CHECKING:
    from textual.command import Provider

    from board.actions.asking import Done, Status
    from board.actions.rows_child import Child
    from board.actions.session import Session
    from board.tui.curtain import Curtain

NO_BOARD = Finding(
    "no-board",
    "How to get a board",
    Severity.NOTE,
    fix="`board init` sets one up in the folder you stand in; `board demo` shows one at work in a scratch folder.",
)
LOOK_AGAIN = 20.0
"""Seconds between two looks at the tip."""
JUST_TOLD = 0.5
"""Seconds after which a toast is no longer about the screen that opens now."""


THEMES = {theme.name: theme for theme in themes()}
FURNITURE = Path(__file__).with_name("screens.tcss")
"""The style of all that the inbox does not show."""


def _palette() -> type[Provider]:
    from board.tui.palette import BoardCommands

    return BoardCommands


def _proposals() -> Screen[Any]:
    from board.tui.proposals import ProposalsScreen

    return ProposalsScreen()


def _decisions() -> Screen[Any]:
    from board.tui.decisions import DecisionsScreen

    return DecisionsScreen()


class BoardApp(Places):
    """The board at one person's desk. `opener` runs in a job, so that the frame is painted first."""

    CSS_PATH = "frame.tcss"
    TITLE = "Governance Board"
    COMMANDS = {_palette}  # noqa: RUF012 - Textual's own form
    MODES = {"proposals": _proposals, "decisions": _decisions}  # noqa: RUF012 - Textual's own form
    DEFAULT_MODE = "inbox"
    theme = Reactive(DARK)
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS = bindings("app")
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual's own form
        (0, "-tiny"),
        (60, "-narrow"),
        (80, "-normal"),
        (100, "-roomy"),
        (120, "-wide"),
        (160, "-broad"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (20, "-tall"), (32, "-high")]  # noqa: RUF012 - Textual's own form

    def __init__(self, opener: Callable[[], Session | Desk], theme: str = DARK, curtain: Curtain | None = None) -> None:
        super().__init__()
        self.curtain = curtain
        self._opener = opener
        self._desk: Desk | None = None
        self.status: Status | None = None
        self.names: dict[str, str] = {}
        """What people are called, by handle; lists hold handles, eyes want names."""
        self.counts: dict[str, int] = {}
        self.generation = 0
        self.history: list[Finding] = []
        self.saver = Saver(self)
        self.keys = Keys(self)
        self._furnished = self._looked_ahead = False
        self._told = 0.0
        if theme != DARK:
            self.theme = theme

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Ours, from the first moment: a theme that comes later has every rule of the style sheet read again."""
        return THEMES

    def get_default_screen(self) -> Screen[Any]:
        """The inbox is the first screen; as one of MODES it would have the style sheet read twice before it shows."""
        return InboxScreen()

    @property
    def opened(self) -> bool:
        """Whether the repository has been opened."""
        return self._desk is not None

    @property
    def desk(self) -> Desk:
        """The opened repository."""
        assert self._desk is not None, "screens load only after the repository was opened"
        return self._desk

    async def on_event(self, event: events.Event) -> None:
        """Keys and pasted words wait for their turn; everything else goes its way."""
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded and not self.keys.admits(event):
            return
        await super().on_event(event)

    def on_mount(self) -> None:
        """Paint, then open."""
        self.add_mode("inbox", InboxScreen)
        self.call_after_refresh(self._open)
        watch(self)

    def furnish(self) -> None:
        """Read the rest of the style sheet, once: before anything else than the inbox shows."""
        if not self._furnished:
            self._furnished = True
            self.stylesheet.read(FURNITURE)

    def push_screen(self, *arguments: Any, **named: Any) -> Any:
        """As Textual does, with the style that the screen needs."""
        self.furnish()
        self.quiet()
        return super().push_screen(*arguments, **named)

    def switch_mode(self, mode: str) -> AwaitMount:
        """As Textual does, with the style that the screen needs."""
        self.furnish()
        self.quiet()
        return super().switch_mode(mode)

    def quiet(self) -> None:
        """A toast that could be read goes when another screen comes up; it would lie over the text there."""
        if monotonic() - self._told > JUST_TOLD:
            self.clear_notifications()

    def _open(self) -> None:
        self.job(self._opener, self._opened, group="open", failed=self._not_opened)

    def _opened(self, found: Session | Desk) -> None:
        self._desk = found if isinstance(found, Desk) else Desk(found)
        lend(self)
        self.set_interval(LOOK_AGAIN, self._look)
        self.changed()

    def _not_opened(self, refusal: Refused) -> None:
        self.history.extend(refusal.findings)
        from board.tui.dialogs import Explain
        from board.tui.finding_text import findings_content

        self._say("No board is open.")
        words = (*refusal.findings, NO_BOARD)
        self.push_screen(Explain("No board is open here", partial(findings_content, words)), lambda _: self.exit(1))

    def close(self) -> None:
        """After the run: everything is on disk, and the drafts are given up."""
        self.saver.close()
        if self.opened:
            self.desk.close()

    def changed(self) -> None:
        """The record moved, or was read for the first time: every screen reads it again when it is next seen."""
        self.generation += 1
        self.job(self._read_status, self._status, group="status")
        for screen in self.screen_stack:
            if isinstance(screen, BoardScreen) and screen.is_current:
                screen.load_if_old()

    def look_ahead(self) -> None:
        """Load what comes next, once, in a job: the inbox has all it needs."""
        if not self._looked_ahead:
            self._looked_ahead = True
            self.furnish()
            self.job(ahead.load, lambda _: None, group="ahead", saying="", failed=lambda _: None)

    def _read_status(self) -> tuple[Status, dict[str, str]]:
        return self.desk.status(), self.desk.names()

    def _status(self, found: tuple[Status, dict[str, str]]) -> None:
        self.names = found[1]
        self.show_status(found[0])

    def show_status(self, status: Status) -> None:
        """Take a status into every screen's frame."""
        self.status = status
        for screen in self.screen_stack:
            if isinstance(screen, BoardScreen):
                screen.show_status()

    def _look(self) -> None:
        self.job(
            self.desk.refresh, lambda moved: self.changed() if moved else None, group="look", failed=lambda _: None
        )

    def refused(self, refusal: Refused) -> None:
        """A dialog with what, where and what next; kept for reading again."""
        from board.tui.dialogs import Explain
        from board.tui.finding_text import findings_content

        self.history.extend(refusal.findings)
        self.push_screen(Explain("This was not done", partial(findings_content, refusal.findings)))

    def cannot(self, words: str, fix: str = "") -> None:
        """Why an action cannot run now: a toast that stays long enough to read, kept like every problem."""
        self.history.append(Finding("cannot", words, Severity.NOTE, fix=fix))
        self.tell(f"{words} {fix}".strip(), "warning", 8)

    def tell(self, words: str, severity: SeverityLevel = "information", seconds: float = 5) -> None:
        """A toast, never read as markup."""
        self.furnish()
        self._told = monotonic()
        self.notify(
            safe_text(words),
            severity=severity,
            timeout=seconds,
            markup=False,
        )

    def finished(self, done: Done) -> None:
        """What git did, in words."""
        commit = f"commit {done.commit[:10]} on {done.branch}" if done.commit else ""
        names = [path.rsplit("/", 1)[-1] for path in done.files]
        files = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
        sent = "Sent." if done.pushed else "Waits here until the remote can be reached." if done.queued else ""
        parts = [done.words, "\n".join(part for part in (commit, files) if part), sent, *done.notes]
        self.history.append(
            Finding("done", " ".join(part for part in (done.words, commit, sent) if part), Severity.NOTE)
        )
        self.tell("\n".join(part for part in parts if part), "information", 8)
        self.changed()

    def name_of(self, handle: str) -> str:
        """A member's name; the handle, or whatever else stands there, when the charter does not know it."""
        return self.names.get(handle, handle)

    def go(self, place: str) -> None:
        """Show one of the three main screens."""
        if self.current_mode != place:
            self.switch_mode(place)

    def copy(self, words: str, what: str) -> None:
        """Copy by the desk's own tool, else through the terminal; and say how, since not every terminal listens."""

        def copied(by: str) -> None:
            if by:
                self.tell(f"{what} is on the clipboard (by {by}).")
                return
            self.copy_to_clipboard(words)
            self.tell(f"{what} was sent to the terminal's clipboard. If paste stays empty, use “Write to a file”.")

        self.job(partial(clipboard.copy, words), copied, group="copy", saying="")

    def write_out(self, name: str, words: str) -> None:
        """Save a text in the home directory, under a name that is not taken."""
        from board.tui.written import write_beside

        self.job(partial(write_beside, name, words), lambda path: self.tell(f"Written to {path}", seconds=8))

    async def action_quit(self) -> None:
        """Close the program; what was typed goes to disk first, whatever screen it is on."""
        from board.tui.forms import FormScreen

        forms = [screen for screen in self.screen_stack if isinstance(screen, FormScreen)]
        for screen in forms:
            screen.flush()
        stuck = [screen.unsaved for screen in forms if screen.unsaved]
        if not stuck:
            self.exit(0)
            return
        from board.tui.dialogs import Confirm

        question = f"What you typed could not be saved.\n{stuck[0]}\nQuit, and lose it?"
        self.push_screen(Confirm(question, "Quit and lose it"), lambda yes: self.exit(0) if yes else None)

    def action_step_back(self) -> None:
        """Esc: leave a text field, then the screen; a main screen stays."""
        screen = self.screen
        if screen.maximized is not None:
            screen.minimize()
        elif isinstance(screen, BoardScreen) and screen.FIELD_FIRST and _types(self.focused):
            screen.left_field()
            screen.set_focus(next((widget for widget in screen.focus_chain if not _types(widget)), None))
        elif isinstance(screen, BoardScreen) and screen.leave() and len(self.screen_stack) > 1:
            self.pop_screen()

    def action_help(self) -> None:
        """What this screen is for, and its keys."""
        from board.tui.dialogs import Explain
        from board.tui.help import help_content

        screen = self.screen
        if isinstance(screen, BoardScreen):
            self.push_screen(Explain("Help", partial(help_content, screen.ABOUT, screen.WHERE)))

    def action_palette(self) -> None:
        """Find any command or proposal."""
        self.action_command_palette()

    def action_refresh(self) -> None:
        """Read again."""
        if self.opened:
            self.job(self.desk.refresh, lambda _: self.changed(), group="look", failed=self.refused)

    def action_sync(self) -> None:
        """Fetch and push."""
        if self.opened:
            self._say("Asking the remote …")
            self.job(self.desk.sync, self._synced, group="sync", failed=self._not_synced)

    def _say(self, words: str) -> None:
        if isinstance(self.screen, BoardScreen):
            self.screen.say(words)

    def _synced(self, done: Done) -> None:
        self._say("")
        self.finished(done)

    def _not_synced(self, refusal: Refused) -> None:
        self._say("")
        self.refused(refusal)

    def action_problems(self) -> None:
        """Every problem shown and every act done so far."""
        from board.tui.dialogs import Explain
        from board.tui.finding_text import findings_content

        found = tuple(self.history[::-1]) or (
            Finding("none", "Nothing was done and nothing went wrong so far.", Severity.NOTE),
        )
        self.push_screen(Explain("What happened so far", partial(findings_content, found)))

    def action_theme(self) -> None:
        """Dark to light and back."""
        self.theme = other(self.theme)

    def action_maximise(self) -> None:
        """The focused pane alone; the same key or Esc ends it."""
        if self.screen.maximized is not None:
            self.screen.minimize()
        elif self.focused is not None and self.screen.maximize(self.focused):
            self.tell("This pane has the whole screen. z or Esc brings the others back.")
        else:
            self.cannot("This part cannot take the whole screen.", "Tab goes to another one.")


def _types(widget: Widget | None) -> bool:
    """Whether a letter is typed into this."""
    return widget is not None and widget.check_consume_key("a", "a")


def run(directory: Path, as_member: str = "", curtain: Curtain | None = None, ahead: Child | None = None) -> int:
    """Open the terminal UI on the repository at or above `directory`; returns the exit status."""

    def opener() -> Desk:
        from board.actions.session import open_session

        return Desk(open_session(directory, as_member), ahead)

    app = BoardApp(opener, curtain=curtain)
    app.driver_class = steadfast(app.driver_class)
    if curtain is not None:
        curtain.drop()
    try:
        answer = app.run()
    finally:
        app.close()
    return app.return_code or 0 if answer is None else answer
