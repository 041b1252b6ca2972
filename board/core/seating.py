"""Who speaks for a seat: its holder, else an alternate, else nobody (formats.md, Whose ballot counts)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from board.core.ballot import Ballot, Verdict
from board.core.ballots import fresh, live_ballots, valid_stop
from board.core.case import Case, SeatState
from board.core.charter import Charter, Member, Seat
from board.core.dates import local_date
from board.core.rules import voting_seats
from board.core.stated import STRICTER
from board.core.terms import in_term
from board.core.who import names_member as names_member


@dataclass(frozen=True, slots=True)
class Seating:
    """One seat on one proposal, today.

    `ballot` is the ballot that counts, or None; `waits_for` are the members who may still cast one. `aside` are those
    who would speak for the seat and stand aside. A seat is eligible while somebody may fill it.
    """

    seat: Seat
    state: SeatState
    member: str = ""
    alternate: bool = False
    ballot: Ballot | None = None
    waits_for: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    eligible: bool = True
    note: str = ""
    appointed: bool = False
    late: bool = False


def in_office(member: Member, today: date) -> bool:
    """Whether a member's ballot counts today: not suspended, and inside the term where one is written."""
    return in_term(member, today) and not member.suspended


def is_proposer(case: Case, member: Member) -> bool:
    """Whether a member made the proposal, however its text writes her."""
    return names_member(case.proposal.proposer, member)


def recused(case: Case) -> frozenset[str]:
    """Who stands aside in this round by her own word."""
    return _recused(live_ballots(case))


def _recused(live: Iterable[Ballot]) -> frozenset[str]:
    return frozenset(ballot.member for ballot in live if ballot.verdict is Verdict.RECUSE)


def standing_aside(case: Case) -> dict[str, str]:
    """The members without a vote on this proposal and why: "is the proposer" or "stands aside"."""
    return _aside(case, recused(case))


def _aside(case: Case, aside: frozenset[str]) -> dict[str, str]:
    found = {member.id: "stands aside" for member in case.charter.members if member.id in aside}
    if not case.charter.voting.proposer_may_vote:
        found |= {member.id: "is the proposer" for member in case.charter.members if is_proposer(case, member)}
    return found


def why_no_pair(case: Case, member: Member, today: date) -> str:
    """Why a member cannot be one of two who open or decide together, in words; "" when she can."""
    if not in_office(member, today):
        return "your key is suspended" if member.suspended else "your term does not cover today"
    if not member.seats:
        return "you hold no seat"
    if standing_aside(case).get(member.id):
        return f"you {'stand aside' if standing_aside(case)[member.id] == 'stands aside' else 'are the proposer'}"
    return ""


def pair_members(case: Case, charter: Charter, today: date) -> tuple[str, ...]:
    """The members any two of whom may open or decide together: they hold a seat and do not stand aside."""
    return tuple(member.id for member in charter.members if not why_no_pair(case, member, today))


def may_preside(case: Case, charter: Charter, today: date) -> tuple[Member, ...]:
    """The chair and the secretary, as far as they are in office and do not stand aside on this proposal."""
    aside = standing_aside(case)
    return tuple(m for m in charter.members if m.presides and in_office(m, today) and m.id not in aside)


def last_resort(case: Case, today: date) -> tuple[str, ...]:
    """The chair and the secretary who stand aside, where nobody else can act: neither the other one nor any two.

    They may open, and write down what the ballots come to unless that is a yes; else a small board is stuck for good.
    """
    here = [one for one in case.charter.members if in_office(one, today)]
    aside = recused(case)
    if any(one.presides and one.id not in aside for one in here):
        return ()
    return () if len(pair_members(case, case.charter, today)) > 1 else tuple(one.id for one in here if one.presides)


def speakers(case: Case, seat: str, today: date | None = None) -> tuple[str, ...]:
    """Who may judge for a seat, in order: holders, then alternates, those who stand aside left out.

    From list 3 on only who may speak for it in a ballot: in her term, and an alternate where no holder is able to, or
    once the window is over. Without a `today`, by the day on which the case is counted, else that of its opening.
    """
    members, aside = case.charter.members, standing_aside(case)
    if seat in case.carried.appointed:
        return (case.carried.appointed[seat],)
    day = today or case.day or opened_on(case)
    if day is not None and (case.docket.latest is None or case.docket.latest.facts >= STRICTER):
        able = [m for m in members if in_office(m, day) and m.id not in aside]
        holders = [m.id for m in able if seat in m.seats]
        others = [m.id for m in able if seat in m.alternate and m.id not in holders]
        return (*holders, *(others if not holders or window_over(case, day) else ()))
    listed = (*(m for m in members if seat in m.seats), *(m for m in members if seat in m.alternate))
    return tuple(dict.fromkeys(m.id for m in listed if not m.suspended and m.id not in aside))


def opened_on(case: Case) -> date | None:
    """The day of the latest opening: no ballot that claims a later one takes a seat out of the sum."""
    latest = case.docket.latest
    return local_date(latest.opened_at, case.charter.timezone) if latest and latest.opened_at else None


def window_over(case: Case, today: date) -> bool:
    """Whether the voting window lies behind us; its last day still belongs to it."""
    latest = case.docket.latest
    return latest is not None and latest.window_ends is not None and today > latest.window_ends


def seatings(case: Case, today: date) -> tuple[Seating, ...]:
    """Every seat with a vote on the proposal, in the charter's order, and who speaks for it."""
    return Room(case, today).seatings()


def seats_to_cast(case: Case, member: str, today: date) -> tuple[str, ...]:
    """The seats a member may speak for in a ballot: those she holds or is alternate for, that vote on this."""
    found = case.charter.member(member)
    if found is None or not in_office(found, today):
        return ()
    voting = voting_seats(case.charter, case.proposal, case.tier)
    appointed = [seat for seat, who in case.carried.appointed.items() if who == member]
    return tuple(seat.id for seat in voting if seat.id in (*found.seats, *found.alternate, *appointed))


def _stops_kept(case: Case, live: Iterable[Ballot]) -> frozenset[str]:
    """Whose stop stands although her key is suspended: she signed it before. Older openings let it fall with the key.

    Else any two silence with a suspension what no vote overrules.
    """
    latest = case.docket.latest
    if latest is None or latest.facts < STRICTER:
        return frozenset()
    return frozenset(one.member for one in live if valid_stop(one) and not fresh(one, latest))


class Room:
    """The members of one case on one day, who stands aside, and the ballots that may count or are stale."""

    def __init__(self, case: Case, today: date) -> None:
        self.case = case
        self.live = {ballot.member: ballot for ballot in live_ballots(case)}
        stood = _stops_kept(case, self.live.values())
        listed = (replace(one, suspended=False) if one.id in stood else one for one in case.charter.members)
        self.members = tuple(member for member in listed if in_office(member, today))
        self.aside = _aside(case, _recused(self.live.values()))
        self.over = window_over(case, today)
        self.appointed = case.carried.appointed
        latest = case.docket.latest
        self.stale = {member: why for member, ballot in self.live.items() if latest and (why := fresh(ballot, latest))}

    def seatings(self) -> tuple[Seating, ...]:
        """Every seat with a vote, in the charter's order, and who speaks for it."""
        voting = voting_seats(self.case.charter, self.case.proposal, self.case.tier)
        return tuple(self.seating(seat) for seat in voting)

    def counting(self, member: Member, seat: str) -> Ballot | None:
        """The ballot a member may have counted for a seat: fresh, and cast for it."""
        ballot = self.live.get(member.id)
        if ballot is None or member.id in self.stale or seat not in ballot.seats:
            return None
        return ballot

    def seating(self, seat: Seat) -> Seating:
        """Who speaks for one seat."""
        everyone = [member for member in self.members if seat.id in member.seats]
        deputies = [member for member in self.members if seat.id in member.alternate and member not in everyone]
        holders = [member for member in everyone if member.id not in self.aside]
        alternates = [member for member in deputies if member.id not in self.aside]
        aside = tuple(member.id for member in (*everyone, *deputies) if member.id in self.aside)
        if not holders and not alternates:
            named = next((each for each in self.members if each.id == self.appointed.get(seat.id)), None)
            return self._signed_for(seat, named, aside) if named else self._empty(seat, everyone, deputies, aside)
        may_speak = holders + (alternates if self.over or not holders else [])
        for member in may_speak:
            ballot = self.counting(member, seat.id)
            if ballot is not None:
                deputy = member not in holders
                note = self._why_alternate(everyone) if deputy else ""
                late = deputy and bool(holders)
                return Seating(seat, SeatState.VOTED, member.id, deputy, ballot, (), aside, note=note, late=late)
        return self._unheard(seat, everyone, holders, may_speak, aside)

    def _signed_for(self, seat: Seat, person: Member, aside: tuple[str, ...]) -> Seating:
        """The seat as the independent person fills it whom the board appointed."""
        note = "stands aside and so does its alternate; an independent person signs for it"
        ballot = self.counting(person, seat.id)
        if ballot is not None:
            return Seating(seat, SeatState.VOTED, person.id, False, ballot, (), aside, note=note, appointed=True)
        return replace(self._unheard(seat, [], [person], [person], aside), appointed=True)

    def _empty(self, seat: Seat, everyone: list[Member], deputies: list[Member], aside: tuple[str, ...]) -> Seating:
        if not everyone and not deputies:
            return Seating(seat, SeatState.VACANT, eligible=False, note="nobody holds it and it has no alternate")
        if not everyone:
            return Seating(
                seat,
                SeatState.VACANT,
                aside=aside,
                eligible=False,
                note="nobody holds it, and its alternate stands aside",
            )
        why = self.aside[everyone[0].id]
        also = "and so does its alternate" if why == "stands aside" else "and its alternate stands aside"
        note = f"{why} {also if deputies else 'and has no alternate'}"
        return Seating(seat, SeatState.ASIDE, everyone[0].id, aside=aside, eligible=False, note=note)

    def _unheard(
        self, seat: Seat, everyone: list[Member], holders: list[Member], may_speak: list[Member], aside: tuple[str, ...]
    ) -> Seating:
        first = may_speak[0]
        deputy = first not in holders
        waits = tuple(member.id for member in may_speak)
        stale = next((self.stale[member.id] for member in may_speak if member.id in self.stale), "")
        if stale:
            state, note = SeatState.STALE, stale
        else:
            state, note = SeatState.SILENT if self.over else SeatState.WAITING, ""
        if deputy and not note:
            note = self._why_alternate(everyone)
        return Seating(seat, state, first.id, deputy, None, waits, aside, note=note)

    def _why_alternate(self, everyone: list[Member]) -> str:
        if not everyone:
            return "the seat is vacant; its alternate speaks for it"
        why = self.aside.get(everyone[0].id)
        if why:
            return f"{why}; the alternate speaks for it"
        return "did not vote by the end of the window; the alternate speaks for it"
