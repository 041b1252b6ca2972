"""What a key signs that is suspended, or that no charter names, does not count; so nothing is written with it."""

from __future__ import annotations

from board.actions.load import World
from board.core.finding import refuse
from board.store.base import Change


def refuse_suspended(world: World, handle: str, change: Change) -> None:
    """Raise Refused when a member would write a file of the board's with keys that are suspended, or with none."""
    member = world.charter.member(handle)
    open_to_all = world.layout.at("proposals/")
    if member is None or all(path.startswith(open_to_all) for path in change.files):
        return
    if member.suspended:
        raise refuse(
            "signer.suspended",
            "Your keys are suspended, so nothing that you sign counts now, and nothing was recorded.",
            "Two members of other seats replace them: `board member replace-key`.",
        )
    if world.charter.signing != "unsigned" and not (member.keys or member.openpgp):
        raise refuse(
            "signer.no-key",
            "The charter lists no key for you, so nothing that you sign would count, and nothing was recorded.",
            "If you serve on the board, `board join` proposes to add your public signing key.",
        )
