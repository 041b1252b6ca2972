"""What is done once, while the inbox is at rest, so that the next keys need not wait for it."""

from __future__ import annotations

import gc
from importlib import import_module

NEXT = ("board.tui.dossier", "board.actions.reading", "board.actions.dossier", "board.render.prose")
"""What the first key will most likely ask for."""
_SELDOM = 10_000
"""New objects between two looks through memory; Python's own number makes it look in the middle of a key."""


def load() -> None:
    """Load what comes next; what is loaded stays, so memory is not searched for it again."""
    for name in NEXT:
        import_module(name)
    gc.set_threshold(_SELDOM)
    gc.freeze()
