"""The optional published score: shown, and drafted into an ethics review, only where the board turned it on."""

from __future__ import annotations

from collections.abc import Mapping

from board.core.case import Case
from board.core.finding import refuse
from board.core.scoring import IMPACT, MITIGATION, SOURCE, Score, score_of

_PART = "reduces"


def scoring(case: Case) -> Score:
    """The score of a proposal; raises Refused where the board does not use it, or no points are stated."""
    if not case.policy.canada:
        raise refuse(
            "scoring.off", "This board does not use the published score.", "policy.toml turns it on: [scoring] canada."
        )
    found = score_of(case.proposal)
    if found is None:
        raise refuse(
            "scoring.no-points",
            "The proposal states no points.",
            "Fill in the published tool and write its points into the fact “canada” (docs/risks.md).",
        )
    return found


def score_words(found: Score) -> str:
    """A score in a few sentences, with what it rests on."""
    cut = ", cut by 15 percent for its safeguards" if found.cut else ""
    most = sum(IMPACT.values())
    return (
        f"By the {SOURCE}, it comes to level {found.level}: {found.counted:g} of {most} points of impact"
        f"{cut}, and {found.mitigation} of {sum(MITIGATION.values())} points of safeguards. {' '.join(found.asks)}"
    )


def with_score(case: Case, parts: Mapping[str, str]) -> dict[str, str]:
    """The drafted parts of an ethics review, with the score where the board uses it and the points are stated."""
    found = score_of(case.proposal) if case.policy.canada else None
    if found is None:
        return dict(parts)
    return {**parts, _PART: f"{parts.get(_PART, '').rstrip()}\n\n{score_words(found)}\n".lstrip()}
