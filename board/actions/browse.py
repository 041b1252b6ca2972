"""Reading: inbox, lists, dossier, decisions, history."""

from __future__ import annotations

from board.actions.model import DecisionRow, Dossier, Filter, Inbox, LogLine, Status
from board.actions.session import Session
from board.core.case import Summary, Tally


def status(session: Session) -> Status: ...
def inbox(session: Session) -> Inbox: ...
def listing(session: Session, which: Filter) -> tuple[Summary, ...]: ...
def find_id(session: Session, part: str) -> str:
    """The one id that `part` means; raises Refused when none or several match."""


def dossier(session: Session, proposal_id: str) -> Dossier: ...
def mark_looked(session: Session, proposal_id: str) -> None:
    """Remember in the user's state directory that I saw this now."""


def tally_of(session: Session, proposal_id: str) -> Tally: ...
def decisions(session: Session) -> tuple[DecisionRow, ...]: ...
def decision_text(session: Session, proposal_id: str, which: str = "decision") -> str:
    """The published text: "decision" or "ethics-review"."""


def events(session: Session, proposal_id: str) -> tuple[LogLine, ...]: ...
def search(session: Session, text: str) -> tuple[tuple[str, str, str], ...]:
    """(id, path, line) for proposals and decisions that hold the text."""


def evidence_text(session: Session, proposal_id: str, evidence_id: str) -> str:
    """A text evidence file for reading; says so when it is binary, held or elsewhere."""
