"""Opening a repository: who I am, which store, which day it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from board.actions.model import Me


class Session:
    """One opened repository: its store, its charter at the tip, who I am, and the clock."""

    me: Me
    demo: bool
    example: bool
    today: date


def open_session(directory: Path, as_member: str = "", now: Callable[[], datetime] | None = None) -> Session:
    """Open the repository at or above `directory`; raises Refused with what to do next."""
    raise NotImplementedError


def refresh(session: Session) -> bool:
    """Look at the tip again; True when it moved. No network."""
    raise NotImplementedError
