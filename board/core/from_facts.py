"""What a fact has said already is not asked again: it is the proposer's answer, unless she gives another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from board.core.checklist import Checklist, Question, Ratio
from board.core.policy import Policy
from board.core.proposal import Proposal
from board.core.review import Answer
from board.core.stated import UNKNOWN, plain
from board.core.values import strange_values

NO_POLICY = Policy()
"""Of a board without policy.toml: then each line is the checklist's own."""
SAID = "As the facts of the proposal say."
"""The note of an answer that nobody wrote."""
FOUND = "As the evidence shows"
"""How the note begins of an answer that was read in the evidence."""


def made_here(note: str) -> bool:
    """Whether a note is the program's own, about facts or evidence that answer; it is written anew, not kept."""
    return note.startswith((SAID.rstrip("."), FOUND))


def with_facts(
    checklists: Sequence[Checklist],
    proposal: Proposal,
    answers: tuple[Answer, ...],
    policy: Policy = NO_POLICY,
    read: Mapping[str, Answer] = MappingProxyType({}),
) -> tuple[Answer, ...]:
    """The proposer's answers, and those that her facts, or what was `read` in her evidence, give to what she left open.

    What two numbers come to stands before her own answer: nobody divides better than the program.
    Which question rests on which facts stands in the checklist, so an opening counts by the checklists it binds; a
    line that the checklist leaves to policy.toml is the one of the policy it binds.
    """
    divided = {
        question.id: found
        for checklist in checklists
        for question in checklist.questions
        if question.ratio and (found := _divided(question, question.ratio, proposal, policy))
    }
    if divided:
        answers = (*(_numbered(one, divided) for one in answers), *_new(divided, answers))
    given = {one.question for one in answers if any(part.strip() for part in one.value) or one.evidence}
    told = {
        question.id: Answer(question.id, value, SAID)
        for checklist in checklists
        for question in checklist.questions
        if question.id not in given and (value := told_by_facts(question, proposal))
    }
    told |= {name: answer for name, answer in read.items() if name not in given}
    return (*(one for one in answers if one.question not in told), *told.values()) if told else answers


def _divided(question: Question, ratio: Ratio, proposal: Proposal, policy: Policy) -> Answer | None:
    """The answer that two numbers give, with the sum in its note; None where one is not stated, or none follows."""
    of = max((number for fact in ratio.of if (number := _number(proposal, fact))), default=0.0)
    to = _number(proposal, ratio.to) or ratio.otherwise
    if not of or not to:
        return None
    share = of / to
    named = [(policy.number(question.id, key) if key else None, limit, answer) for limit, answer, key in ratio.above]
    steps = [(limit if line is None else line / 100, answer, line) for line, limit, answer in named]
    _, value, line = max((one for one in steps if share > one[0]), default=(0.0, ratio.below, None))
    drawn = f"; policy.toml draws the line at {line:g} percent" if line is not None else ""
    instead = "" if _number(proposal, ratio.to) else ", the mark where the original is not known"
    note = f"As the facts of the proposal say: {of:g} divided by {to:g}{instead} is {share:.2g}{drawn}."
    return Answer(question.id, (value,), note) if value else None


def _number(proposal: Proposal, fact: str) -> float:
    try:
        number = float(next(iter(proposal.fact(fact)), "").replace("_", ""))
    except ValueError:
        return 0.0
    return number if math.isfinite(number) and number > 0 else 0.0


def _numbered(answer: Answer, divided: Mapping[str, Answer]) -> Answer:
    """Her answer with the value that the numbers give; what it rests on, and her own note, stay."""
    found = divided.get(answer.question)
    if found is None:
        return answer
    return replace(answer, value=found.value, note=" ".join(filter(None, (found.note, answer.note.strip()))))


def _new(divided: Mapping[str, Answer], answers: Iterable[Answer]) -> Iterator[Answer]:
    had = {one.question for one in answers}
    return (one for question, one in divided.items() if question not in had)


def told_by_facts(question: Question, proposal: Proposal) -> tuple[str, ...]:
    """What the facts answer: yes where all are stated, else what the first says, or what their values say.

    Nothing where one is missing or unknown, where a further one says none against it, or where it cannot be the answer.
    """
    if not question.facts:
        return _says(question, proposal)
    stated = [proposal.fact(fact) for fact in question.facts]
    if any(not values or UNKNOWN in map(plain, values) for values in stated):
        return ()
    if question.type == "yn":
        return ("yes",)
    value = stated[0]
    if not _nothing(value) and any(map(_nothing, stated[1:])):
        return ()
    return () if strange_values(question, value) else value


def _says(question: Question, proposal: Proposal) -> tuple[str, ...]:
    """The one answer that what a fact states comes to; nothing where a value of it gives none, or two differ."""
    for fact, answers in question.says.items():
        stated = {plain(value) for value in proposal.fact(fact)}
        found = {answer for answer, values in answers.items() if stated.intersection(map(plain, values))}
        known = {plain(value) for values in answers.values() for value in values}
        if stated and stated <= known and len(found) == 1:
            return tuple(found)
    return ()


def _nothing(values: tuple[str, ...]) -> bool:
    return {plain(value) for value in values} <= {"none", "no"}
