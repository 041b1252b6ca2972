"""Whether a piece of evidence is still fresh: by its age, and by what it was made on (D.2, evidence-fresh)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from board.core.policy import Policy
from board.core.proposal import Artefact, Evidence
from board.core.text import one_line


class Freshness(StrEnum):
    """How a piece of evidence stands on a day; what has no limit by age holds while nothing else voids it."""

    FRESH = "fresh"
    AGELESS = "ageless"
    STALE = "stale"
    UNDATED = "undated"
    VOID = "void"


ASSESSMENT = "assessment"
"""The sort that is about a use of the model, not about its files."""
FRESH_WORDS: Mapping[str, str] = {Freshness.AGELESS: "no limit by age"}
"""How a state is said where it is not its own word."""
_BY_ANSWERS: Mapping[str, frozenset[str]] = {
    "screening": frozenset({"C-19"}),
    "evaluation": frozenset({"R-05", "R-06", "R-07"}),
    "stress": frozenset({"R-08", "R-09", "R-12"}),
    "license": frozenset({"C-06", "C-07", "C-08", "C-09"}),
    ASSESSMENT: frozenset({"C-14", "C-20"}),
}
"""The questions that say what sort of evidence answers them, the sort that ages fastest first."""


def sort_of(evidence: Evidence, slots: Mapping[str, str]) -> str:
    """How fast a piece ages: as it says itself, as its kind says of the slot it fills, or by what it answers."""
    said = evidence.sort or slots.get(evidence.id, "")
    if said:
        return said
    answered = {one.strip().upper() for one in evidence.answers}
    found = (sort for sort, questions in _BY_ANSWERS.items() if answered & questions)
    return next(found, ASSESSMENT if any(one.startswith("E-") for one in answered) else "")


@dataclass(frozen=True, slots=True)
class Fresh:
    """How fresh it is and why, in a sentence; days are None where it has no date or no limit.

    `until` is the last day on which it is fresh, None where nobody can tell or no day ends it.
    """

    state: Freshness
    why: str = ""
    age_days: int | None = None
    limit_days: int | None = None
    until: date | None = None

    @property
    def holds(self) -> bool:
        """Whether the board may rest a decision on it."""
        return self.state in (Freshness.FRESH, Freshness.AGELESS)


def freshness(evidence: Evidence, sort: str, artefacts: Collection[Artefact], policy: Policy, today: date) -> Fresh:
    """How fresh a piece of evidence is on a day.

    `sort` is one of EVIDENCE_SORTS, or "" for what does not age: a licence text does, a plan does not. Evidence that
    names the digest it was made on is void once the proposal is about other bytes.
    """
    made_on, meant = bare(evidence.artefact), {bare(one.sha256) for one in artefacts if one.sha256}
    if policy.void_on_changed_hash and made_on and meant and made_on not in meant:
        return Fresh(Freshness.VOID, f"It was made on {made_on[:12]}…, and the proposal is about other files.")
    limit = policy.evidence_days.get(sort)
    if limit is None:
        return Fresh(Freshness.AGELESS)
    day = _day(evidence.dated)
    if day is None and evidence.dated.strip():
        why = f"Its date, “{one_line(evidence.dated, 30)}”, is not written as 2026-11-20, so nobody can count its age."
        return Fresh(Freshness.UNDATED, why, None, limit)
    if day is None:
        return Fresh(Freshness.UNDATED, f"It has no date, and may be {limit} days old at most.", None, limit)
    age, until = (today - day).days, _plus(day, limit)
    if age < 0:
        return Fresh(Freshness.UNDATED, f"Its date, {day}, lies in the future.", age, limit)
    if age > limit:
        return Fresh(Freshness.STALE, f"It is {age} days old; the policy allows {limit}.", age, limit, until)
    return Fresh(Freshness.FRESH, f"{age} of {limit} days old.", age, limit, until)


def fresh_until(evidence: Evidence, sort: str, policy: Policy) -> date | None:
    """The last day on which a piece is fresh by its age; None where it has no limit, or no date that can be counted."""
    limit, day = policy.evidence_days.get(sort), _day(evidence.dated)
    return _plus(day, limit) if limit is not None and day is not None else None


def _plus(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days))


def bare(digest: str) -> str:
    """A digest without its prefix, in small letters, so that two can be compared."""
    return digest.removeprefix("sha256:").lower()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
