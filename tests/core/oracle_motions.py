"""A second reading of what docs/charter.md says of motions: who moves them, who votes, what they change."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from board.core.act import Motion
from board.core.ballot import Ballot
from board.core.case import Case
from board.core.charter import Charter, Member
from board.core.docket import Opening
from tests.core.oracle_reading import name, noticed

TIERS = ("minimal", "limited", "high", "prohibited")


class OnMotions:
    """What the motions of one case change; the rest of the oracle tells it who sits where."""

    case: Case
    charter: Charter
    latest: Opening
    today: date
    tier: str
    aside: set[str]
    appointed: dict[str, str]
    overruled: dict[str, date]
    pulled: bool
    lowered: bool = False
    waiting: list[Motion]
    """Lowerings that most say yes to, and that wait for a stop."""

    @staticmethod
    def sits(member: Member, day: date) -> bool:
        """Whether a member is in office on a day."""
        begun = member.start is None or day >= member.start
        return begun and not member.suspended and not (member.end is not None and day > member.end)

    def day(self, moment: datetime) -> date:
        """The day of a moment in the charter's time zone."""
        raise NotImplementedError

    def working(self, first: date, days: int) -> date:
        """So many working days later."""
        raise NotImplementedError

    def spoken(self, motion: str = "") -> dict[str, Ballot]:
        """Each member's ballot of this round that speaks."""
        raise NotImplementedError

    def fresh(self, one: Ballot) -> bool:
        """Whether a ballot is about the latest opening."""
        raise NotImplementedError

    def proposers(self) -> set[str]:
        """Who made the proposal."""
        raise NotImplementedError

    def voting(self) -> list[str]:
        """The seats with a vote at the tier reached."""
        raise NotImplementedError

    def candidates(self, seat: str) -> tuple[list[str], list[str]]:
        """Who may speak for a seat first, and who may when the first are silent at the window's end."""
        raise NotImplementedError

    def stopped_by_who_is_named(self, spoken: dict[str, Ballot]) -> dict[str, Ballot]:
        """The stop of a member whom the text calls its proposer, by a seat of hers."""
        raise NotImplementedError

    def stands(self, stop: Ballot) -> bool:
        """Whether a stop is whole and not overruled."""
        raise NotImplementedError

    @staticmethod
    def before_her_key_rested(motion: Motion) -> str:
        """Who is heard although her key is suspended now: what acts at once was done before."""
        return motion.member if motion.kind in ("raise-tier", "pull") else ""

    def board_on(self, day: date, also: str = "") -> list[Member]:
        """Who is of the board on a day: early openings looked at suspended keys alone, later ones at terms too."""
        awake = [replace(one, suspended=False) if one.id == also else one for one in self.charter.members]
        everyone = [one for one in (awake if self.latest.facts > 2 else self.charter.members) if not one.suspended]
        return everyone if self.latest.facts < 3 else [one for one in everyone if self.sits(one, day)]

    def moved_on(self, motion: Motion) -> date:
        """The day of a motion."""
        return self.day(motion.at) if motion.at else self.today

    def move(self) -> None:
        """Let the motions of this round act, in the order of their numbers."""
        ended = {one.round for one in self.case.docket.openings if one.revision == self.latest.revision}
        told = [each for one in self.case.rounds if one.round in ended for each in one.motions]
        self.waiting = []
        self.lowered = any(each.kind == "lower-tier" and each.outcome == "carried" for each in told)
        for motion in sorted(self.case.motions, key=lambda one: one.number):
            if motion.round == self.latest.round and self.may_move(motion):
                self.act(motion)
        waiting, self.waiting = self.waiting, []
        for motion in waiting if self.latest.facts > 2 else []:  # what it waited for may be overruled by now
            if self.may_move(motion):
                self.act(motion)

    def own(self, motion: Motion) -> list[str]:
        """The seats in whose name a motion can be moved; early openings let an alternate move beside the holder."""
        if self.latest.facts > 2:
            day = self.moved_on(motion)
            also = self.before_her_key_rested(motion)
            return [seat for seat in self.voting() if motion.member in self.voices_on(seat, day, (), also)]
        member = next(one for one in self.charter.members if one.id == motion.member)
        named = (seat for seat, who in self.appointed.items() if who == motion.member)
        return [seat for seat in self.voting() if seat in {*member.seats, *member.alternate, *named}]

    def may_move(self, motion: Motion) -> bool:
        """Whether a motion has an effect once it is carried."""
        there = self.board_on(self.moved_on(motion), self.before_her_key_rested(motion))
        member = next((one for one in there if one.id == motion.member), None)
        if member is None or member.id in self.aside:
            return False
        seat, rank = bool(self.own(motion)), TIERS.index(motion.to) if motion.to in TIERS else -1
        officer = seat or bool({"sponsor", "chair", "secretary"} & set(member.roles))
        if motion.kind == "raise-tier":
            return seat and TIERS.index(self.tier) < rank < 3 and not (self.lowered and self.latest.facts > 2)
        if motion.kind == "pull":
            return seat
        if motion.kind == "lower-tier":
            return officer and bool(motion.text.strip()) and 0 <= rank < TIERS.index(self.tier) < 3
        if motion.kind == "overrule-stop":
            stop = self.stop(motion)
            free = stop is not None and stop.ground != "unlawful" and self.tier != "prohibited"
            return officer and bool(motion.text.strip()) and motion.at is not None and free
        return motion.kind == "appoint" and "sponsor" in member.roles and self.may_appoint(motion)

    def may_appoint(self, motion: Motion) -> bool:
        """Whether the person named is independent, and everybody else of the seat stands aside."""
        there = self.board_on(self.moved_on(motion))
        person = next((one for one in there if one.id == motion.to), None)
        if person is None or motion.seat not in self.voting() or person.id == motion.member:
            return False
        if person.id in self.aside | self.proposers():
            return False
        sat = [one for one in there if motion.seat in (*one.seats, *one.alternate)]
        independent = not set(person.seats) & set(self.voting()) and motion.seat not in person.alternate
        return independent and bool(sat) and all(one.id in self.aside for one in sat)

    def stop(self, motion: Motion) -> Ballot | None:
        """The stop that a motion would overrule."""
        named = self.named(motion)
        found = next((one for one in self.spoken().values() if named and one.member == named.member), None)
        if named is None or found is None or not (self.whole(found) and self.fresh(found)):
            return None
        again = (named.ground, named.round, named.revision) == (found.ground, found.round, found.revision)
        again = again and self.latest.facts > 2 and self.whole(named) and not named.motion
        return found if name(found) == name(named) or again else None

    def named(self, motion: Motion) -> Ballot | None:
        """The ballot whose file a motion names."""
        return next((one for one in self.case.ballots if name(one) == motion.about), None)

    @staticmethod
    def whole(stop: Ballot) -> bool:
        """Whether it is a stop with all that one needs."""
        return stop.verdict == "stop" and bool(stop.ground and stop.evidence and stop.clears)

    def silences(self, to: str, yes: list[datetime | None]) -> bool:
        """Whether a lower tier would take its vote from a seat that said stop before most had said yes to it."""
        if self.latest.facts < 3:
            return False
        before, tier = self.voting(), self.tier
        self.tier = to
        gone, self.tier = set(before) - set(self.voting()), tier
        done = max((one for one in yes if one), default=None)
        over = self.latest.window_ends is not None and self.today > self.latest.window_ends
        held: list[Ballot] = []
        for seat in gone:
            first, second = self.candidates(seat)
            voices = [self.spoken().get(who) for who in first + (second if over and first else [])]
            own = [one for one in voices if one and seat in one.seats and self.fresh(one)][:1]
            for one in own:
                held.append(one)
        held += [one for seat, one in self.stopped_by_who_is_named(self.spoken()).items() if seat in gone]
        too_late = done and done + timedelta(days=1)
        return any(self.stands(one) and not (too_late and one.cast_at and one.cast_at > too_late) for one in held)

    def voices_on(self, seat: str, day: date, out: Collection[str], also: str = "") -> list[str]:
        """Who may speak on a motion on a day: the holders, or the alternates where no holder can."""
        people = [one for one in self.board_on(day, also) if one.id not in self.aside]
        if seat in self.appointed:
            return [one.id for one in people if one.id == self.appointed[seat] and one.id not in out]
        holders = [one.id for one in people if seat in one.seats]
        if holders:
            return [who for who in holders if who not in out]
        return [one.id for one in people if seat in one.alternate and one.id not in out]

    def said_on(self, motion: Motion) -> Iterator[tuple[str, Ballot, date]]:
        """Each vote on a motion that was cast in office, with its day."""
        for who, one in self.spoken(str(motion.number)).items():
            member = next((each for each in self.charter.members if each.id == who), None)
            cast = one.cast_at or self.latest.opened_at
            day = self.day(cast) if cast else self.today
            sat = member is not None and (cast is None or self.sits(member, day))
            if sat and self.fresh(one) and one.verdict in ("approve", "reject", "abstain"):
                yield who, one, day

    def act(self, motion: Motion) -> None:
        """Count a motion, and let it act where it is carried."""
        if motion.kind == "raise-tier":
            self.tier = motion.to
            return
        if motion.kind == "pull":
            self.pulled = True
            return
        stop = self.stop(motion) if motion.kind == "overrule-stop" else None
        out = {motion.to} if motion.kind == "appoint" else {stop.member} if stop else set()
        said = list(self.said_on(motion))
        seats, yes, people, when = [], [], set(), list[datetime | None]()
        for seat in self.voting():
            heard = [
                (who, one) for who, one, day in said if seat in one.seats and who in self.voices_on(seat, day, out)
            ]
            holders = [one.id for one in self.charter.members if seat in one.seats]
            order = [*holders, *(one.id for one in self.charter.members)]
            heard.sort(key=lambda each: order.index(each[0]))
            if not heard and not self.voices_on(seat, self.today, out):
                continue
            seats.append(seat)
            if heard and heard[0][1].verdict == "approve":
                yes.append(seat)
                people.add(heard[0][0])
                when.append(heard[0][1].cast_at)
        if motion.kind == "overrule-stop":
            voices = {who: one for who, one, _ in said}
            sponsors = [one.id for one in self.charter.members if "sponsor" in one.roles and not one.suspended]
            agreed = [who for who in sponsors if who not in self.aside and who in voices]
            if seats and seats == yes and any(voices[who].verdict == "approve" for who in agreed):
                said = noticed(motion, self.named(motion), self.case.docket.openings)
                if self.latest.facts > 2:  # what has not come by the day of the count starts no notice
                    said = [one for one in said if self.day(one - timedelta(days=1)) <= self.today] or [motion.at]
                began = self.day(max(said))
                about, ends = name(stop) if stop else motion.about, self.working(began, 5)
                self.overruled[about] = min(ends, self.overruled.get(about, ends))
        elif 2 * len(yes) > len(seats) and len(people) > 1:
            if motion.kind == "lower-tier":
                when.sort(key=lambda one: (one is not None, one and one.timestamp()))
                if not self.silences(motion.to, when[: len(seats) // 2 + 1]):
                    self.tier, self.lowered = motion.to, True
                else:
                    self.waiting.append(motion)
            else:
                self.appointed[motion.seat] = motion.to
