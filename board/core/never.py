"""The stops that no vote overrules (docs/charter.md, Motions)."""

from __future__ import annotations

from collections.abc import Iterator

from board.core.ballot import Ballot
from board.core.case import Case
from board.core.proposal import Tier
from board.core.questions import asked_in
from board.core.tier import plain
from board.core.unscanned import SCANNED, unscanned

_SCREENED = "C-19"


def never_overruled(case: Case, stop: Ballot) -> str:
    """Why no vote can overrule a stop, in words; "" when the board may."""
    if stop.ground == "unlawful" or case.tier is Tier.PROHIBITED:
        return "a stop against unlawful or banned use is never overruled"
    answers = set(_answered(case))
    if (_SCREENED, "hit") in answers:
        return f"{_SCREENED} tells of a match on a sanctions list; a stop there is never overruled"
    said = {value for question, value in answers if question == SCANNED}
    asked = any(each.question.id == SCANNED for each in asked_in(case))
    if unscanned(case.proposal, said, asked=asked):
        return f"{SCANNED} tells of files that can run code and were not scanned; a stop there is never overruled"
    return ""


def _answered(case: Case) -> Iterator[tuple[str, str]]:
    """Every answer anybody gave, proposer and seats alike: one voice is enough to keep a stop."""
    for answer in case.answers:
        yield from ((answer.question, plain(value)) for value in answer.value)
    for question, values in case.computed.items():
        yield from ((question, plain(value)) for value in values)
    for review in case.reviews:
        for view in review.views:
            yield from ((view.question, plain(value)) for value in view.value)
