"""Where the app can take a person: a proposal, what waits for her in it, and the screens about the whole board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from board.tui.jobs import Jobs

if TYPE_CHECKING:
    from board.core.listed import Task

FOLLOW_UPS = frozenset(
    {"prove", "verify", "look-again", "second", "appeal", "hear", "answer", "publish", "renew", "roll-back", "chase"}
)
"""Tasks of the inbox that are done among what follows a decision."""


class Places(App[int], Jobs):
    """The ways from any screen to any other; each screen is loaded when it is first opened."""

    def open_dossier(self, proposal_id: str) -> None:
        """Open a proposal."""
        from board.tui.dossier import DossierScreen

        if not (isinstance(self.screen, DossierScreen) and self.screen.proposal_id == proposal_id):
            self.push_screen(DossierScreen(proposal_id))

    def open_task(self, task: Task) -> None:
        """Open what a task of the inbox is about: the place where it is done."""
        proposal_id = task.summary.id
        if task.mine and task.act in FOLLOW_UPS:
            from board.tui.followups import FollowUpScreen

            self.push_screen(FollowUpScreen(proposal_id))
        elif task.act == "motion":
            from board.tui.motions import MotionsScreen

            self.push_screen(MotionsScreen(proposal_id))
        elif task.act == "remind":
            from board.tui.tally import TallyScreen

            self.push_screen(TallyScreen(proposal_id))
        else:
            self.open_dossier(proposal_id)

    def pop_to_dossier(self) -> None:
        """After an act: leave its screen, and the review that led there."""
        from board.tui.review import ReviewScreen

        self.pop_screen()
        if isinstance(self.screen, ReviewScreen):
            self.pop_screen()

    def action_risks(self) -> None:
        """The risks across proposals."""
        from board.tui.risks import RisksScreen

        if not isinstance(self.screen, RisksScreen):
            self.push_screen(RisksScreen())

    def action_members(self) -> None:
        """Everybody on the board."""
        from board.tui.members import MembersScreen

        if not isinstance(self.screen, MembersScreen):
            self.push_screen(MembersScreen())

    def action_verify(self) -> None:
        """Prove the history."""
        from board.tui.verify import VerifyScreen

        if not isinstance(self.screen, VerifyScreen):
            self.push_screen(VerifyScreen())
