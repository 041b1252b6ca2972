"""What one can see of each rule in a case of the example: a predicate for each, over the board and the case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property

from board.actions.cases import load_case
from board.actions.evidence import evidence_lines
from board.actions.load import World
from board.actions.opened import opened_policy
from board.actions.replay import Replay
from board.actions.timeline import Shift, read_timeline
from board.core.act import Moved
from board.core.ballot import Verdict
from board.core.case import Case, SeatState, Stage
from board.core.charter import Charter
from board.core.conditions import Lateness, freezes, open_conditions, worst_lateness
from board.core.deadlines import deadlines
from board.core.message import unanswered
from board.core.motions import moved
from board.core.proposal import Tier
from board.core.record import Outcome, Record
from board.core.risk import risks_of
from board.core.seating import is_proposer
from board.core.summary import stage
from board.core.tally import tally
from board.core.tier import tier_of
from board.formats.acts import read_act
from board.formats.charter import read_charter
from board.formats.shipped import shipped
from board.store.identity import Identity
from board.store.memory import MemoryStore
from tests.content.example import charter


class Board:
    """The example on the day it calls today."""

    def __init__(self) -> None:
        timeline = read_timeline()
        self.today: date = timeline.anchor
        people = {one.id: Identity(one.name, one.emails[0], "", "") for one in charter().members}
        store = MemoryStore()

        def unsigned(data: bytes) -> bytes:
            return data.replace(b'signing = "required"', b'signing = "unsigned"')

        def who(person: str) -> Identity:
            name, _, mail = person.partition(" <")
            return people.get(person) or Identity(name, mail.rstrip(">"), "", "")

        replay = Replay(store, Shift(self.today, self.today), who, unsigned)
        replay.play(timeline, lambda what, done, of: None)
        self.world: World = replay.session("kim").world

    @cached_property
    def rules(self) -> Charter:
        return self.world.charter

    def read(self, path: str) -> str:
        return (self.world.snapshot.read(path) or b"").decode()

    def names(self, folder: str) -> list[str]:
        return [path.removeprefix(folder) for path in sorted(self.world.snapshot.paths(folder))]


def record(case: Case) -> Record:
    found = case.record or (case.rounds[-1] if case.rounds else None)
    assert found is not None, f"{case.id} was never decided"
    return found


def says(*words: str) -> Callable[[Board, Case], bool]:
    """Whether the sum in words says all of this."""
    return lambda board, case: all(each in record(case).sum.sentence for each in words)


def ended(outcome: Outcome, way: str = "") -> Callable[[Board, Case], bool]:
    return lambda board, case: record(case).outcome is outcome and way in ("", record(case).way)


def follows(*kinds: str) -> Callable[[Board, Case], bool]:
    """Whether these follow-ups were given, in this order."""

    def seen(board: Board, case: Case) -> bool:
        given = iter([each.kind for each in case.follow_ups])
        return all(kind in given for kind in kinds)

    return seen


def motion(kind: str, state: str) -> Callable[[Board, Case], bool]:
    """Whether a motion of this kind came to that, counted on the ballots as they were."""

    def seen(board: Board, case: Case) -> bool:
        found: tuple[Moved, ...] = moved(case, board.today)
        return [each.state for each in found if each.motion.kind == kind] == [state]

    return seen


def at_stage(wanted: Stage) -> Callable[[Board, Case], bool]:
    return lambda board, case: stage(case, board.today) is wanted


def tier_raised(board: Board, case: Case) -> bool:
    """Raised in the round that ended without a quorum, and the record of that round was made at the raised tier."""
    (ended_round,) = case.rounds
    (raising,) = case.motions
    return raising.kind == "raise-tier" and (ended_round.tier, case.docket.openings[0].tier) == ("high", "limited")


def stop_taken_back(board: Board, case: Case) -> bool:
    lena = [each for each in case.ballots if each.member == "lena"]
    first, last = lena[0], lena[-1]
    return first.verdict is Verdict.STOP and bool(first.ground and first.clears) and last.verdict is Verdict.APPROVE


def stop_stands(board: Board, case: Case) -> bool:
    stops = [each for each in case.ballots if each.verdict is Verdict.STOP]
    return record(case).outcome is Outcome.STOPPED and len({each.ground for each in stops}) == 2


def concern(ends: str) -> Callable[[Board, Case], bool]:
    """How the one concern of a case ended: it stands, was resolved, or was overruled."""

    def seen(board: Board, case: Case) -> bool:
        (raised,) = [each for each in case.messages if each.kind == "concern"]
        if any(each.kind == "resolved" and each.re == raised.file for each in case.messages):
            return ends == "resolved"
        carried = [each for each in moved(case, board.today) if each.motion.kind == "overrule-concern" and each.carried]
        if any(each.motion.about == raised.file for each in carried):
            return ends == "overruled"
        printed = "Still open when we decided" in board.read(f"decisions/{case.id}.md")
        return ends == "stands" and raised in unanswered(case.messages) and printed

    return seen


def asked_in_vain(board: Board, case: Case) -> bool:
    return [each.kind for each in tally(case, board.today).unanswered] == ["question"]


def emergency(board: Board, case: Case) -> bool:
    acted, seconded = case.docket.openings[0].opened_by, case.follow_ups[0]
    on_call = board.rules.member(acted)
    assert on_call is not None
    told = seconded.kind == "confirmed" and seconded.member != acted and "on-call" in on_call.roles
    return told and record(case).way == "emergency" and follows("confirmed", "ratified")(board, case)


def short_way(board: Board, case: Case) -> bool:
    reported = any(case.id in board.read(f"meetings/{name}") for name in board.names("meetings/"))
    return reported and record(case).way == "expedited"


def condition_met(board: Board, case: Case) -> bool:
    proof, verified = case.follow_ups[-2:]
    given = (proof.kind, verified.kind, proof.condition) == ("proof", "verified", verified.condition)
    return given and proof.member != verified.member


def late(wanted: Lateness) -> Callable[[Board, Case], bool]:
    return lambda board, case: worst_lateness(case, board.today) is wanted


def freezing(board: Board, case: Case) -> bool:
    return bool([*freezes(case, board.today, opened_policy(board.world, case.id))])


def exception(board: Board, case: Case) -> bool:
    return case.proposal.kind == "policy-exception" and case.proposal.fact("waives") == ("R-02",)


def dissent(board: Board, case: Case) -> bool:
    counted = [each.verdict for each in record(case).ballots if each.counted]
    return record(case).outcome is Outcome.REJECTED and Verdict.APPROVE in counted


def new_revision(board: Board, case: Case) -> bool:
    first, second = case.docket.openings
    numbers = [each.number for each in case.ballots if each.member == "ben" and not each.motion]
    return first.revision != second.revision and first.round == second.round and numbers == [1, 2]


def stale_ballot(board: Board, case: Case) -> bool:
    return SeatState.STALE in {line.state for line in tally(case, board.today).seats}


def replaces(board: Board, case: Case) -> bool:
    older = record(case).supersedes
    return bool(older) and stage(load_case(board.world, older), board.today) is Stage.SUPERSEDED


def appealed(ends: str) -> Callable[[Board, Case], bool]:
    """Whether an appeal ended so, answered by two who neither decided nor lodged it."""

    def seen(board: Board, case: Case) -> bool:
        (ended,) = [each for each in case.follow_ups if each.kind == ends]
        lodged = next(each for each in case.follow_ups if each.number == ended.re)
        (heard,) = [each for each in case.follow_ups if each.kind == "heard" and each.re == ended.re]
        apart = {heard.member, ended.member} & {lodged.member, record(case).decided_by}
        anew = ends == "dismissed" or ended.proposal in board.world.ids
        return anew and not apart and heard.member != ended.member

    return seen


def two_acted(board: Board, case: Case) -> bool:
    """A round ended by two seat-holders who are neither chair nor secretary, each with a reason."""
    (ended_round,) = case.rounds
    under = f"decisions/{case.id}/acts/"
    acts = [read_act(board.read(under + name).encode(), under + name).value for name in board.names(under)]
    people = {each.member for each in acts if each is not None and each.reason}
    presiding = {one.id for one in board.rules.members if one.presides}
    return ended_round.decided_by in people and len(people) == 2 and not people & presiding


def prohibited(board: Board, case: Case) -> bool:
    return tier_of(case.proposal, case.answers)[0] is Tier.PROHIBITED


def ran_out(board: Board, case: Case) -> bool:
    waived, agreed = [each for each in case.follow_ups if each.kind == "waiver"]
    assert (waived.condition, waived.until) == (agreed.condition, agreed.until)
    back = [each.condition.due for each in open_conditions(case, board.today) if each.condition.id == waived.condition]
    return waived.until is not None and waived.until < board.today and back == [waived.until]


def granted_in_vain(board: Board, case: Case) -> bool:
    """Granted, and the proposal that was to decide it again was withdrawn: nobody decided, and that is written down."""
    (ended,) = [each for each in case.follow_ups if each.kind == "granted"]
    again = load_case(board.world, ended.proposal)
    told = any(each.kind == "correction" and each.number > ended.number for each in case.follow_ups)
    return told and again.record is None and again.proposal.state == "withdrawn"


def member_proposes(board: Board, case: Case) -> bool:
    """One member is named as proposer, and none of her ballots lies there."""
    (one,) = [each.id for each in case.charter.members if is_proposer(case, each)]
    return record(case).outcome.yes and one not in {each.member for each in case.ballots}


def two_let_go(board: Board, case: Case) -> bool:
    """Chair or secretary says first that a condition may go; another member, who does not own it, says the same."""
    first, second = [each for each in case.follow_ups if each.kind == "waiver"]
    (owner,) = [one.owner for one in record(case).conditions if one.id == first.condition]
    presides = case.charter.member(first.member)
    two = len({first.member, second.member, owner}) == 3 and first.condition == second.condition
    return two and presides is not None and presides.presides


def seat_owns(board: Board, case: Case) -> bool:
    """A condition names a seat as its owner; who holds that seat gives the proof, and somebody else checks it."""
    (one,) = [each for each in record(case).conditions if case.charter.seat(each.owner)]
    given = {each.kind: each.member for each in case.follow_ups if each.condition == one.id}
    holder = case.charter.member(given["proof"])
    return holder is not None and one.owner in holder.seats and given["verified"] != holder.id


def owed_afterwards(board: Board, case: Case) -> bool:
    """Let go with a condition open, which is still owed then, and met only by what came after."""
    at = [each.kind for each in case.follow_ups].index("lapse")
    then, met = replace(case, follow_ups=case.follow_ups[: at + 1]), case.follow_ups[at + 1 :]
    owed = {each.condition.id for each in open_conditions(then, board.today)}
    return bool(owed) and owed == {each.condition for each in met if each.kind == "verified"}


def way_back(board: Board, case: Case) -> bool:
    (older,) = [load_case(board.world, one) for one in board.world.ids if one == case.proposal.supersedes]
    late_enough = worst_lateness(older, board.today) is Lateness.ROLL_BACK
    return case.proposal.state == "draft" and case.proposal.fact("target_ring") == ("sandbox",) and late_enough


def dated(sort: str, *, late: bool) -> Callable[[Board, Case], bool]:
    """Whether one date of this sort is told today, as late or as soon."""

    def seen(board: Board, case: Case) -> bool:
        (found,) = [each for each in deadlines(case, board.today) if each.sort.id == sort]
        return found.state.late is late and found.due - timedelta(days=max(found.sort.remind)) <= board.today

    return seen


def three_values(board: Board, case: Case) -> bool:
    scores = [
        (one.inherent.score, one.residual.score, one.target.score)
        for one in risks_of(case)
        if one.inherent and one.residual and one.target and one.owner
    ]
    falling = all(before > left > aim for before, left, aim in scores)
    return bool(scores) and falling and "Biggest risk without safeguards" in board.read(f"decisions/{case.id}.md")


def minority_told(board: Board, case: Case) -> bool:
    pages = (f"decisions/{case.id}.md", f"decisions/{case.id}/ethics-review.md")
    return all("Minority view on the ethics panel." in board.read(page) for page in pages)


def held(board: Board, case: Case) -> bool:
    return any(each.held_by and not each.path for each in case.proposal.evidence) and bool(record(case).held)


def stale_evidence(board: Board, case: Case) -> bool:
    return "stale" in {line.fresh for line in evidence_lines(board.world, case, board.today)}


def split(board: Board, case: Case) -> bool:
    proposed = {each.question: each.value for each in case.answers}
    views = [view for review in case.reviews for view in review.views]
    return any(each.view == "disagree" and each.value not in ((), proposed.get(each.question)) for each in views)


def signed_by_all(board: Board, case: Case) -> bool:
    said = [each for each in case.ballots if each.verdict is Verdict.APPROVE]
    signed = {seat for each in said for seat in each.seats} == {seat.id for seat in board.rules.seats}
    return record(case).outcome.yes and signed and "iris" in {each.member for each in said}


def joined(board: Board, case: Case) -> bool:
    before = read_charter(shipped("example/board.toml"), "board.toml").value
    after = board.rules.member("yusuf")
    return before.member("yusuf") is None and after is not None and after.alternate == ("security",)


def left(board: Board, case: Case) -> bool:
    before = read_charter(shipped("example/board.toml"), "board.toml").value.member("petra")
    after = board.rules.member("petra")
    assert before is not None and after is not None
    return before.alternate == ("legal",) and not (after.alternate or after.seats or after.keys)


def policy_installed(board: Board, case: Case) -> bool:
    new = board.read(f"proposals/{case.id}/new/policy.toml")
    return "warn_at_percent = 40" in new == board.read("policy.toml") != shipped("policy.toml").decode()


def dataset(board: Board, case: Case) -> bool:
    """A dataset with its lineage and a search for personal data, both pinned."""
    pinned = {each.id for each in case.proposal.evidence if each.sha256}
    return case.proposal.kind == "dataset-admit" and pinned >= {"lineage", "pii-scan"}


def external_release(board: Board, case: Case) -> bool:
    """What goes to others waits ten working days, and every seat signs it, the panel at any tier."""
    rule = case.charter.rule(case.proposal.kind)
    every = {seat.id for seat in board.rules.seats}
    return case.proposal.kind == "external-release" and (rule.notice_working_days, set(rule.must_sign)) == (10, every)


def put_off(board: Board, case: Case) -> bool:
    """By the chair, with a reason that the round keeps."""
    (one,) = case.rounds
    chair = [each.id for each in board.rules.members if "chair" in each.roles]
    return one.outcome is Outcome.DEFERRED and [one.decided_by] == chair and len(one.sum.sentence.split()) > 5


def panel_votes(board: Board, case: Case) -> bool:
    spoke = {seat for each in record(case).ballots if each.counted for seat in each.seats}
    return case.tier is Tier.HIGH and "ethics" in spoke


def unknown_is_higher(board: Board, case: Case) -> bool:
    return case.proposal.fact("decides_about_people") == ("unknown",) and case.docket.openings[0].tier == "high"


def acts_of(*members: str) -> Callable[[Board, Case | None], bool]:
    """Whether acts by these members lie there, in this order, among all acts on the charter."""

    def seen(board: Board, case: Case | None) -> bool:
        made = [name.removesuffix(".toml").split("-")[1] for name in board.names("acts/")]
        mo = board.rules.member("mo")
        return ",".join(members) in ",".join(made) and mo is not None and not mo.suspended and bool(mo.keys)

    return seen
