"""Where the proposer's answers stand: which are missing, which are none of the question's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from board.core.case import Case
from board.core.checklist import Question
from board.core.finding import Finding, Severity, Where, refuse
from board.core.questions import PROPOSER, Asked, allowed_values, asked_in, strange_values
from board.core.review import View
from board.core.sentence import plural
from board.core.text import one_line


def for_proposer(case: Case) -> tuple[Asked, ...]:
    """The questions that the proposer answers, in order; those behind a closed branch are left out."""
    return tuple(
        one
        for one in asked_in(case)
        if not one.dropped and not one.question.computed and one.question.who_answers in ("", PROPOSER)
    )


def open_questions(case: Case) -> tuple[Asked, ...]:
    """Those of them without an answer."""
    given = {one.question for one in case.answers if any(part.strip() for part in one.value) or one.evidence}
    return tuple(one for one in for_proposer(case) if one.question.id not in given)


def answer_findings(case: Case, path: str) -> Iterator[Finding]:
    """What is wrong with the answers, and how many are missing; `path` is the file they stand in."""
    questions = {one.id: one for each in case.checklists for one in each.questions}
    for answer in case.answers:
        question = questions.get(answer.question)
        if question is not None and (strange := strange_values(question, answer.value)):
            yield _strange(question, strange, path)
    left = open_questions(case)
    barring = tuple(one.question.id for one in left if one.blocking)
    if left:
        bars = f" Without an answer these bar approval: {', '.join(barring)}." if barring else ""
        yield Finding(
            "answers.missing",
            f"{plural(len(left), 'question')} of the proposer {'is' if len(left) == 1 else 'are'} not answered.{bars}",
            Severity.WARNING if barring else Severity.NOTE,
            Where(path),
            "A blank counts as unknown, and unknown as the cautious answer.",
            f"`board answer {case.id}` asks them one after the other.",
        )


def refuse_strange(question: Question, value: tuple[str, ...]) -> None:
    """Raise Refused where a value is none of the question's own, with those that are."""
    strange = strange_values(question, value)
    if strange:
        raise refuse("answer.not-an-option", _strange(question, strange, "").message, _choices(question))


def strange_views(questions: Iterable[Question], views: Iterable[View], path: str) -> Iterator[Finding]:
    """What is wrong with the values of some views, in the form of `answer_findings`."""
    known = {one.id: one for one in questions}
    for view in views:
        question = known.get(view.question)
        if question is not None and (strange := strange_values(question, view.value)):
            yield _strange(question, strange, path)


def _strange(question: Question, strange: tuple[str, ...], path: str) -> Finding:
    said = one_line(", ".join(strange), 60)
    return Finding(
        "answer.not-an-option",
        f"“{said}” is no answer to {question.id}. It counts as unknown.",
        Severity.ERROR,
        Where(path, part=f"answer {question.id}"),
        fix=_choices(question),
    )


def _choices(question: Question) -> str:
    labels = {one.value: one.label for one in question.options}
    told = (f"{one} ({labels[one]})" if one in labels else one for one in allowed_values(question))
    return f"It is one of: {', '.join((*told, 'unknown', 'n-a with a note'))}."
