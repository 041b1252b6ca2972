"""What every screen shares: frame, jobs, refusals, a polite no to tiny windows, reading again when the record moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Input, Static, TextArea

from board.core.finding import Refused
from board.tui.chrome import KeyBar, StatusLine, TopBar
from board.tui.commands import Command, bar, bar_in_field
from board.tui.desk import Desk
from board.tui.jobs import Jobs
from board.tui.safe import text

if TYPE_CHECKING:
    from board.actions.asking import Done
    from board.tui.app import BoardApp

Result = TypeVar("Result")

TOO_SMALL = "This window is too small to read a decision in.\nMake it at least 60 columns by 20 rows.\nNothing is lost."


class BoardScreen(Screen[Result], Jobs):
    """A screen of the board. `WHERE` names its commands, `ABOUT` says in two sentences what it is for."""

    WHERE: ClassVar[tuple[str, ...]] = ()
    ABOUT: ClassVar[str] = ""
    PLACE: ClassVar[str] = ""
    FIELD_FIRST: ClassVar[bool] = True
    """Whether Esc in a text field leaves the field before it leaves the screen."""

    _known = -1
    """The app's generation that this screen has read, or is reading."""
    _was_read = False
    _fitted = Size()
    """The window's size for which the cursor was brought into sight."""

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield from self.body()
        yield StatusLine()
        yield KeyBar(self.WHERE)
        yield Static(text(TOO_SMALL), id="too-small")

    def body(self) -> ComposeResult:
        """The widgets between the top bar and the status line."""
        yield from ()

    @property
    def board(self) -> BoardApp:
        """The app, by its own type."""
        return cast("BoardApp", self.app)

    @property
    def desk(self) -> Desk:
        """The opened repository."""
        return self.board.desk

    def on_mount(self) -> None:
        """Say where we are, then load behind the first paint."""
        self.query_one(TopBar).place = self.PLACE
        self.show_status()
        self.call_after_refresh(self.load_if_old)

    def on_screen_resume(self) -> None:
        """Coming back to a screen after something changed reads it again."""
        if self.is_mounted:
            self.show_status()
            self.load_if_old()

    def load_if_old(self) -> None:
        """Load when the repository is open and this screen has not seen its present state."""
        if self.board.opened and self._known != self.board.generation:
            self._known = self.board.generation
            self.load()

    def load(self) -> None:
        """Ask for this screen's values in a job."""

    @property
    def reading(self) -> bool:
        """Whether the first reading is not over yet: keys pressed meanwhile wait for what they are meant for."""
        if not self._was_read:
            self._was_read = not self.reads
        return not self._was_read or self.at_work("form")

    @property
    def reads(self) -> bool:
        """Whether what it shows is not, or no longer, what is to be shown: it is being read."""
        return self._known != self.board.generation or self.at_work("load")

    def show_status(self) -> None:
        """Take the app's status into the frame."""
        status = self.board.status
        self.query_one(StatusLine).status = status
        top = self.query_one(TopBar)
        top.counts = dict(self.board.counts)
        if status is not None:
            top.board = status.board
        if self.board.opened:
            self.query_one(KeyBar).commands = self.keys()

    def keys(self) -> tuple[Command, ...]:
        """What the bar of keys offers here; a reader is offered no act, and in a text field letters are none."""
        if self.FIELD_FIRST and isinstance(self.focused, (Input, TextArea)):
            return bar_in_field(self.WHERE)
        return bar(self.WHERE, reader=self.only_reads)

    @property
    def only_reads(self) -> bool:
        """Whether whoever sits here may do nothing but read."""
        return bool(self.desk.me.why_reader)

    def on_resize(self) -> None:
        """In a window of another size the cursor stays in sight.

        Where a terminal does not know its size, each refresh tells the same one again.
        """
        if self.size != self._fitted:
            self._fitted = self.size
            self.call_after_refresh(self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        field = self.focused
        if field is not None and field.is_attached:
            field.scroll_visible(animate=False)

    def on_descendant_focus(self) -> None:
        """The bar of keys says what works where the cursor is now."""
        self._show_keys()

    def on_descendant_blur(self) -> None:
        """Where the cursor goes is known a little later."""
        self.call_after_refresh(self._show_keys)

    def _show_keys(self) -> None:
        if self.children and self.board.opened:
            self.query_one(KeyBar).commands = self.keys()

    def counted(self, number: int) -> None:
        """How many lines this main screen has; the tabs of all three keep saying it."""
        self.board.counts[self.PLACE] = number
        self.query_one(TopBar).counts = dict(self.board.counts)

    def trail(self, words: str) -> None:
        """What the top bar says on a screen that was opened from another."""
        self.query_one(TopBar).trail = words

    @property
    def speaks(self) -> bool:
        """Whether the status line says something already."""
        return self.is_mounted and bool(self.query_one(StatusLine).saying)

    def say(self, words: str) -> None:
        """Say in the status line what is being done."""
        if self.is_mounted:
            self.query_one(StatusLine).saying = words

    def refused(self, refusal: Refused) -> None:
        """Show why something was not done, and keep it for reading again."""
        self.board.refused(refusal)

    def cannot(self, words: str, fix: str = "") -> None:
        """Say why an action cannot run and what to do instead."""
        self.board.cannot(words, fix)

    def finished(self, done: Done) -> None:
        """Say what git did, in words, and read everything again."""
        self.board.finished(done)

    def left_field(self) -> None:
        """Esc in a text field: it is left, the screen stays."""
        self.leave()

    def leave(self) -> bool:
        """Esc: True when this screen may be left now; a screen with a text field in focus leaves the field first."""
        return True
