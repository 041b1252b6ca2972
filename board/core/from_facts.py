"""What a fact has said already is not asked again: it is the proposer's answer, unless she gives another."""

from __future__ import annotations

from collections.abc import Iterable

from board.core.checklist import Checklist, Question
from board.core.proposal import Proposal
from board.core.review import Answer
from board.core.stated import UNKNOWN, plain
from board.core.values import strange_values

SAID = "As the facts of the proposal say."
"""The note of an answer that nobody wrote."""


def with_facts(checklists: Iterable[Checklist], proposal: Proposal, answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """The proposer's answers, and those that her facts give to questions she left open.

    Which question rests on which facts stands in the checklist, so an opening counts by the checklists it binds.
    """
    given = {one.question for one in answers if any(part.strip() for part in one.value) or one.evidence}
    told = {
        question.id: Answer(question.id, value, SAID)
        for checklist in checklists
        for question in checklist.questions
        if question.facts and question.id not in given and (value := _told(question, proposal))
    }
    return (*(one for one in answers if one.question not in told), *told.values()) if told else answers


def _told(question: Question, proposal: Proposal) -> tuple[str, ...]:
    """What the facts answer: yes where all are stated, else what the first says.

    Nothing where one is missing or unknown, where a further one says none against it, or where it cannot be the answer.
    """
    stated = [proposal.fact(fact) for fact in question.facts]
    if any(not values or UNKNOWN in map(plain, values) for values in stated):
        return ()
    if question.type == "yn":
        return ("yes",)
    value = stated[0]
    if not _nothing(value) and any(map(_nothing, stated[1:])):
        return ()
    return () if strange_values(question, value) else value


def _nothing(values: tuple[str, ...]) -> bool:
    return {plain(value) for value in values} <= {"none", "no"}
