"""The way back by one ring, as a proposal in the work tree: filled in from the decision, never opened by itself."""

from __future__ import annotations

from collections.abc import Iterator

from board.actions.cases import load_case
from board.actions.load import World
from board.actions.model import Done
from board.actions.propose import new
from board.actions.session import Session
from board.core.case import Case
from board.core.conditions import OVER, Lateness, open_conditions
from board.core.finding import refuse
from board.core.promises import Promise, promises
from board.core.proposal import Proposal
from board.core.record import Record
from board.core.summary import stage

_LOWEST = "model-retire"


def roll_back(session: Session, proposal_id: str) -> Done:
    """Draft the proposal that takes what was approved back by one ring; from the first ring, out of use.

    Anybody may draft it at any time; the inbox offers it once a condition is late enough.
    """
    world = session.world
    case = load_case(world, proposal_id)
    record = case.record
    if record is None or not record.outcome.yes:
        raise refuse("proposal.not-approved", f"{proposal_id} approves nothing, so there is no way back from it.")
    known = session.world_with_drafts()
    already = next(_replacing(known, proposal_id), "")
    if already:
        raise refuse(
            "roll-back.drafted", f"{already} already proposes to replace {proposal_id}.", "Go on with that one."
        )
    ring = _ring_below(case, record)
    kind = session.kinds["ring-promote" if ring else _LOWEST]
    title = f"Take {_names(record) or proposal_id} back to {ring}" if ring else f"Take {_names(record)} out of use"
    facts = {
        **{
            name: value
            for name, value in case.proposal.facts.items()
            if any(fact.id == name for fact in kind.every_fact)
        },
        **({"from_ring": record.ring, "target_ring": ring, "exposure": "unknown"} if ring else {}),
    }
    prose = _prose(session, case)
    return new(session, kind.id, title, facts=facts, supersedes=proposal_id, prose=prose)


def due_for_roll_back(session: Session) -> tuple[str, ...]:
    """The approvals with a condition so late that the way back is offered, and that nothing proposes to replace yet."""
    world = session.world_with_drafts()
    found = []
    for one, record in world.records.items():
        if record.conditions and record.outcome.yes:
            case = load_case(world, one)
            late = (each.lateness(session.today, case.policy) for each in open_conditions(case, session.today))
            over = stage(case, session.today) in OVER
            if Lateness.ROLL_BACK in late and not over and not next(_replacing(world, one), ""):
                found.append(one)
    return tuple(sorted(found))


def kept(session: Session, case: Case) -> tuple[Promise, ...]:
    """The conditions of a decision as they stand today, with the proposal that would take it back, if one lies here."""
    if case.record is None or not case.record.conditions:
        return ()
    drafted = next(_replacing(session.world_with_drafts(), case.id), "")
    return promises(case, session.today, drafted)


def _replacing(world: World, proposal_id: str) -> Iterator[str]:
    """Undecided proposals that say they replace a decision."""
    for one in world.ids:
        if one not in world.records and proposal_id in _supersedes(world.proposal(one).value):
            yield one


def _supersedes(proposal: Proposal) -> tuple[str, ...]:
    return (proposal.supersedes,) if proposal.state != "withdrawn" else ()


def _ring_below(case: Case, record: Record) -> str:
    """The ring before the one it was approved for; "" below the first."""
    order = case.charter.rings
    at = order.index(record.ring) if record.ring in order else len(order)
    return order[at - 1] if at else ""


def _names(record: Record) -> str:
    return ", ".join(dict.fromkeys(one.id for one in record.artefacts if one.id))


def _prose(session: Session, case: Case) -> str:
    late = [
        f"- {each.condition.text} ({each.condition.id}, due {each.condition.due}, owner {each.condition.owner})"
        for each in open_conditions(case, session.today)
        if each.lateness(session.today, case.policy).late
    ]
    why = "\n".join(late) or "- (say what is not met)"
    return (
        f"# Why we go back\n\nThe board said yes to {case.id} on conditions. These are late:\n\n{why}\n\n"
        "## What changes for people\n\n(Who loses access, from when, and what they use instead.)\n\n"
        "## How we come forward again\n\n(What must be met before it is proposed for the wider ring once more.)\n"
    )
