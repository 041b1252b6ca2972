"""The tally: charter, docket, ballots, reviews and today → the outcome so far, and the sum in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from board.core.act import MOTIONS
from board.core.ballot import Ballot, Verdict
from board.core.ballots import contradicting, unite_conditions
from board.core.bars import barring as barring
from board.core.case import Bar, Case, SeatState, Tally, Wanted
from board.core.counting import Count
from board.core.dates import local_date
from board.core.grave import panel_asked
from board.core.message import unanswered
from board.core.motions import acted
from board.core.questions import Standing, in_dispute, matter, standings
from board.core.raised_late import why_wait_for_raised
from board.core.record import Outcome, Record, Sum
from board.core.seating import Seating
from board.core.sentence import and_, bar_lacking, name, plural, sentence, until_words, upper, waits
from board.core.stops import is_about


def tally(case: Case, today: date) -> Tally:
    """The outcome of the present round as the files say it on a day, pure and the same for everybody.

    First match: a valid stop stands → stopped; a seat that must sign, the quorum, or a condition that a medium risk
    asks of those who say yes is missing, or answers have raised the tier since the opening → no-quorum; enough eligible
    seats say yes → approved or approved-with-conditions, but returned while a blocking question bars it; more
    than half of the eligible seats say return → returned; otherwise rejected. A path (consent, standard, expedited,
    emergency) replaces must-sign and quorum until a seat objects or asks for the full vote. Carried motions act first.
    `may_decide` says whether the outcome may be written down now: every eligible seat has spoken or the window has
    ended, and the kind's notice has run; or a stop stands that nobody is about to overrule.
    """
    if case.docket.latest is None:
        return _unopened(case, today)
    case = acted(case, today)
    count = Count(case, today)
    stood = standings(case)
    bars = _no_emergency(case, stood) if count.way == "emergency" else barring(case, stood)
    outcome = _outcome(count, bool(bars))
    why_not_yet = why_not_decide(count)
    asked_for = unite_conditions(count.conditions_of_yes())
    return Tally(
        outcome=outcome,
        waits=_label(count, over=not why_not_yet) if outcome is Outcome.NO_QUORUM and not closing(case) else "",
        sum=_sum(count, sentence(count, outcome, bars, final=not why_not_yet or _ended(case, outcome))),
        seats=count.lines(),
        ballots=count.ballots(),
        missing=_missing(count, outcome, bars),
        waiting_for=waiting_for(count),
        bars=bars,
        unjudged=tuple(each.asked.question.id for each in stood if each.unjudged),
        matters=(*(matter(case, each) for each in in_dispute(stood)), *contradicting(asked_for)),
        conditions=asked_for if outcome.yes else (),
        stops=tuple(dict.fromkeys(each.ballot for each in count.stops if each.ballot)),
        may_decide=not why_not_yet,
        why_not_yet=why_not_yet,
        motions=count.motions,
        unanswered=unanswered(case.messages, case.carried.settled),
        way=count.way,
        silent=tuple(each.seat.id for each in count.silent),
        wanted=wanted(case, today),
        condition_owed=count.condition_owed,
    )


_LACKS = {
    "waits for a seat that must vote": "a seat that must vote did not",
    "waits for the ethics panel": "the ethics panel's view is missing",
    "waits for a condition": "a condition is missing",
    "waits to be opened again": "answers raised the tier",
}


def _label(count: Count, *, over: bool) -> str:
    """An open vote without an outcome in a few words; once nothing is waited for any more, what it would end for."""
    waited = waits(count)
    if over:
        return f"no quorum: {_LACKS[waited]}" if waited else ""
    return waited or "no quorum yet"


def vote_asks(case: Case, today: date) -> tuple[str, ...]:
    """What the vote on an opened text takes, before anybody votes: the path, who must sign, what the risk asks for."""
    count = Count(case, today)
    found = ["It goes to the full vote."] if count.way == "vote" else [f"It takes the {count.way} path."]
    signing = [case.charter.seat_title(one) for one in count.signing]
    signing += [f"the {role}" for role in count.roles_held]
    if signing and count.way == "vote":
        found.append(upper(f"{and_(signing)} must vote."))
    if count.way == "vote":
        lacking = (one for one in case.charter.rule(case.proposal.kind).must_sign_roles if one not in count.roles_held)
        found += [f"Nobody can vote as {role}, so that vote falls away." for role in lacking]
    if count.grave:
        view = " and the ethics panel gives its view" if panel_asked(count.case, today) else ""
        found.append(f"A high risk is left, so every seat must take part{view}.")
    if count.asks_condition:
        found.append(f"{upper(_how_grave(count))} risk is left, so somebody who says yes must attach a condition.")
    return tuple(found)


def wanted(case: Case, today: date) -> tuple[Wanted, ...]:
    """What the counted ballots that returned a proposal ask to change first, once the round has ended.

    It stays to be read in the rounds after it: then the record of that round says which ballots counted.
    """
    if case.docket.latest is None:
        return ()
    if not _ended(case, Outcome.RETURNED):
        return _wanted_before(case)
    closed = closing(case)
    day = local_date(closed.decided_at, case.charter.timezone) if closed and closed.decided_at else today
    said: dict[str, tuple[Ballot, list[str]]] = {}
    for each in Count(case, day).saying(Verdict.RETURN):
        if each.ballot is not None:
            said.setdefault(each.ballot.member, (each.ballot, []))[1].append(each.seat.id)
    return tuple(_wants(case, one, seats) for _, (one, seats) in sorted(said.items()))


def _wanted_before(case: Case) -> tuple[Wanted, ...]:
    last = next((each for each in reversed(case.rounds) if each.outcome is Outcome.RETURNED), None)
    if last is None or closing(case) is not None:
        return ()
    counted = {one.path: one for one in last.ballots if one.counted and one.verdict is Verdict.RETURN}
    cast = sorted((one for one in case.ballots if one.path in counted), key=lambda one: one.member)
    return tuple(_wants(case, one, counted[one.path].seats, last.round) for one in cast)


def _wants(case: Case, one: Ballot, seats: Sequence[str], before: int = 0) -> Wanted:
    who = and_([case.charter.seat_title(seat) for seat in seats])
    file = one.path.rpartition("/")[2]
    replied = any(each.kind == "reply" and each.re == file for each in case.messages)
    return Wanted(who, one.member, one.changes, one.reason, file, before, tuple(seats), replied)


def closing(case: Case) -> Record | None:
    """What closed the present round: the record, or the round's own; None while it runs."""
    return case.record or next((each for each in reversed(case.rounds) if each.round >= case.round), None)


def _ended(case: Case, outcome: Outcome) -> bool:
    """Whether the round was closed with this outcome, so that it is no longer how things stand."""
    closed = closing(case)
    return closed is not None and closed.outcome is outcome


def waiting_for(count: Count) -> tuple[str, ...]:
    """The handles of those whose ballot may still be cast and is looked for, in the order of the seats."""
    moving = [member for each in count.motions if each.state == "open" for member in each.waiting_for]
    if stopped(count) or count.way == "consent" or count.way_done:
        return tuple(dict.fromkeys(moving))
    seats = [member for each in count.unheard for member in each.waits_for]
    roles = [member for _, members in count.unsigned_roles for member in members] if count.way == "vote" else []
    panel = list(count.panel_owes) if count.way == "vote" else []
    # While a seat is silent, to name those who say yes would tell its holder what they said.
    adding = [each.member for each in (*count.yes, *count.bare)] if count.condition_owed and not count.unheard else []
    return tuple(dict.fromkeys(seats + roles + panel + adding + moving))


def why_not_decide(count: Count) -> str:
    """Why the outcome may not be written down yet, in words; "" when it may."""
    case = count.case
    if case.record is not None:
        return "It is already decided."
    if any(each.round >= case.round for each in case.rounds):
        return f"Round {case.round} has ended. The board opens a new round first."
    if count.stops and (stopped(count) or _why_wait_for_motion(count)):
        return _why_wait_for_motion(count)
    return _why_wait_for_seats(count) or why_wait_for_raised(count) or _why_wait_for_notice(count)


def stopped(count: Count) -> bool:
    """Whether a stop ends the round: not where somebody acted at once, for one seat lifts no restriction."""
    acted_at_once = count.path == "emergency" and count.case.emergency is not None
    return bool(count.stops) and not (acted_at_once and count.emergency_stands)


def _why_wait_for_motion(count: Count) -> str:
    """A stop is not written down while the others may still overrule it."""
    stops = [each.ballot for each in count.stops if each.ballot]
    for each in count.motions:
        motion, ends = each.motion, each.notice_ends
        meant = any(is_about(count.case, motion.about, stop) for stop in stops)
        if each.state == "open" and meant and ends and count.today <= ends:
            return f"Motion {motion.number} is {MOTIONS[motion.kind]}, and its notice runs to {ends}."
    return ""


def _why_wait_for_notice(count: Count) -> str:
    if count.notice_ends is None or count.today > count.notice_ends:
        return ""
    return f"The notice for this kind of proposal runs to {count.notice_ends}."


def _why_wait_for_seats(count: Count) -> str:
    roles = [f"the {role}" for role, _ in count.unsigned_roles] if count.way == "vote" else []
    silent = [*(name(each) for each in count.unheard if each.state is not SeatState.STALE), *roles]
    stale = [f"the ballot of {name(each)} is stale" for each in count.unheard if each.state is SeatState.STALE]
    stale += ["the ethics panel has not given its view"] if count.way == "vote" and count.panel_owes else []
    stale += [f"no yes carries the condition that {_how_grave(count)} risk asks for"] if count.condition_owed else []
    stale += ["answers raise the tier, which the board has not taken up"] if count.tier_owed else []
    if count.way_done or count.over or not (silent or stale):
        return ""
    latest = count.case.docket.latest
    ends = f"the window ends on {latest.window_ends}" if latest and latest.window_ends else "the window has no end"
    if count.way == "consent":
        return f"A seat may still object: {ends}."
    if count.way == "expedited":
        return f"The chair and one more seat may say yes until {until_words(count)}; then it goes to the full vote."
    waits = [f"{and_(silent)} {'has' if len(silent) == 1 else 'have'} not voted"] if silent else []
    return upper(f"{and_((*waits, *stale))}, and {ends}.")


def _no_emergency(case: Case, stood: Sequence[Standing]) -> tuple[Bar, ...]:
    """What bars an emergency as well: an answer that nothing lifts, and to end a decision about something else.

    Stopping something waits for no other.
    """
    found = (bar for bar in barring(case, stood) if not bar.waivable)
    return tuple(bar for bar in found if bar.question or bar in case.frozen)


def _outcome(count: Count, barred: bool) -> Outcome:
    if stopped(count):
        return Outcome.STOPPED
    if not count.eligible:
        return Outcome.NO_QUORUM
    passed = _passed(count)
    if passed is Outcome.APPROVED and barred:
        return Outcome.RETURNED
    if passed is Outcome.APPROVED and count.conditions_of_yes():
        return Outcome.APPROVED_WITH_CONDITIONS
    return passed


def _passed(count: Count) -> Outcome:
    """Approved, or what else the path yields, before bars and conditions are looked at."""
    if count.way == "consent":
        return Outcome.APPROVED
    if count.way in ("standard", "expedited"):
        return Outcome.APPROVED if count.way_done else Outcome.NO_QUORUM
    if count.way == "emergency":
        if count.emergency_confirmed:
            return Outcome.APPROVED
        return _unconfirmed(count)
    if _without_quorum(count):
        return Outcome.NO_QUORUM
    if len(count.yes) >= count.needed:
        return Outcome.APPROVED
    returns = len(count.saying(Verdict.RETURN))
    return Outcome.RETURNED if returns * 2 > len(count.eligible) else Outcome.REJECTED


def _unconfirmed(count: Count) -> Outcome:
    """An emergency without its two yes: a restriction lapses neither by silence nor by the word of a few.

    Openings by an older list were rejected once two seats had spoken.
    """
    if not count.emergency_stands:
        return Outcome.REJECTED if count.present >= 2 and count.people >= 2 else Outcome.NO_QUORUM
    if count.too_few:
        return Outcome.NO_QUORUM
    if len(count.saying(Verdict.RETURN)) * 2 > len(count.eligible):
        return Outcome.RETURNED
    against = len(count.against) + sum(each.eligible for each in count.stops)
    return Outcome.REJECTED if against * 2 > len(count.eligible) else Outcome.NO_QUORUM


def _without_quorum(count: Count) -> bool:
    return bool(
        count.too_few
        or count.unsigned
        or count.unsigned_roles
        or count.vacant
        or count.panel_owes
        or count.condition_owed
        or count.tier_owed
    )


def _sum(count: Count, words: str) -> Sum:
    return Sum(
        seats=len(count.seatings),
        eligible=len(count.eligible),
        needed=count.needed,
        yes=len(count.yes),
        returns=len(count.saying(Verdict.RETURN)),
        present=count.present,
        people=count.people,
        quorum_seats=count.quorum_seats,
        quorum_people=count.quorum_people,
        sentence=words,
    )


def _missing(count: Count, outcome: Outcome, bars: Sequence[Bar]) -> tuple[str, ...]:
    if outcome is Outcome.STOPPED:
        return ()
    if count.way == "consent":
        found: list[str] = []
    elif count.way == "standard":
        found = [] if count.yes else ["One approval by somebody other than the proposer is missing."]
    elif count.way == "expedited":
        found = [] if count.way_done else ["Yes from the chair and one more seat is missing."]
    elif count.way == "emergency":
        lacking = "Yes from two seats is needed, one of them engineering or security, by two people."
        found = [] if count.emergency_confirmed else [lacking]
    else:
        found = _missing_votes(count)
    return (*found, *_risen(count), *(upper(f"{bar_lacking(bar)}, which bars approval.") for bar in bars))


def _risen(count: Count) -> Iterator[str]:
    """That answers have outgrown the tier of the opening, and what takes that up."""
    if count.risen:
        tier, reasons = count.risen
        yield f"Answers raise the tier from {count.case.tier} to {tier}: {' '.join(reasons)} {_OPEN_AGAIN}"


_OPEN_AGAIN = "Open it again before it is approved; then the board may lower the tier by a motion."


def _missing_votes(count: Count) -> list[str]:
    found = [_unheard(each, each in count.unsigned) for each in count.unheard]
    found += [
        upper(f"{name(each)} must say yes or no, and to abstain is neither.") for each in count.unsigned if each.ballot
    ]
    found += [f"The {role} must vote." for role, _ in count.unsigned_roles]
    found += [upper(f"{name(each)} is vacant, and at tier high it must vote.") for each in count.vacant]
    if count.panel_owes:
        found.append("A high risk is left, so the ethics panel must give its view; nobody on it has shared one.")
    if count.condition_owed:
        found.append(f"{upper(_how_grave(count))} risk is left. Somebody who says yes must attach a condition.")
    if count.present < count.quorum_seats:
        why = "A high risk is left, so every seat must speak. " if count.quorum_seats > count.ordinary_quorum else ""
        found.append(f"{why}The quorum is {plural(count.quorum_seats, 'seat')}; {count.present or 'none'} spoke.")
    if count.people < count.quorum_people:
        found.append(f"The quorum is {count.quorum_people} people; {count.people or 'none'} spoke.")
    return found


def _how_grave(count: Count) -> str:
    return "a high" if count.grave else "a medium"


def _unheard(seat: Seating, signs: bool) -> str:
    must = " It must vote." if signs else ""
    if seat.state is SeatState.STALE:
        return upper(f"{name(seat)}'s ballot is stale: {seat.note}.") + must
    done = "did not vote" if seat.state is SeatState.SILENT else "has not voted"
    return upper(f"{name(seat)} {done}.") + must


def _unopened(case: Case, today: date) -> Tally:
    why = "The board has not taken this proposal up yet."
    words = "The board has not taken this proposal up yet, so nothing is counted."
    nothing = Sum(0, 0, 0, 0, 0, 0, 0, 0, 0, words)
    return Tally(Outcome.NO_QUORUM, nothing, (), Count(case, today).ballots(), (why,), why_not_yet=why)
