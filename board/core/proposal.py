"""A proposal as its files say it: facts, evidence, prose and the proposer's own answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Tier(StrEnum):
    """How much the use can touch people; set by facts, never by a score."""

    MINIMAL = "minimal"
    LIMITED = "limited"
    HIGH = "high"
    PROHIBITED = "prohibited"

    @property
    def rank(self) -> int:
        """Minimal is 0, prohibited is 3."""
        return _RANKS[self]


_NAMED = ("models", "datasets")
_RANKS = {tier: rank for rank, tier in enumerate(Tier)}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing a claim rests on: a file of the proposal, a pinned address, or matter a custodian holds.

    `sort` says how fast it ages (policy.py); `artefact` is the digest of what it was made on.
    """

    id: str
    title: str = ""
    path: str = ""
    url: str = ""
    sha256: str = ""
    held_by: str = ""
    dated: str = ""
    answers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    sort: str = ""
    artefact: str = ""


@dataclass(frozen=True, slots=True)
class Artefact:
    """A model or dataset version that a proposal speaks of."""

    id: str
    version: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What comes in: `proposals/<id>.md`, read leniently; what it lacks is said in findings, never by a crash.

    `signers` are seats that must sign because of what an exception waives; waivers.py works them out.
    """

    id: str
    title: str
    kind: str = ""
    state: str = "ready"
    proposer: str = ""
    created: str = ""
    supersedes: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    body: str = ""
    body_line: int = 1
    signers: tuple[str, ...] = ()
    readable: bool = True
    """Whether its front matter could be read; without, neither its state nor its facts are known."""

    def fact(self, name: str) -> tuple[str, ...]:
        """The values of a fact as text, one for a scalar, several for a list, none when it is absent."""
        value = self.facts.get(name)
        if value is None or value == "":
            return ()
        if isinstance(value, bool):
            return ("yes" if value else "no",)
        if isinstance(value, (list, tuple)):
            return tuple(str(item) for item in value if not isinstance(item, Mapping))
        return (str(value),)

    def listed(self) -> Proposal:
        """The same proposal, with models and datasets in lists: one that is written alone is a list of one."""
        alone = {key: [said] for key in _NAMED if (said := self.facts.get(key)) and not isinstance(said, (list, tuple))}
        return replace(self, facts={**self.facts, **alone}) if alone else self

    def artefacts(self) -> tuple[Artefact, ...]:
        """The models, then the datasets, that the facts name."""
        found: list[Artefact] = []
        for key in _NAMED:
            listed = self.facts.get(key)
            for item in listed if isinstance(listed, (list, tuple)) else ():
                if isinstance(item, Mapping):
                    found.append(Artefact(*(str(item.get(name, "")) for name in ("id", "version", "sha256"))))
                else:
                    found.append(Artefact(str(item)))
        return tuple(found)
