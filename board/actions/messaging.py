"""Questions, replies, concerns."""

from __future__ import annotations

from board.actions.model import Done
from board.actions.session import Session


def ask(
    session: Session, proposal_id: str, text: str, *, kind: str = "question", to: str = "", about: str = ""
) -> Done: ...
def reply(session: Session, proposal_id: str, text: str, *, re: str, kind: str = "reply") -> Done: ...
