"""A case: everything the board knows about one proposal at one commit, and what the rules make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from board.core.ballot import Ballot, Condition
from board.core.charter import Charter
from board.core.checklist import Checklist
from board.core.docket import Docket
from board.core.finding import Finding
from board.core.listed import Stage as Stage
from board.core.listed import Summary as Summary
from board.core.listed import Task as Task
from board.core.message import Message
from board.core.proposal import Proposal, Tier
from board.core.record import FollowUp, Outcome, Record, RecordBallot, Sum
from board.core.review import Answer, Review


@dataclass(frozen=True, slots=True)
class Case:
    """One proposal with all that belongs to it; the proposal is the revision the board took up.

    `tip_revision` is the digest of the files in `proposals/` now; it differs from the latest opening's when the
    text changed after it was taken up. `current` holds the digests that an opening made today would bind.
    `kind_checklists` and `extra_questions` are the kind's (kind.py); an empty mapping asks every checklist in full.
    `computed` maps a question to what the program's own check found; `waivers` maps a question to the id of the
    exception in force that lifts its bar (waivers.py).
    """

    charter: Charter
    proposal: Proposal
    tip_revision: str = ""
    answers: tuple[Answer, ...] = ()
    docket: Docket = field(default_factory=Docket)
    ballots: tuple[Ballot, ...] = ()
    reviews: tuple[Review, ...] = ()
    messages: tuple[Message, ...] = ()
    rounds: tuple[Record, ...] = ()
    record: Record | None = None
    superseded_by: str = ""
    follow_ups: tuple[FollowUp, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    current: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    committed: bool = True
    kind_checklists: Mapping[str, str] = field(default_factory=dict)
    extra_questions: tuple[str, ...] = ()
    computed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    waivers: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The proposal's id: its path below `proposals/` without `.md`."""
        return self.proposal.id

    @property
    def round(self) -> int:
        """The round the board is in; 1 before anything was opened."""
        latest = self.docket.latest
        return latest.round if latest else 1

    @property
    def tier(self) -> Tier:
        """The tier of the latest opening; before one, minimal: callers compute it from the facts."""
        latest = self.docket.latest
        return latest.tier if latest else Tier.MINIMAL


class SeatState(StrEnum):
    """What became of one seat in a tally."""

    VOTED = "voted"
    WAITING = "waiting"
    STALE = "stale"
    ASIDE = "stands aside"
    SILENT = "did not vote"
    VACANT = "vacant"


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One seat in the tally: who speaks for it, what was said, and why that is so."""

    seat: str
    title: str
    state: SeatState
    member: str = ""
    alternate: bool = False
    ballot: Ballot | None = None
    eligible: bool = True
    must_sign: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A blocking question with a bad answer: it bars approval until answered well or waived."""

    question: str
    text: str
    value: tuple[str, ...]
    judged_by: str = ""
    waivable: bool = True


@dataclass(frozen=True, slots=True)
class Tally:
    """The outcome so far, what is missing, and the sum in words."""

    outcome: Outcome
    sum: Sum
    seats: tuple[SeatLine, ...]
    ballots: tuple[RecordBallot, ...]
    missing: tuple[str, ...] = ()
    waiting_for: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()
    unjudged: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    stops: tuple[Ballot, ...] = ()
    may_decide: bool = False
    why_not_yet: str = ""

    @property
    def sentence(self) -> str:
        """The sum in words."""
        return self.sum.sentence
