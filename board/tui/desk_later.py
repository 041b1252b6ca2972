"""The desk's calls for what came after the vote: motions, follow-ups, risks, members, and proving the history."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from board.actions.afterwards import Afterwards, Said
    from board.actions.asking import Done
    from board.actions.members import Roster
    from board.actions.motioning import MotionLine
    from board.actions.movable import Movable
    from board.actions.risks import RiskRow
    from board.actions.session import Session
    from board.actions.signed import SignedBy
    from board.actions.verify_worker import Verifying
    from board.core.ballot import Verdict
    from board.core.finding import Finding


class Later:
    """One method for each thing that these screens ask for; `Desk` says whose turn it is."""

    session: Session

    def _ours(self) -> AbstractContextManager[Session]:
        raise NotImplementedError

    def motions(self, proposal_id: str) -> tuple[MotionLine, ...]:
        """The motions of this round with their sums."""
        from board.actions import motioning

        with self._ours() as session:
            return motioning.motions(session, proposal_id)

    def movable(self, proposal_id: str) -> tuple[Movable, ...]:
        """What can be moved now."""
        from board.actions import movable

        with self._ours() as session:
            return movable.movable(session, proposal_id)

    def move(self, proposal_id: str, kind: str, to: str, reason: str, seat: str) -> Done:
        """Put a motion to the board."""
        from board.actions import motioning

        with self._ours() as session:
            return motioning.move(session, proposal_id, kind, to=to, reason=reason, seat=seat)

    def vote_on(self, proposal_id: str, number: int, verdict: Verdict) -> Done:
        """Yes, no, or I do not say."""
        from board.actions import motioning

        with self._ours() as session:
            return motioning.vote_on(session, proposal_id, number, verdict)

    def afterwards(self, proposal_id: str) -> Afterwards:
        """What follows from a decision, and what I may add."""
        from board.actions import afterwards

        with self._ours() as session:
            return afterwards.afterwards(session, proposal_id)

    def follow_up(self, proposal_id: str, act: str, said: Said) -> Done:
        """Add one thing to a decision."""
        from board.actions import afterwards

        with self._ours() as session:
            return afterwards.act(session, proposal_id, act, said)

    def form_draft(self, place: str, name: str) -> dict[str, str]:
        """What I began to type into a small form."""
        from board.actions import forms

        with self._ours() as session:
            return forms.form_draft(session, place, name)

    def save_form_draft(self, place: str, name: str, values: Mapping[str, str]) -> datetime:
        """Put it on disk."""
        from board.actions import forms

        return forms.save_form_draft(self.session, place, name, values)

    def risks(self, everything: bool) -> tuple[RiskRow, ...]:
        """The risks across proposals."""
        from board.actions.risks import risk_register

        with self._ours() as session:
            return risk_register(session, everything=everything)

    def roster(self) -> Roster:
        """Everybody on the board, what is missing, and what waits for a second member."""
        from board.actions.members import roster

        with self._ours() as session:
            return roster(session)

    def signed_by(self, member: str) -> SignedBy:
        """What a member's keys signed."""
        from board.actions.signed import signed_by

        with self._ours() as session:
            return signed_by(session, member)

    def suspend(self, member: str, reason: str) -> Done:
        """Agree that a member's keys are suspended."""
        from board.actions.pairing import suspend

        with self._ours() as session:
            return suspend(session, member, reason)

    def verifying(self, from_genesis: bool) -> Verifying:
        """A verification of the whole history, begun in a process of its own."""
        from board.actions.verify_worker import Verifying

        place = self.session.store.place
        unsigned = self.session.charter.signing == "unsigned"
        return Verifying(place.work_tree or place.git_dir, from_genesis=from_genesis, unsigned=unsigned)

    def faults(self) -> tuple[Finding, ...]:
        """What this session knows of commits that broke a rule."""
        with self._ours() as session:
            return session.faults()

    def sign_checkpoint(self) -> Done:
        """Verify, then sign the state of the history, so that others can compare."""
        from board.actions import checkpointing
        from board.actions.asking import Done

        with self._ours() as session:
            made = checkpointing.sign(session, asks=False)
        words = f"You signed a checkpoint over {made.checkpoint.size} commits. It is kept as {made.ref}."
        return Done(words, notes=made.notes)
