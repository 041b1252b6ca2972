"""Acting in an emergency: the person on call records what was done, and is asked what no decision names."""

from __future__ import annotations

from functools import partial

from board.actions.model import Done
from board.core.finding import Refused
from board.core.going_back import NOT_HELD
from board.tui.acting import ActingScreen
from board.tui.choices import Choice
from board.tui.fill import Ask, Values

_AT_ONCE = (("stop", "Stopped it"), ("roll-back", "Rolled it back"), ("patch", "Patched it"))


class AtOnce(ActingScreen):
    """A screen on which the person on call may act at once."""

    proposal_id: str
    acting: Values | None = None

    def act_at_once(self) -> None:
        """Ask what was done, then record it."""
        asks = (
            Ask("action", "What did you do?", "pick", tuple(Choice(*one) for one in _AT_ONCE), lacks="Pick one."),
            Ask("text", "In a sentence", lacks="Say what you did."),
        )
        lead = "It holds from now on. A second seat confirms within 4 hours; then the board decides about it."
        self.ask("act", "Act in an emergency", lead, asks, "Record it", self._act)

    def _act(self, values: Values, *, knowing: bool = False) -> Done:
        self.acting = values
        return self.desk.act_at_once(self.proposal_id, values["action"], values["text"], knowing=knowing)

    def _failed(self, refusal: Refused) -> None:
        """Where the record does not hold what it goes back to, ask; else say what went wrong."""
        if self.acting is None or {one.code for one in refusal.findings} != {NOT_HELD}:
            super()._failed(refusal)
            return
        from board.tui.dialogs import Confirm

        do = partial(self._act, self.acting, knowing=True)

        def recorded(done: Done) -> None:
            self._keep("act", {})
            self.finished(done)

        def answered(yes: bool | None) -> None:
            if yes:
                self.job(do, recorded, group="act", saying="Writing …", failed=super(AtOnce, self)._failed)

        told = " ".join(one.message for one in refusal.findings)
        self.app.push_screen(Confirm(f"{told}\n\nGo back to it all the same?", "Go back to it"), answered)
