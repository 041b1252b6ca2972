"""The consent agenda: what passes unless a seat objects, and the standard changes that one yes decided since."""

from __future__ import annotations

from collections.abc import Iterable

from board.actions.cases import load_case
from board.actions.history import reported
from board.actions.session import Session
from board.core.deadlines import appeal_until
from board.core.listed import Stage, Summary

_STANDARD = "standard"


def just_done(session: Session, rows: Iterable[Summary]) -> frozenset[str]:
    """The standard changes in force that any seat may still pull, until a file in `meetings/` names them."""
    found = []
    for row in rows:
        if row.way == _STANDARD and row.stage is Stage.IN_FORCE:
            until = appeal_until(load_case(session.listed, row.id, light=True))
            if until is not None and session.today <= until and not reported(session, row.id):
                found.append(row.id)
    return frozenset(found)
