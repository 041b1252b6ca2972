"""The text of a proposal alone, for a reader who must not wait until everything about it was worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from board.actions.opened import opening_world
from board.core.finding import refuse

if TYPE_CHECKING:
    from board.actions.session import Session
    from board.core.proposal import Proposal


def text_of(session: Session, proposal_id: str) -> Proposal:
    """The text the board looks at: as it was taken up, else as it lies at the tip or on this machine.

    It is the text of `dossier(session, proposal_id).case`. Raises Refused for an unknown id.
    """
    world = session.world if proposal_id in session.world.ids else session.world_with_drafts()
    if proposal_id not in world.ids:
        raise refuse("proposal.unknown", f"There is no proposal {proposal_id}.", "`board list` shows all of them.")
    bound = opening_world(world, proposal_id)
    return (bound if bound.has(proposal_id) else world).proposal(proposal_id).value
