"""An emergency: the person on call acts at once, a second seat confirms, the board decides in an ordinary round."""

from __future__ import annotations

from datetime import date

from board.actions.cases import load_case
from board.actions.common import done, message, own_hand
from board.actions.docketing import next_opening
from board.actions.load import World
from board.actions.model import Done
from board.actions.retiring import gone_back, not_held_of
from board.actions.session import Session
from board.core.act import Emergency
from board.core.case import Case
from board.core.charter import Member
from board.core.docket import Docket
from board.core.finding import Finding, Refused, Severity, refuse
from board.core.going_back import NOT_HELD, WHAT_IT_DOES, expands
from board.core.proposers import why_not_one
from board.core.terms import AWAY, in_term
from board.formats.acts import write_emergency
from board.formats.dockets import write_docket
from board.store.base import Change

KIND = "emergency-action"
ACTIONS = {"stop": "stop", "roll-back": "roll back", "patch": "patch"}
"""What may be done at once, as a command names it, and as the file says it."""
_WHY_HELD = "An emergency goes back to what was approved and never stopped. Others will ask how you knew."
_ALL_THE_SAME = (
    "Say so with --yes if it cannot wait, and in the text since when it ran and who approved it; or only stop."
)


def may_act(member: Member, case: Case, today: date) -> None:
    """Raises Refused with the reason why a member cannot act at once here."""
    if case.proposal.kind != KIND:
        fix = "Everything else waits for the board. `board new emergency-action` writes the scaffold of one."
        raise refuse("emergency.kind", f"{case.id} is not of the kind {KIND}.", fix)
    if "on-call" not in member.roles:
        raise refuse(
            "role.on-call", "Only the person on call may act alone.", "Any two seats may open it the ordinary way."
        )
    if not in_term(member, today):
        raise refuse("role.term", AWAY, "Whoever is on call today acts, or two seats open it the ordinary way.")
    if case.docket.latest is not None:
        raise refuse("docket.not-now", "The board has taken this up already.")
    if case.proposal.state != "ready":
        raise refuse("docket.not-now", f"The proposer marked {case.id} as {case.proposal.state}.")
    if several := why_not_one(case.charter, case.proposal):
        raise refuse("docket.not-now", several, "Let the proposal name who proposes it, and submit it again.")
    if expands(case):
        raise refuse(
            "emergency.expands",
            f"{WHAT_IT_DOES} says that this switches on or widens something; at once one may only restrict.",
            "Propose it the ordinary way. If it does restrict, let the proposer answer again: "
            f"`board answer {case.id} {WHAT_IT_DOES}`.",
        )


def not_held(session: Session, proposal_id: str, action: str) -> tuple[str, ...]:
    """What the record does not hold of that which runs instead, one sentence each: whoever acts is asked first.

    Raises Refused where she may not act at all.
    """
    case = load_case(session.world, proposal_id)
    may_act(session.member(), case, session.today)
    return not_held_of(session.world, case, ACTIONS.get(action, action))


def restrict(session: Session, proposal_id: str, *, action: str, text: str, knowing: bool = False) -> Done:
    """Record that something was stopped, rolled back or patched; it holds from this commit on.

    Where it goes back to what no decision names, `knowing` says that whoever acts was told and does it all the same.
    """
    member = session.member()
    action = ACTIONS.get(action, action)
    if action not in ACTIONS.values():
        raise refuse("emergency.action", f"“{action}” is not an emergency action.", f"One of: {', '.join(ACTIONS)}.")
    if not text.strip():
        raise refuse("emergency.text", "Say in a sentence what you did.", "A second seat confirms just that.")

    def make(world: World) -> Change:
        if proposal_id not in world.ids and proposal_id in session.world_with_drafts().ids:
            raise refuse(
                "proposal.not-submitted", f"{proposal_id} is not submitted yet.", f"`board submit {proposal_id}`."
            )
        case = load_case(world, proposal_id)
        may_act(member, case, session.today)
        against = tuple(each for each in gone_back(world, case) if each.severity is Severity.ERROR)
        if against:
            raise Refused(*against)
        unheld = () if knowing else not_held_of(world, case, action)
        if unheld:
            raise Refused(*(Finding(NOT_HELD, each, why=_WHY_HELD, fix=_ALL_THE_SAME) for each in unheld))
        opening, _ = next_opening(world, case, own_hand(session, world))
        acted = Emergency(action, text.strip(), member.id, session.now())
        files: dict[str, bytes | None] = {
            world.layout.file(proposal_id, "docket.toml"): write_docket(Docket((opening,))),
            world.layout.file(proposal_id, "emergency.toml"): write_emergency(acted),
        }
        subject = f"Emergency: {action}, {proposal_id}"
        return Change(files, message(subject, proposal=proposal_id), create_only=tuple(files))

    return done(f"Recorded: {action}. It holds now. A second seat confirms within 4 hours.", session.commit(make))
