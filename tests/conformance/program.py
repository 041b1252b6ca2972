"""The program at work in a case's history: honest, or one that lacks a rule, as somebody may write her own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from board.store.repository import open_repository
from tests.boards import SmallBoard, git
from tests.trust.history import History, signing

SEATS = ("ana", "ben", "chiara", "lena")


def at_work(history: History) -> SmallBoard:
    """The board of a history, a few minutes after its last commit."""
    git(history.path, "reset", "-q", "--hard", "main")
    last = datetime.fromtimestamp(int(history.git("log", "-1", "--format=%ct")), UTC)
    return signing(SmallBoard(history.path, open_repository(history.path, "main"), now=last + timedelta(minutes=5)))


def by_hand(board: SmallBoard, files: Mapping[str, str | None], by: str, at: datetime | None = None) -> None:
    """A member commits files with git; the commit says the time there is, or `at`."""
    History(board.path, clock=int((at or board.now).timestamp())).commit(dict(files), by)
    git(board.path, "reset", "-q", "--hard", "main")
    board.wait(minutes=5)


def everybody(board: SmallBoard, proposal: str, verdict: str = "approve", *members: str) -> None:
    """Each of these members, or of all seats, casts the same ballot."""
    for member in members or SEATS:
        board.vote(member, proposal, verdict)
