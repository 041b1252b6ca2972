"""Where a proposal lies that somebody names and that is not where she looks: on the tip, or on another branch."""

from __future__ import annotations

from board.actions.load import Ids
from board.actions.session import Session
from board.core.finding import refuse
from board.core.ids import matching
from board.core.text import one_line

_LOOKED_AT = 20
"""So many other branches are looked at: a repository of thousands must not make a typing error slow."""
_SHOWN = 80


def elsewhere(session: Session, part: str, *, on_disk: bool = False) -> tuple[str, str]:
    """Where else a proposal of that name lies, and what to do about it; two empty texts where nobody has it.

    With `on_disk` somebody looked in the work tree, so that the board's own tip is elsewhere too.
    """
    found = matching(part, tuple(session.listed.ids)) if on_disk else ()
    if found:
        named = one_line(found[0], _SHOWN)
        words = f"{named} is before the board, but not in your work tree: what is checked out here is older."
        return words, f"`board show {named}` reads it as it is. `board sync` or `git pull` brings it here."
    for branch, commit in list(session.store.other_branches().items())[:_LOOKED_AT]:
        found = matching(part, tuple(Ids(session.store.snapshot(commit), session.layout)))
        if found:
            named, where = one_line(found[0], _SHOWN), one_line(branch, _SHOWN)
            words = f"{named} lies on the branch {where} only, so it is not before the board."
            return words, f"`git switch {where}` shows it; `board submit {named}` there puts it before the board."
    return "", ""


def refuse_draft(session: Session, proposal_id: str) -> None:
    """Raise Refused where a proposal is only a draft in this work tree: the board has not been given it."""
    if proposal_id in session.world.ids or proposal_id not in session.world_with_drafts().ids:
        return
    raise refuse(
        "proposal.draft",
        f"{proposal_id} is a draft; its proposer has to run `board submit {proposal_id}` first.",
        "Then it lies where everybody reads it, and can be opened.",
    )
