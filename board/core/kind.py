"""Kinds of proposal as data: which facts and evidence the board wants, and which checklists apply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fact:
    """One intake fact: its type (text, bool, enum, multi, list, number, refs), its values, and why it is asked.

    `words` says what a value means to people; one without words is said as it is written. `after` maps another fact to
    the values that make this one matter; without it a fact is asked whatever the others say. `unless` maps another
    fact to the values that settle this one. `tick` says in a sentence when the fact is to be asked at all; where
    somebody says that the sentence is not true, it is `otherwise`.
    """

    id: str
    title: str
    why: str
    type: str = "text"
    values: tuple[str, ...] = ()
    sets_tier: bool = False
    example: str = ""
    words: Mapping[str, str] = field(default_factory=dict, hash=False)
    after: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    unless: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    tick: str = ""
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceSlot:
    """One piece of evidence a kind asks for, and why; `sort` says how fast it ages (policy.py), "" for not at all.

    `files` are patterns of names that such a file often has, `answers` the questions that it answers by what it is.
    """

    id: str
    title: str
    why: str
    required: bool = True
    sort: str = ""
    files: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


LEVELS = ("full", "lite", "by-tier", "by-ring", "by-size")
"""How a checklist is asked. Lite asks its core questions only. By tier it is full at tier high, by ring
at general and external, by size for major changes, and lite below; what is unknown asks it in full."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the twelve kinds; `checklists` maps a checklist id to one of LEVELS; one it does not name is not asked.

    `hanging` are facts that matter only after some value of one of `facts`.
    """

    id: str
    title: str
    plain: str
    letter: str = ""
    facts: tuple[Fact, ...] = ()
    evidence: tuple[EvidenceSlot, ...] = ()
    checklists: Mapping[str, str] = field(default_factory=dict)
    extra_questions: tuple[str, ...] = ()
    prose: str = ""
    hanging: tuple[Fact, ...] = ()

    @property
    def every_fact(self) -> tuple[Fact, ...]:
        """The facts in the order to fill them in: each with those that hang on it behind it."""
        return tuple(
            one for fact in self.facts for one in (fact, *(each for each in self.hanging if fact.id in each.after))
        )
