"""Conditions, dates and follow-ups as rows and as content: colour, a word and a sign for each state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from textual.content import Content

from board.actions.afterwards import Afterwards, ConditionLine
from board.actions.words import DID
from board.core.case import Case
from board.core.conditions import Lateness
from board.core.dated import Deadline
from board.core.dates import in_words, told_at
from board.core.record import ANSWERS, GROUNDS, VIEWS, FollowUp
from board.tui.dossier_text import BLANK, name_of, wrapped
from board.tui.lists import Cell
from board.tui.safe import join, lines, text
from board.tui.words import INK, day

Row = ConditionLine | Deadline | FollowUp

_STATES: Mapping[str, Cell] = {
    "met": Cell("✓ met", "good"),
    "waived": Cell("– waived", "soft"),
    "proven": Cell("● to check", "accent"),
    Lateness.AHEAD: Cell("○ open", "plain"),
    Lateness.SOON: Cell("○ due soon", "warn"),
    Lateness.LATE: Cell("! overdue", "warn"),
    Lateness.FROZEN: Cell("✗ frozen", "bad"),
    Lateness.ROLL_BACK: Cell("✗ go back", "bad"),
}


def state_cell(row: Row) -> Cell:
    """Where it stands, as a sign and a word."""
    if isinstance(row, ConditionLine):
        return _STATES.get(row.state, Cell(f"· {row.state}", "soft"))
    if isinstance(row, Deadline):
        return _STATES.get(row.state, Cell(f"· {row.state}", "soft"))
    return Cell(day(row.at), "faint")


def title_cell(case: Case, row: Row, today: date) -> Cell:
    """What it is."""
    if isinstance(row, ConditionLine):
        return Cell(f"{row.condition.id}  {row.condition.text}", "plain" if row.open else "soft")
    if isinstance(row, Deadline):
        return Cell(row.words(today))
    about = f" {row.condition}" if row.condition else f" (about {row.re})" if row.re else ""
    return Cell(f"{row.number}  {name_of(case, row.member)} {DID.get(row.kind, row.kind)}{about}")


def second_cell(case: Case, row: Row, today: date) -> Cell:
    """Who and when; the words of a follow-up."""
    if isinstance(row, ConditionLine):
        due = row.condition.due
        return Cell(_people(case, row, f"{due}, {in_words(due, today)}" if due and row.open else day(due)), "soft")
    if isinstance(row, Deadline):
        who = ", ".join(name_of(case, one) for one in row.acts)
        return Cell(f"waits for {who}" if who else row.detail, "soft")
    return Cell(row.text.strip(), "soft")


def _people(case: Case, row: ConditionLine, due: str) -> str:
    one = row.condition
    owner, verifier = name_of(case, one.owner) or "nobody yet", name_of(case, one.verifier) or "nobody yet"
    return f"{owner} by {due or 'no date'}; checked by {verifier}"


def about_row(found: Afterwards, row: Row, today: date, width: int) -> Content:
    """One row in full."""
    case = found.case
    if isinstance(row, ConditionLine):
        return _condition(case, row, width)
    if isinstance(row, Deadline):
        rows = [wrapped(text(f"{row.words(today)}.", "bold $ink"), width)]
        rows += [wrapped(text(row.detail, "$ink"), width)] if row.detail else []
        rows.append(wrapped(text(row.sort.why, "$ink-2"), width))
        return lines(*rows)
    when = f", {told_at(row.at, case.charter.timezone)}" if row.at else ""
    head = f"{name_of(case, row.member)} {DID.get(row.kind, row.kind)}{when}"
    rows = [wrapped(text(head, "bold $ink"), width)]
    said = _said(row)
    rows += [wrapped(text(said, "$accent"), width)] if said else []
    rows.append(wrapped(text(row.text.strip(), "$ink"), width))
    rows += [wrapped(text(f"Where: {one}", "$ink-2"), width) for one in row.evidence]
    rows += [wrapped(text(f"Until {row.until}.", "$ink-2"), width)] if row.until else []
    rows += [wrapped(text(f"For: {row.on_behalf}.", "$ink-2"), width)] if row.on_behalf else []
    rows += [wrapped(text(f"Decided again in {row.proposal}.", "$ink-2"), width)] if row.proposal else []
    return lines(*rows)


def ended_rows(ended: Sequence[str], width: int) -> Content:
    """Above all dates: that the approval they belong to is over, and how it ended."""
    return lines(*(wrapped(join(("! ", "bold $warn"), (one, "$warn")), width) for one in ended))


def _said(row: FollowUp) -> str:
    if row.kind == "appeal":
        return f"Ground: {GROUNDS.get(row.ground, row.ground)}."
    if row.kind == "reply":
        return f"{ANSWERS.get(row.answer, row.answer)}.".capitalize()
    return f"{VIEWS.get(row.answer, row.answer)}.".capitalize() if row.kind == "heard" else ""


def _condition(case: Case, row: ConditionLine, width: int) -> Content:
    one, state = row.condition, state_cell(row)
    rows = [
        join((state.text, f"bold {INK[state.tone]}"), (f"   condition {one.id}", "$ink-3")),
        wrapped(text(one.text, "bold $ink"), width),
        wrapped(text(_people(case, row, day(row.condition.due)), "$ink-2"), width),
        wrapped(text(f"Proof asked for: {one.proof or 'none named'}.", "$ink-2"), width),
    ]
    rows += [wrapped(text(f"If missed: {one.consequence}", "$ink-2"), width)] if one.consequence else []
    rows += [wrapped(text(row.told, "$warn" if row.open else "$ink"), width)] if row.told else []
    for each in row.proofs:
        rows += [BLANK, wrapped(text(f"Proof by {name_of(case, each.member)}: {each.text}", "$ink"), width)]
        rows += [wrapped(text(f"Where: {place}", "$ink-2"), width, 2) for place in each.evidence]
    return lines(*rows)
