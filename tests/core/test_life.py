"""Any life of a proposal: whatever is voted, moved, reopened, suspended or late, no yes comes without what it needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from board.core.act import MOTIONS, Motion
from board.core.ballot import Ballot, Verdict
from board.core.case import Case, Stage
from board.core.charter import Charter, KindRule, Voting
from board.core.dates import add_working_days, local_date
from board.core.docket import Docket, Opening
from board.core.motions import acted, why_not_move
from board.core.proposal import Proposal, Tier
from board.core.record import Outcome, Record
from board.core.review import Answer, Review, View
from board.core.rules import default_kinds, window_days
from board.core.stage import stage
from board.core.tally import tally
from tests.core.building import CONDITION, MEMBERS, PROPOSAL, charter
from tests.core.life_parts import ASKED, BEFORE, CHECKED, FACTS, OWN, RAISING
from tests.core.oracle import YES, read_again
from tests.core.oracle_reading import Reading
from tests.soak import count

HANDLES = tuple(member.id for member in MEMBERS)
PEOPLE = st.sampled_from(HANDLES)
NOON = datetime(2026, 10, 5, 10, tzinfo=UTC)
VERDICTS = st.sampled_from((*Verdict, Verdict.APPROVE, Verdict.APPROVE, Verdict.APPROVE))


class Life(RuleBasedStateMachine):
    """One proposal from its first opening to whatever becomes of it; every step is looked at by both readings."""

    case: Case
    now: datetime
    listed: int  # of owed facts, by which the board opens

    @property
    def today(self) -> date:
        return local_date(self.now, self.case.charter.timezone)

    @property
    def latest(self) -> Opening:
        return self.case.docket.openings[-1]

    @property
    def going(self) -> bool:
        """Whether a round is open."""
        return self.case.record is None and all(one.round < self.latest.round for one in self.case.rounds)

    @initialize(
        kind=st.sampled_from((*default_kinds(), *(["plain"] * 6))),
        own=st.sampled_from(OWN),
        facts=FACTS,
        tier=st.sampled_from([Tier.MINIMAL, Tier.LIMITED, Tier.HIGH]),
        proposer=st.sampled_from(["farah", "farah", "ana", "mo", "Chiara Romano"]),
        voting=st.builds(Voting, proposer_may_vote=st.booleans(), quorum_seats=st.integers(1, 4)),
        checked=st.booleans(),
        short=st.booleans(),
        listed=st.sampled_from([1, 2, 3, 3]),
        waived=st.sampled_from([True, True, False]),
        before=BEFORE,
        restricted=st.sampled_from(["", "", "", "2026/0001-stop"]),
    )
    def begin(
        self,
        kind: str,
        own: KindRule,
        facts: dict[str, object],
        tier: Tier,
        proposer: str,
        voting: Voting,
        checked: bool,
        short: bool,
        listed: int,
        waived: bool,
        before: Record | None,
        restricted: str,
    ) -> None:
        """The board takes it up."""
        self.now, self.listed = NOON, listed
        board: Charter = replace(charter(rule=own, voting=voting), repository="7f3c")
        self.case = Case(
            charter=board,
            proposal=Proposal(PROPOSAL, "Promote triage", kind=kind, proposer=proposer, facts=facts),
            checklists=CHECKED if checked else (),
            waivers={ASKED.id: "2026/0001-wait"} if waived else {},
            replaced=before,
            restricted=restricted,
        )
        self.case = replace(self.case, docket=Docket((self.opening(1, 1, tier, short),)))

    def opening(self, number: int, state: int, tier: Tier, short: bool) -> Opening:
        board = self.case.charter
        days = window_days(board, self.case.proposal.kind)
        return Opening(
            round=number,
            revision=f"sha256:r{state}",
            charter=f"sha256:c{state // 3}",
            checklists=f"sha256:k{state // 5}",
            policy=f"sha256:p{state // 7}",
            tier=tier,
            opened_by="kim",
            opened_at=self.now,
            window_ends=add_working_days(self.today, days, board.holidays),
            path="expedited" if short else "",
            facts=self.listed,
        )

    # What people do

    def cast(self, member: str, verdict: Verdict, binds: Opening, motion: str = "", whole: bool = True) -> None:
        found = self.case.charter.member(member)
        assert found is not None
        named = tuple(one.seat for one in self.case.motions if one.kind == "appoint" and one.to == member)
        number = 1 + sum(one.member == member for one in self.case.ballots)
        stopping = verdict is Verdict.STOP and whole
        ballot = Ballot(
            repository="7f3c",
            proposal=PROPOSAL,
            round=binds.round,
            revision=binds.revision,
            charter=binds.charter,
            checklists=binds.checklists,
            policy=binds.policy,
            member=member,
            seats=(*found.seats, *found.alternate, *named),
            number=number,
            verdict=verdict,
            cast_at=self.now,
            motion=motion,
            ground="missing-rights" if stopping else "",
            evidence=("licence",) if stopping else (),
            clears="A licence for this use" if stopping else "",
            conditions=(CONDITION,) if verdict is Verdict.APPROVE_WITH_CONDITIONS and whole else (),
            path=f"decisions/{PROPOSAL}/ballots/{member}-{number}.toml",
            sha256=f"sha256:{member}{number}",
        )
        self.case = replace(self.case, ballots=(*self.case.ballots, ballot))

    @rule(member=PEOPLE, verdict=VERDICTS, whole=st.booleans())
    def vote(self, member: str, verdict: Verdict, whole: bool) -> None:
        """Somebody votes, again or for the first time; a stop may lack its ground."""
        self.cast(member, verdict, self.latest, whole=whole)

    @rule(verdict=st.sampled_from([Verdict.APPROVE, Verdict.APPROVE_WITH_CONDITIONS, Verdict.RETURN, Verdict.ABSTAIN]))
    def vote_together(self, verdict: Verdict) -> None:
        """Everybody says the same."""
        for member in HANDLES:
            self.cast(member, verdict, self.latest)

    @rule(member=PEOPLE, verdict=VERDICTS, chance=st.integers(0, 9))
    def vote_on_what_was(self, member: str, verdict: Verdict, chance: int) -> None:
        """A ballot that was filled in before the board opened it anew, or again."""
        openings = self.case.docket.openings
        self.cast(member, verdict, openings[chance % len(openings)])

    @precondition(lambda self: self.going)
    @rule(
        member=PEOPLE,
        kind=st.sampled_from(tuple(MOTIONS)),
        to=st.sampled_from(["minimal", "limited", "high", *HANDLES]),
        seat=st.sampled_from(["security", "engineering", "product", "legal"]),
        chance=st.integers(0, 9),
        only_what_counts=st.booleans(),
    )
    def move(self, member: str, kind: str, to: str, seat: str, chance: int, only_what_counts: bool) -> None:
        """Somebody puts a motion, whether or not it can have an effect."""
        stops = [one for one in self.case.ballots if one.verdict is Verdict.STOP]
        stop = stops[chance % len(stops)] if stops else None
        motion = Motion(
            number=1 + len(self.case.motions),
            kind=kind,
            member=member,
            text="Because." if chance else "",
            to=to,
            at=self.now,
            round=self.latest.round,
            seat=seat if kind == "appoint" else "",
            about=f"{stop.member}-{stop.number}.toml" if stop and kind == "overrule-stop" else "",
        )
        if not (only_what_counts and why_not_move(self.case, motion)):
            self.case = replace(self.case, motions=(*self.case.motions, motion))

    @precondition(lambda self: self.case.motions)
    @rule(members=st.sets(PEOPLE, max_size=9), verdict=st.sampled_from(tuple(Verdict)), last=st.integers(1, 3))
    def vote_on_a_motion(self, members: set[str], verdict: Verdict, last: int) -> None:
        """Some vote on one of the latest motions."""
        motion = self.case.motions[-min(last, len(self.case.motions))]
        for member in sorted(members):
            self.cast(member, verdict, self.latest, str(motion.number))

    @precondition(lambda self: self.case.motions)
    @rule()
    def agree_to_a_motion(self) -> None:
        """Everybody, the sponsor too, says yes to the latest motion."""
        for member in HANDLES:
            self.cast(member, Verdict.APPROVE, self.latest, str(self.case.motions[-1].number))

    @precondition(lambda self: self.going)
    @rule(
        member=st.sampled_from(["ana", "ben", "chiara", "lena", "ruth"]), ground=st.booleans(), ago=st.integers(0, 30)
    )
    def stop_and_overrule(self, member: str, ground: bool, ago: int) -> None:
        """A seat stops it, and all the others and the sponsor overrule that; unlawful is never overruled.

        The motion may claim to be some days old.
        """
        self.cast(member, Verdict.STOP, self.latest)
        stopped = self.case.ballots[-1]
        if not ground:
            stopped = replace(stopped, ground="unlawful")
            self.case = replace(self.case, ballots=(*self.case.ballots[:-1], stopped))
        named = f"{member}-{stopped.number}.toml"
        self.put(Motion(0, "overrule-stop", "iris", "It has the licence.", about=named), ago)
        self.agree_to_a_motion()

    @precondition(lambda self: self.going)
    @rule(seat=st.sampled_from(["security", "engineering", "product", "legal"]), to=PEOPLE, agreed=st.booleans())
    def empty_and_appoint(self, seat: str, to: str, agreed: bool) -> None:
        """Nobody may speak for a seat any more, and the sponsor names somebody independent."""
        for member in MEMBERS:
            if seat in (*member.seats, *member.alternate):
                self.cast(member.id, Verdict.RECUSE, self.latest)
        self.put(Motion(0, "appoint", "iris", "She knows the field.", to=to, seat=seat))
        if agreed:
            self.agree_to_a_motion()

    @precondition(lambda self: self.going)
    @rule(member=PEOPLE, to=st.sampled_from(["minimal", "limited", "high"]), agreed=st.booleans())
    def move_the_tier(self, member: str, to: str, agreed: bool) -> None:
        """Somebody raises the tier, or lowers it and everybody agrees."""
        up = Tier(to).rank > acted(self.case).tier.rank
        self.put(Motion(0, "raise-tier" if up else "lower-tier", member, "It reaches other people.", to=to))
        if agreed:
            self.agree_to_a_motion()

    def put(self, motion: Motion, ago: int = 0) -> None:
        said = self.now - timedelta(days=ago)
        numbered = replace(motion, number=1 + len(self.case.motions), at=said, round=self.latest.round)
        self.case = replace(self.case, motions=(*self.case.motions, numbered))

    @rule(member=PEOPLE, value=st.sampled_from(["yes", "no", "unknown"]), raising=st.sampled_from(["", "yes", "no"]))
    def judge(self, member: str, value: str, raising: str) -> None:
        """Somebody takes a view on the questions, or changes it."""
        others = tuple(one for one in self.case.reviews if one.member != member)
        mine = Review(member, (View(ASKED.id, "security", "disagree", (value,)), View(RAISING.id, value=(raising,))))
        self.case = replace(self.case, reviews=(*others, mine))

    @rule(value=st.sampled_from(["yes", "no", "n-a", ""]))
    def answer(self, value: str) -> None:
        """The proposer answers, or takes the answer back."""
        self.case = replace(self.case, answers=(Answer(ASKED.id, (value,), "So it is."),) if value else ())

    @rule(member=PEOPLE)
    def suspend(self, member: str) -> None:
        """A key is suspended, or the suspension ends."""
        members = tuple(
            replace(one, suspended=not one.suspended) if one.id == member else one for one in self.case.charter.members
        )
        self.case = replace(self.case, charter=replace(self.case.charter, members=members))

    @rule(hours=st.sampled_from([1, 25, 24 * 8, 24 * 20]))
    def wait(self, hours: int) -> None:
        """Time passes."""
        self.now += timedelta(hours=hours)

    # What the chair does

    @rule(tier=st.sampled_from([Tier.MINIMAL, Tier.LIMITED, Tier.HIGH, Tier.PROHIBITED]), short=st.booleans())
    def open_again(self, tier: Tier, short: bool) -> None:
        """A new revision, changed rules or questions, or after a round ended the next one; the tier only rises."""
        if self.case.record is not None:
            return
        kept = max(tier, acted(self.case).tier, key=lambda one: one.rank)
        number = self.latest.round + (not self.going)
        opened = self.opening(number, 1 + len(self.case.docket.openings), kept, short)
        self.case = replace(self.case, docket=Docket((*self.case.docket.openings, opened)))

    @precondition(lambda self: self.going)
    @rule(how=st.sampled_from([Outcome.DEFERRED, Outcome.WITHDRAWN]))
    def close(self, how: Outcome) -> None:
        """The chair defers it, or takes it off the table."""
        self.case = replace(self.case, rounds=(*self.case.rounds, self.written(how)))
        assert stage(self.case, self.today) is (Stage.DEFERRED if how is Outcome.DEFERRED else Stage.WITHDRAWN)

    @precondition(lambda self: self.going)
    @rule(adds=PEOPLE, judged=st.booleans())
    def answer_no_and_say_yes(self, adds: str, judged: bool) -> None:
        """The blocking question has a bad answer; all say yes, one with a condition, or who judges it does not say."""
        self.answer("no")
        for member in HANDLES:
            yes = Verdict.APPROVE_WITH_CONDITIONS if member == adds else Verdict.APPROVE
            self.cast(member, yes if judged or member not in ("ana", "yusuf") else Verdict.ABSTAIN, self.latest)

    @precondition(lambda self: self.going)
    @rule(silent=PEOPLE)
    def all_but_one_say_yes_in_time(self, silent: str) -> None:
        """Everybody but one says yes, and the window ends."""
        for member in HANDLES:
            if member != silent:
                self.cast(member, Verdict.APPROVE, self.latest)
        self.now += timedelta(days=20)
        self.decide()

    @rule()
    def decide(self) -> None:
        """The outcome is written down, if it may be."""
        found = tally(self.case, self.today)
        if not self.going:
            assert not found.may_decide
            return
        if not found.may_decide:
            return
        again = read_again(self.case, self.today)
        if found.outcome.yes:
            self.approved(again)
            self.in_due_time(again)
        record = self.written(found.outcome)
        if found.outcome.final:
            self.case = replace(self.case, record=record)
            expected = Stage.IN_FORCE if found.outcome.yes else Stage.DECIDED
            assert stage(self.case, self.today) is expected
        else:
            self.case = replace(self.case, rounds=(*self.case.rounds, record))
            assert not stage(self.case, self.today).value.startswith("in-")

    def written(self, outcome: Outcome) -> Record:
        sums = tally(self.case, self.today).sum
        return Record(PROPOSAL, self.latest.round, outcome, 1, self.now, "ana", "", sums)

    # What must hold

    @invariant()
    def both_readings_agree(self) -> None:
        """The tally is what the second reading of the rules comes to, number by number."""
        if not hasattr(self, "case"):
            return
        found, again = tally(self.case, self.today), read_again(self.case, self.today)
        assert (found.outcome.value, found.way) == (again.outcome, again.way), found.sentence
        assert acted(self.case).tier.value == again.tier
        told = found.sum
        assert (told.eligible, told.present, told.people) == (len(again.eligible), len(again.voices), again.people)
        assert (told.yes, told.needed, told.quorum_seats) == (len(again.saying(*YES)), again.needed, again.quorum)
        assert {one.path.rpartition("/")[2] for one in found.ballots if one.counted} == again.counted
        if found.outcome.yes:
            self.approved(again)

    def approved(self, again: Reading) -> None:
        """A yes rests on fresh ballots and on no standing stop; by vote, on the quorum and on all who must sign."""
        assert not again.stops
        assert again.eligible
        live = {f"{one.member}-{one.number}.toml": one for one in self.case.ballots}
        for each in (live[name] for name in again.counted):
            bound = ("round", "revision", "charter", "checklists", "policy")
            assert all(getattr(each, name) == getattr(self.latest, name) for name in bound)
            assert not each.motion
        if again.grave:
            assert again.way in ("vote", "emergency") and (
                again.way != "vote" or set(again.voices) == {*again.eligible}
            )
        assert again.way == "emergency" or not again.raised
        if again.conditional:
            assert again.way == "vote" and "approve-with-conditions" in {said for _, said in again.voices.values()}
        if again.way == "vote":
            assert again.people >= 2
            assert len(again.voices) >= again.quorum
            assert all(again.voices[seat][1] != "abstain" for seat in again.signing & set(again.eligible))
            assert not again.unsigned_roles
            assert 2 * len(again.saying(*YES)) > len(again.eligible)
        elif again.way != "consent":
            assert again.saying(*YES)
            assert again.way == "standard" or again.people >= 2
        if again.way in ("consent", "standard", "expedited"):
            assert not again.saying("return", "reject", "stop")

    def in_due_time(self, again: Reading) -> None:
        """A yes is written down only once the window has ended or all have spoken, and the notice has run."""
        ends = self.latest.window_ends
        assert ends is not None
        rested = again.way in ("standard", "emergency", "expedited")
        assert self.today > ends or rested or set(again.voices) == set(again.eligible)
        notice = self.case.charter.rule(self.case.proposal.kind).notice_working_days
        assert self.latest.opened_at is not None
        opened = local_date(self.latest.opened_at, self.case.charter.timezone)
        assert not notice or self.today > add_working_days(opened, notice)


@pytest.mark.soak
class TestLife(Life.TestCase):
    """Hypothesis looks for a life that breaks a promise."""

    settings = settings(max_examples=count(40, 2_000), stateful_step_count=40, deadline=None)
