"""What bars approval, whatever the votes: blocking questions with a bad answer, and prohibited uses."""

from __future__ import annotations

from collections.abc import Sequence

from board.core.case import Bar, Case
from board.core.checklist import EffectKind
from board.core.proposal import Tier
from board.core.questions import Standing
from board.core.tier import UNKNOWN


def barring(case: Case, stood: Sequence[Standing]) -> tuple[Bar, ...]:
    """The blocking questions with a bad answer and no waiver; a prohibited use is barred whatever is answered."""
    bars = []
    for each in stood:
        question = each.asked.question
        waivable = all(effect.kind is not EffectKind.BLOCK_ALWAYS for effect in each.bars)
        if each.bars and not (waivable and question.id in case.waivers):
            judged = each.by if each.by == each.asked.judge else ""
            bars.append(Bar(question.id, each.asked.wording, each.value or (UNKNOWN,), judged, waivable))
    if case.tier is Tier.PROHIBITED and all(bar.waivable for bar in bars):
        bars.append(Bar("", "the use is prohibited and no board may approve it", (), waivable=False))
    return (*bars, *case.frozen)
