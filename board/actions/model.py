"""What actions hand to the front ends: plain values, ready to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from board.actions.asking import Done as Done
from board.actions.asking import Filter as Filter
from board.actions.asking import Inbox as Inbox
from board.actions.asking import Me as Me
from board.actions.asking import Status as Status
from board.core.ballot import Ballot, BallotDraft, Condition
from board.core.case import Case, Summary, Tally
from board.core.checklist import Effect, Question
from board.core.finding import Finding
from board.core.prefilled import Earlier
from board.core.promises import Promise
from board.core.record import Outcome
from board.core.review import Answer, View


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One piece of evidence as the dossier shows it: where it is, and whether it is there and unchanged."""

    id: str
    title: str
    where: str
    state: str
    answers: tuple[str, ...]
    size: int = 0
    sha256: str = ""
    dated: str = ""
    held_by: str = ""
    sort: str = ""
    fresh: str = ""
    """fresh, ageless, stale, undated or void (core/freshness.py); "" where nobody asked."""
    fresh_why: str = ""
    fresh_until: date | None = None
    """The last day on which it is fresh; None where no day ends it, or nobody can tell."""


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact: asked how, answered what, and why the board asks."""

    id: str
    title: str
    value: str
    why: str
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Precedent:
    """An earlier decision about the same artefact, kind or subject, and why it is listed."""

    id: str
    title: str
    outcome: Outcome
    decided_at: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class LogLine:
    """One event in a proposal's life, in words, with the commit that proves it."""

    at: datetime
    who: str
    words: str
    commit: str
    signed: bool
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: (id, path, line) for each line, and the proposals whose hidden ballots it left out."""

    lines: tuple[tuple[str, str, str], ...] = ()
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Carried:
    """What one file under `new/` would change of what is in force, in lines of words; `path` is where it would lie."""

    path: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that a member reads before she votes."""

    case: Case
    summary: Summary
    tier_why: tuple[str, ...]
    facts: tuple[FactLine, ...]
    evidence: tuple[EvidenceLine, ...]
    findings: tuple[Finding, ...]
    precedents: tuple[Precedent, ...]
    tally: Tally | None
    hidden: bool
    hidden_why: str
    changed_since_opened: str
    since_last_look: tuple[LogLine, ...]
    last_look: datetime | None
    mine: Ballot | None
    stale_why: str
    aside: tuple[str, ...] = ()
    """Why I may have to stand aside, one sentence each."""
    acts: Mapping[str, str] = field(default_factory=dict)
    """Act id (review, vote, confirm, decide, open, pull, act, message, reply, share, withdraw; check, submit, answer,
    change for the proposer) → "" when it can be done, else why not."""
    own: bool = False
    """Whether I proposed it."""
    conditions: tuple[Promise, ...] = ()
    """The conditions of the decision, each with whether it is met and what being late brought about."""
    later: tuple[str, ...] = ()
    """What came after the decision and its page cannot say, one sentence each (later.py)."""
    judges: int = 0
    """How many questions wait for my judgement: those of my seats that are still asked."""
    agreed: str = ""
    """Who agreed to open or decide it and waits for a second member, in words."""
    carried: tuple[Carried, ...] = ()
    """What a change of the rules would change of what is in force."""
    unborne: Mapping[str, str] = field(default_factory=dict)
    """By question: why the source of its pre-filled answer does not bear it out."""
    kind_title: str = ""
    """What its kind is called; "" of one that nobody knows."""
    pulling: str = ""
    """What putting it to the full vote would bring about."""


CHANGED = "You agreed to another answer than this one. It changed since, and counts as not judged until you look again."
OWN_VALUE = (
    "You put your own value in place of another answer than this one. It counts as unknown until you look again."
)


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One question as it is put to me: the proposer's answer, what others said, and my view so far."""

    question: Question
    wording: str
    section: str
    mine: bool
    judge_title: str
    answer: Answer | None
    answer_words: str
    view: View | None
    others: tuple[tuple[str, View], ...]
    split: str
    effects: tuple[Effect, ...]
    computed: str
    dropped: str
    blocking: bool
    facts: tuple[str, ...] = ()
    """What facts of the proposal say on it, each with its title."""
    last: Earlier | None = None
    """How it stood when something about the same model or dataset was decided; told to the proposer alone."""

    @property
    def changed(self) -> str:
        """That I judged another answer than the one that stands now, in words; "" where I did not."""
        if self.view is None or self.view.was is None:
            return ""
        return OWN_VALUE if self.view.was.value else CHANGED

    @property
    def last_words(self) -> str:
        """How it stood last time, in words: "Last time, 2026/0012 (approved): yes"; "" where nothing is offered."""
        if self.last is None:
            return ""
        labels = {one.value: one.label for one in self.question.options}
        said = ", ".join(labels.get(one, one) for one in self.last.value)
        note = f" ({self.last.note.strip()})" if self.last.note.strip() else ""
        return f"Last time, {self.last.proposal} ({self.last.outcome}): {said}{note}"


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """The guided questions for one member: hers first, then the others; `start` is the first she has not answered."""

    case: Case
    items: tuple[ReviewItem, ...]
    start: int
    saved_at: datetime | None
    evidence: tuple[EvidenceLine, ...]
    read_only: str = ""
    tier_now: str = ""
    adds: tuple[str, ...] = ()
    """What the answers and views so far, my draft among them, add to the board's duties: a raised tier or band."""
    aside: tuple[str, ...] = ()
    """Why I may have to stand aside, one sentence each."""
    unborne: Mapping[str, str] = field(default_factory=dict)
    """By question: why the source of its pre-filled answer does not bear it out."""

    @property
    def to_answer(self) -> tuple[ReviewItem, ...]:
        """The questions I judge that are still asked."""
        return tuple(item for item in self.items if item.mine and not item.dropped and not item.computed)


@dataclass(frozen=True, slots=True)
class BallotForm:
    """What a member needs to cast: the seats she speaks for, her draft, what is binding, and what is still missing."""

    case: Case
    seats: tuple[str, ...]
    seat_titles: tuple[str, ...]
    draft: BallotDraft
    saved_at: datetime | None
    previous: Ballot | None
    stale_why: str
    suggested_conditions: tuple[Condition, ...]
    unanswered: tuple[str, ...]
    open_messages: int
    people: tuple[str, ...]
    why_not: str = ""
    warnings: tuple[str, ...] = ()
    """What to know before signing, one sentence each; none of them stops the vote."""
    aside: tuple[str, ...] = ()
    """Why I may have to stand aside, one sentence each; the warnings hold those that are known."""
    carried: tuple[str, ...] = ()
    """What a change of the rules would change of what is in force, in lines."""


@dataclass(frozen=True, slots=True)
class FreeParts:
    """The parts of a decision that a person writes; headings are fixed, keys are the section ids of render."""

    decision: Mapping[str, str] = field(default_factory=dict)
    ethics: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Readability:
    """Plain-language measures of a text: hints, not proof; a `gross` first page of a decision is not published."""

    grade: float
    ease: float
    words: int
    sentences: int
    longest: int
    worst: tuple[str, ...]
    advice: tuple[str, ...] = ()
    gross: bool = False


@dataclass(frozen=True, slots=True)
class DecisionPreview:
    """The exact files that deciding would write, and what stands in the way; `base` is the commit of the sum."""

    id: str
    base: str
    tally: Tally
    outcome: Outcome
    files: Mapping[str, str]
    free: FreeParts
    readability: Readability | None
    held_back: tuple[str, ...]
    problems: tuple[Finding, ...]
    open_messages: tuple[str, ...]
    at: datetime
    fingerprint: str
    """Changes when anything but base changes: after a lost race the same fingerprint decides silently."""
    carried: tuple[Carried, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One line of what was decided."""

    id: str
    title: str
    kind: str
    tier: str
    outcome: Outcome
    decided_at: datetime | None
    decided_by: str
    sentence: str
    commit: str
    expires: date | None
    superseded_by: str
    conditions: int
    stage: str
    way: str = ""
    to_report: bool = False
    """Whether it was decided the short way and no meeting has heard of it yet."""
    standing: str = ""
    """How its conditions stand, counted; "" once it is not in force, for then they bind nobody."""
    later: tuple[str, ...] = ()
    """What came after it and its page cannot say, one sentence each."""
    founded: bool = False
    """Whether it or files of its vote came with the founding commit, which nobody counted again."""


@dataclass(frozen=True, slots=True)
class OpeningPreview:
    """What opening would bind: the revision, the tier with its reasons, the window, and what changed since."""

    id: str
    revision: str
    tier: str
    tier_why: tuple[str, ...]
    window_ends: date
    difference: str
    why_again: str
    problems: tuple[Finding, ...]
    why_not: str = ""
    carried: tuple[Carried, ...] = ()
    asks: tuple[str, ...] = ()
    """What the vote will take: the path, who must sign, and what the risk that is left asks for."""
