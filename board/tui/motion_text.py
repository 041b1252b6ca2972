"""Motions as content: what each asks for, how it stands, and what each kind does in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.content import Content

from board.actions.motioning import MotionLine
from board.core.act import PROFILING, WITHOUT_VOTE
from board.core.case import Case
from board.core.sentence import upper
from board.tui.dossier_text import BLANK, heading, name_of, wrapped
from board.tui.lists import Cell
from board.tui.safe import join, lines, text


@dataclass(frozen=True, slots=True)
class MotionKind:
    """One kind of motion: what it is called, what it does, what it asks to be named, and its button."""

    title: str
    words: str
    names: str = ""
    yes: str = "Move it"


KINDS: Mapping[str, MotionKind] = {
    "raise-tier": MotionKind(
        "Raise the tier",
        "Any seat may, at once, and nobody votes on it. The duties of the higher tier bind from then on.",
        "To which tier?",
        "Raise it",
    ),
    "lower-tier": MotionKind(
        "Lower the tier",
        "The board votes: more than half of the seats at the higher tier must say yes. The reason is published. "
        + PROFILING,
        "To which tier?",
    ),
    "overrule-stop": MotionKind(
        "Overrule a stop",
        "All other seats and the sponsor must say yes, and it counts only once 5 working days have passed. "
        "A stop against unlawful use is never overruled.",
        "Which stop?",
    ),
    "overrule-concern": MotionKind(
        "Overrule a concern",
        "More than half of the seats must say yes. The concern stays in the record, with the vote beside it.",
        "Which concern?",
    ),
    "appoint": MotionKind(
        "Appoint an independent person",
        "For a seat that nobody may speak for here. The sponsor moves it, and more than half of the other seats "
        "must say yes. She then signs for that seat in this round.",
        "Whom, and for which seat?",
    ),
    "pull": MotionKind(
        "Put it to the full vote",
        "Any seat may take it off the consent agenda or an easier path, at once. Then the whole board votes on it.",
        yes="Put it to the vote",
    ),
}
STATES: Mapping[str, tuple[str, str, str]] = {
    "open": ("○", "open", "accent"),
    "carried": ("✓", "carried", "good"),
    "lost": ("✗", "lost", "bad"),
    "void": ("–", "no effect", "soft"),
}
"""State of a motion → its sign, its word, its tone."""


def state_cell(each: MotionLine) -> Cell:
    """How it stands, as a sign and a word."""
    if each.yours:
        return Cell("! your vote", "warn")
    sign, word, tone = STATES.get(each.state, ("·", each.state, "soft"))
    return Cell(f"{sign} {word}", tone)


def about_motion(case: Case, each: MotionLine, width: int) -> Content:
    """One motion in full."""
    motion = each.motion
    rows = [wrapped(text(f"{upper(each.title)}.", "bold $ink"), width)]
    rows.append(wrapped(text(f"Moved by {name_of(case, motion.member)}.", "$ink-2"), width))
    if motion.text.strip():
        rows.append(wrapped(text(f"Why: {motion.text.strip()}", "$ink"), width))
    if motion.kind == "lower-tier" and each.state == "open":
        rows.append(wrapped(text(PROFILING, "$warn"), width))
    rows.append(wrapped(text(each.words, "$ink"), width))
    if each.waiting_for:
        names = ", ".join(name_of(case, one) for one in each.waiting_for)
        rows.append(wrapped(text(f"Waits for {names}.", "$ink-2"), width))
    if each.yours:
        rows.append(join(("y", "bold $accent"), (" yes   ", "$ink"), ("n", "bold $accent"), (" no   ", "$ink"),
                         ("x", "bold $accent"), (" I do not say", "$ink")))  # fmt: skip
    elif motion.kind in WITHOUT_VOTE:
        rows.append(wrapped(text("Nobody votes on this: any seat may.", "$ink-3"), width))
    return lines(*rows)


def motion_rows(case: Case, found: Sequence[MotionLine], room: int) -> list[Content]:
    """The motions of a round with their sums, for the tally; nothing where nothing was moved."""
    rows: list[Content] = [BLANK, heading("Motions", "M opens them")] if found else []
    for each in found:
        sign, word, _ = STATES.get(each.state, ("·", each.state, ""))
        tone = {"✓": "$good", "✗": "$bad", "○": "$accent"}.get(sign, "$ink-2")
        who = f", moved by {name_of(case, each.motion.member)}"
        first = join((f"{sign} {word}  ", tone), (f"{upper(each.title)}{who}", "$ink"))
        rows.append(wrapped(first, room))
        rows.append(wrapped(text(each.words, "$ink-2"), room, 4))
        if each.yours:
            rows.append(wrapped(text("! It waits for your yes or no.", "bold $warn"), room, 4))
    return rows
