"""What a commit did to a proposal, in words that need no knowledge of git."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

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

DID: Mapping[str, str] = {
    "proof": "gave proof",
    "verified": "checked the proof",
    "waiver": "let a condition go",
    "confirmed": "confirmed the action",
    "ratified": "noted that the board ratified it",
    "appeal": "appealed",
    "heard": "heard the appeal",
    "dismissed": "dismissed the appeal",
    "granted": "granted the appeal",
    "recommended": "recommended",
    "reply": "replied",
    "reviewed": "looked again",
    "correction": "corrected a text",
    "published": "noted where it was published",
    "lapse": "let it lapse",
    "retired": "took it out of use",
    "pulled": "put it to the full vote",
}
"""What each kind of follow-up says that its writer did."""


def describe(
    paths: Iterable[str], layout: Layout, ids: Iterable[str] = (), told: Callable[[str, Sort], str] = lambda *_: ""
) -> str:
    """The weightiest thing a commit did, in words; "" when it touched nothing that we know.

    `told` may say more of a file, by its path and sort, than its name does.
    """
    known = tuple(ids)
    places: dict[Sort, tuple[str, Place]] = {}
    for path in paths:
        place = classify(path, layout, known)
        places.setdefault(place.sort, (path, place))
    for sort in _ORDER:
        if sort in places:
            path, place = places[sort]
            return told(path, sort) or _WORDS[sort].format(member=place.member, number=place.number)
    return ""
