"""Motions: what the board votes on inside a case, and what carried ones change (docs/charter.md, Motions).

A seat speaks through its holder, and through its alternate where no holder is able to, because she stands aside or her
term does not cover the day. A mover is judged on the day of her motion, a vote on the day it was cast, and who is still
waited for on the day of the count. Openings by an older list did not ask for terms.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from board.core.act import WITHOUT_VOTE, Motion, Moved
from board.core.act import moved_to as moved_to
from board.core.act import title_of as title_of
from board.core.ballot import Ballot, Verdict
from board.core.ballots import fresh, live_ballots, valid_stop
from board.core.case import Carried, Case
from board.core.charter import Member
from board.core.dates import local_date
from board.core.lowered import lowered_before, tier_named
from board.core.never import never_overruled
from board.core.proposal import Tier
from board.core.questions import case_tier, risen
from board.core.rules import voting_seats
from board.core.said import list_of
from board.core.seating import in_office, is_proposer, opened_on, standing_aside
from board.core.stated import STRICTER
from board.core.stops import file_of as file_of
from board.core.stops import is_about, notice_ends, silenced
from board.core.wording import Wording, wording

ON_MOTIONS = (Verdict.APPROVE, Verdict.REJECT, Verdict.ABSTAIN)
"""What can be said to a motion."""
_PEOPLE = 2


def acted(case: Case, today: date | None = None) -> Case:
    """The case with what its carried motions change; the same case where nothing was moved.

    Without a day, who left since the opening is still waited for.
    """
    case = replace(case, day=today) if today else case
    if not case.motions and case.carried == Carried():
        return case
    return _Floor(replace(case, carried=Carried()), today).through()[0]


def moved(case: Case, today: date) -> tuple[Moved, ...]:
    """What every motion of the present round comes to on a day, in the order of their numbers."""
    if not case.motions:
        return ()
    found = _Floor(replace(case, carried=Carried()), today).through()[1]
    return tuple(_under_notice(each) if each.notice_ends and today <= each.notice_ends else each for each in found)


def why_not_move(case: Case, motion: Motion) -> str:
    """Why a motion cannot be made, or has no effect, in words; "" when it can be put to the board."""
    return _Floor(acted(case)).why_void(motion)


def moved_tier(case: Case) -> tuple[str, ...]:
    """A sentence that says how motions moved the tier away from what the opening fixed; none where they did not."""
    latest = case.docket.latest
    if latest is None or case.tier is latest.tier:
        return ()
    how = "the board lowered it by vote" if case.tier.rank < latest.tier.rank else "a seat raised it"
    return (f"It was opened at {latest.tier}; {how} to {case.tier}.",)


def why_tier(case: Case) -> tuple[str, ...]:
    """The reasons for the tier in force, how motions moved it, and to what answers given since the opening raise it."""
    up = risen(case)
    if up is None:
        return (*case_tier(case)[1], *moved_tier(case))
    tier, reasons = up
    before = case_tier(replace(case, reviews=()))
    held = before[1] if before[0] is case.tier else ()
    raised = f"Answers given since it was opened raise it to {tier}: {' '.join(reasons)}"
    then = () if case.record else ("That counts once the board opens it again.",)
    return (*held, *moved_tier(case), raised, *then)


def speaks(case: Case, member: Member, motion: Motion, today: date | None = None) -> tuple[str, ...]:
    """The seats a member may speak for on a motion; her office as sponsor is not among them."""
    floor = _Floor(case, today)
    return tuple(seat for seat in floor.seats if member in floor.able(seat, motion))


def _under_notice(each: Moved) -> Moved:
    if not each.carried:
        return each
    return replace(each, state="open", words=f"{each.words}; it counts after {each.notice_ends}")


@dataclass(frozen=True, slots=True)
class _Votes:
    """The seats on one motion: who counts, who says yes, who is silent."""

    eligible: tuple[str, ...]
    yes: tuple[str, ...]
    silent: tuple[str, ...]
    people: int
    waiting_for: tuple[str, ...]
    at: tuple[datetime | None, ...] = ()
    """When each seat that says yes said so."""


class _Floor:
    """The motions of one case, taken in the order of their numbers."""

    def __init__(self, case: Case, today: date | None = None) -> None:
        self.case = case
        self.aside = standing_aside(case)
        self.strict = list_of(case) >= STRICTER
        self.today, self.day = today, today or opened_on(case)

    def members(self, day: date | None, also: str = "") -> tuple[Member, ...]:
        """Who sits on the board on a day; by an older list, everybody whose key is not suspended.

        `also` is somebody who is judged as if her key were not suspended: what it signed before stands.
        """
        everyone = (replace(one, suspended=False) if one.id == also else one for one in self.case.charter.members)
        sitting = (each for each in everyone if not each.suspended)
        return tuple(each for each in sitting if not self.strict or day is None or in_office(each, day))

    def _kept(self, motion: Motion) -> str:
        """Her of whom a suspended key changes nothing here: a motion that acts at once was done before it."""
        return motion.member if self.strict and motion.kind in WITHOUT_VOTE else ""

    def moved_on(self, motion: Motion) -> date | None:
        """The day of a motion."""
        return local_date(motion.at, self.case.charter.timezone) if motion.at else self.day

    @property
    def seats(self) -> tuple[str, ...]:
        """The seats that vote at the tier reached so far."""
        return tuple(seat.id for seat in voting_seats(self.case.charter, self.case.proposal, self.case.tier))

    def through(self) -> tuple[Case, tuple[Moved, ...]]:
        """The case after all motions, and what each came to."""
        found = []
        for motion in sorted(self.case.motions, key=lambda each: each.number):
            if motion.round != self.case.round or self.case.docket.latest is None:
                continue
            why = self.why_void(motion)
            each = Moved(motion, "void", why) if why else self.count(motion)
            if each.carried:
                self.case = replace(self.case, carried=self._after(each))
            found.append(each)
        return self._again(found)

    def _again(self, found: Sequence[Moved]) -> tuple[Case, tuple[Moved, ...]]:
        """The lowerings that waited for a stop, counted once more: a later motion may have overruled it."""
        told = list(found)
        for place, each in enumerate(found):
            if each.state == "open" and each.motion.kind == "lower-tier" and self.strict:
                told[place] = now = each if self.why_void(each.motion) else self.count(each.motion)
                self.case = replace(self.case, carried=self._after(now)) if now.carried else self.case
        return self.case, tuple(told)

    def _after(self, each: Moved) -> Carried:
        motion, carried = each.motion, self.case.carried
        match motion.kind:
            case "raise-tier" | "lower-tier":
                return replace(carried, tier=Tier(motion.to), lowered=carried.lowered or motion.kind == "lower-tier")
            case "overrule-stop":
                ends, stop = each.notice_ends or date.max, self.stop(motion)
                named = file_of(stop) if stop else motion.about
                first = min(ends, carried.overruled.get(named, ends))  # a second motion about it takes nothing back
                return replace(carried, overruled={**carried.overruled, named: first})
            case "appoint":
                return replace(carried, appointed={**carried.appointed, motion.seat: motion.to})
            case "overrule-concern":
                return replace(carried, settled=(*carried.settled, motion.about))
            case _:
                return replace(carried, pulled=tuple(dict.fromkeys((*carried.pulled, *self._own(motion)))))

    # Who may move what

    def why_void(self, motion: Motion) -> str:
        """Why a motion has no effect; "" when the board can vote on it."""
        member = self.case.charter.member(motion.member)
        if member is None or (member.suspended and not self._kept(motion)):
            return "its mover is no member of the board"
        if member.id not in (each.id for each in self.members(self.moved_on(motion), self._kept(motion))):
            return "its mover was not in office on that day"
        if motion.member in self.aside:
            return f"its mover {self.aside[motion.member]}"
        if motion.kind != "appoint" and not (self._own(motion) or "sponsor" in member.roles or member.presides):
            return "its mover speaks for no seat here"
        checks: Mapping[str, Callable[[Motion], str]] = {
            "lower-tier": self._why_not_lower,
            "raise-tier": self._why_not_raise,
            "overrule-stop": self._why_not_overrule,
            "appoint": self._why_not_appoint,
            "overrule-concern": self._why_no_concern,
            "pull": lambda motion: "" if self._own(motion) else "only a seat may ask for the full vote",
        }
        check = checks.get(motion.kind)
        return check(motion) if check else "nobody knows this kind of motion"

    def _why_not_raise(self, motion: Motion) -> str:
        if not self._own(motion):
            return "only a seat may raise the tier"
        tier = tier_named(motion.to)
        if tier is None or tier is Tier.PROHIBITED:
            return "it names no tier to raise to"
        if self.strict and (self.case.carried.lowered or lowered_before(self.case)):
            return "the board lowered the tier by vote, and that holds for this text"
        return "" if tier.rank > self.case.tier.rank else f"the tier is {self.case.tier} already"

    def _why_not_lower(self, motion: Motion) -> str:
        tier = tier_named(motion.to)
        if tier is None:
            return "it names no tier to lower to"
        if self.case.tier is Tier.PROHIBITED:
            return "no vote makes a prohibited use a lower tier"
        if not motion.text.strip():
            return "it gives no reason"
        return "" if tier.rank < self.case.tier.rank else f"the tier is {self.case.tier}, not higher than {tier}"

    def _why_not_overrule(self, motion: Motion) -> str:
        stop = self.stop(motion)
        if stop is None:
            return "the stop that it names does not stand"
        if not motion.text.strip():
            return "it gives no reason"
        if motion.at is None:
            return "it does not say when it was moved, so its notice cannot be counted"
        return never_overruled(self.case, stop)

    def stop(self, motion: Motion) -> Ballot | None:
        """The live, valid stop that a motion is about, or None."""
        valid = (each for each in live_ballots(self.case) if valid_stop(each))
        named = (each for each in valid if is_about(self.case, motion.about, each))
        latest = self.case.docket.latest
        return next((each for each in named if latest and not fresh(each, latest)), None)

    def _why_not_appoint(self, motion: Motion) -> str:
        mover, person = self.case.charter.member(motion.member), self.case.charter.member(motion.to)
        if mover is None or "sponsor" not in mover.roles:
            return "only the sponsor names an independent person"
        if motion.seat not in self.seats:
            return "it names no seat that votes here"
        if person is None or person not in self.members(self.moved_on(motion)):
            return "the person it names is no member, so no ballot could count"
        if person.id in self.aside or is_proposer(self.case, person):
            return "the person it names stands aside or made the proposal"
        if set(person.seats) & set(self.seats) or motion.seat in person.alternate:
            return "the person it names is not independent, but holds a seat here or stands in for this one"
        if person.id == motion.member:
            return "the sponsor names somebody else"
        sat = [each for each in self.members(self.moved_on(motion)) if motion.seat in (*each.seats, *each.alternate)]
        if any(each.id not in self.aside for each in sat):
            return "somebody may still speak for this seat"
        return "" if sat else "nobody holds this seat; the board fills it by a charter change"

    def _why_no_concern(self, motion: Motion) -> str:
        concern = next((each for each in self.case.messages if each.file == motion.about), None)
        if concern is None or concern.kind != "concern":
            return "it names no concern"
        return "" if motion.text.strip() else "it gives no reason"

    def _own(self, motion: Motion) -> tuple[str, ...]:
        """The voting seats that its mover speaks for; by an older list, any she held, stood in for or was appointed to.

        An alternate speaks for a seat only where its holder cannot.
        """
        member, day = motion.member, self.moved_on(motion)
        if self.strict:
            also = self._kept(motion)
            able = ((seat, self._speaking(seat, day, also=also)) for seat in self.seats)
            return tuple(seat for seat, people in able if any(one.id == member for one in people))
        found = self.case.charter.member(member)
        mine = (*found.seats, *found.alternate) if found else ()
        return tuple(seat for seat in self.seats if seat in mine or self.case.carried.appointed.get(seat) == member)

    # Counting

    def able(self, seat: str, motion: Motion) -> tuple[Member, ...]:
        """Who may speak for a seat on a motion now: its holders, or where none is able to, its alternates."""
        return self._speaking(seat, self.day, self._out(motion))

    def _out(self, motion: Motion) -> frozenset[str]:
        """Who has no word on a motion: whom it appoints, and whoever cast the stop that it would overrule."""
        stop = self.stop(motion) if motion.kind == "overrule-stop" else None
        return frozenset(({motion.to} if motion.kind == "appoint" else set()) | ({stop.member} if stop else set()))

    def _speaking(self, seat: str, day: date | None, out: Collection[str] = (), also: str = "") -> tuple[Member, ...]:
        sitting = self.members(day, also)
        free = [each for each in sitting if each.id not in self.aside and each.id not in out]
        named = self.case.carried.appointed.get(seat)
        if named is not None:
            return tuple(each for each in free if each.id == named)
        holders = [each for each in sitting if seat in each.seats and each.id not in self.aside]
        if holders:
            return tuple(each for each in holders if each in free)
        return tuple(each for each in free if seat in each.alternate)

    def _said(self, motion: Motion) -> Mapping[str, Ballot]:
        """Each member's fresh ballot on a motion, cast while she was in office."""
        latest = self.case.docket.latest
        found = {}
        for ballot in live_ballots(self.case, str(motion.number)):
            member = self.case.charter.member(ballot.member)
            day = self._cast_on(ballot)
            sat = member is not None and (day is None or in_office(member, day))
            if latest is not None and not fresh(ballot, latest) and sat and ballot.verdict in ON_MOTIONS:
                found[ballot.member] = ballot
        return found

    def _votes(self, motion: Motion) -> _Votes:
        said = self._said(motion)
        eligible, yes, silent, waits = [], [], [], []
        people, out, at = set(), self._out(motion), []
        for seat in self.seats:
            able, ballot = self._speaking(seat, self.day, out), self._voice(seat, said, out)
            if ballot is None and not able:
                continue
            eligible.append(seat)
            if ballot is None:
                silent.append(seat)
                waits += [each.id for each in able]
            elif ballot.verdict is Verdict.APPROVE:
                yes.append(seat)
                people.add(ballot.member)
                at.append(ballot.cast_at)
        return _Votes(tuple(eligible), tuple(yes), tuple(silent), len(people), tuple(dict.fromkeys(waits)), tuple(at))

    def _voice(self, seat: str, said: Mapping[str, Ballot], out: Collection[str]) -> Ballot | None:
        """The ballot that speaks for a seat: its caster could on the day she cast it; a holder's before others'."""
        by_seat = sorted(self.case.charter.members, key=lambda each: seat not in each.seats)
        for each in by_seat:
            ballot = said.get(each.id)
            if ballot is not None and seat in ballot.seats and each in self._speaking(seat, self._cast_on(ballot), out):
                return ballot
        return None

    def _cast_on(self, ballot: Ballot) -> date | None:
        latest = self.case.docket.latest
        cast = ballot.cast_at or (latest.opened_at if latest else None)
        return local_date(cast, self.case.charter.timezone) if cast else None

    def count(self, motion: Motion) -> Moved:
        """What a motion comes to."""
        if motion.kind in ("raise-tier", "pull"):
            title = self.case.charter.seat_title(next(iter(self._own(motion)), ""))
            return Moved(motion, "carried", f"any seat may, and {title} asks for it")
        if motion.kind == "overrule-stop":
            return self._overruling(motion)
        votes = self._votes(motion)
        total, needed = len(votes.eligible), len(votes.eligible) // 2 + 1
        words = wording(self.case.form).motion(len(votes.yes), total, needed)
        if len(votes.yes) >= needed and votes.people < _PEOPLE:
            words += f", and the yes of {_PEOPLE} people is needed"
            return Moved(motion, "open" if votes.silent else "lost", words, waiting_for=votes.waiting_for)
        if len(votes.yes) >= needed:
            stopped = self._silences(motion, votes.at, needed)
            return Moved(motion, "open", f"{words}, but {stopped}") if stopped else Moved(motion, "carried", words)
        reachable = len(votes.yes) + len(votes.silent) >= needed
        return Moved(motion, "open" if reachable else "lost", words, waiting_for=votes.waiting_for if reachable else ())

    def _silences(self, motion: Motion, said: Sequence[datetime | None], needed: int) -> str:
        """Why a lower tier waits although most say yes: it would take its vote from a seat whose stop stands."""
        if motion.kind != "lower-tier":
            return ""
        first = sorted(said, key=lambda each: each.timestamp() if each else 0)[:needed]
        seat = silenced(self.case, Tier(motion.to), self.day, first)
        return f"the stop of {seat.seat.title} stands, and at that tier this seat has no vote" if seat else ""

    def _overruling(self, motion: Motion) -> Moved:
        """All other eligible seats and the sponsor must say yes, and the notice must have run."""
        votes, said = self._votes(motion), self._said(motion)
        able = (each for each in self.members(None) if "sponsor" in each.roles and each.id not in self.aside)
        sitting = self.members(self.day)
        sponsors = [each for each in able if each in sitting or each.id in said]
        spoken = [said[each.id] for each in sponsors if each.id in said]
        agrees = any(ballot.verdict is Verdict.APPROVE for ballot in spoken)
        total = len(votes.eligible)
        says = wording(self.case.form)
        sponsor = "so does the sponsor" if agrees else f"the sponsor {_sponsor(sponsors, spoken, says)}"
        words = f"{says.overruling(len(votes.yes), total)}, and {sponsor}"
        ends = notice_ends(self.case, motion, self.today)
        if total and len(votes.yes) == total and agrees:
            return Moved(motion, "carried", words, ends)
        against = len(votes.yes) + len(votes.silent) < total or not sponsors or not total
        against = against or (bool(spoken) and not agrees)
        waits = (*votes.waiting_for, *(each.id for each in sponsors if not spoken))
        return Moved(motion, "lost" if against else "open", words, ends, () if against else tuple(dict.fromkeys(waits)))


def _sponsor(sponsors: list[Member], spoken: list[Ballot], says: Wording) -> str:
    if not sponsors:
        return "is missing: nobody holds that role"
    return "does not" if spoken else says.sponsor_silent()
