"""What each step of how likely and how bad means: the table of `board risks --scale`, where a risk is rated."""

from __future__ import annotations

from textual.content import Content

from board.core.harm import HARMS, LIKELIHOOD_SHARES
from board.core.risk import LIKELIHOOD_WORDS
from board.core.sentence import upper
from board.tui.dossier_text import BLANK, wrapped
from board.tui.safe import lines, text


def scale_content(likely: int, bad: int, width: int) -> Content:
    """Six sorts of harm in five steps, then how likely; the steps of the field under the cursor stand out."""
    rows = [wrapped(text("Take the highest step that fits in any of them; they are never added.", "$ink"), width)]
    for sort, steps in HARMS.items():
        rows += [BLANK, wrapped(text(f"How bad: {sort}", "bold $accent"), width)]
        rows += [_step(number, words, bad, width) for number, words in enumerate(steps, 1)]
    rows += [BLANK, wrapped(text("How likely, within twelve months at the ring asked for", "bold $accent"), width)]
    told = zip(LIKELIHOOD_WORDS, LIKELIHOOD_SHARES, strict=True)
    rows += [_step(number, f"{words}: {share}", likely, width) for number, (words, share) in enumerate(told, 1)]
    return lines(*rows)


def _step(number: int, words: str, at: int, width: int) -> Content:
    sign, style = ("▌", "bold $ink") if number == at else (" ", "$ink-2")
    return wrapped(text(f"{sign} {number} {upper(words)}", style), width, 2)
