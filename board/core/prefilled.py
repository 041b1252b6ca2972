"""Answers of earlier decisions, offered to a proposer again: she confirms each, and nothing is taken silently (B.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from board.core.answering import for_proposer, refuse_strange
from board.core.case import Case
from board.core.charter import Charter
from board.core.checklist import Question
from board.core.finding import Refused
from board.core.questions import Asked, Standing, standings
from board.core.record import OUTCOME_WORDS, Outcome
from board.core.review import Answer
from board.core.text import one_line
from board.core.tier import UNKNOWN, plain


@dataclass(frozen=True, slots=True)
class Earlier:
    """How a question stood when an earlier proposal about the same thing was decided."""

    proposal: str
    outcome: str
    value: tuple[str, ...]
    note: str = ""
    rested: bool = False
    """Whether the proposer named evidence for it."""

    def answer(self, question: str, confirmed_by: str) -> Answer:
        """The same answer given again; evidence is never taken over, for it is pinned to bytes."""
        return Answer(question, self.value, self.note, prefilled=self.proposal, confirmed_by=confirmed_by)


def last_time(case: Case, earlier: Sequence[Case], today: date) -> Mapping[str, Earlier]:
    """By question that the proposer answers: what stood last; `earlier` are decided cases, the newest first.

    Left out is what cannot be said again: a question in other words, in another tense or with other choices; what was
    unknown; evidence; and what could not answer the question today.
    """
    stood = [(each, {one.asked.question.id: one for one in standings(each)}) for each in earlier]
    found: dict[str, Earlier] = {}
    for asked in for_proposer(case):
        name = asked.question.id
        for each, then in stood:
            if name in then and _again(asked, then[name]) and _fits(asked.question, then[name].value, case, today):
                outcome = OUTCOME_WORDS[each.record.outcome] if each.record else ""
                found[name] = Earlier(each.id, outcome, then[name].value, _note(each, then[name]), _rested(each, name))
                break
    return found


def unchanged(answer: Answer, before: Iterable[Answer]) -> Answer:
    """The answer, with what it was pre-filled from while its value is still that one; another value drops it."""
    old = next((one for one in before if one.question == answer.question), None)
    if old is None or answer.prefilled or old.value != answer.value:
        return answer
    return replace(answer, prefilled=old.prefilled, confirmed_by=old.confirmed_by)


def unfounded(answer: Answer, source: Case | None) -> str:
    """Why what a pre-filled answer names as its source does not bear it out; "" where it does, or none is named."""
    if not answer.prefilled:
        return ""
    name = one_line(answer.prefilled, 60)
    if source is None or source.record is None or source.record.outcome is Outcome.WITHDRAWN:
        return f"{name} is no earlier decision of this board"
    stood = (one.value for one in standings(source) if one.asked.question.id == answer.question)
    same = any([plain(one) for one in value] == [plain(one) for one in answer.value] for value in stood)
    return "" if same else f"{name} was decided with another answer"


def told(answer: Answer, charter: Charter, unborne: Mapping[str, str]) -> str:
    """Where a pre-filled answer comes from and who confirmed it, in words; "" for an answer of her own.

    `unborne` says by question why its source does not bear it out; nobody then reads that it does.
    """
    if not answer.prefilled:
        return ""
    if why := unborne.get(answer.question):
        return f"said to be pre-filled, but {why}"
    by = charter.called(answer.confirmed_by) if answer.confirmed_by else "nobody"
    return f"pre-filled from {answer.prefilled}, confirmed by {by}"


def _again(now: Asked, then: Standing) -> bool:
    """Whether the same was asked in the same words with the same choices, and answered with something known."""
    one, other = now.question, then.asked.question
    same = (one.type, one.options, one.unit) == (other.type, other.options, other.unit)
    known = then.by and then.value and not any(plain(each) == UNKNOWN for each in then.value)
    return bool(same and known and now.wording == then.asked.wording and not then.asked.dropped)


def _fits(question: Question, value: tuple[str, ...], case: Case, today: date) -> bool:
    if question.type == "evidence":
        return False
    try:
        refuse_strange(question, value, case, today)
    except Refused:
        return False
    return True


def _note(case: Case, stood: Standing) -> str:
    """The proposer's note, where her answer is what stood."""
    said = next((one for one in case.answers if one.question == stood.asked.question.id), None)
    return said.note if said is not None and said.value == stood.value else ""


def _rested(case: Case, question: str) -> bool:
    return any(one.evidence for one in case.answers if one.question == question)
