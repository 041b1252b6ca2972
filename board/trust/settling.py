"""Which faults still stand: one is settled once its files are as they were and the board acknowledged it."""

from __future__ import annotations

from collections.abc import Sequence

from board.core.layout import CHARTER
from board.trust.report import Fault
from board.trust.state import State
from board.trust.walk import Walk

NEVER = frozenset(("genesis.second", "genesis.other", "history.rewritten"))
"""What no board can acknowledge, for it is open which board that is."""
ACKNOWLEDGED = frozenset(("date.decisive", "unproven.founded"))
"""Doubts that a board settles by acknowledging the commit; nothing is put back."""
_SHORTEST = 12
"""How many digits of a commit id an acknowledgement must give at least."""


def dealt_with(walk: Walk, doubts: Sequence[Fault]) -> tuple[Fault, ...]:
    """The doubts about decisive dates, and about a founding, that the board acknowledged: all stands as it is."""
    open_to = (fault for fault in doubts if fault.code in ACKNOWLEDGED)
    return tuple(fault for fault in open_to if _named(walk, fault))


def _named(walk: Walk, fault: Fault) -> bool:
    return acknowledged(walk, fault.commit)


def acknowledged(walk: Walk, digits: str) -> bool:
    """Whether the board acknowledged a commit, or a checkpoint by its digest."""
    return any(len(one) >= _SHORTEST and digits.startswith(one) for one in walk.acknowledged)


def settled(walk: Walk, state: State | None) -> tuple[tuple[Fault, ...], tuple[Fault, ...]]:
    """The faults of a walk that stand at its end, and those that are settled there."""
    wrong = set(state.mended) if state else set()
    if wrong.difference(*walk.faulty_paths.values()):  # whoever is to blame, the files are not as they count
        return tuple(walk.faults), ()

    def done(fault: Fault) -> bool:
        if fault.code in NEVER:
            return False
        return (
            bool(fault.commit)
            and not (state and state.lies)
            and _named(walk, fault)
            and not walk.faulty_paths.get(fault.commit, frozenset((CHARTER,))) & wrong
        )

    over = tuple(fault for fault in walk.faults if done(fault))
    return tuple(fault for fault in walk.faults if fault not in over), over
