"""An optional score for the ethics review, after the published tool of Canada's Directive on Automated Decision-Making.

Figures from the tool's public source, Algorithmic Impact Assessment 1.0.1 (October 2025), counted from its code: the
most points of each section, the rule that good safeguards cut the impact by 15 percent, the four levels, and what each
asks for. The board's own tier and risk band do not follow from it. Off unless policy.toml says `[scoring] canada`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from board.core.proposal import Proposal

FACT = "canada"
SOURCE = "Algorithmic Impact Assessment 1.0.1 (Treasury Board of Canada, October 2025)"
IMPACT: Mapping[str, int] = {
    "reasons": 5,
    "risk_profile": 15,
    "authority": 2,
    "system": 17,
    "algorithm": 15,
    "decision": 8,
    "impact": 52,
    "data": 53,
}
MITIGATION: Mapping[str, int] = {"consultation": 10, "data_quality": 14, "fairness": 44, "privacy": 9}
"""The most points of each section; 167 and 77 in all."""
_GOOD_PERCENT, _CUT_PERCENT = 80, 15
LEVELS = ("I", "II", "III", "IV")
_ROLE_TRAINING, _LEAD_APPROVES = "Training for those who work with it.", "Who leads the programme approves it."
ASKS: Mapping[str, tuple[str, ...]] = {
    "I": (
        "A notice in plain words.",
        "A general explanation, published.",
        "It may run without a person.",
        _ROLE_TRAINING,
        _LEAD_APPROVES,
    ),
    "II": (
        "A notice in plain words.",
        "Individual reasons on a denial, besides the published explanation.",
        "One qualified expert reviews it, and the review is published.",
        "An analysis by groups of people.",
        "It may run without a person.",
        _ROLE_TRAINING,
        _LEAD_APPROVES,
    ),
    "III": (
        "A notice that points at the published explanation.",
        "Individual reasons on a denial, besides the published explanation.",
        "One qualified expert reviews it, and the review is published.",
        "An analysis by groups of people.",
        "A person makes the final decision.",
        "Recurring training, also in how to override it.",
        "The head of the organisation approves it.",
    ),
    "IV": (
        "A notice that points at the published explanation.",
        "Individual reasons on a denial, besides the published explanation.",
        "Two qualified experts review it, and the reviews are published.",
        "An analysis by groups of people.",
        "A person makes the final decision.",
        "Recurring training, also in how to override it.",
        "The treasury board, or here the body above the organisation's head, approves it.",
    ),
}


@dataclass(frozen=True, slots=True)
class Score:
    """What the stated points come to: raw impact, safeguards, the impact that counts, and the level with its duties.

    `counted` has at most two decimals; `problems` says in words what is missing or cannot be.
    """

    raw: int
    mitigation: int
    counted: float
    level: str
    cut: bool
    problems: tuple[str, ...] = ()

    @property
    def asks(self) -> tuple[str, ...]:
        """What the level asks for."""
        return ASKS[self.level]


def score(impact: Mapping[str, int], mitigation: Mapping[str, int]) -> Score:
    """The level of stated points; a section of the impact nobody stated counts in full, one of the safeguards as none.

    With safeguards of 80 percent of the points that can be had, the impact is cut by 15 percent. Level I goes to 25
    percent of the most, II to 50, III to 75, IV above.
    """
    problems: list[str] = []
    raw = sum(_points(impact, name, most, most, problems) for name, most in IMPACT.items())
    good = sum(_points(mitigation, name, most, 0, problems) for name, most in MITIGATION.items())
    cut = good * 100 >= _GOOD_PERCENT * sum(MITIGATION.values())
    counted = raw * (100 - _CUT_PERCENT) if cut else raw * 100  # in hundredths of a point
    share = counted / sum(IMPACT.values())
    level = LEVELS[sum(share > limit for limit in (25, 50, 75))]
    return Score(raw, good, counted / 100, level, cut, tuple(problems))


def score_of(proposal: Proposal) -> Score | None:
    """The score of the points a proposal states in its fact `canada`; None where it states none."""
    stated = proposal.facts.get(FACT)
    if not isinstance(stated, Mapping):
        return None
    sides = [stated.get(name) for name in ("impact", "mitigation")]
    impact, mitigation = (each if isinstance(each, Mapping) else {} for each in sides)
    return score(impact, mitigation)


def _points(stated: Mapping[str, object], name: str, most: int, unknown: int, problems: list[str]) -> int:
    value = stated.get(name)
    if type(value) is int and 0 <= value <= most:
        return value
    said = "is not stated" if value is None else f"is {value}, which cannot be"
    problems.append(f"“{name}” {said}: 0 to {most} points. It counts as {unknown}.")
    return unknown
