"""A tally in plain lines."""

from __future__ import annotations

from collections.abc import Sequence

from board.cli import output
from board.core.ballot import VERDICT_WORDS, Condition
from board.core.case import SeatLine, Tally
from board.core.charter import Charter
from board.core.charter_told import unsigned_told
from board.core.message import OUTSIDE, is_guest
from board.core.motions import title_of
from board.core.promises import Promise
from board.core.record import OUTCOME_WORDS
from board.core.sentence import bar_told, upper
from board.core.text import one_line


def show_tally(
    tally: Tally, charter: Charter, *, decided: bool = False, conditions: Sequence[Promise] | None = None
) -> None:
    """The sum in words first, then every seat, then what is missing; `decided` leaves out what comes next.

    A round that ended is told as its record has it, with the day on which it ended.

    `conditions` are the decision's, as they stand now, in the place of those the ballots named.
    """
    _recorded(tally)
    output.paragraph(tally.sentence, "  ")
    output.line()
    output.table(("Seat", "Member", "Ballot", "Note"), [_seat(line, tally.way) for line in tally.seats])
    if unsigned := unsigned_told(charter):
        output.paragraph(unsigned, "  ")
    for ballot in tally.ballots:
        if not ballot.counted:
            output.paragraph(f"Not counted: the ballot of {ballot.member}: {ballot.why_not}", "    ", "  ")
    for stop in tally.stops:
        clears = f" It is cleared by: {stop.clears}" if stop.clears else ""
        output.paragraph(f"Stopped by {stop.member}: {stop.reason or stop.ground}.{clears}", "    ", "  ")
    show_wanted(tally)
    _stands(tally, charter)
    barred = {bar.question for bar in tally.bars}
    for missing in tally.missing:
        if missing.partition(" ")[0] not in barred and not missing.endswith("which bars approval."):
            output.paragraph(f"Missing: {missing}", "    ", "  ")
    if barred:
        output.line("  These bar approval:")
    for bar in tally.bars:
        output.paragraph(bar_told(bar), "      ", "    ")
    if tally.held:
        held = ", ".join(f"“{one.id}” by {one.by}" for one in tally.held)
        output.paragraph(f"Evidence held, not in git ({len(tally.held)}): {held}", "    ", "  ")
    _unsettled(tally, decided=decided)
    named = [(one, "") for one in tally.conditions]
    for condition, stands in named if conditions is None else [(one.condition, one.words) for one in conditions]:
        show_condition(condition, stands)
    if not decided:
        _next(tally)


def _recorded(tally: Tally) -> None:
    """Since when this is no more how things stand, but what was counted."""
    if tally.recorded:
        output.line(f"  As recorded on {tally.recorded.isoformat()}: {OUTCOME_WORDS[tally.outcome]}.")


def show_wanted(tally: Tally) -> None:
    """What those who returned the proposal ask to change first, seat by seat."""
    if tally.wanted:
        before = tally.wanted[0].round
        again = f"Round {before} returned it. Change first, it said:" if before else ""
        output.line(f"  {again or 'Change first, then the board looks at it again:'}")
    for each in tally.wanted:
        output.paragraph(f"{each.who}: {each.told}", "      ", "    ")


def _unsettled(tally: Tally, *, decided: bool) -> None:
    """Answers that no seat judged, and those that seats see differently."""
    if tally.unjudged:
        output.paragraph(f"Not judged by its seat: {', '.join(tally.unjudged)}", "    ", "  ")
    for matter in () if decided else tally.matters:
        output.paragraph(f"For the meeting, seats differ on {matter}", "    ", "  ")


def _stands(tally: Tally, charter: Charter) -> None:
    """What was moved, and the questions and concerns that stand."""
    for each in tally.motions:
        title = title_of(each.motion)
        output.paragraph(f"{upper(title)}: {each.state}; {each.words}.", "    ", "  ")
    for message in tally.unanswered:
        mark = f" ({OUTSIDE})" if is_guest(message.author, charter) else ""
        what = "question" if message.kind == "question" else "concern"
        output.paragraph(f"Open {what} of {message.author}{mark}: {one_line(message.text)}", "    ", "  ")


def _next(tally: Tally) -> None:
    """What the sum comes to as it stands, and whether it can be decided."""
    if tally.recorded:
        output.paragraph(tally.why_not_yet, "    ", "  ")
        return
    output.line(f"  Outcome so far: {tally.so_far}.")
    if tally.may_decide:
        output.line("  The chair or secretary can decide now.")
    elif tally.why_not_yet:
        output.paragraph(f"Not to be decided yet: {tally.why_not_yet}", "    ", "  ")


def _seat(line: SeatLine, way: str) -> tuple[str, str, str, str]:
    """A seat's row; an easier way than the vote waits for no signature."""
    title = f"{line.title} (must vote)" if line.must_sign and way == "vote" else line.title
    member = f"{line.member} (alternate)" if line.alternate else line.member
    member = f"{line.member} (appointed)" if line.appointed else member
    words = VERDICT_WORDS[line.ballot.verdict] if line.ballot else line.state.words
    return title, member, words, line.note


def show_condition(condition: Condition, stands: str = "") -> None:
    """One condition: what, who, by when, how it is proven, who checks; then how it stands."""
    due = f", by {condition.due.isoformat()}" if condition.due else ""
    output.paragraph(f"Condition {condition.id}: {condition.text}", "    ", "  ")
    output.paragraph(f"{condition.owner or 'nobody yet'}{due}; checked by {condition.verifier or 'nobody yet'}", "    ")
    if condition.proof:
        output.paragraph(f"Proof: {condition.proof}", "    ")
    if condition.consequence:
        output.paragraph(f"If missed: {condition.consequence}", "    ")
    if stands:
        output.paragraph(stands, "    ")
