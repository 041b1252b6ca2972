"""From a change to a commit, in memory: the same for a repository and for the store that tests use."""

from __future__ import annotations

from datetime import datetime

from board.core.finding import refuse
from board.store.base import Change, Person, Signer
from board.store.objects import Object, Objects, commit_bytes, needed, signed, tree_of
from board.store.trees import edit


def compose(
    objects: Objects, base: str, change: Change, author: Person, when: datetime, sign: Signer | None
) -> tuple[str, list[Object]]:
    """The id of a commit on `base` ("" for the first one) and the objects it needs, the commit last.

    Raises Refused when the author is unknown, nothing would change, a name or clash forbids it, or signing fails.
    """
    if not author.name.strip() or "@" not in author.email:
        raise refuse(
            "identity.missing",
            "git does not know who you are, so nothing was recorded.",
            "Set it once: git config --global user.name “Your Name” and git config --global user.email you@example.org",
        )
    root = tree_of(needed(objects, base)) if base else ""
    tree_id, new = edit(objects, root, change)
    if tree_id == root:
        raise refuse("store.same", "There is nothing to record: the files hold exactly this already.")
    unsigned = commit_bytes(tree_id, (base,) if base else (), author, when, change.message)
    commit = Object("commit", signed(unsigned, sign(unsigned)) if sign else unsigned)
    return commit.id, [*new, commit]
