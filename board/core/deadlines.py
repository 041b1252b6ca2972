"""Every date of a proposal or of the charter that nobody has settled yet: one small function for each sort.

dated.py has the table of when each is told and what it is called once it has passed. Nothing with a date is silent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from shlex import quote

from board.core.ageing import EVIDENCE, OTHER_FILES, PRACTICE, ages, looks_at, on_other_files, practise_by, too_old
from board.core.appeals import granted_unopened, too_few, who_hears
from board.core.appeals import may_hear as may_hear
from board.core.appeals import open_appeals as open_appeals
from board.core.case import Case, Stage, Summary
from board.core.conditions import OVER, Lateness, open_conditions
from board.core.dated import SORTS, Deadline, state_on
from board.core.dates import add_working_days, in_hours, local_date, local_moment, spell_hours, time_in_zone
from board.core.docket import Opening
from board.core.entitled import second_seat, who_acted
from board.core.looks import holds_until
from board.core.offices import meant, members_meant
from board.core.proposal import Tier
from board.core.record import Outcome
from board.core.said_days import END_DAY, said_day
from board.core.seating import in_office
from board.core.sentence import plural
from board.core.summary import ends_on, last_round, presiding, proposing_member, stage
from board.core.text import one_line
from board.core.unused import NOBODY_KNOWS, lapsed_unused, use_by

APPEAL_WORKING_DAYS = 20
"""Within so many working days of a decision an appeal may be lodged (D.1)."""
RATIFY_WORKING_DAYS = 5
CONFIRM_HOURS = 4
"""Within so many hours of an emergency action a second seat confirms it (A.11)."""
PUBLISH_DAYS = 30
HEAR_WORKING_DAYS, REPLY_WORKING_DAYS, DEFERRED_WORKING_DAYS = 20, 20, 10
"""Limits of this program's own, so that an appeal, a recommendation and a deferral do not fall silent either."""
_EMERGENCY, _EXCEPTION, _STANDARD = "emergency-action", "policy-exception", "standard"


def deadlines(case: Case, today: date, now: datetime | None = None) -> tuple[Deadline, ...]:
    """Every date of a proposal that nobody has settled yet, by day; what is due by the hour is judged by `now`."""
    desk = _Dates(case, today, stage(case, today), now)
    found = [each for sort in desk.sorts for each in sort(desk)]
    return tuple(sorted(found, key=lambda each: (each.due, each.sort.id, each.part)))


def with_late(row: Summary, case: Case, today: date, now: datetime | None = None) -> Summary:
    """A row that also counts what `board check` says of dates that have passed."""
    late = sum(each.finding("", today) is not None for each in deadlines(case, today, now))
    return replace(row, findings=row.findings + late)


def appeal_until(case: Case) -> date | None:
    """The last day to appeal, or to pull a standard change; None before a decision.

    A decision dated back takes nobody's time away: the days run from the one that signed commits allow.
    """
    decided = local_date(case.signed, case.charter.timezone) if case.signed else _decided(case)
    return add_working_days(decided, APPEAL_WORKING_DAYS, case.charter.holidays) if decided else None


@dataclass(frozen=True, slots=True)
class _Dates:
    """One case on one day, and the people its dates concern."""

    case: Case
    today: date
    stage: Stage
    now: datetime | None = None

    @property
    def sorts(self) -> tuple[Callable[[_Dates], Iterator[Deadline]], ...]:
        """The dates that this stage leaves; what is owed outlives whatever chair or secretary do alone."""
        if self.stage is Stage.WITHDRAWN:
            return (_emergency,) if self.case.emergency is not None else ()
        return _OWED if self.stage in OVER else _TABLE

    @property
    def proposer(self) -> tuple[str, ...]:
        member = proposing_member(self.case)
        return (member.id,) if member else ()

    @property
    def presiding(self) -> tuple[str, ...]:
        return presiding(self.case, self.today)

    @property
    def chair(self) -> tuple[str, ...]:
        return tuple(one.id for one in self.case.charter.members if "chair" in one.roles) or self.presiding

    def due(
        self,
        sort: str,
        due: date,
        what: str,
        act: str,
        *,
        acts: tuple[str, ...] = (),
        told: tuple[str, ...] = (),
        last: tuple[str, ...] = (),
        detail: str = "",
        fix: str = "",
        part: str = "",
    ) -> Deadline:
        state = state_on(SORTS[sort], due, self.today)
        return Deadline(SORTS[sort], due, what, act, acts, told, last, detail, fix, part or sort, state)


def _conditions(on: _Dates) -> Iterator[Deadline]:
    for each in open_conditions(on.case, on.today):
        condition = each.condition
        if condition.due is None:
            continue
        state = each.lateness(on.today, on.case.policy)
        fix = (
            f"{condition.owner or 'The owner'} gives proof: `board follow-up {on.case.id} prove {quote(condition.id)}`."
        )
        if each.proven:
            who = condition.verifier or "Somebody other than the owner"
            fix = f"{who} checks the proof: `board follow-up {on.case.id} verify {quote(condition.id)}`."
        if state is Lateness.ROLL_BACK and on.stage not in OVER:
            fix += f" `board follow-up {on.case.id} roll-back` drafts the proposal to go back one ring."
        charter = on.case.charter
        acts = members_meant(each.on, charter, on.today) or (() if each.proven else on.proposer) or on.presiding
        both = (*meant(condition.owner, charter, on.today), *meant(condition.verifier, charter, on.today))
        told = tuple(dict.fromkeys(one for one in both if one not in acts))
        found = on.due(
            "condition", condition.due, f"Condition {condition.id}", "verify" if each.proven else "prove",
            acts=acts, told=told, last=on.chair, detail=condition.text, fix=fix, part=f"condition {condition.id}",
        )  # fmt: skip
        yield replace(found, state=state, over=on.stage in OVER)


def _approval(on: _Dates) -> Iterator[Deadline]:
    record = on.case.record
    ends = ends_on(record) if record is not None and record.outcome.yes else None
    if record is None or ends is None:
        return
    sort = "exception" if record.kind == _EXCEPTION else "approval"
    fix = f"Propose again in time, or let it go: `board follow-up {on.case.id} lapse`."
    yield on.due(sort, ends, f"The {sort}", "renew", acts=on.proposer or on.presiding, last=on.presiding, fix=fix)


def _use(on: _Dates) -> Iterator[Deadline]:
    """The last day to put an approval to use; where the registers do not tell, a warning once it has passed."""
    until = use_by(on.case)
    unknown = on.case.in_use == NOBODY_KNOWS
    if until is None or (on.stage is Stage.EXPIRED and not lapsed_unused(on.case, on.today)):
        return
    acts, what = on.proposer or on.presiding, "Putting to use what was approved"
    first = "Propose it again" if lapsed_unused(on.case, on.today) else "Let the register show it in use"
    fix = f"{first}, or let the approval go: `board follow-up {on.case.id} lapse`."
    found = on.due("use-unknown" if unknown else "use", until, what, "use", acts=acts, last=on.presiding, fix=fix)
    doubt = f"No register shows whether what was approved is in use; it is to be by {until}"
    yield replace(found, said=doubt) if unknown else found


def _evidence(on: _Dates) -> Iterator[Deadline]:
    """The day from which evidence under an approval in force is too old; and what was made on other files than run."""
    if on.stage is not Stage.IN_FORCE:
        return
    acts, aged = on.proposer or on.presiding, ages(on.case, on.today)
    if aged:
        due = aged[0].until
        fix = f"Measure again, then say what you found and until when it holds: `board follow-up {on.case.id} review "
        fix += "evidence --until DAY`."
        found = on.due(EVIDENCE, due, "Evidence", "look-again", acts=acts, last=on.presiding, fix=fix)
        yield replace(found, said=too_old(aged, due, on.today))
    for piece, since in on_other_files(on.case):
        title = one_line(piece.title or piece.id, 60)
        words = f"Evidence “{title}” was made on other files than the register shows in use since {since}"
        fix = "Propose what is in use as a change, with evidence of its own; or put right what the register says."
        part = f"evidence “{title}”"
        found = on.due(OTHER_FILES, since, "Evidence", "look-again", acts=acts, last=on.presiding, fix=fix, part=part)
        yield replace(found, said=words, state=Lateness.LATE)
    practised = practise_by(on.case, on.today)
    if practised is not None:
        when, until, within = practised
        words = f"The way back was last practised {when}; the policy wants that within {within} days, by {until} next"
        fix = f"Practise it, then say how it went: `board follow-up {on.case.id} review practice --until DAY`."
        found = on.due(PRACTICE, until, "Practising the way back", "look-again", acts=acts, last=on.presiding, fix=fix)
        yield replace(found, said=words)


_MEASURE = "measure"
_PROMISED = {
    "review_by": ("review", "The board's next look at this"),
    "pilot_ends": ("pilot", "The pilot"),
    "sunset_on": ("sunset", "Taking it out of use"),
    "expected_end": (_MEASURE, "A look at the emergency measure"),
}


def _promised(on: _Dates) -> Iterator[Deadline]:
    """The days that the record keeps, each moved on or settled by whoever looked again.

    When an emergency action should end is answered as well; that day comes back where the record names none.
    """
    record = on.case.record
    if record is None or not record.outcome.yes:
        return
    for fact, (sort, what) in _PROMISED.items():
        gone = on.stage in OVER and (on.stage is not Stage.SUPERSEDED or fact in on.case.taken_over)
        if gone and sort != _MEASURE:
            continue  # nothing is approved any more, or the decision in its place settles it; a restriction goes on
        due = record.dates.get(fact) or (said_day(on.case, END_DAY) if sort == _MEASURE else None)
        looked = looks_at(on.case, sort, on.today)
        if looked:
            due = holds_until(on.case, looked[-1])
        if due is not None:
            fix = f"Look again and say what you found: `board follow-up {on.case.id} review {sort}`."
            acts = on.proposer or on.presiding
            yield on.due(sort, due, what, "look-again", acts=acts, last=on.presiding, fix=fix)


def _emergency(on: _Dates) -> Iterator[Deadline]:
    """The second seat within 4 hours, by the clock, then the ordinary round within 5 working days."""
    opening = on.case.docket.openings[0] if on.case.docket.openings else None
    acted = any(path.endswith("/emergency.toml") for path in on.case.files)
    if on.case.record is not None or on.case.proposal.kind != _EMERGENCY or opening is None or not opening.opened_at:
        return
    day = local_date(opening.opened_at, on.case.charter.timezone)
    if acted:
        yield from _confirmation(on, opening, opening.opened_at)
    until = add_working_days(day, RATIFY_WORKING_DAYS, on.case.charter.holidays)
    what = "The board's word on the emergency action"
    again = f"Open it again (`board open {on.case.id}`), then vote" if on.stage is Stage.WITHDRAWN else "Vote"
    fix = f"{again} and decide: `board decide {on.case.id}`. Until then the restriction stands."
    yield on.due("ratification", until, what, "ratify", acts=on.presiding, fix=fix)


def _confirmation(on: _Dates, opening: Opening, begun: datetime) -> Iterator[Deadline]:
    """A second seat's word: late by the hour where the hour is known, and told while the board has not ratified it."""
    limit = local_moment(begun + timedelta(hours=CONFIRM_HOURS), on.case.charter.timezone)
    day, what = limit.date(), f"A second seat's word on the emergency action, by {time_in_zone(limit)},"
    given = [each.at for each in on.case.follow_ups if each.kind == "confirmed"]
    if given:
        first = min((at for at in given if at), default=limit)
        if first > limit:
            took = spell_hours(-((begun - first) // timedelta(hours=1)))
            said = f"A second seat confirmed the emergency action after {took}, not within {CONFIRM_HOURS}"
            fix = "Say in the incident report why it took so long, and who is called next time."
            found = on.due("confirmation", day, what, "second", fix=fix)
            yield replace(found, state=Lateness.LATE, said=said)
        return
    _, hers = who_acted(on.case.charter, (opening,))
    others = (one for one in on.case.charter.members if one.seats and one.id != opening.opened_by)
    seats = tuple(one.id for one in others if in_office(one, on.today) and second_seat(hers, one))
    fix = f"`board follow-up {on.case.id} confirm`."
    found = replace(on.due("confirmation", day, what, "second", acts=seats, last=on.presiding, fix=fix), at=limit)
    if on.now is not None:
        late = on.now > limit
        said = f"{what} is {'' if late else 'due '}{in_hours(limit, on.now)}"
        found = replace(found, state=Lateness.LATE if late else Lateness.SOON, said=said)
    yield found


def _appeal_window(on: _Dates) -> Iterator[Deadline]:
    """How long a proposer who heard no may appeal; afterwards it is nobody's fault, so it is told no more."""
    until, record = appeal_until(on.case), on.case.record
    lodged = any(each.kind == "appeal" for each in on.case.follow_ups)
    if until and record and not record.outcome.yes and not lodged and on.today <= until:
        fix = f"`board follow-up {on.case.id} appeal`."
        yield on.due("appeal-window", until, "The time to appeal", "appeal", told=on.proposer, fix=fix)


def _pull_window(on: _Dates) -> Iterator[Deadline]:
    """How long any seat may put to the full vote a standard change that one yes decided."""
    until, record = appeal_until(on.case), on.case.record
    if until and record and record.way == _STANDARD and on.stage is Stage.IN_FORCE and on.today <= until:
        seats = tuple(one.id for one in on.case.charter.members if one.seats and in_office(one, on.today))
        what = "One yes decided this standard change; the time to pull it"
        yield on.due("pull-window", until, what, "pull", told=seats, fix=f"`board pull {on.case.id}`.")


def _appeals(on: _Dates) -> Iterator[Deadline]:
    for each in open_appeals(on.case):
        if each.at is None:
            continue
        fix = (
            f"Two who did not decide hear it: `board follow-up {on.case.id} hear {each.number}`, then dismiss or grant."
        )
        what, few = f"The answer to appeal {each.number}", too_few(on.case, each, on.today)
        if few:
            what += ", which fewer than two members may hear,"
            fix += " Name a secretary or an alternate, by a charter change: she may hear it, too."
        yield on.due(
            "appeal", _after_hearing(on, each.at), what, "hear",
            acts=who_hears(on.case, each, on.today), told=(each.member,), last=on.presiding if few else (),
            detail=each.text, fix=fix,
            part=f"appeal {each.number}",
        )  # fmt: skip
    for each in granted_unopened(on.case):
        if each.at is None:
            continue
        told = tuple(one.member for one in on.case.follow_ups if one.kind == "appeal" and one.number == each.re)
        what = f"Taking up {each.proposal}, in which appeal {each.re} was granted,"
        fix = f"Open it: `board open {each.proposal}`. Where it was withdrawn, somebody proposes it again."
        yield on.due(
            "rehearing", _after_hearing(on, each.at), what, "open", acts=on.presiding, told=told, fix=fix,
            part=f"appeal {each.re}",
        )  # fmt: skip


def _after_hearing(on: _Dates, at: datetime) -> date:
    charter = on.case.charter
    return add_working_days(local_date(at, charter.timezone), HEAR_WORKING_DAYS, charter.holidays)


def _recommendations(on: _Dates) -> Iterator[Deadline]:
    answered = {each.re for each in on.case.follow_ups if each.kind == "reply"}
    for each in on.case.follow_ups:
        if each.kind != "recommended" or each.number in answered or each.at is None:
            continue
        day = local_date(each.at, on.case.charter.timezone)
        due = each.until or add_working_days(day, REPLY_WORKING_DAYS, on.case.charter.holidays)
        fix = f"Accepted, partly or not: `board follow-up {on.case.id} reply {each.number} --answer …`."
        yield on.due(
            "reply", due, f"The owner's reply to recommendation {each.number}", "answer",
            acts=on.proposer or on.presiding, told=(each.member,), last=on.presiding, detail=each.text, fix=fix,
            part=f"recommendation {each.number}",
        )  # fmt: skip


def _publication(on: _Dates) -> Iterator[Deadline]:
    """At tier high before the general ring, so on the day of that decision; at tier limited, or before, in 30 days."""
    record, decided = on.case.record, _decided(on.case)
    published = any(each.kind == "published" for each in on.case.follow_ups)
    if record is None or decided is None or published or not record.outcome.yes:
        return
    if record.tier not in (Tier.LIMITED, Tier.HIGH):
        return
    first = on.case.charter.rings[:-1]
    at_once = record.tier == Tier.HIGH and bool(record.ring) and record.ring not in first
    due = decided if at_once else decided + timedelta(days=PUBLISH_DAYS)
    fix = f"Publish it, then note where: `board follow-up {on.case.id} published --evidence ADDRESS`."
    yield on.due("publication", due, "Publishing the ethics review", "publish", acts=on.presiding, fix=fix)


def _deferral(on: _Dates) -> Iterator[Deadline]:
    last = last_round(on.case)
    if on.stage is Stage.DEFERRED and last is not None and last.outcome is Outcome.DEFERRED and last.decided_at:
        day = local_date(last.decided_at, on.case.charter.timezone)
        due = add_working_days(day, DEFERRED_WORKING_DAYS, on.case.charter.holidays)
        fix = f"Open a new round: `board open {on.case.id}`, or ask the proposer to withdraw it."
        yield on.due("deferral", due, "A new round", "open", acts=on.presiding, fix=fix)


def _window(on: _Dates) -> Iterator[Deadline]:
    """A vote whose window is over and that nobody decides; an emergency has a day of its own for that."""
    latest = on.case.docket.latest
    ends = latest.window_ends if latest else None
    if on.stage is Stage.IN_REVIEW and ends and on.today > ends and on.case.proposal.kind != _EMERGENCY:
        found = on.due("vote", ends, "The voting window", "decide", fix=f"`board decide {on.case.id}`.")
        days = plural((on.today - ends).days, "day")
        yield replace(found, said=f"The voting window ended {days} ago, on {ends}, and the board has not decided")


_TABLE: tuple[Callable[[_Dates], Iterator[Deadline]], ...] = (
    _conditions,
    _approval,
    _use,
    _evidence,
    _promised,
    _emergency,
    _appeal_window,
    _pull_window,
    _appeals,
    _recommendations,
    _publication,
    _deferral,
    _window,
)
_OWED = (_conditions, _promised, _appeals, _recommendations, _publication)
"""What a decision goes on to owe when another replaces it, or somebody lets it go."""


def _decided(case: Case) -> date | None:
    record = case.record
    return local_date(record.decided_at, case.charter.timezone) if record and record.decided_at else None


def next_change(case: Case, today: date) -> date | None:
    """The next day on which a date of this case reads otherwise, or None while it has none."""
    return min((each.changes(today) for each in deadlines(case, today)), default=None)
