"""Taking a revision up."""

from __future__ import annotations

from board.actions.model import Done, OpeningPreview
from board.actions.session import Session


def opening_preview(session: Session, proposal_id: str) -> OpeningPreview:
    """Revision, tier, window, findings and the difference since the last opening."""


def open_proposal(session: Session, proposal_id: str) -> Done: ...
