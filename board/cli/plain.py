"""Plain-language measures in plain lines."""

from __future__ import annotations

from board.actions.model import Readability
from board.cli import output


def show_readability(measured: Readability) -> None:
    """The measures with what they mean; they are hints, not proof."""
    output.line(f"  School grade: {measured.grade:.1f} (9 or less reads easily)")
    output.line(f"  Reading ease: {measured.ease:.0f} of 100 (60 or more reads easily)")
    output.line(f"  {measured.words} words in {measured.sentences} sentences; the longest has {measured.longest}.")
    if measured.worst:
        output.line("  Hardest sentences:")
        for sentence in measured.worst:
            output.paragraph(sentence, "      ", "    - ")
    for advice in measured.advice:
        output.paragraph(advice, "    ", "  ")
    output.line("  These measures are for English, and they are hints: readers are the proof.")
