"""The desk's calls for what came after the vote: motions, follow-ups, risks, members, and proving the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from board.actions.afterwards import Afterwards, Said
    from board.actions.asking import Done
    from board.actions.checkpointing import Kept
    from board.actions.holding import HeldMatch
    from board.actions.lab import Candidate, Lab
    from board.actions.members import Handover, Roster
    from board.actions.motioning import MotionLine
    from board.actions.movable import Movable
    from board.actions.packing import CitingDecision, Law
    from board.actions.proof_check import Checked
    from board.actions.risks import RiskRow
    from board.actions.session import Session
    from board.actions.signed import SignedBy
    from board.actions.verify_worker import Verifying
    from board.actions.witnessing import Chain
    from board.core.ballot import Verdict
    from board.core.charter_told import Chapter
    from board.core.finding import Finding
    from board.core.kind import Fact
    from board.trust.report import Report


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

    def pull(self, proposal_id: str) -> Done:
        """Put to the full vote what would pass, or passed, an easier way."""
        from board.actions import motioning

        with self._ours() as session:
            return motioning.pull(session, proposal_id)

    def act_at_once(self, proposal_id: str, action: str, text: str, *, knowing: bool = False) -> Done:
        """Record what the person on call did in an emergency; `knowing` goes back to what no decision names."""
        from board.actions import emergency

        with self._ours() as session:
            return emergency.restrict(session, proposal_id, action=action, text=text, knowing=knowing)

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

    def replace_key(self, member: str, key: str, reason: str) -> Done:
        """Agree that a key, as a line or as the file that holds it, takes the place of all a member had."""
        from board.actions.pairing import public_key, replace_key

        with self._ours() as session:
            return replace_key(session, member, (public_key(key),), reason)

    def handover(self, member: str, until: date | None = None, gives: Mapping[str, str] | None = None) -> Handover:
        """What a member who leaves hands over, and the charter without her."""
        from board.actions.members import handover

        with self._ours() as session:
            return handover(session, member, until=until, gives=gives)

    def draft_leaving(self, found: Handover) -> Done:
        """Write the charter change that lets her go, as a draft."""
        from board.actions.members import draft_leaving

        with self._ours() as session:
            return draft_leaving(session, found)

    def check_held(self, file: str, salt: str) -> tuple[str, tuple[HeldMatch, ...]]:
        """The digest of a file with its salt (`FILE.salt` where none is named), and the proposals that name it."""
        from board.actions.holding import check_held

        given = Path(file).expanduser()
        salt_at = Path(salt).expanduser() if salt else given.with_name(f"{given.name}.salt")
        with self._ours() as session:
            return check_held(session, given, salt_at)

    def prove(self, proposal_id: str) -> tuple[str, Checked]:
        """Write the file that proves a decision into the home directory; where it lies, and what it comes to."""
        from board.actions.proving import prove
        from board.tui.written import write_beside

        with self._ours() as session:
            data, checked = prove(session, proposal_id)
        return write_beside(f"proof-{proposal_id}", data.decode(), "json"), checked

    def verifying(self, from_genesis: bool) -> Verifying:
        """A verification of the whole history, begun in a process of its own."""
        from board.actions.verify_worker import Verifying

        place = self.session.store.place
        return Verifying(place.work_tree or place.git_dir, from_genesis=from_genesis)

    def faults(self) -> tuple[Finding, ...]:
        """What this session knows of commits that broke a rule."""
        with self._ours() as session:
            return session.faults()

    def sign_checkpoint(self) -> Done:
        """Verify, then sign the state of the history, so that others can compare."""
        from board.actions import checkpointing
        from board.actions.asking import Done

        with self._ours() as session:
            made = checkpointing.sign(session)
        words = f"You signed a checkpoint over {made.checkpoint.size} commits. It is kept as {made.ref}."
        return Done(words, notes=made.notes)

    def checkpoints(self) -> tuple[Kept, ...]:
        """The checkpoints that lie here, with who signed each."""
        from board.actions import checkpointing

        with self._ours() as session:
            return checkpointing.kept(session)

    def compare_checkpoints(self, file: str) -> tuple[Report, Chain | None]:
        """Verify the whole history against the checkpoints here, and against one in a file where one is named."""
        from board.actions import checkpointing

        with self._ours() as session:
            return checkpointing.compare(session, (Path(file).expanduser(),) if file else ())

    def countersign(self, file: str) -> Done:
        """Verify, then add my signature to the checkpoint in a file."""
        from board.actions import checkpointing
        from board.actions.asking import Done

        with self._ours() as session:
            made = checkpointing.sign(session, countersign=Path(file).expanduser())
        who = ", ".join(made.members)
        words = f"You signed the checkpoint over {made.checkpoint.size} commits. {made.file} now bears: {who}."
        return Done(words, notes=made.notes)

    def law(self) -> Law:
        """What the questions map to in law and standards."""
        from board.actions import packing

        with self._ours() as session:
            return packing.law(session)

    def unsettled_decisions(self, found: Law) -> tuple[CitingDecision, ...]:
        """The decisions that rest on what changed or is not in force."""
        from board.actions import packing

        with self._ours() as session:
            return packing.unsettled_decisions(session, found)

    def charters(self) -> tuple[Candidate, ...]:
        """The charters at hand that could be tried."""
        from board.actions import lab

        with self._ours() as session:
            return lab.candidates(session)

    def charter_in(self, file: str) -> Candidate:
        """The charter in a file that somebody names."""
        from board.actions import lab

        return lab.given_charter(Path(file).expanduser())

    def try_charter(self, other: Candidate, moved: Callable[[int, int], None], stopped: Callable[[], bool]) -> Lab:
        """All past rounds under another charter."""
        from board.actions import lab

        with self._ours() as session:
            return lab.try_charter(session, other, moved, stopped)

    def rules(self) -> tuple[Chapter, ...]:
        """The charter in force, in plain words."""
        from board.core.charter_told import told

        with self._ours() as session:
            return told(session.charter)

    def facts_to_give(self, proposal_id: str) -> tuple[Fact, ...]:
        """The facts that a draft of mine lacks."""
        from board.actions import stating

        with self._ours() as session:
            return stating.facts_to_give(session, proposal_id)

    def state_fact(self, proposal_id: str, fact: Fact, typed: str) -> None:
        """Write one fact, as somebody typed it, into my draft."""
        from board.actions import stating

        with self._ours() as session:
            stating.state(session, proposal_id, fact, stating.read_fact(fact, typed))
