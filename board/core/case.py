"""A case: everything the board knows about one proposal at one commit, and what the rules make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from board.core.act import Emergency, Motion, Moved
from board.core.ballot import Ballot, Condition
from board.core.charter import Charter
from board.core.checklist import Checklist
from board.core.docket import Docket
from board.core.finding import Finding
from board.core.listed import Stage as Stage
from board.core.listed import Summary as Summary
from board.core.listed import Task as Task
from board.core.message import Message
from board.core.outcome import OUTCOME_WORDS
from board.core.policy import Policy
from board.core.proposal import Proposal, Tier
from board.core.record import RENDER, FollowUp, Held, Outcome, Record, RecordBallot, Sum
from board.core.review import Answer, Review


@dataclass(frozen=True, slots=True)
class Carried:
    """What the motions of a round change in the case; motions.acted works it out.

    `overruled` maps the file of a ballot whose stop is overruled to the last day of the notice, `appointed` a seat to
    the person who signs for it. `settled` holds the files of overruled concerns, `pulled` the seats that asked for the
    full vote.
    """

    tier: Tier | None = None
    overruled: Mapping[str, date] = field(default_factory=dict)
    appointed: Mapping[str, str] = field(default_factory=dict)
    settled: tuple[str, ...] = ()
    pulled: tuple[str, ...] = ()
    lowered: bool = False
    """Whether the board lowered the tier by vote: no seat alone raises it again on this text."""


@dataclass(frozen=True, slots=True)
class Case:
    """One proposal with all that belongs to it; the proposal is the revision the board took up.

    `tip_revision` is the digest of the files in `proposals/` now; it differs from the latest opening's when the
    text changed after it was taken up. `current` holds the digests that an opening made today would bind.
    `kind_checklists` and `extra_questions` are the kind's (kind.py); an empty mapping asks every checklist in full.
    `computed` maps a question to what the program's own check found; `waivers` maps a question to the id of the
    exception in force that lifts its bar (waivers.py). `carried` is what the motions of the round come to (motions.py).
    `policy` is policy.toml as it stands now; `frozen` are the bars that late conditions of other decisions put up
    (conditions.py). `form` is the page form in whose words its sum is put (wording.py): the newest, but for
    a record that is counted again. `emergency` is what the person on call did, where she did something.
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
    motions: tuple[Motion, ...] = ()
    carried: Carried = field(default_factory=Carried)
    policy: Policy = field(default_factory=Policy)
    frozen: tuple[Bar, ...] = ()
    form: int = RENDER
    emergency: Emergency | None = None
    incidents: tuple[str, ...] = ()
    """The incidents that bear on it: of the same model, or with a tag of its own."""
    in_use: str = ""
    """Whether the registers show what it approved in use, for kinds whose approval lapses unused (unused.py)."""
    agreed: tuple[str, ...] = ()
    """Who agreed to open or to decide it together; read only where somebody appeals."""
    slots: Mapping[str, str] = field(default_factory=dict)
    """How fast each piece of evidence ages that the kind asks for, by its id (freshness.py)."""
    reheard: tuple[str, ...] = ()
    """The proposals named by appeals that were granted, as far as the board took them up and nobody withdrew them."""
    day: date | None = None
    """The day on which it is counted; where nobody counts it, who may judge is asked for the day of the opening."""
    altered: Mapping[str, date] = field(default_factory=dict)
    """By the digest of what was approved: the day from which the register shows other files for that version."""
    replaced: Record | None = None
    """While it is open: the decision that it says it replaces, where there is one."""
    taken_over: frozenset[str] = frozenset()
    """Once another replaced it: the facts whose days (DATED) that one settles, by days of its own or by what it is."""
    restricted: str = ""
    """While it is open: what stopped a version that it names (easier.py)."""
    signed: datetime | None = None
    """When signed commits allow it to have been decided at the earliest, where its record says an earlier moment."""

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
        """The latest opening's tier, as motions moved it; before one, minimal: callers compute it from the facts."""
        latest = self.docket.latest
        return self.carried.tier or (latest.tier if latest else Tier.MINIMAL)


class SeatState(StrEnum):
    """What became of one seat in a tally."""

    VOTED = "voted"
    WAITING = "waiting"
    STALE = "stale"
    ASIDE = "stands aside"
    SILENT = "did not vote"
    VACANT = "vacant"

    @property
    def words(self) -> str:
        """In words for people; none of them is the name of a verdict, such as “not yet”."""
        return _SEAT_WORDS.get(self, self.value)


_SEAT_WORDS = {SeatState.WAITING: "has not voted", SeatState.STALE: "must be confirmed"}


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
    appointed: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A blocking question with a bad answer: it bars approval until answered well or waived."""

    question: str
    text: str
    value: tuple[str, ...]
    judged_by: str = ""
    waivable: bool = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one ballot that returned a proposal asks to change first; `who` is the title of its seats.

    `seats` are their ids. `file` is the ballot's name, for a reply to it. `round` is the round it was cast in, once a
    later one is open.
    """

    who: str
    member: str
    changes: tuple[str, ...]
    reason: str = ""
    file: str = ""
    round: int = 0
    seats: tuple[str, ...] = ()
    replied: bool = False
    """Whether a message answers it."""

    @property
    def words(self) -> str:
        """In one line: the changes, then why."""
        why = [f"Why: {self.reason}" if self.changes else self.reason] if self.reason.strip() else []
        return " ".join(_sentence(each) for each in (*self.changes, *why) if each.strip())

    @property
    def told(self) -> str:
        """The same, and whether there is a reply to it."""
        return f"{self.words} A reply stands among the messages." if self.replied else self.words


def _sentence(words: str) -> str:
    said = " ".join(words.split())
    return said if said.endswith((".", "!", "?", "…")) else f"{said}."


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
    matters: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    stops: tuple[Ballot, ...] = ()
    may_decide: bool = False
    why_not_yet: str = ""
    motions: tuple[Moved, ...] = ()
    unanswered: tuple[Message, ...] = ()
    way: str = "vote"
    silent: tuple[str, ...] = ()
    held: tuple[Held, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    condition_owed: bool = False
    """Whether enough seats say yes, and only the condition is missing that the risk which is left asks for."""
    unchecked: tuple[str, ...] = ()
    """Paths it rests on whose signatures nobody here could check; then nothing may be decided."""
    waits: str = ""
    """What an open vote without an outcome waits for: "waits for a condition"; or, once it is over, what is missing."""
    recorded: date | None = None
    """The day on which the round ended whose record this tells; None while the round is open."""

    @property
    def so_far(self) -> str:
        """How things stand, in a few words: the outcome, or what is waited for where the quorum is met."""
        return self.waits or OUTCOME_WORDS[self.outcome]

    @property
    def sentence(self) -> str:
        """The sum in words."""
        return self.sum.sentence
