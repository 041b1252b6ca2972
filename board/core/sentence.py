"""The sum in words: it names every seat that leaves the sum, what the others say, and the rule that decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from board.core.act import Motion
from board.core.ballot import STOP_GROUNDS, Verdict
from board.core.case import Bar, SeatState
from board.core.counting import Count
from board.core.easier import REPLACES, STOPPED
from board.core.expedited import WHY_NOT
from board.core.grave import panel_asked
from board.core.motions import moved_to
from board.core.record import OUTCOME_WORDS, Outcome
from board.core.seating import Seating
from board.core.wording import Wording, wording

_SHARES = {(1, 2): "half", (1, 3): "one third", (2, 3): "two thirds", (3, 4): "three quarters"}


def sentence(count: Count, outcome: Outcome, bars: Sequence[Bar], final: bool) -> str:
    """One sentence that explains an outcome; the same count always gives the same words, and seats, not people.

    With `final` false it says that the outcome is only how things stand.
    """
    moves = _moved(count)
    if outcome is Outcome.STOPPED:
        parts = [*_seats(count), *moves, *_said(count), *_stopped(count)]
    elif count.way == "consent":
        parts = [*_seats(count), *moves, *_consent(count), *_bare(count), *_barred(bars, outcome)]
    elif count.way == "standard":
        parts = [*_seats(count), *moves, *_standard(count), *_bare(count), *_barred(bars, outcome)]
    elif count.way == "expedited":
        parts = [*_seats(count), *moves, *_expedited(count), *_bare(count), *_barred(bars, outcome)]
    elif count.way == "emergency":
        parts = [*_seats(count), *moves, *_emergency(count, outcome), *_bare(count), *_barred(bars, outcome)]
    else:
        parts = [*_pulled(count), *_seats(count), *moves, *_said(count), *_unheard(count), *_why(count, outcome, bars)]
    return f"{'; '.join(parts)}: {_closing(count, outcome, final)}."


def waits(count: Count) -> str:
    """What a vote waits for where enough seats have spoken, in a few words; "" where the quorum itself is missing."""
    if count.too_few or count.way != "vote" or not count.eligible:
        return ""
    if count.unsigned or count.unsigned_roles or count.vacant:
        return "waits for a seat that must vote"
    if count.panel_owes:
        return "waits for the ethics panel"
    if count.tier_owed:
        return "waits to be opened again"
    return "waits for a condition" if count.condition_owed else ""


def name(seat: Seating) -> str:
    """A seat's title inside a sentence: its first letter small, unless it is an abbreviation."""
    title = seat.seat.title or seat.seat.id
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def and_(words: Iterable[str]) -> str:
    """A list in words: "a", "a and b", "a, b and c"."""
    listed = list(words)
    return f"{', '.join(listed[:-1])} and {listed[-1]}" if len(listed) > 1 else "".join(listed)


def plural(number: int, thing: str) -> str:
    """A number of things: "1 seat", "3 seats"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def upper(text: str) -> str:
    """The text with its first letter large, to begin a sentence."""
    return text[:1].upper() + text[1:]


def share_in_words(count: Count) -> str:
    """The rule with its number, as the case's form puts it."""
    rule = count.case.charter.rule(count.case.proposal.kind)
    share = rule.majority or count.case.charter.voting.majority
    words = _SHARES.get(share, f"{share[0]}/{share[1]}")
    how = "at least" if rule.majority_at_least else "more than"
    return _words(count).rule(f"{how} {words}", len(count.eligible), count.needed)


def _words(count: Count) -> Wording:
    return wording(count.case.form)


def _closing(count: Count, outcome: Outcome, final: bool) -> str:
    if outcome is Outcome.NO_QUORUM:
        return "no quorum" if final else _words(count).not_yet(waits(count))
    return OUTCOME_WORDS[outcome] if final else _words(count).so_far(OUTCOME_WORDS[outcome])


def _seats(count: Count) -> Iterator[str]:
    total, left = len(count.seatings), len(count.eligible)
    yield _words(count).seats(total)
    leaving = [_leaves(each) for each in count.seatings if not each.eligible]
    if leaving:
        yield f"{and_(leaving)}, so {left or 'none'} {'counts' if left < 2 else 'count'}"
    yield from (_alternate(each, count) for each in count.eligible if each.alternate and each.ballot)
    yield from _several_seats(count)


def _several_seats(count: Count) -> Iterator[str]:
    """One person who speaks for several seats: it counts as so many votes, and as one person for the quorum."""
    voting = [each for each in count.eligible if each.ballot is not None]
    for person in dict.fromkeys(each.member for each in voting):
        seats = [name(each) for each in voting if each.member == person]
        if len(seats) > 1:
            yield f"one person votes for {and_(seats)}"


def _leaves(seat: Seating) -> str:
    if seat.state is SeatState.VACANT:
        return f"{name(seat)} is vacant" + (" and its alternate stands aside" if seat.aside else "")
    return f"{name(seat)} {seat.note}"


def _alternate(seat: Seating, count: Count) -> str:
    members = count.case.charter.members
    holder = next((member.id for member in members if seat.seat.id in member.seats and member.id in count.aside), "")
    if holder:
        why = count.aside[holder]
    elif any(seat.seat.id in member.seats for member in members) and "vacant" not in seat.note:
        why = _words(count).silent_in_time
    else:
        why = "is vacant"
    return f"the alternate votes for {name(seat)}, which {why}"


def _said(count: Count) -> Iterator[str]:
    yes, with_conditions = len(count.yes), len(count.saying(Verdict.APPROVE_WITH_CONDITIONS))
    void = [each for each in count.saying(Verdict.STOP) if each not in (*count.stops, *count.overruled)]
    said = [_words(count).yes(yes)]
    if with_conditions:
        said[0] += _words(count).with_conditions(with_conditions, yes)
    for verdict, one, many in (
        (Verdict.RETURN, "says not yet", "say not yet"),
        (Verdict.REJECT, "says no", "say no"),
        (Verdict.ABSTAIN, "abstains", "abstain"),
    ):
        number = sum(each not in count.bare for each in count.saying(verdict))
        if number:
            said.append(f"{number} {one if number == 1 else many}")
    yield ", ".join(said)
    if void:
        yield f"the stop of {and_(map(name, void))} lacks a ground, evidence or what would clear it and counts as a no"
    if count.overruled:
        yield f"the stop of {and_(map(name, count.overruled))} is overruled and counts as a no"
    yield from _bare(count)


def _bare(count: Count) -> Iterator[str]:
    if count.bare:
        yield f"the yes of {and_(map(name, count.bare))} names no whole condition and counts as abstaining"


def _moved(count: Count) -> list[str]:
    """The motions that act, each with its own sum; why it is put to the full vote is said at the beginning."""
    acting = (each for each in count.motions if each.carried and each.motion.kind != "pull")
    return [_words(count).carried(each.motion.number, _motion(each.motion), each.words) for each in acting]


def _motion(motion: Motion) -> str:
    """A motion as the sum names it; whom it appoints is for the board to read, not for the public."""
    return moved_to(replace(motion, to="") if motion.kind == "appoint" else motion)


def _unheard(count: Count) -> Iterator[str]:
    for state, one, many in (
        (SeatState.WAITING, "has not voted yet", "have not voted yet"),
        (SeatState.SILENT, "did not vote", "did not vote"),
    ):
        silent = [name(each) for each in count.unheard if each.state is state]
        if silent:
            yield f"{and_(silent)} {one if len(silent) == 1 else many}"
    for each in count.unheard:
        if each.state is SeatState.STALE:
            yield f"the ballot of {name(each)} does not count, because {each.note}"


def _why(count: Count, outcome: Outcome, bars: Sequence[Bar]) -> Iterator[str]:
    if count.tier_owed and count.risen:
        yield f"answers given since it was opened raise the tier to {count.risen[0]}, so the board opens it again first"
    yield from _left(count, outcome)
    if outcome is Outcome.NO_QUORUM:
        yield from _no_quorum(count)
    elif outcome.yes:
        yield share_in_words(count)
    elif len(count.yes) >= count.needed:
        yield share_in_words(count)
        yield from _barred(bars, outcome)
    elif outcome is Outcome.RETURNED:
        yield _words(count).returned(len(count.eligible))
    else:
        yield _words(count).missed(share_in_words(count))


def _left(count: Count, outcome: Outcome) -> Iterator[str]:
    """What a risk that is left asks for besides the rules of the charter, and whether panel and voters gave it."""
    asks = [_words(count).every_seat] if count.quorum_seats > count.ordinary_quorum else []
    if count.grave and panel_asked(count.case, count.today):
        asks.append(f"the ethics panel {'has yet to give' if count.panel_owes else 'gave'} its view")
    if count.condition_owed:
        asks.append("somebody who says yes must attach a condition")
    elif count.asks_condition and outcome.yes:
        asks.append(_words(count).only_with_condition)
    if asks:
        yield f"a {'high' if count.grave else 'medium'} risk is left, so {and_(asks)}"


def _no_quorum(count: Count) -> Iterator[str]:
    if not count.eligible:
        yield "no seat may vote"
        return
    silent = [name(each) for each in count.unsigned if each.ballot is None]
    abstaining = [name(each) for each in count.unsigned if each.ballot is not None]
    if silent:
        yield f"{and_(silent)} {_words(count).must}"
    if abstaining:
        yield f"{and_(abstaining)} {_words(count).must_say}"
    yield from (f"the {role} {_words(count).must}" for role, _ in count.unsigned_roles)
    yield from (f"{name(each)} {_words(count).must} at tier high, and nobody holds it" for each in count.vacant)
    yield from _few(count)


def _few(count: Count) -> Iterator[str]:
    if count.present < count.quorum_seats:
        yield f"the quorum is {plural(count.quorum_seats, 'seat')}, and {count.present or 'none'} spoke"
    if count.people < count.quorum_people:
        yield f"the quorum is {count.quorum_people} people, and {count.people or 'none'} spoke"


def _barred(bars: Sequence[Bar], outcome: Outcome) -> Iterator[str]:
    if outcome is Outcome.RETURNED and bars:
        yield f"but {and_(map(bar_in_words, bars))}, which bars approval"


def bar_told(bar: Bar) -> str:
    """What bars approval, in a sentence of its own, and how it came to be unknown where its seat did not agree."""
    waiver = "" if bar.waivable else " No waiver lifts this."
    said = f"{bar.question} is answered {', '.join(bar.value) or 'unknown'}: {bar.text}"
    if not bar.question:
        said = f"{upper(bar.text)}."
    elif _disputed(bar):
        said = f"{bar_lacking(bar)}: {bar.text}"
    return said + waiver


def bar_lacking(bar: Bar) -> str:
    """What lacks where a bar stands: an answer that its seat did not agree to is not said to be given so."""
    if not _disputed(bar):
        return bar_in_words(bar)
    disputed = f"the seat that judges it ({bar.judged_by}) disagrees with the answer or is unsure"
    return f"{bar.question} counts as unknown, because {disputed}"


def _disputed(bar: Bar) -> bool:
    return bool(bar.question and bar.judged_by and bar.value == ("unknown",))


def bar_in_words(bar: Bar) -> str:
    """A bar inside a sentence: "R-05 is answered no"."""
    if not bar.question:
        return bar.text
    return f"{bar.question} is answered {', '.join(bar.value)}"


def _stopped(count: Count) -> Iterator[str]:
    for each in count.stops:
        ground = STOP_GROUNDS[each.ballot.ground] if each.ballot else ""
        yield f"{name(each)} says stop, on the ground “{ground}”"
    yield _words(count).stop_is_enough


def _consent(count: Count) -> Iterator[str]:
    latest = count.case.docket.latest
    ends = latest.window_ends if latest else None
    if not count.eligible:
        yield "no seat may vote, so nobody could object"
        return
    yield "it passes by consent unless a seat objects"
    with_conditions = [name(each) for each in count.saying(Verdict.APPROVE_WITH_CONDITIONS)]
    if with_conditions:
        yield f"{and_(with_conditions)} {'says' if len(with_conditions) == 1 else 'say'} yes with conditions"
    if count.over:
        yield f"none objected {_words(count).last_day} {ends}"
    elif not count.unheard:
        yield "every seat has spoken, and none objects"
    else:
        yield "none has objected so far" + (f", and the window ends on {ends}" if ends else "")


def _standard(count: Count) -> Iterator[str]:
    yield "it is a standard change, so one approval by somebody other than the proposer is enough"
    if count.yes:
        yield f"{and_(map(name, count.yes))} {'says' if len(count.yes) == 1 else 'say'} yes"
    else:
        yield "nobody has given it"


def _emergency(count: Count, outcome: Outcome) -> Iterator[str]:
    yield "an emergency needs yes from two seats and two people, one of the seats being engineering or security"
    if count.yes:
        yield f"{and_(map(name, count.yes))} {'says' if len(count.yes) == 1 else 'say'} yes"
    else:
        yield "none says yes"
    if count.emergency_stands and not count.emergency_confirmed:
        yield from _unconfirmed(count, outcome)


def _unconfirmed(count: Count, outcome: Outcome) -> Iterator[str]:
    """What became of an emergency without its two yes: only more than half of the seats reject it."""
    total, against = len(count.eligible), len(count.against) + sum(each.eligible for each in count.stops)
    if count.stops:
        stops = and_(map(name, count.stops))
        yield f"{stops} {'says' if len(count.stops) == 1 else 'say'} stop, which counts as a no to what was done"
    if outcome is Outcome.RETURNED:
        yield _words(count).returned(total)
        return
    told = f"{against or 'none'} {'does' if against < 2 else 'do'}"
    yield f"to reject it, at least {total // 2 + 1} of the {plural(total, 'seat')} must say no, and {told}"
    if outcome is Outcome.NO_QUORUM:
        yield from _few(count)


def _expedited(count: Count) -> Iterator[str]:
    yield "it goes the short way, so yes from the chair and one more seat within 24 hours is enough"
    if count.expedited:
        yield f"the chair and {and_(map(name, count.expedited))} say yes"
    else:
        yield f"they have until {until_words(count)}"


def until_words(count: Count) -> str:
    """When the short way closes: day and time in UTC."""
    until = count.expedited_until
    return f"{until:%Y-%m-%d %H:%M} UTC" if until else "no time that is written down"


_WAYS = {"consent": "pass by consent", "standard": "pass with one approval", "expedited": "go the short way"}


_CLOSED = {
    "tier": "at tier high silence is no consent",
    "grave": "a high risk is left, and on such a risk every seat speaks",
    "condition": "a medium risk is left, and such a risk the board accepts by majority and with conditions",
    "risen": "answers given since it was opened raise the tier",
    STOPPED: "it names or replaces what was stopped, and only the full vote brings that back",
    REPLACES: "it would replace what the board decided on a harder path or at a higher tier",
}


def _pulled(count: Count) -> Iterator[str]:
    why = count.why_full_vote
    if not why:
        return
    if why == "objection":
        words = f"{and_(map(name, count.objections))} {'objects' if len(count.objections) == 1 else 'object'}"
    elif why == "pulled":
        asking = [each for each in count.seatings if each.seat.id in count.case.carried.pulled]
        words = f"{and_(map(name, asking))} {'asks' if len(asking) == 1 else 'ask'} for the full vote"
    elif why in ("signing", "lifted"):
        words = _words(count).more_must if why == "signing" else _words(count).judge_must
    elif why in _CLOSED:
        words = _CLOSED[why]
    else:
        words = WHY_NOT[why]
    yield f"it was to {_WAYS[count.path]}, but {words}, so it is put to the vote"
