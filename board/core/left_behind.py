"""The stops that an opening leaves behind: cast on what was open before, and not said again since."""

from __future__ import annotations

from board.core.ballot import STOP_GROUNDS, Ballot
from board.core.ballots import fresh, valid_stop
from board.core.case import Case
from board.core.docket import Opening
from board.core.finding import Finding, Severity
from board.core.sentence import and_


def left_behind(case: Case, opening: Opening | None) -> tuple[Ballot, ...]:
    """The last ballot of each member where it is a valid stop and does not count under an opening."""
    last: dict[str, Ballot] = {}
    for ballot in sorted(case.ballots, key=lambda each: (each.number, each.path)):
        if not ballot.motion and ballot.proposal == case.id and ballot.repository == case.charter.repository:
            last[ballot.member] = ballot
    found = (last[member] for member in sorted(last)) if opening is not None else ()
    return tuple(one for one in found if opening is not None and valid_stop(one) and fresh(one, opening))


def stop_findings(case: Case, opening: Opening | None, *, ahead: bool) -> tuple[Finding, ...]:
    """A warning for each such stop; `ahead` where the opening is only about to be made."""
    return tuple(_told(case, one, ahead=ahead) for one in left_behind(case, opening))


def _told(case: Case, stop: Ballot, *, ahead: bool) -> Finding:
    who = and_([case.charter.seat_title(seat) for seat in stop.seats]) or case.charter.called(stop.member)
    does = "Once it is opened, this" if ahead else "Since it was opened again, this"
    words = f"{who} said stop, on the ground “{STOP_GROUNDS[stop.ground]}”. {does} no longer counts."
    why = f"Silence would let it pass. What would clear it: {' '.join(stop.clears.split())}"
    fix = f"Ask {case.charter.called(stop.member)} to look at what changed, and to vote again."
    return Finding("stop.left-behind", words, Severity.WARNING, why=why, fix=fix)
