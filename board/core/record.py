"""The machine record of a decision or of a round that ended without one (formats.md, record.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from board.core.ballot import Condition, Verdict
from board.core.outcome import OUTCOME_WORDS as OUTCOME_WORDS
from board.core.outcome import Outcome as Outcome
from board.core.proposal import Artefact, Proposal

RENDER = 4
"""The number of the form in which this program writes records and the fixed parts of pages; it reads older ones too."""
NAMED = 4
"""From this form on a record names who proposed, and a condition is verified only after somebody gave proof."""


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
class RecordMotion:
    """A motion of the round as the record names it: what was moved, what it came to, and its own sum in words."""

    path: str
    sha256: str
    kind: str
    member: str
    outcome: str
    words: str


@dataclass(frozen=True, slots=True)
class Held:
    """A piece of evidence that does not lie in git: who keeps it, and its digest, salted (held.py)."""

    id: str
    by: str
    sha256: str = ""


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
    """`record.toml`, or `rounds/<n>.toml` when the outcome is not final.

    `dates` are the days the proposal promised to come back on, by fact (DATED); `held` is the evidence that a custodian
    keeps. Records of older programs have neither. `way` is the path by which the outcome came, `silent` the seats whose
    holder did not vote; they and the motions are written since page form 2. Since form 3 a record tells on what it
    rested (rested.py): the gravest band of the risks that are left, the law pack, and the editions of the checklists.
    """

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
    dates: Mapping[str, date] = field(default_factory=dict)
    held: tuple[Held, ...] = ()
    way: str = ""
    silent: tuple[str, ...] = ()
    motions: tuple[RecordMotion, ...] = ()
    residual_band: str = ""
    pack_version: str = ""
    checklist_versions: Mapping[str, str] = field(default_factory=dict)
    render: int = 1
    schema: int = 1


DATED = ("review_by", "pilot_ends", "ends_on", "sunset_on", "expected_end")
"""The facts whose days come back after a decision: a review, a pilot's or exception's end, the last day in use, the
end foreseen for an emergency measure."""

GROUNDS: Mapping[str, str] = {
    "new-facts": "new facts",
    "procedure": "the procedure was broken",
    "interest": "an interest that was not declared",
    "error": "a clear error",
}
"""On what an appeal may rest (D.1)."""

ANSWERS: Mapping[str, str] = {"accepted": "accepted", "partly": "accepted in part", "not": "not accepted"}
"""What an owner may answer to a recommendation."""

VIEWS: Mapping[str, str] = {"grant": "it should be decided again", "dismiss": "it should stand"}
"""What somebody who hears an appeal may find."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One later fact about a decision; `kind` is one of KINDS in formats/followups.py.

    `re` is the number of the follow-up it answers; `about` the date it settles (deadlines.py); `until` a new day;
    `on_behalf` says in a category for whom an appeal is lodged; `proposal` is the one in which it is decided again.
    """

    number: int
    kind: str
    member: str
    text: str = ""
    condition: str = ""
    at: datetime | None = None
    evidence: tuple[str, ...] = ()
    re: int = 0
    about: str = ""
    ground: str = ""
    answer: str = ""
    until: date | None = None
    on_behalf: str = ""
    proposal: str = ""


def dates_in(proposal: Proposal) -> dict[str, date]:
    """The days a proposal names that must not fall silent, by fact; what is no day is left out."""
    found: dict[str, date] = {}
    for name in DATED:
        value = proposal.facts.get(name)
        day = value if isinstance(value, date) and not isinstance(value, datetime) else _day(str(value or ""))
        if day is not None:
            found[name] = day
    return found


def held_in(proposal: Proposal) -> tuple[Held, ...]:
    """The evidence of a proposal that a custodian keeps."""
    return tuple(Held(each.id, each.held_by, each.sha256) for each in proposal.evidence if each.held_by)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def decided_last(records: Mapping[str, Record]) -> str:
    """Of records by digest, the one decided last: no other names it as the one before it; "" without records."""
    named = {record.previous for record in records.values()}
    heads = [(str(record.decided_at), digest) for digest, record in records.items() if digest not in named]
    return max(heads)[1] if heads else ""
