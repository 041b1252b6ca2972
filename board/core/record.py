"""The machine record of a decision or of a round that ended without one (formats.md, record.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from board.core.ballot import Condition, Verdict
from board.core.outcome import OUTCOME_WORDS as OUTCOME_WORDS
from board.core.outcome import Outcome as Outcome
from board.core.proposal import Artefact


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
