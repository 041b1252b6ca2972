"""Where the proposer's answers stand: which are missing, which are none of the question's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from board.core.bars import barring as bars_of
from board.core.case import Case
from board.core.charter import Charter
from board.core.checklist import Question
from board.core.docket import Docket, Opening
from board.core.finding import Finding, Refused, Severity, Where, refuse
from board.core.going_back import EMERGENCY
from board.core.lacking import lacking
from board.core.lines_owed import COUNTRIES, how_to_line, lines_lacking
from board.core.proposal import Proposal
from board.core.questions import PROPOSER, Asked, asked_in, standings, tier_in, tier_waits_for
from board.core.review import Answer, View
from board.core.risk import Band, beyond_appetite, case_band
from board.core.said import list_of
from board.core.said_days import REVIEW_DAY
from board.core.seating import names_member
from board.core.sentence import and_, plural
from board.core.stated import FACTS, plain
from board.core.text import one_line, only_asks
from board.core.values import day, strange_values, what_answers

NO_WHY: Mapping[str, str] = MappingProxyType({})
OPEN = "answers.open"
"""The code of the notes that tell one open question each."""


def for_proposer(case: Case) -> tuple[Asked, ...]:
    """The questions that the proposer answers, in order; those behind a closed branch are left out."""
    return tuple(
        one
        for one in asked_in(case)
        if not one.dropped and not one.question.computed and one.question.who_answers in ("", PROPOSER)
    )


def open_questions(case: Case) -> tuple[Asked, ...]:
    """Those of them without an answer; first those that may lower the tier, since a lower one asks less."""
    given = {one.question for one in case.answers if any(part.strip() for part in one.value) or one.evidence}
    left = (one for one in for_proposer(case) if one.question.id not in given)
    return tuple(sorted(left, key=lambda one: one.question.id not in tier_waits_for(case)))


def answer_findings(case: Case, path: str, unborne: Mapping[str, str] = NO_WHY) -> Iterator[Finding]:
    """What is wrong with the answers, and how many are missing; `path` is the file they stand in.

    `unborne` says by question why the source of a pre-filled answer does not bear it out.
    """
    questions = {one.id: one for each in case.checklists for one in each.questions}
    for answer in case.answers:
        question = questions.get(answer.question)
        if question is not None and question.computed and any(one.strip() for one in answer.value):
            yield _computed(question, path)
        elif question is not None and (strange := _strangers(question, answer.value, case)):
            yield _strange(question, strange, path)
        elif question is not None and (lines := lines_lacking(question, answer.value, case)):
            yield _lines_missing(question, lines, path)
        if not confirmed(answer, case.proposal, case.charter):
            by = f"{one_line(answer.confirmed_by, 60)} confirmed" if answer.confirmed_by else "Nobody confirmed"
            words = f"{by} the pre-filled answer to {one_line(answer.question, 40)}, and not the proposer."
            yield _unconfirmed(answer, words, path)
        elif why := unborne.get(answer.question) if answer.prefilled else "":
            words = f"The answer to {one_line(answer.question, 40)} is said to be pre-filled, but {why}."
            yield _unconfirmed(answer, words, path)
    if case.proposal.readable:
        yield from lacking(case, path)
    # Without a head nobody knows which questions apply, and the head is told already.
    left = open_questions(case) if case.proposal.readable else ()
    facts_missing = any(finding.code == "missing-fact" for finding in case.findings)
    barred = _barred(case) if left else frozenset()
    barring = tuple(one.question.id for one in left if one.question.id in barred)
    if left:
        bars = f" Without an answer these bar approval: {', '.join(barring)}." if barring else ""
        if barring and facts_missing:
            several = f"Up to {len(barring)} bar" if len(barring) > 1 else "One bars"
            bars = f" {several} approval without an answer; the facts say which are asked."
        bars += _critical(case) if left and not facts_missing else ""
        yield Finding(
            "answers.missing",
            f"{plural(len(left), 'question')} of the proposer {'is' if len(left) == 1 else 'are'} not answered.{bars}",
            Severity.WARNING if barring else Severity.NOTE,
            Where(path),
            f"A blank counts as unknown, and unknown as the cautious answer. {lifts_the_tier(case)}".rstrip(),
            f"`board answer {case.id}` asks them one after the other.",
        )
    # Facts close questions, so each is told in its words once no fact is missing.
    if not facts_missing:
        asked = (one for one in for_proposer(case) if one in left)
        yield from (_open(one, case, path, bars=one.question.id in barred) for one in asked)


def lifts_the_tier(case: Case) -> str:
    """That some open questions alone make the tier what it is; "" where none does."""
    if not (first := tier_waits_for(case)):
        return ""
    verb = "is" if len(first) == 1 else "are"
    return f"The tier counts as {tier_in(case)} until {and_(first)} {verb} answered; a lower one asks fewer questions."


def _barred(case: Case) -> frozenset[str]:
    """The questions that bar approval as they stand; no blank holds an emergency up, so none is said to."""
    if case.proposal.kind == EMERGENCY:
        return frozenset()
    return frozenset(bar.question for bar in bars_of(case, standings(case)))


def _critical(case: Case) -> str:
    """That a risk is critical because of what is not said; it is rated so once the board takes it up."""
    taken_up = replace(case, docket=Docket((Opening(1, "", "", "", tier_in(case), facts=FACTS),)))
    if case_band(case) is Band.CRITICAL or not (words := beyond_appetite(taken_up)):
        return ""
    return f" Without these answers, {words}; that bars approval."


def _open(one: Asked, case: Case, path: str, *, bars: bool) -> Finding:
    said = ", bars approval" if bars else ""
    return Finding(
        OPEN,
        f"{one.question.id}{said}: {one.wording}",
        Severity.NOTE,
        Where(path, part=f"{one.checklist_title}, {one.question.id}"),
        one.question.why,
        f"`board answer {case.id} {one.question.id}` shows what can be answered.",
    )


def refuse_strange(question: Question, value: tuple[str, ...], case: Case, today: date) -> None:
    """Raise Refused where a value cannot answer a question, or where nobody is asked, with what can."""
    if question.computed:
        raise Refused(_computed(question, ""))
    if any(only_asks(one) for one in value):
        raise refuse("answer.question-mark", f"A lone “?” is no answer to {question.id}.", what_answers(question))
    strange = strange_values(question, value, case.charter, case.proposal.proposer)
    if strange:
        raise refuse("answer.not-an-option", _no_answer(question, strange), what_answers(question))
    passed = [one for one in value if question.id == REVIEW_DAY and (day(one) or today) < today]
    if passed:
        said = f"{passed[0]} has passed, and {question.id} asks when the board looks again."
        raise refuse("answer.passed", said, f"Name {today} or a later day.")


def strange_views(questions: Iterable[Question], views: Iterable[View], path: str, case: Case) -> Iterator[Finding]:
    """What is wrong with the values of some views, in the form of `answer_findings`."""
    known = {one.id: one for one in questions}
    for view in views:
        question = known.get(view.question)
        if question is not None and (strange := _strangers(question, view.value, case)):
            yield _strange(question, strange, path)


def _strangers(question: Question, value: tuple[str, ...], case: Case) -> tuple[str, ...]:
    return strange_values(question, value, case.charter, case.proposal.proposer, list_of(case))


def _no_answer(question: Question, strange: tuple[str, ...]) -> str:
    return f"“{one_line(', '.join(strange), 60)}” is no answer to {question.id}."


def _strange(question: Question, strange: tuple[str, ...], path: str) -> Finding:
    return Finding(
        "answer.not-an-option",
        f"{_no_answer(question, strange)} It counts as unknown.",
        Severity.ERROR,
        Where(path, part=f"answer {question.id}"),
        fix=what_answers(question),
    )


def confirmed(answer: Answer, proposal: Proposal, charter: Charter) -> bool:
    """Whether the proposer confirmed an answer that was pre-filled; true of every answer of her own."""
    if not (answer.prefilled or answer.confirmed_by):
        return True
    member = charter.member(answer.confirmed_by)
    if member is not None:
        return names_member(proposal.proposer, member)
    return bool(answer.confirmed_by.strip()) and plain(answer.confirmed_by) == plain(proposal.proposer)


def _unconfirmed(answer: Answer, words: str, path: str) -> Finding:
    return Finding(
        "answer.not-confirmed",
        words,
        Severity.WARNING,
        Where(path, part=f"answer {answer.question}"),
        "Whoever proposes answers for what stands there; an earlier answer may no longer hold.",
        "The proposer gives the answer again: with `--like-last-time`, or in words of her own.",
    )


def _lines_missing(question: Question, lines: tuple[str, ...], path: str) -> Finding:
    short = ", or one without a time" if question.each == COUNTRIES else ""
    words = f"{question.id} has no line for {one_line(', '.join(lines), 60)}{short}"
    return Finding(
        "answer.lines-missing",
        f"{words}; it counts as unknown.",
        Severity.WARNING,
        Where(path, part=f"answer {question.id}"),
        question.why,
        how_to_line(question, lines),
    )


def _computed(question: Question, path: str) -> Finding:
    return Finding(
        "answer.computed",
        f"The program finds out {question.id} itself; an answer to it has no effect.",
        Severity.WARNING,
        Where(path, part=f"answer {question.id}"),
        fix="Leave it open. “board review --list” shows what the program found.",
    )
