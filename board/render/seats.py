"""The table of seats on a page: what each said, how that counts, and who spoke for it."""

from __future__ import annotations

from board.core.ballot import Verdict
from board.core.ballots import counts_as
from board.core.case import SeatLine, SeatState
from board.render.inputs import DecisionInputs, listed, said_words

_UNHEARD = {
    SeatState.WAITING: "Did not vote",
    SeatState.SILENT: "Did not vote",
    SeatState.STALE: "Voted on an older text",
    SeatState.ASIDE: "Stood aside",
    SeatState.VACANT: "Nobody holds this seat",
}


def seat_rows(inputs: DecisionInputs) -> list[dict[str, str]]:
    """One row for each seat: its title, what it said, who spoke for it, whether it had to sign."""
    rows = []
    for line in inputs.tally.seats:
        member = inputs.case.charter.member(line.member)
        appointed = f"An appointed person{stands_in(inputs, line.member)}"
        spoke = "Its alternate" if line.alternate else appointed if line.appointed else "Its holder"
        if inputs.case.charter.publish_names and member:
            spoke = f"{member.name}, alternate" if line.alternate else member.name
        unheard = _UNHEARD.get(line.state, line.state.value.capitalize())
        rows.append(
            {
                "title": line.title,
                "said": _said_in_row(line, inputs) if line.ballot else unheard,
                "by": spoke if line.ballot else _by_nobody(inputs),
                "must": "Yes" if line.must_sign else "No",
                "counts": "" if line.eligible else _why_left(line, inputs),
            }
        )
    return rows


def stands_in(inputs: DecisionInputs, member: str) -> str:
    """For which seats an appointed person is the alternate: nobody is to be called independent without that."""
    found = inputs.case.charter.member(member)
    if inputs.record.render < 4 or found is None or not found.alternate:
        return ""
    return f", who also stands in for {listed(inputs.case.charter.seat_title(seat) for seat in found.alternate)}"


def _by_nobody(inputs: DecisionInputs) -> str:
    """Who spoke for a seat without a vote; since page form 4 a dash, as "Nobody" reads as if no one held it."""
    return "–" if inputs.record.render > 3 else "Nobody"


def _said_in_row(line: SeatLine, inputs: DecisionInputs) -> str:
    """What a seat said; since page form 4 also how it counts, where that is not what it says."""
    ballot = line.ballot
    if ballot is None or inputs.record.render < 4:
        return said_words(ballot, inputs) if ballot else ""
    standing = {(one.member, one.number) for one in inputs.tally.stops}
    if ballot.verdict is Verdict.STOP and (ballot.member, ballot.number) not in standing:
        return "Stop (counts as a no)"
    if ballot.verdict is not counts_as(ballot, inputs.case):
        return "Yes, if (counts as abstaining)"
    return said_words(ballot, inputs)


def _why_left(line: SeatLine, inputs: DecisionInputs) -> str:
    """Why a seat is not in the sum, without what stands in front of it in its cell already."""
    if line.state is SeatState.VACANT and inputs.record.render > 3:
        return line.note.replace("nobody holds it and it has no alternate", "nobody stands in for it").replace(
            "nobody holds it, and its", "its"
        )
    return line.note.removeprefix("stands aside and ") or "does not count"
