"""The rows of lists: where a proposal stands, whom it waits for, and what that makes for somebody to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from board.core.dates import told_at
from board.core.outcome import OUTCOME_WORDS, Outcome
from board.core.proposal import Tier


class Stage(StrEnum):
    """Where a proposal stands; computed from the files and the charter, never stored.

    Stopped and replaced are what other decisions and acts make of an approval that its own files call in force.
    """

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in-review"
    DECIDED = "decided"
    IN_FORCE = "in-force"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    LAPSED = "lapsed"
    RETIRED = "retired"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    DEFERRED = "deferred"
    NO_QUORUM = "no-quorum"
    STOPPED = "stopped"
    REPLACED = "replaced"

    @property
    def words(self) -> str:
        """As people read it: "in review"; the value, with its hyphen, is for programs and files.

        Superseded and replaced are two states of the files and one to a reader: another decision took its place.
        """
        return (Stage.REPLACED if self is Stage.SUPERSEDED else self).value.replace("-", " ")

    @property
    def open(self) -> bool:
        """Whether the board still has something to decide."""
        return self in (
            Stage.DRAFT,
            Stage.SUBMITTED,
            Stage.IN_REVIEW,
            Stage.RETURNED,
            Stage.DEFERRED,
            Stage.NO_QUORUM,
        )


def stands(stage: str, outcome: Outcome | None) -> str:
    """Where a proposal stands now, in words; of what was decided and is not in force, how: "rejected".

    `stage` is the value of a Stage; of a word that is none, what it says.
    """
    if stage == Stage.DECIDED and outcome is not None:
        return OUTCOME_WORDS[outcome]
    return Stage(stage).words if stage in set(Stage) else stage.replace("-", " ")


NO_TIER = "It says no kind, so nobody can tell which facts set its tier. Take it for a high one until it does."


@dataclass(frozen=True, slots=True)
class Summary:
    """One row of a list: a proposal, where it stands, and whom it waits for."""

    id: str
    title: str
    kind: str
    stage: Stage
    tier: Tier
    proposer: str = ""
    outcome: Outcome | None = None
    waiting_for: tuple[str, ...] = ()
    deadline: date | None = None
    opened: bool = False
    committed: bool = True
    findings: int = 0
    updated: str = ""
    mark: str = ""
    way: str = ""
    """The path it takes or took: vote, consent, standard, expedited or emergency; "" where nobody can tell any more."""

    @property
    def tier_known(self) -> bool:
        """Whether the tier rests on something: without a kind nothing says which facts a proposal owes."""
        return bool(self.kind) or self.outcome is not None or self.tier is not Tier.MINIMAL

    @property
    def tier_words(self) -> str:
        """The tier as lists name it; "unknown" where it is not known."""
        return self.tier.value if self.tier_known else "unknown"

    @property
    def tier_rank(self) -> int:
        """Its place in an order by tier; one that is not known goes with the careful side."""
        return self.tier.rank if self.tier_known else Tier.HIGH.rank

    @property
    def number(self) -> str:
        """The leading digits of the last part of the id, for people; empty when there are none."""
        stem = self.id.rsplit("/", 1)[-1]
        digits = ""
        for character in stem:
            if not character.isdigit():
                break
            digits += character
        return digits

    @property
    def typed(self) -> str:
        """What names it in a command to be typed: its number with its shelf, as every year begins at 1 again."""
        shelf = self.id.rpartition("/")[0]
        return "/".join(part for part in (shelf, self.number) if part) if self.number else self.id


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for a member, or that she waits for: what to do, why, until when."""

    summary: Summary
    act: str
    words: str
    due: date | None = None
    overdue: bool = False
    mine: bool = True
    at: datetime | None = None
    """The moment, by the board's own clock, where it is due by the hour; `due` is then its day."""
    part: str = ""
    """What of the proposal it is about, as "condition c1" or "appeal 1"; "" where it is the proposal itself."""
    pressing: bool = False
    """Whether the board is still to decide and the day comes within two working days: somebody waits for it."""

    def until(self, timezone: str) -> str:
        """When it is due, as 2026-10-08, or 2026-10-08 14:05 CEST where it is due by the hour; "" without a date."""
        if self.at is not None:
            return told_at(self.at, timezone)
        return self.due.isoformat() if self.due else ""
