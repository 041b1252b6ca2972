"""The founding that a user names, because a member told it her: which of several is the board's, or that it is none."""

from __future__ import annotations

import re

from board.actions.load import shipped_kinds
from board.actions.standing import walked
from board.core.finding import ExitStatus, Refused, refuse
from board.core.sentence import plural
from board.core.text import one_line
from board.store.pins import Pins
from board.store.repository import GitStore
from board.store.standings import Standings
from board.trust.report import Fault
from board.trust.walk import Walk

_ID = re.compile(r"[0-9a-f]{12,40}")


def named_founding(store: GitStore, founding: str) -> Fault | None:
    """Remember a founding that a user names; the fault where this history, or what she verified of it, has another.

    Raises Refused where that is no id of at least twelve digits.
    """
    if not _ID.fullmatch(founding):
        raise refuse(
            "founding.not-named",
            f"“{one_line(founding)[:40]}” is no commit id of at least twelve digits.",
            "A member's `board verify --json` tells it under `genesis`.",
            status=ExitStatus.WRONG_USE,
        )
    try:
        walk = walked(store, store.audit(), store.tip(), shipped_kinds(), pin=Pins(store.key).load(), elsewhere=())
    except Refused:
        return None  # verification itself says what is wrong
    there = [one for one in (walk.genesis, *(walk.others if walk.disputed else ())) if one.startswith(founding)]
    if len(there) == 1:
        Standings(store.key).found(there[0])
        return None
    here = "may be one of several, none of which is that" if walk.disputed else f"is {walk.genesis[:12] or 'missing'}"
    words = f"You named {founding[:12]} as the founding; the founding of this history {here}."
    return Fault("genesis.other", words, walk.genesis)


def signed_on(walk: Walk, tip: str) -> str:
    """What members of a founding signed on its line, told to who asks; anybody can make such a line."""
    state = walk.states.get(tip)
    steps = [link.by for link in state.link.back() if link.by] if state is not None else []
    return f" On it count {plural(len(steps), 'commit')} signed by {plural(len(set(steps)), 'member')} of its own."
