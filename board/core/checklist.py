"""Checklists as data: questions, who answers and judges, when they apply, what a bad answer does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from board.core.text import one_line

WORDS = 48
"""So much of a question stands beside its code."""


class EffectKind(StrEnum):
    """What a bad answer does; BLOCK_ALWAYS is "BLOCK!": no waiver lifts it."""

    BLOCK_ALWAYS = "BLOCK!"
    BLOCK = "BLOCK"
    RAISE = "RAISE"
    COND = "COND"
    NOTE = "NOTE"


@dataclass(frozen=True, slots=True)
class Applicability:
    """When something applies: every group that is not empty must match; inside a group one match is enough.

    `facts` maps a fact id to the values that match; a value "!none" matches any present value but "none".
    `after` maps an earlier question id to the answers that keep this branch open.
    """

    kinds: tuple[str, ...] = ()
    rings: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    after: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Effect:
    """One consequence: given any of `answers`, under `when`, do `kind`; `text` says it in words.

    `answers` holds literal values or the tokens "unknown" (a blank counts as unknown), "any" (something other
    than none was picked), "no-evidence", "<N" and ">N" for numbers. For COND, `text` is the drafted condition.
    `policy` names the number of policy.toml that stands for N, and in `form`, the text before it is filled in, for
    `{limit}` (limits.py).
    """

    kind: EffectKind
    answers: tuple[str, ...]
    text: str = ""
    to: str = ""
    when: Applicability = field(default_factory=Applicability)
    policy: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to pick; `value` is stored, `label` is shown."""

    value: str
    label: str

    @property
    def words(self) -> str:
        """What it is called; a number keeps its place before the words, as people speak of it by its number."""
        return f"{self.value} {self.label}" if self.value.isdecimal() else self.label


@dataclass(frozen=True, slots=True)
class Ratio:
    """Two numbers that facts state, divided: the largest of `of` by `to`, or by `otherwise` where that is not known.

    `above` says from which share on which answer holds, the greatest first; `below` is the answer under all of them,
    "" where somebody is asked all the same. A step may name the number of policy.toml, of the gate that is about the
    question, which says its share instead.
    """

    of: tuple[str, ...]
    to: str
    otherwise: float = 0
    above: tuple[tuple[float, str, str], ...] = ()
    below: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `type` is yn, scale, multi, text, number, date, person or evidence.

    `judge` is the seat that must take a view; `judge_without` serves where the board has no such seat.
    `hands_to` are the seats that take it over where that seat would judge more than a third of many (sharing.py).
    `applies` holds alternatives: one match is enough; empty means always. `computed` names a check the program
    makes itself, so that nobody is asked. `wants_note` is for a question whose words ask for a note. `facts` answer it
    for the proposer where she says nothing else; `beside` are facts that say something on it (from_facts.py). `each`
    says for what it wants a line each (lines_owed.py); `ratio` answers it by two facts that are divided. `says` maps a
    fact to answers, each with the values of the fact that give it; `reads` names a form of evidence that answers it.
    """

    id: str
    checklist: str
    question: str
    why: str = ""
    type: str = "yn"
    core: bool = False
    section: str = ""
    running: str = ""
    options: tuple[Option, ...] = ()
    unit: str = ""
    wants_evidence: bool = False
    who_answers: str = "proposer"
    judge: str = ""
    judge_without: tuple[str, ...] = ()
    hands_to: tuple[str, ...] = ()
    applies: tuple[Applicability, ...] = ()
    effects: tuple[Effect, ...] = ()
    computed: str = ""
    wants_note: bool = False
    facts: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    each: str = ""
    ratio: Ratio | None = None
    says: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    reads: str = ""
    crosswalk: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def to_tick(self) -> tuple[str, ...]:
        """What a question that lets me tick several things asks about: its words alone do not say it."""
        return tuple(one.label for one in self.options if one.value != "none") if self.type == "multi" else ()

    def said(self, value: Sequence[str]) -> str:
        """An answer in the words of its options, a number with the words beside it: "4 Serious harm to one"."""
        return ", ".join(next((one.words for one in self.options if one.value == each), each) for each in value)


@dataclass(frozen=True, slots=True)
class Checklist:
    """A named list of questions: risk, ethics, compliance or emergency.

    `version` is its edition, `pack` the id of the law and standards pack that its crosswalks were looked up in.
    """

    id: str
    title: str
    version: str = ""
    about: str = ""
    questions: tuple[Question, ...] = ()
    pack: str = ""


def asked_words(ids: Iterable[str], checklists: Iterable[Checklist]) -> tuple[str, ...]:
    """Each code with the beginning of its question: nobody knows them by code. A code of no checklist stands alone."""
    asked = {one.id: one.question for each in checklists for one in each.questions}
    return tuple(f"{one} “{one_line(asked[one], WORDS)}”" if asked.get(one) else one for one in ids)
