"""Plain-language measures in plain lines."""

from __future__ import annotations

from board.actions.model import Readability
from board.cli import output
from board.core.sentence import plural


def show_readability(measured: Readability) -> None:
    """The measures with what they mean; they are hints, not proof."""
    if not measured.words:
        output.line("  There is no sentence in it to measure.")
        return
    output.line(f"  School grade: {measured.grade:.1f} (9 or less reads easily)")
    output.line(f"  Reading ease: {min(max(measured.ease, 0), 100):.0f} of 100 (60 or more reads easily)")
    length = f"{plural(measured.words, 'word')} in {plural(measured.sentences, 'sentence')}"
    output.line(f"  {length}; the longest has {measured.longest}.")
    if measured.worst:
        output.line("  Hardest sentences:")
        for sentence in measured.worst:
            output.paragraph(sentence, "      ", "    - ")
    if measured.gross:
        output.paragraph("Too hard: a decision whose first page reads like this is not written.", "    ", "  ")
    for advice in measured.advice:
        output.paragraph(advice, "    ", "  ")
    output.line("  These measures are for English, and they are hints: readers are the proof.")
