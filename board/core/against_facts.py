"""An answer of the proposer that contradicts her own facts: told to whoever checks, opens, votes and decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from board.core.case import Case
from board.core.finding import Finding, Severity, Where
from board.core.from_facts import told_by_facts
from board.core.questions import asked_in
from board.core.sentence import and_
from board.core.stated import UNKNOWN, plain

_WHY = "What an answer leaves out raises no tier and asks for no seat; facts and answers are one person's word."
_FIX = "The proposer puts right the answer or the fact. Until then the seat that judges {id} may give its own answer."
NEEDS: Mapping[str, Mapping[tuple[str, str], str]] = {
    "E-03": {
        ("audience", "children"): "children",
        ("personal_data", "children"): "children",
        ("audience", "workers-as-subjects"): "workers",
        ("domain", "hiring"): "workers",
        ("domain", "work"): "workers",
        ("domain", "housing"): "in-need",
        ("domain", "benefits"): "in-need",
    }
}
"""By the id of a question that ticks all that fit: what a fact with a value says must be ticked."""


def contradictions(case: Case, path: str) -> tuple[Finding, ...]:
    """Each answer of the proposer that the facts of her proposal speak against; a caution that bars nothing."""
    if case.record is not None:
        return ()
    return tuple(
        Finding("answer.against-facts", words, Severity.WARNING, Where(path), _WHY, _FIX.format(id=question))
        for question, words in _against(case)
    )


def _against(case: Case) -> Iterator[tuple[str, str]]:
    given = {one.question: tuple(map(plain, one.value)) for one in case.answers}
    for one in asked_in(case):
        question, said = one.question, given.get(one.question.id, ())
        if one.dropped or not said or UNKNOWN in said or "n-a" in said:
            continue
        for (fact, value), needed in NEEDS.get(question.id, {}).items():
            stated = tuple(map(plain, case.proposal.fact(fact)))
            if value in stated and needed not in said:
                yield question.id, f"{question.id} says {and_(said)}, and the fact {fact} says {value}."
                break
        told = told_by_facts(question, case.proposal)
        if question.options and told and set(map(plain, told)).isdisjoint(said):
            yield question.id, f"{question.id} says {and_(said)}, and the facts answer it with {and_(told)}."
