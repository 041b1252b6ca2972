"""What the latest opening of a proposal binds: its text, the rules and the questions as they stood then."""

from __future__ import annotations

from dataclasses import replace

from board.actions.load import World
from board.core.charter import Charter
from board.core.docket import Opening
from board.core.finding import Finding, Severity, Where
from board.core.policy import Policy
from board.core.proposal import Proposal
from board.core.waivers import EXCEPTION, signers


def opening_world(world: World, proposal_id: str) -> World:
    """The repository as it stood when the board took up what the latest opening names; `world` where nothing changed.

    Where no commit holds those texts it is the opening's own commit, and `load_case` says so.
    """
    docket = world.docket(proposal_id)
    latest = docket.latest
    if latest is None or binds(world, proposal_id, latest):
        return world
    wanted = {proposal_id: len(docket.openings)}
    opened = world.opened_at(wanted)[proposal_id]
    if binds(opened, proposal_id, latest):
        return opened
    held = world.holding(proposal_id, lambda then: binds(then, proposal_id, latest))
    if held is not None:
        return held
    from board.actions.lived import lived

    judged = lived(world)
    counted = judged.opened_at(wanted)[proposal_id] if judged is not None else opened
    return counted if binds(counted, proposal_id, latest) else opened


def binds(world: World, proposal_id: str, opening: Opening) -> bool:
    """Whether these files hold the text, the rules and the questions that an opening names."""
    if not world.has(proposal_id):
        return False
    current = world.current
    return (
        opening.revision == world.revision(proposal_id)
        and opening.charter == current["charter"]
        and opening.checklists == current["checklists"]
    )


def not_what_was_opened(path: str) -> Finding:
    """That a docket names what the history does not hold."""
    return Finding(
        "docket.not-what-was-opened",
        "The docket names a text, rules or questions that nobody can find in the history. No ballot counts on it.",
        Severity.ERROR,
        Where(path),
        "Ballots bind what the docket names. Without it nobody can tell what was voted on.",
        "Somebody changed the docket by hand. Put it back, or open the proposal again.",
    )


def opened_charter(world: World, bound: World) -> Charter:
    """What the opening binds of the charter by its digest, and all else, members too, as it counts now.

    The rest of an older charter rests on nothing: its commit may have been a faulty one.
    """
    then = bound.charter
    return replace(
        world.charter, rules=then.rules, voting=then.voting, seats=then.seats, kinds=then.kinds, rings=then.rings
    )


def opened_policy(world: World, proposal_id: str) -> Policy:
    """The policy that the latest opening of a proposal binds; before one, the policy in force."""
    docket = world.docket(proposal_id)
    wanted = docket.latest.policy if docket.latest is not None else world.current["policy"]
    if wanted == world.current["policy"]:
        return world.policy
    opened = world.opened_at({proposal_id: len(docket.openings)})[proposal_id]
    if not wanted or wanted == opened.current["policy"]:
        return opened.policy
    if wanted == world.digest_of((), world.layout.at("")):
        return Policy()  # the board had none
    older = (world.at(commit.id) for commit in world.store.log([world.layout.policy()]))
    return next((then.policy for then in older if wanted == then.current["policy"]), world.policy)


def with_signers(world: World, bound: World, proposal: Proposal) -> Proposal:
    """The proposal with the seats that must sign what it waives; `bound` has the questions as they were opened."""
    if proposal.kind != EXCEPTION:
        return proposal
    policy = opened_policy(world, proposal.id)
    return replace(proposal, signers=signers(proposal, policy, bound.checklists, bound.charter))
