"""Conformance: what two open or decide together, and what is dated ahead (row 69)."""

from __future__ import annotations

from datetime import timedelta

from board.actions.docketing import open_proposal
from tests.boards import PROPOSAL
from tests.conformance.cases import case
from tests.conformance.dates import DECISIVE, ORDER
from tests.conformance.program import at_work, everybody
from tests.trust.history import History, decide_it, open_it, submit
from tests.trust.test_dates_judged import (
    DOCKET,
    MINOR,
    ONE,
    PROMOTE,
    agree,
    by_hand,
    decision,
    opening,
    others_work,
)
from tests.trust.test_openings_judged import LOW

SHORT = PROPOSAL.replace("[facts]\n", LOW)
MADE_UP = "date.made-up"


def _opened_by_two(name: str, code: str, back: int, told: str = "") -> None:
    @case(f"69-{name}", code, "young", status=3, told=told)
    def opened(history: History) -> None:
        """Two open a matter of consent with acts of today; nobody says anything, and it is decided at once."""
        board = at_work(history)
        submit(board, ONE, MINOR)
        board.wait(days=40)
        docket = opening(board, "ben", board.now - timedelta(days=back))
        agree(board, DOCKET, docket, "ben", 1)
        agree(board, DOCKET, docket, "lena", 2)
        by_hand(board, {DOCKET: docket}, "lena")
        if back:
            decide_it(board, ONE)


_opened_by_two("two-open-on-the-day-they-agreed", "", 0)
_opened_by_two("two-open-in-the-past-and-silence-decides-at-once_fail", DECISIVE, 14)


def _opened_ahead(name: str, code: str, ahead: int) -> None:
    @case(f"69-{name}", code, "young")
    def opened(history: History) -> None:
        """The chair opens for the short way, and two say yes while her date lasts."""
        board = at_work(history)
        submit(board, ONE, SHORT)
        at = board.now + timedelta(days=ahead)
        by_hand(board, {DOCKET: opening(board, "ana", at, alone=True, path="expedited")}, "ana")
        if not ahead:
            for member in ("ana", "ben"):
                board.vote(member, ONE, "approve")
            decide_it(board, ONE)


_opened_ahead("short-way-within-its-day", "", 0)
_opened_ahead("short-way-made-long-by-an-opening-dated-ahead_fail", MADE_UP, 20)


def _decided_ahead(name: str, code: str, ahead: int) -> None:
    @case(f"69-{name}", code, "young")
    def decided(history: History) -> None:
        """An approval whose last day is counted from the day that its record names."""
        board = at_work(history)
        submit(board, ONE, PROMOTE)
        open_it(board, ONE)
        everybody(board, ONE)
        made = decision(board, ONE, "ana", board.now + timedelta(days=ahead), alone=True)
        by_hand(board, dict(made.change.files), "ana")


_decided_ahead("approval-that-lasts-as-long-as-it-may", "", 0)
_decided_ahead("approval-that-lasts-longer-by-a-decision-dated-ahead_fail", MADE_UP, 1100)


def _spoilt(name: str, code: str, later: tuple[str, ...]) -> None:
    @case(f"69-{name}", code, "young", status=3 if code else 1, told="" if code else ORDER)
    def spoilt(history: History) -> None:
        """Two date notes 300 days ahead in front of an honest decision of the short way; `later` sign after it."""
        board = at_work(history)
        submit(board, ONE, SHORT)
        open_proposal(board.session("ana"), ONE, expedited=True)
        board.wait(minutes=1)
        others_work(board, "mo", "lena", at=board.now + timedelta(days=300))
        for member in ("ana", "ben"):
            board.vote(member, ONE, "approve")
        decide_it(board, ONE)
        others_work(board, *later)


_spoilt("honest-decision-behind-dates-ahead_fail", DECISIVE, ("chiara",))
_spoilt("honest-decision-behind-dates-ahead-that-two-others-took-back", "", ("chiara", "kim"))
