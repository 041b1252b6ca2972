"""The guided review."""

from __future__ import annotations

from datetime import datetime

from board.actions.model import Done, ReviewForm
from board.actions.session import Session
from board.core.review import Answer, View


def review_form(session: Session, proposal_id: str) -> ReviewForm: ...
def save_view(session: Session, proposal_id: str, view: View) -> datetime:
    """Put my view into the draft on disk; returns when."""


def share(session: Session, proposal_id: str) -> Done:
    """Commit my review without a ballot."""


def save_answer(session: Session, proposal_id: str, answer: Answer) -> Done: ...
