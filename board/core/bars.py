"""What bars approval, whatever the votes: blocking questions with a bad answer, prohibited uses, critical risks."""

from __future__ import annotations

from collections.abc import Sequence

from board.core.case import Bar, Case
from board.core.checklist import EffectKind
from board.core.proposal import Tier
from board.core.questions import PROPOSER, Standing, standings
from board.core.risk import beyond_appetite
from board.core.stated import STRICTER
from board.core.tier import UNKNOWN, plain
from board.core.unscanned import SCANNED, UNSCANNED, unscanned
from board.core.values import NOT_APPLICABLE, may_not_apply

NOT_AGREED = "n-a, which the seat that judges it has not agreed to"


def barring(case: Case, stood: Sequence[Standing]) -> tuple[Bar, ...]:
    """The blocking questions with a bad answer and no waiver; a prohibited use is barred whatever is answered."""
    bars = []
    for each in stood:
        question = each.asked.question
        waivable = not _banned(each) and not case.policy.kept_by(question.id, _said(case, each))
        if each.bars and not (waivable and question.id in case.waivers):
            judged = each.by if each.by == each.asked.judge else ""
            bars.append(Bar(question.id, each.asked.wording, told(case, each), judged, waivable))
    if case.tier is Tier.PROHIBITED and not any(map(_banned, stood)):
        bars.append(Bar("", "the use is prohibited and no board may approve it", (), waivable=False))
    if words := beyond_appetite(case):
        bars.append(Bar("", words, (), waivable=False))
    return (*bars, *case.frozen)


def lifted_judges(case: Case) -> tuple[str, ...]:
    """The seats that judge a question whose bar an exception lifts: they must be among those that speak (D.1)."""
    latest = case.docket.latest
    if not case.waivers or latest is None or latest.facts < STRICTER:
        return ()
    stood = standings(case)
    barred = {bar.question for bar in barring(case, stood)}
    lifted = (each.asked for each in stood if each.bars and each.asked.question.id not in barred)
    return tuple(dict.fromkeys(asked.judge for asked in lifted if asked.judge))


def _banned(each: Standing) -> bool:
    """Whether the checklist itself says that nothing lifts this bar."""
    return any(effect.kind is EffectKind.BLOCK_ALWAYS for effect in each.bars)


def told(case: Case, each: Standing) -> tuple[str, ...]:
    """The answer that bars, as people read it; an n-a of the proposer's own is told as what it is."""
    question = each.asked.question
    given = next((one for one in case.answers if one.question == question.id), None)
    waits = each.by == PROPOSER and each.value == (UNKNOWN,) and may_not_apply(question)
    if waits and given is not None and given.note.strip() and NOT_APPLICABLE in map(plain, given.value):
        return (NOT_AGREED,)
    return each.value or (UNKNOWN,)


def _said(case: Case, each: Standing) -> tuple[str, ...]:
    """The answer as it stands: a blank is unknown, and weights that may run code and nobody knows of are unscanned."""
    said = each.value or (UNKNOWN,)
    if each.asked.question.id == SCANNED and unscanned(case.proposal, said, asked=True):
        return (*said, UNSCANNED)
    return said
