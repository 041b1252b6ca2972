"""Where the app can take a person: a proposal, what waits for her in it, and the screens about the whole board."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.app import App
from textual.await_complete import AwaitComplete
from textual.screen import Screen

from board.core.finding import Finding
from board.tui.jobs import Jobs

if TYPE_CHECKING:
    from board.actions.members import Roster
    from board.actions.model import Dossier
    from board.core.listed import Task
    from board.tui.app import BoardApp


FAULTS = ("history.faulty", "history.rewritten", "genesis.second")
"""The codes by which a reading tells of commits that broke a rule, or of another history."""

FOLLOW_UPS = frozenset(
    {
        "prove",
        "verify",
        "look-again",
        "second",
        "appeal",
        "hear",
        "answer",
        "publish",
        "renew",
        "use",
        "roll-back",
        "chase",
    }
)
"""Tasks of the inbox that are done among what follows a decision."""


class Places(App[int], Jobs):
    """The ways from any screen to any other; each screen is loaded when it is first opened."""

    def quiet(self) -> None:
        """A toast that could be read goes when another screen comes up."""

    def pop_screen(self) -> AwaitComplete:
        """As Textual does; a toast of the screen that goes is not about the one that was below."""
        self.quiet()
        return super().pop_screen()

    def action_help_quit(self) -> None:
        """Ctrl-C closes nothing, since elsewhere it copies; say what does."""
        cast("BoardApp", self).tell("Ctrl-Q closes the program from anywhere, q from a list. Nothing typed is lost.")

    def open_dossier(self, proposal_id: str) -> None:
        """Open a proposal."""
        from board.tui.dossier import DossierScreen

        if not (isinstance(self.screen, DossierScreen) and self.screen.proposal_id == proposal_id):
            self.push_screen(DossierScreen(proposal_id))

    def open_task(self, task: Task) -> None:
        """Open what a task of the inbox is about: the place where it is done."""
        proposal_id = task.summary.id
        if task.mine and task.act in FOLLOW_UPS:
            self.open_follow_up(proposal_id, task.part)
        elif task.act == "motion":
            self.open_motions(proposal_id)
        elif task.act in ("remind", "meeting"):
            self.open_tally(proposal_id)
        else:
            self.open_dossier(proposal_id)

    def open_ballot(self, proposal_id: str) -> None:
        """Open my ballot."""
        from board.tui.ballot import BallotScreen

        self.push_screen(BallotScreen(proposal_id))

    def open_tally(self, proposal_id: str) -> None:
        """Open the sum so far."""
        from board.tui.tally import TallyScreen

        self.push_screen(TallyScreen(proposal_id))

    def open_decide(self, proposal_id: str, dossier: Dossier | None) -> None:
        """Open the preview of the decision, where there is one; what stands in the way of deciding is said there."""
        from board.tui.decide import DecideScreen

        board = cast("BoardApp", self)
        if dossier is not None and dossier.case.docket.latest is None:
            board.cannot("The board has not taken it up, so there is nothing to decide.", "Press o first.")
        elif dossier is not None and dossier.case.record is not None:
            board.cannot("It is decided already. A decision is never edited; a later one replaces it.")
        else:
            self.push_screen(DecideScreen(proposal_id))

    def open_motions(self, proposal_id: str) -> None:
        """Open the motions of this round."""
        from board.tui.motions import MotionsScreen

        self.push_screen(MotionsScreen(proposal_id))

    def open_follow_up(self, proposal_id: str, part: str = "") -> None:
        """Open what comes after the decision, with the cursor on a part of it, as "condition c1"."""
        from board.tui.followups import FollowUpScreen

        self.push_screen(FollowUpScreen(proposal_id, part))

    def pop_to_dossier(self) -> None:
        """After an act: leave its screen, and the review that led there."""
        from board.tui.review import ReviewScreen

        self.pop_screen()
        if isinstance(self.screen, ReviewScreen):
            self.pop_screen()

    @property
    def _board(self) -> BoardApp:
        return cast("BoardApp", self)

    def note_faults(self, findings: Iterable[Finding]) -> None:
        """Mark the status line once a reading found that a commit of the history broke a rule."""
        board = self._board
        if board.status is not None and not board.status.faulty and any(one.code in FAULTS for one in findings):
            board.show_status(replace(board.status, faulty=True))

    def action_who(self) -> None:
        """Who I am, what I may do here, by which key; and what the board lacks."""
        from board.tui.dialogs import Explain
        from board.tui.whoami import who_content

        board, asked_on = self._board, self.screen

        def show(roster: Roster | None) -> None:
            if self.screen is not asked_on:
                return  # she went on meanwhile; a late answer lies over nothing else
            self.push_screen(Explain("Who you are here", partial(who_content, board.desk.me, board.status, roster)))

        if board.opened:
            self.job(board.desk.roster, show, group="who", failed=lambda _: show(None))

    def _once(self, screen: Callable[[], Screen[Any]]) -> None:
        """Show a screen of the whole board, unless it is in front already."""
        if type(self.screen) is not screen:
            self.push_screen(screen())

    def action_risks(self) -> None:
        """The risks across proposals."""
        from board.tui.risks import RisksScreen

        self._once(RisksScreen)

    def action_members(self) -> None:
        """Everybody on the board."""
        from board.tui.members import MembersScreen

        self._once(MembersScreen)

    def action_verify(self) -> None:
        """Verify the history."""
        from board.tui.verify import VerifyScreen

        self._once(VerifyScreen)

    def action_law(self) -> None:
        """Law and standards."""
        from board.tui.law import LawScreen

        self._once(LawScreen)

    def action_rules(self) -> None:
        """The charter in plain words."""
        from board.tui.rules import RulesScreen

        self._once(RulesScreen)

    def action_lab(self) -> None:
        """Past votes under another charter."""
        from board.tui.lab import LabScreen

        self._once(LabScreen)

    def action_checkpoints(self) -> None:
        """Checkpoints and who signed them."""
        from board.tui.checkpoints import CheckpointsScreen

        self._once(CheckpointsScreen)
