"""The lines of evidence and precedents in a dossier."""

from __future__ import annotations

from board.actions.model import EvidenceLine, Precedent
from board.tui.lists import Cell
from board.tui.words import day, outcome_cell


def item_mark(row: EvidenceLine | Precedent) -> Cell:
    """What stands before a line: its day, or its id."""
    if isinstance(row, Precedent):
        return Cell(day(row.decided_at) or row.id, "faint")
    return Cell(f"◆ {row.id}" if row.held_by else row.id, "accent")


def item_title(row: EvidenceLine | Precedent) -> Cell:
    """What the line is called."""
    return Cell(row.title or row.id)


def item_note(row: EvidenceLine | Precedent) -> Cell:
    """What it is for, or what was decided."""
    if isinstance(row, Precedent):
        return outcome_cell(row.outcome)
    return Cell(f"for {', '.join(row.answers)}" if row.answers else "", "soft")


def item_second(row: EvidenceLine | Precedent) -> Cell:
    """The line below: where it lies and how fresh it is, or why it is a precedent."""
    if isinstance(row, Precedent):
        return Cell(f"{row.id} · {row.why}", "soft")
    size = f" · {row.size:,} bytes" if row.size else ""
    dated = f" · dated {row.dated}" if row.dated else ""
    sign, tone = _FRESH.get(row.fresh, ("", "soft"))
    why = f": {row.fresh_why}" if row.fresh_why and tone != "soft" else ""
    fresh = f"{sign}{why} · " if sign else ""
    checked = " · Enter checks it" if row.held_by else ""
    return Cell(f"{fresh}{row.where} · {row.state}{size}{dated}{checked}", tone)


_FRESH = {
    "fresh": ("✓ fresh", "soft"),
    "ageless": ("no limit by age", "soft"),
    "stale": ("! stale", "warn"),
    "undated": ("! undated", "warn"),
    "void": ("✗ void", "bad"),
}
"""How fresh evidence is → its sign with its word, and its tone."""
