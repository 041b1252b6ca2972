"""What the ballots of one round come to in numbers, before anybody draws an outcome from them."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property

from board.core.act import Moved
from board.core.ballot import Ballot, Verdict
from board.core.ballots import bare, counts_as, sound_condition, valid_stop, why_foreign
from board.core.bars import barring, lifted_judges
from board.core.case import Case, SeatLine, SeatState
from board.core.charter import Member
from board.core.dates import add_working_days, local_date
from board.core.easier import EASIER, why_not_easier
from board.core.expedited import HOURS, PATH, why_not_expedite
from board.core.grave import asks_condition, asks_everybody, panel_owes
from board.core.motions import acted, file_of, moved
from board.core.proposal import Tier
from board.core.proposers import own_stops
from board.core.questions import risen, standings
from board.core.record import RecordBallot
from board.core.rules import must_sign, path_for, quorum_people, quorum_seats, why_full_vote, yes_needed
from board.core.seating import Room, Seating, in_office
from board.core.stated import STRICTER

_OBJECTIONS = (Verdict.RETURN, Verdict.REJECT, Verdict.STOP)
BARE = "names no whole condition, so it counts as abstaining"
"""What stands beside a “yes, if” that says yes to nothing."""


class Count:
    """The seats, ballots and numbers of one case on one day; computed once, when asked for."""

    def __init__(self, case: Case, today: date) -> None:
        self.case = case = acted(case, today)
        self.today = today
        self.room = Room(case, today)
        self.seatings: tuple[Seating, ...] = self.room.seatings()
        self.lifted = lifted_judges(case)
        self.signing = tuple(dict.fromkeys((*must_sign(case.charter, case.proposal, case.tier), *self.lifted)))
        own = case.docket.latest.path if case.docket.latest else ""
        self.path = own or path_for(case.charter.rule(case.proposal.kind), case.proposal)
        self.over = self.room.over
        self.own = tuple(own_stops(case, today))

    @cached_property
    def eligible(self) -> tuple[Seating, ...]:
        """The seats in the sum: those that somebody may fill."""
        return tuple(each for each in self.seatings if each.eligible)

    @cached_property
    def unheard(self) -> tuple[Seating, ...]:
        """Eligible seats without a ballot that counts."""
        return tuple(each for each in self.eligible if each.ballot is None)

    def saying(self, *verdicts: Verdict) -> tuple[Seating, ...]:
        """The seats whose counted ballot has one of these verdicts."""
        return tuple(each for each, verdict in self._spoken if verdict in verdicts)

    @cached_property
    def _spoken(self) -> tuple[tuple[Seating, Verdict], ...]:
        heard = ((each, each.ballot) for each in self.eligible if each.ballot is not None)
        return tuple((each, counts_as(ballot, self.case)) for each, ballot in heard)

    @cached_property
    def bare(self) -> tuple[Seating, ...]:
        """The seats whose “yes, if” names no whole condition, so that it counts as abstaining."""
        return tuple(each for each in self.eligible if each.ballot is not None and bare(each.ballot, self.case))

    @cached_property
    def yes(self) -> tuple[Seating, ...]:
        """The seats that say yes, with or without conditions."""
        return self.saying(Verdict.APPROVE, Verdict.APPROVE_WITH_CONDITIONS)

    @cached_property
    def stops(self) -> tuple[Seating, ...]:
        """The seats whose stop is valid and not overruled."""
        said = (each for each in (*self.saying(Verdict.STOP), *self.own) if each not in self.overruled)
        return tuple(each for each in said if each.ballot and valid_stop(each.ballot))

    @cached_property
    def overruled(self) -> tuple[Seating, ...]:
        """The seats whose stop the others and the sponsor overruled, once the notice has run; it counts as a no."""
        ends = self.case.carried.overruled
        said = ((one, ends.get(file_of(one.ballot))) for one in (*self.saying(Verdict.STOP), *self.own) if one.ballot)
        return tuple(each for each, last in said if last is not None and self.today > last)

    @cached_property
    def motions(self) -> tuple[Moved, ...]:
        """What the motions of this round come to."""
        return moved(self.case, self.today)

    @cached_property
    def objections(self) -> tuple[Seating, ...]:
        """The seats that say not yet, no, or stop."""
        return self.saying(*_OBJECTIONS)

    @property
    def present(self) -> int:
        """How many seats have spoken; abstaining is speaking."""
        return len(self.eligible) - len(self.unheard)

    @cached_property
    def people(self) -> int:
        """How many people have spoken; one person with two seats is one."""
        return len({each.member for each in self.eligible if each.ballot})

    @cached_property
    def needed(self) -> int:
        """How many seats must say yes."""
        return yes_needed(self.case.charter, self.case.proposal.kind, len(self.eligible))

    @cached_property
    def quorum_seats(self) -> int:
        """How many seats must speak: the smaller of the quorum and the eligible; all of these where a risk is grave."""
        return len(self.eligible) if self.grave else self.ordinary_quorum

    @property
    def ordinary_quorum(self) -> int:
        """How many seats must speak whatever the risk."""
        return min(quorum_seats(self.case.charter, self.case.proposal.kind, self.case.tier), len(self.eligible))

    @cached_property
    def grave(self) -> bool:
        """Whether a high risk is left, so that every seat must speak; what must stop at once waits for nobody."""
        return self.path != "emergency" and asks_everybody(self.case)

    @cached_property
    def panel_owes(self) -> tuple[str, ...]:
        """The panel's members while a high risk asks for their view and none has given it."""
        return panel_owes(self.case, self.today) if self.grave else ()

    @cached_property
    def asks_condition(self) -> bool:
        """Whether so much risk is left that no approval goes without a condition; an emergency waits for none."""
        return self.path != "emergency" and asks_condition(self.case)

    @cached_property
    def condition_owed(self) -> bool:
        """Whether enough seats say yes, and none of them with a condition; nobody asks where a stop or a bar stands."""
        enough = self.way == "vote" and not self.stops and len(self.yes) >= self.needed
        if not enough or self.condition_attached or not self.asks_condition:
            return False
        return not barring(self.case, standings(self.case))

    @cached_property
    def risen(self) -> tuple[Tier, tuple[str, ...]] | None:
        """The tier to which answers raise an opening that asks for it to be taken up; an emergency waits for nobody."""
        latest = self.case.docket.latest
        if latest is None or latest.facts < STRICTER or self.path == "emergency":
            return None
        return risen(self.case)

    @cached_property
    def tier_owed(self) -> bool:
        """Whether enough seats say yes at a tier that answers outgrew; nobody asks where a stop or a bar stands."""
        enough = self.way == "vote" and not self.stops and len(self.yes) >= self.needed
        return enough and self.risen is not None and not barring(self.case, standings(self.case))

    @cached_property
    def condition_attached(self) -> bool:
        """Whether a counted yes-if carries a whole condition; its verdict alone attaches none."""
        return any(sound_condition(each, self.case) for each in self.conditions_of_yes())

    @property
    def quorum_people(self) -> int:
        """How many people must speak."""
        return quorum_people(self.case.charter)

    @property
    def too_few(self) -> bool:
        """Whether the quorum of seats or of people is missing."""
        return self.present < self.quorum_seats or self.people < self.quorum_people

    @cached_property
    def against(self) -> tuple[Seating, ...]:
        """The seats that say no; a stop that does not count as one is a no as well."""
        return tuple(each for each in self.saying(Verdict.REJECT, Verdict.STOP) if each not in self.stops)

    @property
    def emergency_stands(self) -> bool:
        """Whether only more than half of the seats reject an emergency, and with a quorum: from list 3 on."""
        latest = self.case.docket.latest
        return latest is not None and latest.facts >= STRICTER

    @cached_property
    def unsigned(self) -> tuple[Seating, ...]:
        """Eligible seats that must sign and have not; abstaining never signs."""
        silent = (*self.unheard, *self.saying(Verdict.ABSTAIN))
        return tuple(each for each in self.eligible if each.seat.id in self.signing and each in silent)

    @cached_property
    def vacant(self) -> tuple[Seating, ...]:
        """At tier high, the seats that must sign and that nobody holds or stands in for; the vote waits for them.

        Elsewhere a vacant seat leaves the sum, so that a small board can still change its own charter.
        """
        if self.case.tier.rank < Tier.HIGH.rank:
            return ()
        empty = (each for each in self.seatings if each.state is SeatState.VACANT and not each.aside)
        return tuple(each for each in empty if each.seat.id in self.signing)

    @cached_property
    def unsigned_roles(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The roles that must sign besides the seats and have not, each with the members who hold it."""
        return tuple(
            (role, tuple(member.id for member in able))
            for role, able in self.roles_held.items()
            if not any(self._signed(member) for member in able)
        )

    @cached_property
    def roles_held(self) -> dict[str, tuple[Member, ...]]:
        """The roles that must sign, each with who can; one that nobody can speak for leaves the sum."""
        sitting = [one for one in self.case.charter.members if in_office(one, self.today) and one.id not in self.aside]
        roles = self.case.charter.rule(self.case.proposal.kind).must_sign_roles
        held = {role: tuple(one for one in sitting if role in one.roles) for role in roles}
        return {role: able for role, able in held.items() if able}

    def _signed(self, member: Member) -> bool:
        ballot = self.live.get(member.id)
        silent = (Verdict.ABSTAIN, Verdict.RECUSE)
        return ballot is not None and counts_as(ballot, self.case) not in silent and member.id not in self.stale

    @property
    def live(self) -> dict[str, Ballot]:
        """Each member's live ballot."""
        return self.room.live

    @property
    def stale(self) -> dict[str, str]:
        """The members whose live ballot is stale, and why."""
        return self.room.stale

    @property
    def aside(self) -> dict[str, str]:
        """The members without a vote here, and why."""
        return self.room.aside

    @cached_property
    def way(self) -> str:
        """The path it takes now: an objection, a seat's wish or a lapsed short way put it to the vote."""
        return "vote" if self.why_full_vote else self.path

    @cached_property
    def why_full_vote(self) -> str:
        """Why it is put to the vote although its path is an easier one; "" where it is not."""
        if self.path not in EASIER:
            return ""
        if self.objections:
            return "objection"
        asked = "pulled" if self.case.carried.pulled else why_not_easier(self.case, self.path)
        if asked:
            return asked
        if self.path == PATH:
            return self._why_not_expedited()
        closed = why_full_vote(self.case.charter, self.case.proposal, self.case.tier, self.path)
        return closed or self._why_left()

    def _why_left(self) -> str:
        """The risk that is left, the tier that rose or the bar that is lifted, which asks for the full vote; or ""."""
        if self.risen:
            return "risen"
        if self.grave:
            return "grave"
        return "condition" if self.asks_condition else "lifted" if self.lifted else ""

    def _why_not_expedited(self) -> str:
        late = self._hours_over and not self.expedited
        closed = why_not_expedite(self.case, self.case.tier) or ("lifted" if self.lifted else "")
        closed = closed or ("risen" if self.risen else "")
        return closed or ("late" if late else "")

    @property
    def _hours_over(self) -> bool:
        ends = self.expedited_until
        return ends is None or self.today > local_date(ends, self.case.charter.timezone)

    @property
    def expedited_until(self) -> datetime | None:
        """Until when the short way is open: 24 hours after the opening."""
        latest = self.case.docket.latest
        return latest.opened_at + HOURS if latest and latest.opened_at else None

    @cached_property
    def expedited(self) -> tuple[Seating, ...]:
        """The seats that, beside the chair, said yes in time; empty while the chair or such a seat is missing."""
        members = (each for each in self.case.charter.members if "chair" in each.roles and in_office(each, self.today))
        chairs = {each.id for each in members if each.id not in self.aside}
        if not any(self._agreed_in_time(chair) for chair in chairs):
            return ()
        return tuple(each for each in self.yes if each.member not in chairs and self._in_time(each.ballot))

    def _agreed_in_time(self, member: str) -> bool:
        ballot = self.live.get(member)
        if ballot is None or member in self.stale:
            return False
        return counts_as(ballot, self.case).yes and self._in_time(ballot)

    def _in_time(self, ballot: Ballot | None) -> bool:
        until = self.expedited_until
        return bool(ballot and ballot.cast_at and until and ballot.cast_at <= until)

    @cached_property
    def emergency_confirmed(self) -> bool:
        """Whether two seats and two people say yes, one seat being engineering or security, and no stop stands."""
        people = {each.member for each in self.yes if not self.stops}
        first = any(each.seat.id in ("engineering", "security") for each in self.yes)
        return len(self.yes) >= 2 and len(people) >= 2 and first

    @property
    def way_done(self) -> bool:
        """Whether an easier path has all the yes it needs."""
        match self.way:
            case "standard":
                return bool(self.yes)
            case "emergency":
                return self.emergency_confirmed
            case "expedited":
                return bool(self.expedited)
            case _:
                return False

    @cached_property
    def silent(self) -> tuple[Seating, ...]:
        """The seats whose holder did not vote by the end of the window, whether or not the alternate did."""
        if self.way != "vote" or not self.over:
            return ()
        return tuple(each for each in self.eligible if each.state is SeatState.SILENT or each.late)

    @cached_property
    def notice_ends(self) -> date | None:
        """The last day of the notice a kind asks for; None when it asks for none."""
        case, latest = self.case, self.case.docket.latest
        days = case.charter.rule(case.proposal.kind).notice_working_days
        if not days or latest is None:
            return None
        if latest.opened_at is None:
            return latest.window_ends
        return add_working_days(local_date(latest.opened_at, case.charter.timezone), days, case.charter.holidays)

    def lines(self) -> tuple[SeatLine, ...]:
        """Every seat for people to read."""
        return tuple(
            SeatLine(
                seat=each.seat.id,
                title=each.seat.title,
                state=each.state,
                member=each.member,
                alternate=each.alternate,
                ballot=each.ballot,
                eligible=each.eligible,
                must_sign=each.eligible and each.seat.id in self.signing,
                note=each.note or (BARE if each in self.bare else ""),
                appointed=each.appointed,
            )
            for each in self.seatings
        )

    def conditions_of_yes(self) -> tuple[Ballot, ...]:
        """The counted yes-if ballots, one a person, in the order of the seats."""
        ballots = (each.ballot for each in self.saying(Verdict.APPROVE_WITH_CONDITIONS) if each.ballot)
        return tuple({ballot.member: ballot for ballot in ballots}.values())

    def ballots(self) -> tuple[RecordBallot, ...]:
        """Every ballot of the case as a record names it: counted, or why not."""
        ordered = sorted(self.case.ballots, key=lambda each: (each.path, each.member, each.number, each.sha256))
        return tuple(self._recorded(ballot) for ballot in ordered)

    def _recorded(self, ballot: Ballot) -> RecordBallot:
        counted = any(each.ballot is ballot for each in (*self.eligible, *self.own))
        why = "" if counted else self._why_not(ballot)
        return RecordBallot(ballot.path, ballot.sha256, ballot.member, ballot.seats, ballot.verdict, counted, why)

    def _why_not(self, ballot: Ballot) -> str:
        live, member = self.live.get(ballot.member), self.case.charter.member(ballot.member)
        foreign = why_foreign(ballot, self.case)
        if foreign or member is None:
            return foreign or "the charter knows no such member"
        if ballot.verdict is Verdict.RECUSE:
            return "standing aside is not a vote"
        if self.aside.get(ballot.member) == "stands aside":
            return "its member stands aside in this round"
        if live is not None and live is not ballot:
            return f"ballot {live.number} replaces it"
        return self._why_no_seat(ballot, member)

    def _why_no_seat(self, ballot: Ballot, member: Member) -> str:
        if member.id in self.aside:
            return "its member is the proposer"
        if not in_office(member, self.today):
            return "its member is suspended" if member.suspended else "its member is out of office"
        if member.id in self.stale:
            return self.stale[member.id]
        voting = {each.seat.id for each in self.seatings}
        if any(seat in voting for seat in ballot.seats if seat in member.alternate and seat not in member.seats):
            return "an alternate's ballot: the seat's holder speaks for it"
        return "its member speaks for no seat that votes on this"
