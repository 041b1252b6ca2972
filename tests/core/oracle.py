"""A second reading of the charter: what a case comes to on a day, worked out from its plain data and docs/charter.md.

It calls nothing that the tally calls; only the meaning of `rules = 1` for a kind is taken as given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from board.core.ballot import Ballot
from board.core.case import Case
from board.core.charter import Member
from board.core.checklist import Question
from tests.core.oracle_motions import TIERS, OnMotions
from tests.core.oracle_reading import LOWER, SILENT_IS_HIGH, Reading, name, said
from tests.core.oracle_risk import critical, grave, low, medium, panel_silent

YES = ("approve", "approve-with-conditions")
INTO_FORCE = [
    "model-adopt",
    "model-train",
    "model-change",
    "ring-promote",
    "use-change",
    "external-release",
    "dataset-admit",
]
AGAINST = ("return", "reject", "stop")
EASIER = ("consent", "standard", "expedited")
UNASKED = ("charter-change",)  # the kinds about which no checklist asks


class Oracle(OnMotions):
    """One case, read again."""

    def __init__(self, case: Case, today: date) -> None:
        self.case, self.today, self.charter = case, today, case.charter
        self.latest = case.docket.openings[-1]
        self.tier = str(self.latest.tier)
        self.people = case.charter.members
        self.members = [one for one in self.people if self.sits(one, today)]
        self.rule = self.charter.rule(case.proposal.kind)
        self.aside = self.standing_aside()
        self.appointed: dict[str, str] = {}
        self.overruled, self.pulled = dict[str, date](), False
        kept = [one for one in self.people if one.suspended and self.kept_stop(one)]
        self.seated = [one for one in self.people if one in self.members or one in kept]

    def kept_stop(self, one: Member) -> bool:
        """Whether a suspended member said stop before, in her term: since list 3 that stands."""
        stop = self.spoken().get(one.id)
        if stop is None or self.latest.facts < 3 or stop.verdict != "stop" or not self.fresh(stop):
            return False
        return self.stands(stop) and self.sits(replace(one, suspended=False), self.today)

    def day(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.charter.timezone)).date()

    def working(self, first: date, days: int) -> date:
        day = first
        while days > 0:
            day += timedelta(days=1)
            days -= day.weekday() < 5 and day not in self.charter.holidays
        return day

    # Ballots

    def spoken(self, motion: str = "") -> dict[str, Ballot]:
        """Each member's ballot of this round that speaks: the highest number, but once aside always aside."""
        found: dict[str, Ballot] = {}
        for one in sorted(self.case.ballots, key=lambda each: each.number):
            here = one.proposal == self.case.proposal.id and one.repository == self.charter.repository
            if here and one.motion == motion and one.round == self.latest.round:
                if found.get(one.member) is not None and found[one.member].verdict == "recuse" != one.verdict:
                    continue
                found[one.member] = one
        return found

    def fresh(self, one: Ballot) -> bool:
        bound = ("revision", "charter", "checklists", "policy")
        return all(getattr(one, each) == getattr(self.latest, each) for each in bound)

    def standing_aside(self) -> set[str]:
        found = {who for who, one in self.spoken().items() if one.verdict == "recuse"}
        return found if self.charter.voting.proposer_may_vote else found | self.proposers()

    def proposers(self) -> set[str]:
        wrote = self.case.proposal.proposer.casefold()
        named = ((one.id, {one.id.casefold(), one.name.casefold(), *one.emails}) for one in self.charter.members)
        return {who for who, names in named if wrote in names}

    # Seats

    def signing(self) -> set[str]:
        """The seats that must sign at the tier reached."""
        seats = set(self.rule.must_sign) | (set(self.rule.must_sign_high) if TIERS.index(self.tier) > 1 else set())
        return (seats | self.asked_by_facts()) & {seat.id for seat in self.charter.seats}

    def asked_by_facts(self) -> set[str]:
        """The seats that a fact, stated or left out, asks to sign."""
        more: set[str] = set()
        for when, seats in self.rule.must_sign_when.items():
            fact, value = when.split("=", 1)
            stated = self.case.proposal.fact(fact)
            if not stated or "unknown" in stated or value in stated:
                more |= set(seats)
        return more & {seat.id for seat in self.charter.seats}

    def voting(self) -> list[str]:
        high, signing = TIERS.index(self.tier) > 1, self.signing()
        return [seat.id for seat in self.charter.seats if high or seat.votes == "always" or seat.id in signing]

    def candidates(self, seat: str) -> tuple[list[str], list[str]]:
        """Who may speak for a seat first, and who may when the first are silent at the window's end."""
        holders = [one.id for one in self.seated if seat in one.seats and one.id not in self.aside]
        others = [one.id for one in self.seated if seat in one.alternate and seat not in one.seats]
        others = [who for who in others if who not in self.aside]
        if not holders and not others and self.appointed.get(seat) in {one.id for one in self.members}:
            return [self.appointed[seat]], []
        return (holders, others) if holders else (others, [])

    def read(self) -> Reading:
        """The outcome, and what it rests on."""
        self.move()
        found = Reading(tier=self.tier, signing=self.signing() | self.lifted(), grave=self.grave())
        found.conditional = medium(self.case) and self.path() != "emergency"
        found.raised = self.raised()
        spoken = self.spoken()
        over = self.latest.window_ends is not None and self.today > self.latest.window_ends
        for seat in self.voting():
            first, second = self.candidates(seat)
            if not first:
                continue
            found.eligible.append(seat)
            for who in first + (second if over else []):
                one = spoken.get(who)
                if one is not None and seat in one.seats and self.fresh(one):
                    found.voices[seat] = (who, said(one, self.latest.facts, self.people))
                    found.counted.add(name(one))
                    break
        found.stops = [seat for seat in found.saying("stop") if self.stands(spoken[found.voices[seat][0]])]
        mine = self.stopped_by_who_is_named(spoken)
        found.counted |= {name(one) for one in mine.values()}
        found.stops += [seat for seat, one in mine.items() if self.stands(one)]
        found.unsigned_roles = self.roles_missing(spoken)
        found.way = self.way(found, spoken)
        count = len(found.eligible)
        wanted = self.rule.quorum_seats
        if wanted is None:
            voting = self.charter.voting
            wanted = voting.quorum_seats_high if TIERS.index(self.tier) > 1 else voting.quorum_seats
        found.quorum = count if found.grave else min(wanted, count)
        part, whole = self.rule.majority or self.charter.voting.majority
        enough = (lambda n: n * whole >= count * part) if self.rule.majority_at_least else (
            lambda n: n * whole > count * part
        )  # fmt: skip
        found.needed = next(n for n in range(1, count + 2) if enough(n))
        found.outcome = self.outcome(found, spoken)
        return found

    def stopped_by_who_is_named(self, spoken: dict[str, Ballot]) -> dict[str, Ballot]:
        """The stop of a member of the board whom the text calls its proposer, by a seat of hers; since list 3."""
        found: dict[str, Ballot] = {}
        for one in self.members if self.latest.facts > 2 else []:
            stop = spoken.get(one.id)
            if stop and one.id in self.aside & self.proposers() and self.whole(stop) and self.fresh(stop):
                found |= {seat: stop for seat in self.voting() if seat in one.seats and seat in stop.seats}
        return found

    def stands(self, stop: Ballot) -> bool:
        grounds = ("unlawful", "unmanaged-risk", "missing-rights", "unsafe-artefact", "broken-procedure")
        whole = stop.ground in (*grounds, "false-evidence") and any(one.strip() for one in stop.evidence)
        ends = self.overruled.get(name(stop))
        return whole and bool(stop.clears.strip()) and not (ends is not None and self.today > ends)

    def roles_missing(self, spoken: dict[str, Ballot]) -> list[str]:
        missing = []
        for role in self.rule.must_sign_roles:
            able = [one.id for one in self.members if role in one.roles and one.id not in self.aside]
            voices = [spoken[who] for who in able if who in spoken and self.fresh(spoken[who])]
            if able and all(said(one, self.latest.facts, self.people) in ("abstain", "recuse") for one in voices):
                missing.append(role)
        return missing

    def way(self, found: Reading, spoken: dict[str, Ballot]) -> str:
        path = self.path()
        closed = self.pulled or found.raised or (path == "consent" and TIERS.index(self.tier) > 1)
        closed = closed or (path != "expedited" and (found.grave or found.conditional)) or bool(self.lifted())
        closed = closed or self.too_much_for(path)
        more = path != "expedited" and self.asked_by_facts() - set(self.rule.must_sign)
        if path in EASIER and (found.saying(*AGAINST) or closed or more):
            return "vote"
        return "vote" if path == "expedited" and not self.short(found, spoken) else path

    def too_much_for(self, path: str) -> bool:
        """Whether it touches what was stopped, or replaces what was decided on a harder path or at a higher tier."""
        old, leaves = self.case.replaced, self.case.proposal.kind == "model-retire"
        if self.latest.facts < 3:
            return False
        yes = old is not None and str(old.outcome).startswith("approved")
        stopped = old is not None and str(old.outcome) == "stopped" and old.kind in INTO_FORCE
        if old is not None and (stopped or (yes and old.kind == "emergency-action")):
            return True
        if leaves or old is None or not yes:
            return bool(self.case.restricted) and not leaves
        easier = {"vote": EASIER, "consent": ("standard", "expedited"), "expedited": ("standard",), "standard": ()}
        higher = TIERS.index(old.tier) > TIERS.index(self.tier)
        return bool(self.case.restricted) or path in easier[old.way] or higher

    def path(self) -> str:
        """The path it was opened on, before anybody objects."""
        for when, easier in self.rule.path_when.items():
            fact, value = when.split("=", 1)
            if value in self.case.proposal.fact(fact) and not self.latest.path:
                return easier
        return self.latest.path or self.rule.path

    def short(self, found: Reading, spoken: dict[str, Ballot]) -> bool:
        """Whether the short way is still open."""
        closed = self.rule.path == "emergency" or self.rule.must_sign_roles or self.rule.notice_working_days
        if closed or TIERS.index(self.tier) > 1 or not low(self.case) or self.barred():
            return False
        assert self.latest.opened_at is not None
        until = self.latest.opened_at + timedelta(hours=24)
        return self.today <= self.day(until) or self.agreed(found, spoken)

    def agreed(self, found: Reading, spoken: dict[str, Ballot]) -> bool:
        """Whether the chair and one more seat said yes within a day."""
        assert self.latest.opened_at is not None
        until = self.latest.opened_at + timedelta(hours=24)
        quick = {w for w, one in spoken.items() if one.cast_at and one.cast_at <= until and self.fresh(one)}
        chairs = {one.id for one in self.members if "chair" in one.roles and one.id not in self.aside}
        agreeing = {who for who in chairs & quick if said(spoken[who], self.latest.facts, self.people) in YES}
        others = {found.voices[seat][0] for seat in found.saying(*YES)} & quick
        return bool(agreeing) and bool(others - chairs)

    def grave(self) -> bool:
        """Whether a high risk asks every seat to speak; no emergency waits for that."""
        return grave(self.case) and self.path() != "emergency"

    def barred(self) -> bool:
        """Whether the use is prohibited, or a question of these cases, which each bar a no, has a bad answer."""
        if self.tier == "prohibited" or critical(self.case):
            return True
        return any(question.id not in self.case.waivers for question in self.badly_answered())

    def lifted(self) -> set[str]:
        """The seats that judge a bad answer which an exception lets pass; early openings asked nothing of them."""
        if self.latest.facts < 3:
            return set()
        return {question.judge for question in self.badly_answered() if question.id in self.case.waivers}

    def badly_answered(self) -> Iterator[Question]:
        """The questions of these cases, which each bar a no, that have a bad answer."""
        for question in self.asked("BLOCK"):
            if set(self.answered(question) or ("unknown",)) & {"no", "unknown"}:
                yield question

    def raised(self) -> bool:
        """Whether a question of these cases, of which yes raises the tier, outgrew it; early openings did not look."""
        late = self.latest.facts > 2 and self.path() != "emergency" and self.case.proposal.kind not in SILENT_IS_HIGH
        outgrown = late and self.tier in LOWER and self.latest.tier in LOWER
        return outgrown and any("yes" in self.answered(each) for each in self.asked("RAISE"))

    def asked(self, effect: str) -> Iterator[Question]:
        """The questions of these cases that have an effect of this sort."""
        for checklist in () if self.case.proposal.kind in UNASKED else self.case.checklists:
            yield from (each for each in checklist.questions if effect in {str(one.kind) for one in each.effects})

    def answered(self, question: Question) -> tuple[str, ...]:
        """The answer that stands: of whoever judges the question, else the proposer's."""
        first = [one.id for one in self.charter.members if question.judge in one.seats]
        first += [one.id for one in self.charter.members if question.judge in one.alternate]
        named = self.appointed.get(question.judge)
        out = self.aside | {one.id for one in self.charter.members if one.suspended}
        if self.latest.facts > 2:
            out |= {one.id for one in self.charter.members if not self.sits(one, self.today)}
            holding = [one.id for one in self.charter.members if question.judge in one.seats and one.id not in out]
            open_still = self.latest.window_ends is None or self.today <= self.latest.window_ends
            first = holding if holding and open_still else first
        for who in [named] if named else [one for one in first if one not in out]:
            review = next((one for one in self.case.reviews if one.member == who), None)
            views = [one for one in review.views if one.question == question.id and one.value] if review else []
            if views:
                return views[0].value
        said = next((one.value for one in self.case.answers if one.question == question.id), ())
        return ("unknown",) if "n-a" in said and self.latest.facts > 2 else said

    def outcome(self, found: Reading, spoken: dict[str, Ballot]) -> str:
        acted = self.path() == "emergency" and self.latest.facts > 2 and self.case.emergency is not None
        if found.stops and not acted:
            return "stopped"
        if not found.eligible:
            return "no-quorum"
        passed = self.passed(found, spoken)
        if passed != "approved":
            return passed
        if found.way != "emergency" and self.barred():
            return "returned"
        conditional = found.saying("approve-with-conditions")
        ballots = (spoken[found.voices[seat][0]] for seat in conditional)
        in_time = any(self.in_time(each) for each in ballots)
        if found.way == "vote" and (found.raised or (found.conditional and not in_time)):
            return "no-quorum"
        return "approved-with-conditions" if conditional else "approved"

    def in_time(self, ballot: Ballot) -> bool:
        """Whether a condition was not overdue already when the ballot was cast."""
        cast = self.day(ballot.cast_at) if ballot.cast_at else date.min
        return any(one.due is not None and one.due >= cast for one in ballot.conditions)

    def passed(self, found: Reading, spoken: dict[str, Ballot]) -> str:
        yes = found.saying(*YES)
        if found.way == "consent":
            return "approved"
        if found.way == "standard":
            return "approved" if yes else "no-quorum"
        if found.way == "expedited":
            return "approved" if self.agreed(found, spoken) else "no-quorum"
        if found.way == "emergency":
            first = {"engineering", "security"} & set(yes)
            if len(yes) > 1 and len({found.voices[seat][0] for seat in yes}) > 1 and first and not found.stops:
                return "approved"
            return found.not_backed(max(2, self.charter.voting.quorum_people), self.latest.facts)
        unsigned = [
            seat
            for seat in found.signing & set(found.eligible)
            if seat not in found.voices or found.voices[seat][1] == "abstain"
        ]
        few = found.few(max(2, self.charter.voting.quorum_people))
        if few or unsigned or found.unsigned_roles or self.empty_at_high(found):
            return "no-quorum"
        if found.grave and "ethics" not in self.voting() and panel_silent(self.case, self.members, self.aside):
            return "no-quorum"
        if len(yes) >= found.needed:
            return "approved"
        return "returned" if len(found.saying("return")) * 2 > len(found.eligible) else "rejected"

    def empty_at_high(self, found: Reading) -> bool:
        """Whether, at tier high, a seat that must sign is held by nobody in office, not even by an alternate."""
        filled = {seat for one in self.members for seat in one.seats + one.alternate}
        return TIERS.index(self.tier) > 1 and bool(found.signing - filled)


def read_again(case: Case, today: date) -> Reading:
    """What a case comes to on a day, by the oracle."""
    return Oracle(case, today).read()
