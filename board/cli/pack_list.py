"""`board pack` without an entry: the frameworks at a glance, or the entries that fit, and what begins to apply when."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from board.cli import output
from board.cli.pack_shapes import clock_shape, entry_shape, pack_shape, start_shape
from board.cli.shapes import day
from board.core.pack import ADOPTED, LEGAL_NOTE, STATUS_WORDS, Clock, Entry, Pack, Start, standing, starts

if TYPE_CHECKING:
    from board.actions.packing import Library

_NAMED = 3
"""So many entries of one framework that start on one day are named; of more, only the number is told."""


def list_document(shelf: Library, pack: Pack, entries: tuple[Entry, ...], today: date) -> None:
    """The entries as JSON, with the packs at hand and what begins to apply when."""
    from board.actions.packing import cited_by

    output.document(
        {
            **pack_shape(pack),
            "packs": [{"id": each.id, "as_of": day(each.as_of), "path": each.path} for each in shelf.packs],
            "clocks": [{"framework": each.framework, **clock_shape(each)} for each in pack.clocks],
            "starts": [start_shape(each) for each in starts(pack, today)],
            "entries": [entry_shape(each, pack, cited_by(shelf, each)) for each in entries],
        }
    )


def show_head(pack: Pack) -> None:
    """Which pack this is, with its date, and what a mapping is worth."""
    output.line(f"{pack.title} ({pack.dated})")
    output.paragraph(LEGAL_NOTE)


def show_overview(shelf: Library, pack: Pack, today: date) -> None:
    """One line for each framework, how its entries stand, and what begins when."""
    from board.actions.packing import cited_by

    _before(shelf, pack)
    rows = []
    for each in pack.frameworks:
        cited = sum(bool(cited_by(shelf, entry)) for entry in each.entries)
        rows.append((each.id, str(len(each.entries)), str(cited or ""), each.title))
    output.table(("Name", "Entries", "Cited", "What it is"), rows)
    output.line()
    _counts(pack.entries)
    _starts(starts(pack, today))
    output.line()
    output.paragraph(
        "`board pack --framework EU` lists the entries of one, `--text WORD` those with a word, `--all` all of them; "
        "`board pack EU Art. 73` shows one."
    )


def show_entries(shelf: Library, pack: Pack, entries: tuple[Entry, ...], today: date) -> None:
    """The entries that fit, under the framework they belong to."""
    from board.actions.packing import cited_by

    _before(shelf, pack)
    if not entries:
        output.line("Nothing in it fits.")
        return
    listed = {entry.framework for entry in entries}
    for framework in (each for each in pack.frameworks if each.id in listed):
        of = [entry for entry in entries if entry.framework == framework.id]
        output.line(f"{framework.id}: {framework.title}")
        rows = [(each.id, each.title, _stands(each, today), str(len(cited_by(shelf, each)) or "")) for each in of]
        output.table(("Entry", "In our words", "Status", "Cited by"), rows)
        output.line()
    _counts(entries)


def show_clocks(pack: Pack, found: tuple[Clock, ...], today: date) -> int:
    """How fast somebody must be told, with the source and the day somebody looked; 1 when nothing fits."""
    show_head(pack)
    for each in found:
        output.heading(f"{each.framework} {each.article}: {each.limit}")
        output.paragraph(f"{each.when}.", "  ")
        output.line(f"  Status: {each.status} ({standing(each.status, each.applies_from, today)})")
        output.line(f"  Source: {each.source}")
        output.line(f"  Looked at: {each.as_of or 'no date'}")
    if not found:
        output.line("Nothing in it fits.")
    return 0 if found else 1


def _before(shelf: Library, pack: Pack) -> None:
    show_head(pack)
    for finding in shelf.findings:
        output.paragraph(str(finding), "  ")
    if not shelf.governed:
        output.line("No board is here: these are the shipped pack and the shipped questions.")
    output.line()


def _stands(entry: Entry, today: date) -> str:
    """The status as a filter takes it, or the day that settles it."""
    if entry.status != ADOPTED or entry.applies_from is None:
        return entry.status
    return f"{'since' if entry.applies_from <= today else 'from'} {entry.applies_from}"


def _counts(entries: tuple[Entry, ...]) -> None:
    counted = Counter(entry.status for entry in entries)
    for name, words in STATUS_WORDS.items():
        if counted[name]:
            output.line(f"{name}: {counted[name]} ({words})")


def _starts(found: tuple[Start, ...]) -> None:
    begun = tuple(each for each in found if each.started)
    ahead = tuple(each for each in found if not each.started)
    for heading, listed in (("Started since this pack was written: look again", begun), ("Starts later", ahead)):
        if listed:
            output.heading(heading)
        for each in listed:
            output.paragraph(_named(each), " " * 14, f"  {each.day}  ")


def _named(start: Start) -> str:
    counted = Counter(entry.framework for entry in start.entries)
    few = [entry.name for entry in start.entries if counted[entry.framework] <= _NAMED]
    many = [f"{count} entries of {framework}" for framework, count in counted.items() if count > _NAMED]
    return "; ".join([*few, *many])
