"""Kinds of proposal as data: which facts and evidence the board wants, and which checklists apply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fact:
    """One intake fact: its type (text, bool, enum, multi, list, number, refs), its values, and why it is asked."""

    id: str
    title: str
    why: str
    type: str = "text"
    values: tuple[str, ...] = ()
    sets_tier: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceSlot:
    """One piece of evidence a kind asks for, and why."""

    id: str
    title: str
    why: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the twelve kinds; `checklists` maps a checklist id to "full", "lite" or "by-tier" (domain.md A)."""

    id: str
    title: str
    plain: str
    letter: str = ""
    facts: tuple[Fact, ...] = ()
    evidence: tuple[EvidenceSlot, ...] = ()
    checklists: Mapping[str, str] = field(default_factory=dict)
    extra_questions: tuple[str, ...] = ()
    prose: str = ""
