"""Counts that grow under `make soak`: a few in `make test`, many where BOARD_SOAK=1 asks for them."""

from __future__ import annotations

import os

SOAK = os.environ.get("BOARD_SOAK") == "1"


def count(few: int, many: int) -> int:
    """How often to do something: a few times in `make test`, many in `make soak`."""
    return many if SOAK else few
