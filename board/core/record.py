"""The machine record of a decision or of a round that ended without one (formats.md, record.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from board.core.ballot import Condition, Verdict
from board.core.proposal import Artefact


class Outcome(StrEnum):
    """What a tally or a closed round comes to; the last three end a round but not the proposal."""

    APPROVED = "approved"
    APPROVED_WITH_CONDITIONS = "approved-with-conditions"
    REJECTED = "rejected"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    DEFERRED = "deferred"
    NO_QUORUM = "no-quorum"

    @property
    def yes(self) -> bool:
        """Whether the change may go ahead."""
        return self in (Outcome.APPROVED, Outcome.APPROVED_WITH_CONDITIONS)

    @property
    def final(self) -> bool:
        """Whether it ends the proposal: a decision record is written."""
        return self not in (Outcome.RETURNED, Outcome.DEFERRED, Outcome.NO_QUORUM)


OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.APPROVED: "approved",
    Outcome.APPROVED_WITH_CONDITIONS: "approved with conditions",
    Outcome.REJECTED: "rejected",
    Outcome.STOPPED: "stopped",
    Outcome.WITHDRAWN: "withdrawn",
    Outcome.RETURNED: "returned to the proposer",
    Outcome.DEFERRED: "deferred",
    Outcome.NO_QUORUM: "no quorum",
}


@dataclass(frozen=True, slots=True)
class RecordBallot:
    """A ballot as the record names it: counted or not, and why not."""

    path: str
    sha256: str
    member: str
    seats: tuple[str, ...]
    verdict: Verdict
    counted: bool
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """Every number of the tally and the sentence that says it."""

    seats: int
    eligible: int
    needed: int
    yes: int
    returns: int
    present: int
    people: int
    quorum_seats: int
    quorum_people: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Record:
    """`record.toml`, or `rounds/<n>.toml` when the outcome is not final."""

    id: str
    round: int
    outcome: Outcome
    rules: int
    decided_at: datetime | None
    decided_by: str
    base: str
    sum: Sum
    title: str = ""
    kind: str = ""
    tier: str = ""
    ring: str = ""
    proposer: str = ""
    reason: str = ""
    ballots: tuple[RecordBallot, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    artefacts: tuple[Artefact, ...] = ()
    expires: date | None = None
    conditions: tuple[Condition, ...] = ()
    supersedes: str = ""
    ratifies: str = ""
    previous: str = ""
    acknowledges: tuple[str, ...] = ()
    render: int = 1
    schema: int = 1


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One later fact about a decision: proof, verified, ratified, appeal, reply, correction, waiver or lapse."""

    number: int
    kind: str
    member: str
    text: str = ""
    condition: str = ""
    at: datetime | None = None
    evidence: tuple[str, ...] = ()
