"""What screens share whose acts are small: a form or a question first, then the act in a job, then what git did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from board.actions.asking import Done
from board.core.finding import Refused
from board.tui.fill import Ask, Fill, Values
from board.tui.screen import BoardScreen

Result = TypeVar("Result")


class ActingScreen(BoardScreen[None]):
    """A screen with small acts. `place` names whose drafts its forms keep: a proposal's id, or the board."""

    place = "board"

    def ask(
        self, name: str, title: str, lead: str, asks: Sequence[Ask], yes: str, do: Callable[[Values], Done],
        preset: Values | None = None,
    ) -> None:  # fmt: skip
        """Show the form of a name with what was begun before; on F2 do it. What is typed is kept until it is done."""
        self.inquire(name, title, lead, asks, yes, do, self.finished, preset)

    def inquire(
        self, name: str, title: str, lead: str, asks: Sequence[Ask], yes: str, do: Callable[[Values], Result],
        told: Callable[[Result], None], preset: Values | None = None, saying: str = "Writing …",
    ) -> None:  # fmt: skip
        """The same for what is only looked at: `told` hears what came of it."""

        def filled(found: Values | None) -> None:
            if found is not None:
                self.job(partial(do, found), done, group="act", saying=saying, failed=self._failed)

        def done(result: Result) -> None:
            self._keep(name, {})
            told(result)

        def show(begun: Values) -> None:
            values = dict(begun) | dict(preset or {})
            self.app.push_screen(
                Fill(title, lead, asks, yes, self.desk.today, values, partial(self._keep, name)), filled
            )

        self.job(partial(self._begun, name), show, group="form")

    def _begun(self, name: str) -> Values:
        self.board.saver.wait()
        return {} if self.desk.me.why_reader else self.desk.form_draft(self.place, name)

    def _keep(self, name: str, values: Values) -> None:
        if self.desk.me.why_reader:
            return  # who only reads has no drafts
        save = partial(self.desk.save_form_draft, self.place, name, dict(values))
        self.board.saver.put(f"{self.place} form {name}", save, lambda _: None, self.refused)

    def _failed(self, refusal: Refused) -> None:
        self.refused(refusal)
        if not self.desk.me.why_reader:
            self.board.tell("Nothing was written. What you typed is kept.", "warning", 8)

    def sure(self, question: str, yes: str, do: Callable[[], Done]) -> None:
        """Ask once; on the button that names the act, do it."""
        from board.tui.dialogs import Confirm

        def answered(agreed: bool | None) -> None:
            if agreed:
                self.job(do, self.finished, group="act", saying="Writing …")

        self.app.push_screen(Confirm(question, yes), answered)
