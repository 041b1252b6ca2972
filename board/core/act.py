"""Acts that need two people, motions, and what the person on call did: the rarer files of a decision (formats.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from board.core.dates import format_utc

WAITS_WORKING_DAYS = 2
"""How long a first member's act waits for a second one."""


@dataclass(frozen=True, slots=True)
class Act:
    """One member's half of an act of two: she agrees that `path` becomes the bytes of this digest, "" for removal.

    The first of the two may also fix the commit it is made on and the words a person writes, by section, so that the
    second can make the same bytes again.
    """

    number: int
    member: str
    path: str
    sha256: str
    reason: str = ""
    at: datetime | None = None
    base: str = ""
    decision: Mapping[str, str] = field(default_factory=dict)
    ethics: Mapping[str, str] = field(default_factory=dict)


MOTIONS: dict[str, str] = {
    "lower-tier": "to lower the tier",
    "raise-tier": "to raise the tier",
    "overrule-stop": "to overrule a stop",
    "appoint": "to appoint an independent person",
    "overrule-concern": "to overrule a concern",
    "pull": "to put it to the full vote",
}
"""The kinds of motion, each as it reads inside a sentence."""
PROFILING = (
    "Does it profile people, by how they live, work or act? Then it stays at tier high; no question asks for this."
)
"""What is asked wherever the board is to lower a tier."""
WITHOUT_VOTE = ("raise-tier", "pull")
"""Motions that any seat carries by making them: what asks for more care needs no majority."""


@dataclass(frozen=True, slots=True)
class Motion:
    """A question put to the board inside a case; ballots on it name its number. `kind` is one of MOTIONS.

    `to` is the tier, or the handle of the person to appoint, and `seat` the seat she is to sign for. `about` names the
    file of the ballot or message that is to be overruled. A motion speaks in its own round only.
    """

    number: int
    kind: str
    member: str
    text: str = ""
    to: str = ""
    at: datetime | None = None
    round: int = 1
    seat: str = ""
    about: str = ""
    path: str = ""
    sha256: str = ""


def title_of(motion: Motion) -> str:
    """A motion in words: "motion 1, to lower the tier to limited"."""
    return f"motion {motion.number}, {moved_to(motion)}"


def moved_to(motion: Motion) -> str:
    """What a motion asks for: "to lower the tier to limited"."""
    what = MOTIONS.get(motion.kind, motion.kind)
    if motion.to:
        what += f" to {motion.to}" if "tier" in motion.kind else f", {motion.to}"
    return what


@dataclass(frozen=True, slots=True)
class Moved:
    """What a motion comes to: carried, open, lost or void, and why in words.

    `notice_ends` is the last day on which it does not act yet, although everybody agrees; `waiting_for` are those whose
    ballot on it is looked for.
    """

    motion: Motion
    state: str
    words: str
    notice_ends: date | None = None
    waiting_for: tuple[str, ...] = ()

    @property
    def carried(self) -> bool:
        """Whether it acts."""
        return self.state == "carried"


@dataclass(frozen=True, slots=True)
class Emergency:
    """What the person on call did at once: stop, roll back or patch; a restriction holds until a decision lifts it."""

    action: str
    text: str
    member: str
    at: datetime | None = None
    schema: int = 1

    def facts(self) -> dict[str, str]:
        """What it says of itself, by the facts that ask the same of a proposal."""
        told = {"action": f"{self.action.capitalize()}. {self.text}".strip(), "acted_by": self.member}
        return told | ({"acted_at": format_utc(self.at)} if self.at else {})
