"""Which value stands for a question, who gave it, and where members differ on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from board.core.case import Case
from board.core.checklist import EffectKind, Question
from board.core.dates import local_date
from board.core.lines_owed import lines_lacking
from board.core.review import Answer, View
from board.core.seating import speakers
from board.core.stated import FACTS, STRICTER
from board.core.tier import UNKNOWN, plain
from board.core.values import NOT_APPLICABLE, strange_values

PROPOSER = "proposer"
COMPUTED = "computed"
BLOCKING = (EffectKind.BLOCK_ALWAYS, EffectKind.BLOCK)
"""The effects that bar approval."""


def labelled(question: Question, values: Sequence[str]) -> Iterator[str]:
    """Values in the words of the options."""
    labels = {one.value: one.label for one in question.options}
    return (labels.get(value, value) for value in values)


def looked_on(case: Case) -> date | None:
    """The day from which the age of an answered day is counted: of the latest opening, else of the proposal."""
    latest = case.docket.latest
    if latest is not None and latest.opened_at is not None:
        return local_date(latest.opened_at, case.charter.timezone)
    try:
        return date.fromisoformat(case.proposal.created)
    except ValueError:
        return None


def standing_value(question: Question, judge: str, case: Case) -> tuple[tuple[str, ...], str, bool]:
    """The value that stands, who gave it, and whether evidence came with it."""
    answer = next((each for each in case.answers if each.question == question.id), None)
    if question.id in case.computed:
        return case.computed[question.id], COMPUTED, True
    view = _judging_view(question.id, judge, case)
    if view is not None:
        given = answer is not None and bool(answer.evidence)
        return _viewed(question, view, answer, case), judge, bool(view.evidence) or given
    if answer is None or question.who_answers not in ("", PROPOSER):
        return (), "", False
    value = _said(question, answer.value, answer.note, answer.evidence, case)
    if disclaims(question, value, case):
        value = (UNKNOWN,)
    return value, PROPOSER if value else "", bool(answer.evidence)


def disclaims(question: Question, value: Sequence[str], case: Case) -> bool:
    """Whether n-a would lift what a question does: then from list 3 on it is unknown until the judging seat agrees."""
    acts = any(effect.kind in (*BLOCKING, EffectKind.RAISE) for effect in question.effects)
    return acts and list_of(case) >= STRICTER and any(plain(one) == NOT_APPLICABLE for one in value)


def list_of(case: Case) -> int:
    """The number of the list of facts by which answers count: the latest opening's, before one today's."""
    latest = case.docket.latest
    return latest.facts if latest else FACTS


def _judging_view(question: str, judge: str, case: Case) -> View | None:
    """The view of whoever speaks for the judging seat: its holder, else an alternate; recused people do not judge."""
    said: dict[str, list[View]] = {}
    for review in case.reviews if judge else ():
        views = [view for view in review.views if view.question == question and (view.view or view.value)]
        if views:
            said[review.member] = sorted(views, key=lambda each: each.seat != judge)
    return next((said[member][0] for member in speakers(case, judge) if member in said), None) if said else None


def _viewed(question: Question, view: View, answer: Answer | None, case: Case) -> tuple[str, ...]:
    if view.value:
        return _said(question, view.value, view.note, view.evidence, case)
    if view.view == "agree" and answer is not None:
        return _said(question, answer.value, answer.note or view.note, answer.evidence, case)
    return (UNKNOWN,)


def _said(
    question: Question, value: Sequence[str], note: str, evidence: tuple[str, ...], case: Case
) -> tuple[str, ...]:
    """A value as it counts: n-a without a reason is unknown, and so is a list that lacks a line that is owed.

    Evidence is the answer where evidence is asked for.
    """
    given = tuple(one for one in value if one.strip())
    if not given and question.type == "evidence":
        return evidence
    if any(plain(one) == NOT_APPLICABLE for one in given) and not note.strip():
        return (UNKNOWN,)
    strange = strange_values(question, given, case.charter, case.proposal.proposer, list_of(case))
    return (UNKNOWN,) if strange or lines_lacking(question, given, case) else given


def split_on(question: Question, case: Case) -> str:
    """Who says what, when members differ on one question; "" when they do not."""
    answer = next((each for each in case.answers if each.question == question.id), None)
    voices: dict[tuple[str, ...], list[str]] = {}
    for review in sorted(case.reviews, key=lambda each: each.member):
        view = review.view(question.id)
        if view is None or not (view.view or view.value):
            continue
        member = case.charter.member(review.member)
        seat = view.seat or (member.seats[0] if member and member.seats else "")
        name = case.charter.seat_title(seat) if seat else "another member"
        voices.setdefault(tuple(sorted(_viewed(question, view, answer, case))), []).append(name)
    if len(voices) < 2:
        return ""
    said = (f"{' and '.join(sorted(set(names)))}: {_aloud(question, value)}" for value, names in voices.items())
    return "; ".join(said)


def _aloud(question: Question, value: Sequence[str]) -> str:
    """A view as it is read out at the meeting: options by their words."""
    words = {UNKNOWN: "not known", NOT_APPLICABLE: "does not apply"}
    return ", ".join(words.get(plain(one), one) for one in labelled(question, value)) or "no answer"
