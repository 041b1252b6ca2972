"""The JSON shapes of `board pack` (docs/json.md)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from board.cli.shapes import Shape, day
from board.core.checklist import Question
from board.core.pack import LEGAL_NOTE, Clock, Difference, Entry, Pack, Start, clocks_of

if TYPE_CHECKING:
    from board.actions.packing import CitingDecision


def pack_shape(pack: Pack) -> Shape:
    """Which pack this is, with its date and what a mapping is worth."""
    return {"pack": pack.id, "title": pack.title, "as_of": day(pack.as_of), "path": pack.path, "note": LEGAL_NOTE}


def entry_shape(entry: Entry, pack: Pack, questions: Iterable[Question]) -> Shape:
    """One entry, the questions that map to it, and the reporting limits it sets."""
    return {
        "name": entry.name,
        "framework": entry.framework,
        "id": entry.id,
        "title": entry.title,
        "status": entry.status,
        "source": entry.source,
        "as_of": day(entry.as_of),
        "applies_from": day(entry.applies_from),
        "note": entry.note,
        "mapped_from": [question.id for question in questions],
        "clocks": [clock_shape(clock) for clock in clocks_of(pack, entry)],
    }


def clock_shape(clock: Clock) -> Shape:
    """How fast somebody must be told, and where that is from."""
    return {
        "id": clock.id,
        "article": clock.article,
        "when": clock.when,
        "limit": clock.limit,
        "status": clock.status,
        "source": clock.source,
        "as_of": day(clock.as_of),
        "applies_from": day(clock.applies_from),
    }


def start_shape(each: Start) -> Shape:
    """A day on which entries begin to apply, and whether it has come."""
    return {"day": day(each.day), "started": each.started, "entries": [entry.name for entry in each.entries]}


def difference_shape(each: Difference) -> Shape:
    """What became of one entry between two packs."""
    return {
        "sort": each.sort,
        "name": each.name,
        "title": each.title,
        "part": each.part,
        "was": each.was,
        "now": each.now,
    }


def citing_shape(decision: CitingDecision) -> Shape:
    """A decision and what the questions answered for it map to."""
    return {
        "id": decision.id,
        "title": decision.title,
        "outcome": str(decision.outcome),
        "decided_on": day(decision.decided_on),
        "stage": decision.stage,
        "citations": [
            {
                "question": each.question,
                "entry": each.entry,
                "title": each.title,
                "status": each.status,
                "applies_from": day(each.applies_from),
            }
            for each in decision.citations
        ],
    }
