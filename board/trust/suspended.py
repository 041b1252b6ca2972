"""Members whose keys are suspended at the tip, so that the board looks at what they signed."""

from __future__ import annotations

from board.core.layout import CHARTER
from board.trust.report import Fault
from board.trust.state import State
from board.trust.walk import Walk


def suspended_notes(walk: Walk, state: State) -> tuple[Fault, ...]:
    """One note for each suspended member, with where to look."""
    commit = next((link.commit for link in state.link.back() if CHARTER in link.paths), "")
    return tuple(
        Fault(
            "key.suspended",
            f"The keys of {member.id} are suspended: they sign nothing more. What they signed before counts still; "
            f"`board member signed {member.id}` lists it, so that the board can look.",
            commit,
            CHARTER,
        )
        for member in walk.charters.of(state).members
        if member.suspended
    )
