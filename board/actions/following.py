"""What comes after a decision: proof, verification, confirmation, ratification, appeal."""

from __future__ import annotations

from collections.abc import Callable

from board.actions.cases import load_case
from board.actions.common import done, message
from board.actions.load import World
from board.actions.model import Done
from board.actions.reviewing import is_proposer
from board.actions.session import Session
from board.core.ballot import Condition
from board.core.case import Case
from board.core.finding import refuse
from board.core.record import FollowUp
from board.formats.followups import follow_up_name, write_follow_up
from board.store.base import Change


def prove(session: Session, proposal_id: str, *, condition: str, text: str, evidence: tuple[str, ...] = ()) -> Done:
    """The owner of a condition says it is met, and with what."""

    def check(case: Case) -> None:
        found = _condition(case, condition)
        if found.owner and found.owner != session.me.member and not is_proposer(session, case):
            raise refuse("condition.not-yours", f"{found.owner} owns this condition and gives the proof.")

    return _write(session, proposal_id, "proof", text, check, condition=condition, evidence=evidence)


def verify(session: Session, proposal_id: str, *, condition: str, text: str) -> Done:
    """The verifier, who is never the owner, says that a condition is met."""

    def check(case: Case) -> None:
        found = _condition(case, condition)
        if found.owner == session.me.member:
            raise refuse("condition.own-work", "You own this condition, so somebody else must verify it.")
        if found.verifier and found.verifier != session.me.member:
            raise refuse("condition.not-verifier", f"{found.verifier} verifies this condition.")
        if not any(one.kind == "proof" and one.condition == condition for one in case.follow_ups):
            raise refuse("condition.no-proof", "There is no proof to verify yet.", "The owner gives it first.")

    return _write(session, proposal_id, "verified", text, check, condition=condition)


def confirm(session: Session, proposal_id: str, *, text: str) -> Done:
    """A second seat confirms an emergency action."""

    def check(case: Case) -> None:
        if case.docket.latest is None or case.docket.latest.opened_by == session.me.member:
            raise refuse("emergency.second-seat", "A second person, from another seat, must confirm this.")
        if not session.me.seats and not session.me.alternate:
            raise refuse("emergency.second-seat", "Only somebody who holds a seat may confirm this.")

    return _write(session, proposal_id, "confirmed", text, check, decided=False)


def ratify(session: Session, proposal_id: str, *, text: str) -> Done:
    """Chair or secretary notes that the board ratified an emergency action by its decision."""

    def check(case: Case) -> None:
        if not session.me.presides:
            raise refuse("role.chair-or-secretary", "Only the chair or the secretary notes a ratification.")
        if case.record is None or not case.record.outcome.yes:
            raise refuse("emergency.not-decided", "The board has not approved this, so it is not ratified.")

    return _write(session, proposal_id, "ratified", text, check)


def appeal(session: Session, proposal_id: str, *, text: str) -> Done:
    """Proposer or any seat asks the board to hear a decision again, and says on which ground."""

    def check(case: Case) -> None:
        if not session.me.seats and not is_proposer(session, case):
            raise refuse("appeal.not-entitled", "The proposer or any seat may appeal; others ask one of them.")

    return _write(session, proposal_id, "appeal", text, check)


def _condition(case: Case, condition: str) -> Condition:
    listed = case.record.conditions if case.record else ()
    found = next((one for one in listed if one.id == condition), None)
    if found is None:
        names = ", ".join(one.id for one in listed) or "none"
        raise refuse("condition.unknown", f"{case.id} has no condition {condition}.", f"It has: {names}.")
    return found


def _write(
    session: Session,
    proposal_id: str,
    kind: str,
    text: str,
    check: Callable[[Case], None],
    *,
    condition: str = "",
    evidence: tuple[str, ...] = (),
    decided: bool = True,
) -> Done:
    session.member()
    if not text.strip():
        raise refuse("follow-up.empty", "Say in a sentence what was done.", "Use --text.")

    def make(world: World) -> Change:
        case = load_case(world, proposal_id)
        if decided and case.record is None:
            raise refuse("proposal.not-decided", f"{proposal_id} is not decided yet, so nothing follows from it.")
        check(case)
        number = max((one.number for one in case.follow_ups), default=0) + 1
        made = FollowUp(number, kind, session.me.member, text.strip(), condition, session.now(), evidence)
        path = world.layout.file(proposal_id, f"follow-up/{follow_up_name(number, kind)}")
        subject = f"{kind.capitalize()} for {proposal_id}" + (f", condition {condition}" if condition else "")
        return Change({path: write_follow_up(made)}, message(subject, proposal=proposal_id), create_only=(path,))

    return done(f"Recorded for {proposal_id}: {kind}.", session.commit(make, queue=True))
