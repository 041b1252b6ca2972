"""Ballots: seven verdicts, what each needs, and what a cast ballot binds (docs/formats.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Verdict(StrEnum):
    """The seven things a member may say."""

    APPROVE = "approve"
    APPROVE_WITH_CONDITIONS = "approve-with-conditions"
    RETURN = "return"
    REJECT = "reject"
    STOP = "stop"
    ABSTAIN = "abstain"
    RECUSE = "recuse"

    @property
    def yes(self) -> bool:
        """Whether it counts towards approval."""
        return self in (Verdict.APPROVE, Verdict.APPROVE_WITH_CONDITIONS)


VERDICT_WORDS: dict[Verdict, str] = {
    Verdict.APPROVE: "yes",
    Verdict.APPROVE_WITH_CONDITIONS: "yes, if",
    Verdict.RETURN: "not yet: change this first",
    Verdict.REJECT: "no",
    Verdict.STOP: "stop this",
    Verdict.ABSTAIN: "I do not say",
    Verdict.RECUSE: "I stand aside",
}


def verdict_told(verdict: Verdict) -> str:
    """A verdict as people say it: the plain words, then the term."""
    return f"{VERDICT_WORDS[verdict].capitalize()} ({verdict.value.replace('-', ' ')})"


STOP_GROUNDS: dict[str, str] = {
    "unlawful": "unlawful or banned use",
    "unmanaged-risk": "a high or critical risk that nobody manages",
    "missing-rights": "missing rights: licence, data or export",
    "unsafe-artefact": "an unsafe artefact",
    "broken-procedure": "the procedure was broken",
    "false-evidence": "evidence is missing or false",
}

INTERESTS: dict[str, str] = {
    "author": "I wrote the proposal or the evidence",
    "owner": "I own the model or line-manage its owner",
    "financial": "a money interest",
    "family": "a family or personal tie",
    "supplier": "a tie to the supplier",
    "other": "another interest",
}


IF_MISSED = "It shows as overdue, and the board takes it up again"
"""What happens where a condition is missed that does not say so itself."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be done after a yes: by whom, by when, proven how, checked by somebody else."""

    id: str
    text: str
    owner: str = ""
    due: date | None = None
    proof: str = ""
    verifier: str = ""
    consequence: str = ""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One cast ballot: `decisions/<id>/ballots/<member>-<number>.toml`, never changed afterwards."""

    repository: str
    proposal: str
    round: int
    revision: str
    charter: str
    checklists: str
    member: str
    seats: tuple[str, ...]
    number: int
    verdict: Verdict
    policy: str = ""
    review: str = ""
    previous: str = ""
    reason: str = ""
    cast_at: datetime | None = None
    conditions: tuple[Condition, ...] = ()
    changes: tuple[str, ...] = ()
    ground: str = ""
    evidence: tuple[str, ...] = ()
    clears: str = ""
    interest: str = ""
    motion: str = ""
    schema: int = 1
    path: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class BallotDraft:
    """What a member has typed so far; becomes a ballot when it is cast."""

    verdict: Verdict | None = None
    reason: str = ""
    conditions: tuple[Condition, ...] = ()
    changes: tuple[str, ...] = ()
    ground: str = ""
    evidence: tuple[str, ...] = ()
    clears: str = ""
    interest: str = ""
