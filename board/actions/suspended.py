"""A suspended key signs nothing that counts, so nothing is written with it."""

from __future__ import annotations

from board.actions.load import World
from board.core.finding import refuse
from board.store.base import Change


def refuse_suspended(world: World, handle: str, change: Change) -> None:
    """Raise Refused when a member whose keys are suspended would write a file of the board's: it would not count."""
    member = world.charter.member(handle)
    open_to_all = world.layout.at("proposals/")
    strict = any(not path.startswith(open_to_all) for path in change.files)
    if strict and member is not None and member.suspended:
        raise refuse(
            "signer.suspended",
            "Your keys are suspended, so nothing that you sign counts now, and nothing was recorded.",
            "Two members of other seats replace them: `board member replace-key`.",
        )
