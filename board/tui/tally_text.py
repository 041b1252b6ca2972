"""A tally as content: the sum in words, then seat by seat, then what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.content import Content

from board.actions.motioning import line_of
from board.core.case import Case, SeatLine, SeatState, Tally
from board.core.charter_told import unsigned_told
from board.core.checklist import Checklist, asked_words
from board.core.promises import Promise
from board.core.record import OUTCOME_WORDS
from board.core.sentence import bar_told
from board.tui.document import MEASURE
from board.tui.dossier_text import BLANK, heading, name_of, pair, wrapped
from board.tui.motion_text import motion_rows
from board.tui.safe import fit, join, lines, padded, text
from board.tui.words import count, day, on_screen, verdict_words

_SIGNS = {
    SeatState.VOTED: ("●", "$ink"),
    SeatState.STALE: ("!", "$warn"),
    SeatState.WAITING: ("○", "$ink-2"),
    SeatState.ASIDE: ("–", "$ink-2"),
}


def tally_content(
    case: Case, tally: Tally, hidden_why: str, me: str, width: int, kept: Sequence[Promise] = ()
) -> Content:
    """The whole tally; while ballots are hidden, only who has voted, without verdicts, reasons and the sum.

    `kept` are the conditions of a decision as they stand now.
    """
    hidden = bool(hidden_why)
    room = min(width, MEASURE)
    ended = _ended(case, room)
    if hidden:
        rows = [*ended, wrapped(text(hidden_why, "$ink-2"), room), BLANK]
    else:
        rows = [
            *ended,
            heading("The sum of that round" if ended else "So far", tally.so_far),
            wrapped(text(tally.sentence, "bold $ink"), room),
            BLANK,
        ]
    rows += wanted_rows(tally, room)  # of a round that ended: nothing of it is hidden
    rows.append(heading("Seat by seat"))
    for seat in tally.seats:
        line = seat if tally.way == "vote" else replace(seat, must_sign=False)  # an easier way waits for no signature
        rows += _seat(case, line, hidden and not (me and seat.member == me), room)
    if unsigned := unsigned_told(case.charter):
        rows.append(wrapped(text(unsigned, "$ink-2"), room))
    motions = [line_of(each, hidden, me) for each in tally.motions]
    rows += motion_rows(case, motions, room)
    if not hidden:
        rows += [*_numbers(tally), *_missing(tally, room), *_bars(case, tally, room), *_conditions(tally, room, kept)]
        if tally.may_decide and not ended:
            rows += [BLANK, text("Chair or secretary can decide now.", "$good")]
    return lines(*rows)


def wanted_rows(tally: Tally, room: int) -> list[Content]:
    """What those who returned the proposal ask to change first, seat by seat."""
    if not tally.wanted:
        return []
    before = tally.wanted[0].round
    rows = [heading("Change first", f"as round {before} asked" if before else "")]
    for each in tally.wanted:
        rows.append(wrapped(join((f"{each.who}  ", "bold $ink"), text(each.told, "$ink")), room))
    return [*rows, BLANK]


def unjudged_rows(tally: Tally, room: int, checklists: Sequence[Checklist] = ()) -> list[Content]:
    """The questions that their seats have not judged, in words where the checklists are given; none where all are."""
    if not tally.unjudged:
        return []
    if not checklists:
        return [BLANK, wrapped(text(f"! Not judged by its seat: {', '.join(tally.unjudged)}", "$warn"), room)]
    asked = (wrapped(text(one, "$ink-2"), room, 2) for one in asked_words(tally.unjudged, checklists))
    return [BLANK, text("! Not judged by its seat", "$warn"), *asked]


def _ended(case: Case, room: int) -> list[Content]:
    """That the round counted here is over, and how it ended; nothing while it runs."""
    records = [*case.rounds, *([case.record] if case.record else [])]
    over = next((one for one in reversed(records) if one.round == case.round), None)
    if over is None:
        return []
    when = f" on {day(over.decided_at)}" if over.decided_at else ""
    words = f"Round {over.round} has ended{when}: {OUTCOME_WORDS[over.outcome]}. Nothing can be cast in it any more."
    return [wrapped(text(words, "bold $warn"), room), BLANK]


def seat_word(seat: SeatLine, hidden: bool) -> str:
    """What became of a seat, in words; a hidden verdict is only said to be there."""
    said = verdict_words(seat.ballot.verdict) if seat.ballot else ""
    if seat.state is SeatState.VOTED:
        return "has voted" if hidden else said
    if seat.state is SeatState.STALE and said and not hidden:
        return f"{said}, {seat.state.words}"
    return seat.state.words


def _seat(case: Case, seat: SeatLine, hidden: bool, room: int) -> list[Content]:
    sign, tone = _SIGNS.get(seat.state, ("·", "$ink-2"))
    who = f"{name_of(case, seat.member)}{', alternate' if seat.alternate else ''}" if seat.member else "nobody"
    wide = room >= 76
    named = join(
        (f"{sign} ", tone),
        (padded(fit(seat.title, 14), 14), "bold $ink"),
        (padded(fit(who, 24), 24), "$ink-2") if wide else (padded(fit(who, 17), 18), "$ink-2"),
    )
    word = seat_word(seat, hidden)
    said = join(named, (word, tone))
    rows = [said] if said.cell_length <= room else [named, wrapped(text(word, tone), room, 16)]
    if seat.must_sign and said.cell_length + len("  must vote") <= room:
        rows = [join(said, ("  must vote", "$ink-3"))]
    elif seat.must_sign:
        rows.append(join((" " * 16 + "must vote", "$ink-3")))
    if seat.note and not (hidden and seat.state is SeatState.VOTED):
        rows.append(wrapped(text(seat.note, "$ink-3"), room, 16))
    if seat.ballot and seat.ballot.reason and not hidden:
        rows.append(wrapped(text(f"“{seat.ballot.reason.strip()}”", "$ink-2"), room, 16))
    return rows


def _numbers(tally: Tally) -> list[Content]:
    sums = tally.sum

    def needs(number: int) -> str:
        return f", {number} needed" if tally.way == "vote" else ""  # an easier way has numbers of its own

    return [
        BLANK,
        heading("The numbers"),
        pair("Seats", f"{sums.eligible} of {sums.seats} count; {sums.present} present{needs(sums.quorum_seats)}"),
        pair("People", f"{sums.people} voted{needs(sums.quorum_people)}"),
        pair("Say yes", f"{count(sums.yes, 'seat')}{needs(sums.needed)}"),
        *(
            [
                pair(
                    "Not yet",
                    f"{count(sums.returns, 'seat')} {'asks' if sums.returns == 1 else 'ask'} for a change first",
                )
            ]
            if sums.returns
            else []
        ),
    ]


def _missing(tally: Tally, room: int) -> list[Content]:
    rows: list[Content] = []
    if tally.missing or tally.why_not_yet:
        rows += [BLANK, heading("What is missing")]
        rows += [wrapped(text(f"! {one}", "$warn"), room) for one in tally.missing]
        if tally.why_not_yet and tally.why_not_yet not in tally.missing:
            rows.append(wrapped(text(tally.why_not_yet, "$ink-2"), room))
    left_out = [ballot for ballot in tally.ballots if not ballot.counted]
    if left_out:
        rows += [BLANK, heading("Ballots that do not count")]
        rows += [wrapped(text(f"– {one.member}: {one.why_not}", "$ink-2"), room) for one in left_out]
    return rows


def _bars(case: Case, tally: Tally, room: int) -> list[Content]:
    rows: list[Content] = []
    for stop in tally.stops:
        cleared = f" It is cleared by: {stop.clears}" if stop.clears else ""
        rows.append(wrapped(text(f"✗ {stop.member} stops it: {stop.reason or stop.ground}.{cleared}", "$bad"), room))
    for bar in tally.bars:
        rows.append(wrapped(text(f"✗ {bar_told(bar)}", "$bad"), room))
    if rows:
        rows = [BLANK, heading("What bars approval"), *rows]
    for matter in tally.matters:
        rows += [BLANK, wrapped(text(f"! For the meeting, seats differ on {matter}", "$warn"), room)]
    rows += unjudged_rows(tally, room, case.checklists)
    return rows


def _conditions(tally: Tally, room: int, kept: Sequence[Promise]) -> list[Content]:
    rows: list[Content] = [BLANK, heading("Conditions")] if tally.conditions else []
    told = {each.condition.id: each for each in kept}
    for one in tally.conditions:
        rows.append(wrapped(join((f"{one.id}  ", "$accent"), (one.text, "$ink")), room))
        detail = (
            f"{one.owner or 'nobody yet'}, by {day(one.due) or 'no date'}; checked by {one.verifier or 'nobody yet'}"
        )
        proof = f"; proof: {one.proof}" if one.proof else ""
        missed = f"; if missed: {one.consequence}" if one.consequence else ""
        rows.append(wrapped(text(detail + proof + missed, "$ink-2"), room, 4))
        if found := told.get(one.id):
            rows.append(wrapped(text(on_screen(found.words), "$warn" if found.open else "$good"), room, 4))
    return rows
