"""What the oracle finds of one case on one day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from board.core.act import Motion
from board.core.ballot import Ballot
from board.core.charter import Member
from board.core.docket import Opening

LOWER = ("minimal", "limited")
USES = ("model-adopt", "model-train", "model-change", "use-change", "ring-promote", "external-release")
SILENT_IS_HIGH = (*USES, "dataset-admit", "emergency-action")  # the cases leave out the facts that set their tier


@dataclass
class Reading:
    """What the oracle finds: the outcome, the way, and all that an approval must rest on."""

    outcome: str = "no-quorum"
    way: str = "vote"
    tier: str = "minimal"
    voices: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Each eligible seat that was heard: who spoke for it, and the verdict."""
    eligible: list[str] = field(default_factory=list)
    signing: set[str] = field(default_factory=set)
    unsigned_roles: list[str] = field(default_factory=list)
    stops: list[str] = field(default_factory=list)
    quorum: int = 0
    needed: int = 0
    grave: bool = False
    """Whether a high risk is left, on which every seat speaks."""
    conditional: bool = False
    """Whether so much risk is left that a yes needs a condition."""
    raised: bool = False
    """Whether answers outgrew the tier of the opening."""
    counted: set[str] = field(default_factory=set)
    """The names of the ballots that count."""

    @property
    def people(self) -> int:
        return len({who for who, _ in self.voices.values()})

    def few(self, people: int) -> bool:
        """Whether fewer seats or people than the quorum were heard."""
        return len(self.voices) < self.quorum or self.people < people

    def not_backed(self, people: int, facts: int) -> str:
        """An emergency that two did not back: it goes only if a quorum was there and most seats said no or not yet."""
        if facts < 3:
            return "rejected" if len(self.voices) > 1 and self.people > 1 else "no-quorum"
        most = len(self.eligible) / 2
        back, refused = len(self.saying("return")) > most, len(self.saying("reject", "stop")) > most
        if self.few(people) or not (back or refused):
            return "no-quorum"
        return "returned" if back else "rejected"

    def saying(self, *verdicts: str) -> list[str]:
        return [seat for seat, (_, said) in self.voices.items() if said in verdicts]


def name(ballot: Ballot) -> str:
    """A ballot's file."""
    return f"{ballot.member}-{ballot.number}.toml"


def _whom(text: str, people: Iterable[Member]) -> set[str]:
    """Whom a condition means: by a name of hers, or by a seat or an office that the charter lists for her."""
    wanted = text.strip().lower().removeprefix("the ")
    return {
        who.id
        for who in people
        for one in (who.id, who.name, *who.emails, *who.seats, *who.alternate, *who.roles)
        if one.lower() == wanted
    }


def _alike(owner: str, checker: str, people: Iterable[Member]) -> bool:
    """Whether nobody checks a condition but whom it binds: the same words, or all who check are among the owners."""
    listed = tuple(people)
    checking = _whom(checker, listed)
    same = owner.strip().lower() == checker.strip().lower()
    return same or bool(checking and checking <= _whom(owner, listed))


def said(ballot: Ballot, facts: int, people: Iterable[Member] = ()) -> str:
    """What a ballot says; since list 3 a yes-if abstains whose conditions all lack a part or one who checks."""
    parts = ("text", "owner", "due", "proof", "verifier")
    full = [one for one in ballot.conditions if all(str(getattr(one, part) or "").strip() for part in parts)]
    bare = ballot.verdict == "approve-with-conditions" and all(_alike(one.owner, one.verifier, people) for one in full)
    return "abstain" if bare and facts > 2 else str(ballot.verdict)


def noticed(motion: Motion, stop: Ballot | None, openings: Sequence[Opening]) -> list[datetime]:
    """Moments before which no notice of overruling a stop runs; since list 3 none of what is not there yet."""
    began = next(one for one in openings if one.round == motion.round)
    later = [began.opened_at, stop and stop.cast_at] if began.facts > 2 else []
    return [one for one in (motion.at, *later) if one is not None]
