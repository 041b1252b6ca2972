"""Where a proposal stands, whom it waits for and until when: computed, never stored."""

from __future__ import annotations

from datetime import date

from board.core.case import Case, Stage, Summary
from board.core.charter import Member
from board.core.conditions import OVER, OWING, mark
from board.core.conditions import OpenCondition as OpenCondition
from board.core.conditions import open_conditions as open_conditions
from board.core.counting import Count
from board.core.offices import meant
from board.core.questions import shown_tier
from board.core.record import Outcome, Record
from board.core.rules import path_for
from board.core.seating import in_office, is_proposer, last_resort, recused, standing_aside
from board.core.tally import waiting_for, why_not_decide
from board.core.unused import NOT_IN_USE, lapsed_unused, use_by

_ENDED = {
    Outcome.RETURNED: Stage.RETURNED,
    Outcome.DEFERRED: Stage.DEFERRED,
    Outcome.NO_QUORUM: Stage.NO_QUORUM,
    Outcome.WITHDRAWN: Stage.WITHDRAWN,
}
_LAPSED = ("lapse", "lapsed", "pulled")
_RETIRED = ("retire", "retired")
_EXCEPTION = "policy-exception"
UNREADABLE = "head not readable"
UNUSED = "expired, not used"


def stage(case: Case, today: date) -> Stage:
    """Where a proposal stands, from its files and the day.

    After opening, only a round's record or a final record ends a round; what the proposal's own `state` says then
    changes nothing. A decision stays decided for ever; an approval is in force until it expires, is superseded, or a
    follow-up lets it lapse or retires it.
    """
    if case.record is not None:
        return _after_decision(case, case.record, today)
    if case.docket.latest is None:
        if case.proposal.state == "withdrawn":
            return Stage.WITHDRAWN
        ready = case.proposal.readable and case.proposal.state != "draft" and case.committed
        return Stage.SUBMITTED if ready else Stage.DRAFT
    last = last_round(case)
    return _ENDED.get(last.outcome, Stage.DECIDED) if last is not None and last.round >= case.round else Stage.IN_REVIEW


def _after_decision(case: Case, record: Record, today: date) -> Stage:
    if record.outcome is Outcome.WITHDRAWN:
        return Stage.WITHDRAWN
    if case.superseded_by:
        return Stage.SUPERSEDED
    if not record.outcome.yes:
        return Stage.DECIDED
    kinds = {each.kind for each in case.follow_ups}
    if kinds.intersection(_RETIRED):
        return Stage.RETIRED
    if kinds.intersection(_LAPSED):
        return Stage.LAPSED
    ends = ends_on(record)
    ended = (ends is not None and ends < today) or lapsed_unused(case, today)
    return Stage.EXPIRED if ended else Stage.IN_FORCE


def ends_on(record: Record) -> date | None:
    """The last day of an approval: as the charter counts it, or sooner where an exception names its own last day."""
    own = record.dates.get("ends_on") if record.kind == _EXCEPTION else None
    return min((day for day in (record.expires, own) if day), default=None)


def last_round(case: Case) -> Record | None:
    """The record of the last round that ended without a final outcome, or None."""
    return max(case.rounds, key=lambda each: each.round, default=None)


def presiding(case: Case, today: date) -> tuple[str, ...]:
    """Who may open and decide: chair and secretary; where all are absent or stand aside, the seat-holders by two.

    Where there are no two either, a chair or secretary who proposed it, then who stands aside: nobody else can.
    """
    aside = standing_aside(case)
    here = [each for each in case.charter.members if in_office(each, today)]
    able = [each for each in here if each.id not in aside]
    pair = tuple(each.id for each in able if each.seats)
    alone = () if len(pair) > 1 else tuple(each.id for each in here if each.presides and each.id not in recused(case))
    return tuple(each.id for each in able if each.presides) or alone or last_resort(case, today) or pair


def proposer_of(case: Case) -> str:
    """The proposer's handle; for somebody outside the board, the name."""
    member = proposing_member(case)
    return member.id if member else case.proposal.proposer.partition("<")[0].strip() or case.proposal.proposer


def proposing_member(case: Case) -> Member | None:
    """The member who made the proposal, or None when somebody outside the board did."""
    return next((each for each in case.charter.members if is_proposer(case, each)), None)


def ownerless(case: Case) -> bool:
    """Whether a committed proposal cannot be read and names no member to mend it: it falls to those who preside."""
    return case.committed and not case.proposal.readable and proposing_member(case) is None


def summary(case: Case, today: date) -> Summary:
    """One row of a list: stage, tier, whom it waits for, and the next date that matters."""
    now, kind = stage(case, today), case.proposal.kind
    last = last_round(case)
    closed = case.record or (last if now is not Stage.IN_REVIEW else None)
    count = Count(case, today) if now is Stage.IN_REVIEW else None
    return Summary(
        id=case.id,
        title=case.proposal.title,
        kind=kind,
        stage=now,
        tier=shown_tier(case),
        proposer=case.proposal.proposer,
        outcome=closed.outcome if closed else None,
        waiting_for=_waiting(case, now, today, count),
        deadline=_deadline(case, now, today),
        opened=case.docket.latest is not None,
        committed=case.committed,
        findings=len(case.findings),
        mark=_mark(case, now, today),
        way=closed.way if closed else count.way if count else path_for(case.charter.rule(kind), case.proposal),
    )


def _mark(case: Case, now: Stage, today: date) -> str:
    """What a list notes beside a row: a head that nobody can read, or what is late after an approval."""
    if not case.proposal.readable and now.open:
        return UNREADABLE
    if now is Stage.EXPIRED and lapsed_unused(case, today):
        return UNUSED
    return mark(case, today) if now in OWING else ""


def _waiting(case: Case, now: Stage, today: date, count: Count | None) -> tuple[str, ...]:
    match now:
        case Stage.DRAFT if ownerless(case):
            return presiding(case, today)
        case Stage.RETURNED if _changed(case):
            return presiding(case, today)  # the proposer did what was asked; it waits for a new round
        case Stage.DRAFT | Stage.RETURNED | Stage.EXPIRED:
            return (proposer_of(case),) if case.proposal.proposer else ()
        case Stage.SUBMITTED | Stage.DEFERRED | Stage.NO_QUORUM:
            return presiding(case, today)
        case Stage.IN_REVIEW if count is not None:
            return waiting_for(count) if why_not_decide(count) else presiding(case, today)
        case Stage.IN_FORCE | Stage.SUPERSEDED | Stage.LAPSED | Stage.RETIRED:
            still = open_conditions(case, today)
            return tuple(dict.fromkeys(who for each in still for who in meant(each.on, case.charter, today)))
        case _:
            return ()


def _changed(case: Case) -> bool:
    """Whether the text is another than the one that the board took up last."""
    return case.docket.latest is not None and case.tip_revision not in ("", case.docket.latest.revision)


def _deadline(case: Case, now: Stage, today: date) -> date | None:
    latest = case.docket.latest
    if now is Stage.IN_REVIEW and latest:
        return latest.window_ends
    if now in OWING and case.record:
        days = [each.condition.due for each in open_conditions(case, today)] if now is not Stage.EXPIRED else []
        own = (ends_on(case.record), use_by(case) if case.in_use == NOT_IN_USE else None)
        return min((day for day in (*days, *(own if now not in OVER else ())) if day), default=None)
    return None
