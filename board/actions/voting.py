"""Ballots."""

from __future__ import annotations

from datetime import datetime

from board.actions.model import BallotForm, Done
from board.actions.session import Session
from board.core.ballot import BallotDraft


def ballot_form(session: Session, proposal_id: str) -> BallotForm: ...
def save_ballot_draft(session: Session, proposal_id: str, draft: BallotDraft) -> datetime: ...
def cast(session: Session, proposal_id: str, draft: BallotDraft, seen: str = "") -> Done:
    """Commit my ballot with my review; `seen` is the revision the screen showed, and a different one refuses."""


def confirm(session: Session, proposal_id: str) -> Done:
    """Cast my stale ballot again, unchanged, on the latest opening."""


def discard_draft(session: Session, proposal_id: str) -> None: ...
