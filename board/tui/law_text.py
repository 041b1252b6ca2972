"""Law and standards as cells and content: entries, what changed, and decisions to look at again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.content import Content

from board.actions.packing import CitingDecision, Law
from board.core.listed import stands
from board.core.outcome import OUTCOME_WORDS
from board.core.pack import ADOPTED, STATUS_WORDS, UNLISTED, Difference, Entry, clocks_of, standing, starts
from board.tui.dossier_text import BLANK, heading, wrapped
from board.tui.lists import Cell
from board.tui.safe import hang, join, lines, text
from board.tui.words import count

Row = Entry | Difference | CitingDecision
STATUS = {
    "in-force": Cell("✓ in force", "good"),
    "adopted-not-yet-applied": Cell("~ not yet applied", "warn"),
    "draft": Cell("· draft", "soft"),
    "repealed": Cell("✗ repealed", "bad"),
    "check": Cell("? not settled", "warn"),
}
_SORTS = {"status": "status changed", "added": "new", "removed": "gone", "words": "words changed"}
_NO_ADVICE = "A mapping says where to read on; it is no legal advice."
_WORDS = STATUS_WORDS | {UNLISTED: "not in this pack"}


def name_cell(row: Row) -> Cell:
    """What the line is about."""
    if isinstance(row, Entry):
        return Cell(row.id, "accent")
    return Cell(row.name, "accent") if isinstance(row, Difference) else Cell(row.id.partition("-")[0], "faint")


def title_cell(row: Row) -> Cell:
    """In our words."""
    return Cell(row.title)


def state_cell(row: Row) -> Cell:
    """How it stands, or what became of it."""
    if isinstance(row, Entry):
        if row.status == ADOPTED and row.applies_from:
            return Cell(f"~ from {row.applies_from}", "warn")
        return STATUS.get(row.status, Cell(row.status, "warn"))
    if isinstance(row, Difference):
        return Cell(_SORTS.get(row.sort, row.sort), "soft" if row.sort == "words" else "warn")
    return Cell(f"now {stands(row.stage, row.outcome)}", "soft")


def pack_content(found: Law, said: str, width: int) -> Content:
    """Which pack this is, with its date; what is listed; and what a mapping is worth."""
    pack = found.pack
    rows = [
        wrapped(join((pack.title or pack.id, "bold $ink"), (f"  ·  {pack.dated}", "$ink-2")), width),
        wrapped(text(said, "$accent"), width),
        wrapped(text(_NO_ADVICE, "$ink-3"), width),
    ]
    begun = sum(len(each.entries) for each in starts(pack, found.today) if each.started)
    if begun:
        told = f"! {count(begun, 'entry', 'entries')} began to apply since it was written: look again."
        rows.append(wrapped(text(told, "$warn"), width))
    if found.shelf.findings:
        wrong = count(len(found.shelf.findings), "finding")
        rows.append(
            wrapped(text(f"! {wrong} in the board's own packs: f on the first screen lists them.", "$warn"), width)
        )
    return lines(*rows)


def row_content(found: Law, row: object, width: int) -> Content:
    """One line in full."""
    if isinstance(row, Entry):
        return lines(*_entry(found, row, width))
    if isinstance(row, Difference):
        return lines(*_difference(row, width))
    return lines(*_decision(found, row, width)) if isinstance(row, CitingDecision) else BLANK


def _entry(found: Law, row: Entry, width: int) -> Iterator[Content]:
    framework = found.pack.framework(row.framework)
    state = state_cell(row)
    yield wrapped(join((row.name, "bold $accent"), (f"  {row.title}", "bold $ink")), width)
    pairs = [
        ("Of", framework.title if framework else row.framework),
        ("Status", f"{state.text.partition(' ')[0]} {standing(row.status, row.applies_from, found.today)}"),
        ("Source", row.source or "none is given"),
        ("Looked at", str(row.as_of or "no date")),
        ("Note", row.note),
        ("" if row.note else "Note", framework.note if framework else ""),
    ]
    yield from _pairs(pairs, width)
    for clock in clocks_of(found.pack, row):
        stands = standing(clock.status, clock.applies_from, found.today).capitalize()
        yield from _pairs([("Limit", f"{clock.article}: {clock.limit}. {clock.when}. {stands}.")], width)
    questions = found.mapped.get(row.name, ())
    yield BLANK
    yield (
        heading("Questions that map to it", str(len(questions)))
        if questions
        else text("No question of this board maps to it.", "$ink-2")
    )
    for one in questions:
        yield hang(text(f"{one.id}  ", "$accent"), text(one.question, "$ink"), width)


def _difference(row: Difference, width: int) -> Iterator[Content]:
    yield wrapped(join((row.name, "bold $accent"), (f"  {row.title}", "bold $ink")), width)
    shown = [("Part", row.part), ("Before", _WORDS.get(row.was, row.was)), ("Now", _WORDS.get(row.now, row.now))]
    yield from _pairs(shown, width)


def _decision(found: Law, row: CitingDecision, width: int) -> Iterator[Content]:
    yield wrapped(text(row.title, "bold $ink"), width)
    when = f" on {row.decided_on}" if row.decided_on else ""
    yield wrapped(
        text(f"{row.id} · {OUTCOME_WORDS[row.outcome]}{when}, now {stands(row.stage, row.outcome)}", "$ink-2"),
        width,
    )
    grouped: dict[tuple[str, str], list[str]] = {}
    for one in row.citations:
        named = f"{one.entry}, {one.title}" if one.title else one.entry
        status = standing(one.status, one.applies_from, found.today)
        grouped.setdefault((named, status), []).append(one.question)
    for (named, status), questions in grouped.items():
        words = f"{'maps' if len(questions) == 1 else 'map'} to {named}: {status}"
        yield hang(text(f"{', '.join(questions)}  ", "$accent"), text(words, "$ink"), width)


def _pairs(pairs: Iterable[tuple[str, str]], width: int) -> Iterator[Content]:
    for name, value in pairs:
        if value:
            yield hang(text(f"{name:<11}", "$ink-3"), text(value, "$ink"), width)
