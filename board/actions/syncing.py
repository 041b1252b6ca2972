"""Fetch, re-apply mine, push."""

from __future__ import annotations

from board.actions.model import Done
from board.actions.session import Session


def sync(session: Session) -> Done: ...
