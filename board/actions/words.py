"""What a commit did to a proposal, in words that need no knowledge of git."""

from __future__ import annotations

from collections.abc import Iterable

from board.core.layout import Layout
from board.formats.paths import Place, Sort, classify

_WORDS = {
    Sort.PROPOSAL: "The proposal was written or revised",
    Sort.EVIDENCE: "Evidence was added or changed",
    Sort.ANSWERS: "The proposer answered questions",
    Sort.DOCKET: "The board took a revision up",
    Sort.REVIEW: "{member} shared a review",
    Sort.BALLOT: "{member} cast ballot {number}",
    Sort.MESSAGE: "{member} wrote a message",
    Sort.ROUND: "Round {number} ended",
    Sort.RECORD: "The board decided",
    Sort.DECISION: "The decision was published",
    Sort.ETHICS_REVIEW: "The ethics review was published",
    Sort.FOLLOW_UP: "Follow-up {number} was recorded",
    Sort.EMERGENCY: "The person on call acted at once",
    Sort.MOTION: "Motion {number} was made",
    Sort.ACT: "{member} gave consent to an act of two",
}
_ORDER = (
    Sort.RECORD, Sort.ROUND, Sort.EMERGENCY, Sort.BALLOT, Sort.DOCKET, Sort.FOLLOW_UP, Sort.MESSAGE, Sort.REVIEW,
    Sort.PROPOSAL, Sort.ANSWERS, Sort.EVIDENCE, Sort.MOTION, Sort.ACT, Sort.DECISION, Sort.ETHICS_REVIEW,
)  # fmt: skip


def describe(paths: Iterable[str], layout: Layout, ids: Iterable[str] = ()) -> str:
    """The weightiest thing a commit did, in words; "" when it touched nothing that we know."""
    known = tuple(ids)
    places: dict[Sort, Place] = {}
    for path in paths:
        place = classify(path, layout, known)
        places.setdefault(place.sort, place)
    for sort in _ORDER:
        if sort in places:
            return _WORDS[sort].format(member=places[sort].member, number=places[sort].number)
    return ""
