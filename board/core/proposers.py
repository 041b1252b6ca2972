"""Whom a proposal names as its proposer: one member at most, who has no vote on it and whose stop counts all the same.

Anybody who can push writes that text, and so could name others and take their votes away.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from board.core.ballot import Verdict
from board.core.ballots import fresh, live_ballots, valid_stop
from board.core.case import Case, SeatState
from board.core.charter import Charter, Member
from board.core.proposal import Proposal
from board.core.rules import voting_seats
from board.core.said import list_of
from board.core.seating import Seating, in_office, is_proposer, standing_aside
from board.core.stated import STRICTER
from board.core.who import names_member


def named(charter: Charter, proposal: Proposal) -> tuple[Member, ...]:
    """The members whom a proposal names as its proposer."""
    return tuple(one for one in charter.members if names_member(proposal.proposer, one))


def why_not_one(charter: Charter, proposal: Proposal) -> str:
    """Why a proposal cannot be opened as it names its proposers, in words; "" where it names one member, or none."""
    found = named(charter, proposal)
    if len(found) < 2:
        return ""
    names = ", ".join(each.id for each in found)
    return f"It names {len(found)} members as its proposer ({names}). One proposes it: each of them would have no vote."


def own_stops(case: Case, today: date) -> Iterator[Seating]:
    """The valid stop of the member whom the text names as its proposer, for a seat of hers that votes on it.

    She has no vote. Her stop can only hold it up, and she may not have made it. By an older list it did not count.
    """
    latest = case.docket.latest
    if latest is None or list_of(case) < STRICTER:
        return
    aside = standing_aside(case)
    for ballot in live_ballots(case):
        member = case.charter.member(ballot.member)
        if member is None or ballot.verdict is not Verdict.STOP or not valid_stop(ballot) or fresh(ballot, latest):
            continue
        if member.id in aside and is_proposer(case, member) and in_office(member, today):
            voting = voting_seats(case.charter, case.proposal, case.tier)
            own = [seat for seat in voting if seat.id in member.seats and seat.id in ballot.seats]
            if own:
                yield Seating(own[0], SeatState.VOTED, member.id, ballot=ballot, eligible=False)
