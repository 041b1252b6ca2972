"""Closing a round: preview, decide, defer, withdraw."""

from __future__ import annotations

from datetime import datetime

from board.actions.model import DecisionPreview, Done, FreeParts
from board.actions.session import Session


def preview(session: Session, proposal_id: str, free: FreeParts | None = None) -> DecisionPreview: ...
def save_free_parts(session: Session, proposal_id: str, free: FreeParts) -> datetime: ...
def decide(session: Session, proposal_id: str, seen: DecisionPreview) -> Done:
    """Write record, decision and ethics review in one commit; refuses and asks for a new look when more than base changed."""


def defer(session: Session, proposal_id: str, reason: str) -> Done: ...
def withdraw(session: Session, proposal_id: str, reason: str) -> Done: ...
