"""Who asks, for which rows, where things stand, what was done: small values that every screen and list needs."""

from __future__ import annotations

from dataclasses import dataclass

from board.core.finding import Finding
from board.core.listed import Task


@dataclass(frozen=True, slots=True)
class Me:
    """Who sits at the keyboard; `member` is "" for a reader, and `why_reader` says how to be added."""

    name: str
    email: str
    member: str = ""
    seats: tuple[str, ...] = ()
    alternate: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    why_reader: str = ""
    can_sign: bool = True
    why_not_sign: str = ""

    @property
    def presides(self) -> bool:
        """Chair or secretary."""
        return "chair" in self.roles or "secretary" in self.roles


@dataclass(frozen=True, slots=True)
class Filter:
    """Which proposals to list; empty fields ask for nothing. `text` is matched against id and title."""

    text: str = ""
    stage: str = ""
    kind: str = ""
    tier: str = ""
    mine: bool = False
    consent: bool = False

    def words(self) -> str:
        """What the filter does, in words."""
        parts = [f"{name} {value}" for name in ("stage", "kind", "tier") if (value := getattr(self, name))]
        if self.mine:
            parts.append("waiting for me")
        if self.consent:
            parts.append("on the consent agenda")
        if self.text:
            parts.append(f"with “{self.text}”")
        return ", ".join(parts) or "all proposals"


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for me, then what I wait for, each in the order to take it up."""

    mine: tuple[Task, ...]
    others: tuple[Task, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """The line that is always visible: where this is, who I am, and how it stands against the remote."""

    board: str
    branch: str
    tip: str
    remote: str
    sync: str
    waiting: int
    who: str
    demo: bool
    example: bool
    signing: str
    notes: tuple[str, ...] = ()
    faulty: bool = False
    """Whether the history is known to hold a commit that broke a rule."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an act did, in words, for the toast and the terminal: commit, branch, files, and whether others see it."""

    words: str
    commit: str = ""
    branch: str = ""
    files: tuple[str, ...] = ()
    pushed: bool = False
    queued: bool = False
    notes: tuple[str, ...] = ()
