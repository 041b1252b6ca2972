"""What was said beside an answer before: it stays where an answer is given again and nobody names it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from board.actions.model import Done, ReviewItem
from board.core.from_facts import made_here
from board.core.review import CONFIDENCES
from board.core.sentence import and_
from board.core.text import one_line

_QUOTE = 60
"""So many characters of a note that stays are quoted."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside an answer; `told` says in a sentence what stays that was not named."""

    note: str = ""
    evidence: tuple[str, ...] = ()
    confidence: str = ""
    told: str = ""

    def tell(self, done: Done) -> Done:
        """What was done, with what stayed."""
        return replace(done, notes=(self.told, *done.notes)) if self.told else done


def beside(
    item: ReviewItem, note: str | None, evidence: tuple[str, ...], confidence: str | None, *, proposes: bool
) -> Beside:
    """What was named, and of what was not named what stood there; an empty text takes away what stood there."""
    before = item.answer if proposes else item.view
    kept = before.note if before is not None and not made_here(before.note) else ""
    rested = before.evidence if before is not None and item.question.type != "evidence" else ()
    sure = before.confidence if before is not None and before.confidence in CONFIDENCES else ""
    stays = []
    if note is None and kept:
        stays.append(f"your note “{one_line(kept, _QUOTE)}”")
    if not evidence and rested:
        stays.append(f"what it rests on ({', '.join(rested)})")
    told = f"Kept from before: {and_(stays)}. An empty --note or --evidence takes it away." if stays else ""
    named = tuple(one for one in evidence if one.strip()) if evidence else rested
    return Beside(kept if note is None else note, named, sure if confidence is None else confidence, told)
