"""What sort of answer a question takes, told before it is asked: its form, and which number stands for what."""

from __future__ import annotations

from datetime import date

from board.actions.model import ReviewItem
from board.core.case import Case
from board.core.checklist import Question
from board.core.finding import refuse
from board.core.sentence import and_
from board.core.values import allowed_values

_PEOPLE = 12
"""So many members are named at most."""


def numbered(question: Question, case: Case) -> dict[str, str]:
    """Number → the choice or evidence it stands for; none where numbers are answers, or nothing is to be picked."""
    if question.type == "evidence":
        return {str(number): one.id for number, one in enumerate(case.proposal.evidence, 1)}
    values = allowed_values(question)
    if any(value.isdigit() for value in values):
        return {}
    return {str(number): value for number, value in enumerate(values, 1)}


def asks_for(question: Question, case: Case, today: date) -> str:
    """In a sentence what is typed where there are no choices; "" where there are, or any words will do.

    Whose term is over by today is named no more: nobody who left looks after anything.
    """
    match question.type:
        case "date":
            return "A date, such as 2027-01-31."
        case "number":
            return f"A number, in {question.unit}." if question.unit else "A number."
        case "person":
            known = [member.id for member in case.charter.members if not member.end or today <= member.end]
            members = f" ({', '.join(known)})" if 0 < len(known) <= _PEOPLE else ""
            return f"A member{members}, or a name with an address: Name <name@example.org>."
        case "evidence":
            listed = and_(f"{number} {name}" for number, name in numbered(question, case).items())
            return f"Evidence, by its id or number: {listed}." if listed else "Evidence; the proposal lists none yet."
        case _:
            return ""


def from_facts(typed: str, item: ReviewItem) -> str:
    """What was typed; where that is an equals sign, what the facts say. Raises Refused where they say nothing."""
    if typed.strip() != "=":
        return typed
    if not item.facts:
        words = f"The facts say nothing about {item.question.id}, so = takes nothing over."
        raise refuse("answer.no-facts", words, "Say it in your own words.")
    # Of several facts nobody could tell which number is which, so each keeps its name.
    return "; ".join(one.partition(": ")[2] for one in item.facts) if len(item.facts) == 1 else "; ".join(item.facts)
