"""What the proposer's answers still lack, or bring about: evidence that is not there, an empty note, a bar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from shlex import quote

from board.core.bars import told
from board.core.case import Case
from board.core.checklist import EffectKind, Question
from board.core.finding import Finding, Refused, Severity, Where
from board.core.from_facts import SAID
from board.core.questions import (
    COMPUTED,
    PROPOSER,
    Standing,
    barring_below,
    standing,
    standings,
    tier_in,
    tier_waits_for,
)
from board.core.review import Answer
from board.core.sentence import and_
from board.core.text import nearest, one_line
from board.core.tier import UNKNOWN, plain
from board.core.values import NOT_APPLICABLE, allowed_values

_SAYS_NOTHING = {"none", UNKNOWN, NOT_APPLICABLE}
_COMPUTED_CLEARS = {
    "hashes-fixed": "Give every model its full SHA-256, the one that the register shows where it lists it, "
    'and name the evidence that holds it: answers = ["R-01"].',
    "record-complete": "Mend the errors of its text and of its evidence.",
    "record-kept": "Give every piece of evidence that its kind asks for, unchanged and readable, "
    "and let the policy keep records for 3 years, 10 at tier high: [record] keep_years.",
    "panel-fit": "Let the charter name somebody from outside on the ethics panel who does not stand aside.",
}


def strange_evidence(question: Question, value: Sequence[str], evidence: Sequence[str], case: Case) -> Finding | None:
    """What is wrong with evidence that an answer names: it is none of the proposal's, and no file beside it."""
    asks = question.type == "evidence"
    named = [*(each for each in value if asks and plain(each) not in _SAYS_NOTHING), *evidence]
    known = [name for one in case.proposal.evidence for name in (one.id, one.path, one.url) if name]
    folder = f"/{case.id}/"
    beside = {path.partition(folder)[2] for path in case.files if folder in path}
    strange = next((name for name in named if name.strip() and name not in known and name not in beside), "")
    if not strange:
        return None
    ids = [one.id for one in case.proposal.evidence]
    has = f"It has: {', '.join(ids)}." if ids else "It lists none yet: add it under [[evidence]] first."
    return Finding(
        "answer.no-such-evidence",
        f"{question.id} rests on “{one_line(strange, 60)}”, which is no evidence of this proposal.",
        why="The board can only look at what the proposal lists, or what lies in its folder.",
        fix=nearest(strange, ids) or has,
    )


def rests_on(question: Question, answer: Answer) -> Answer:
    """The answer to a question that asks for evidence, with what its value names as what it rests on."""
    if question.type != "evidence" or answer.evidence:
        return answer
    return replace(answer, evidence=tuple(one for one in answer.value if plain(one) not in _SAYS_NOTHING))


def refuse_strange_evidence(question: Question, value: Sequence[str], evidence: Sequence[str], case: Case) -> None:
    """Raise Refused where an answer rests on evidence that the proposal does not have, with what it has."""
    found = strange_evidence(question, value, evidence, case)
    if found is not None:
        raise Refused(found)


def lacking(case: Case, path: str) -> Iterator[Finding]:
    """What is still to be done about the answers that are given; `path` is the file they stand in."""
    given = {answer.question: answer for answer in case.answers}
    for each in standings(case):
        question, answer = each.asked.question, given.get(each.asked.question.id)
        where = Where(path, part=f"answer {question.id}")
        if answer is not None and not each.asked.dropped:
            strange = strange_evidence(question, answer.value, answer.evidence, case)
            if strange is not None:
                yield replace(strange, where=where)
            if _owes_a_note(question, answer):
                yield _no_note(question, each, case, where)
            if owes_evidence(question, answer) and not each.bars:
                yield _no_evidence(question, each, case, where)
        named = bool(case.proposal.artefacts())
        known = each.by == PROPOSER or (each.by == COMPUTED and (named or UNKNOWN not in each.value))
        if known and each.bars and question.id not in case.waivers and not _told(question, case):
            yield _barring(each, case, where)


def _told(question: Question, case: Case) -> bool:
    """Whether other findings say already what the program found: each missing or broken piece."""
    return question.computed == "record-kept" and any(one.severity is Severity.ERROR for one in case.findings)


def _owes_a_note(question: Question, answer: Answer) -> bool:
    said = {plain(one) for one in answer.value if one.strip()}
    return wants_note(question, answer.value) and bool(said - _SAYS_NOTHING) and answer.note.strip() in ("", "=")


def wants_note(question: Question, values: Sequence[str]) -> bool:
    """Whether a question asks for a note, or the answer picked says that the note tells more."""
    picked = set(map(plain, values))
    labels = (one.label for one in question.options if plain(one.value) in picked)
    return question.wants_note or any("the note" in label for label in labels)


def owes_evidence(question: Question, answer: Answer) -> bool:
    """Whether a question asks what its answer rests on, and the answer names nothing."""
    said = {plain(one) for one in answer.value if one.strip()}
    drawn = answer.note == SAID  # what the facts of the proposal say rests on them
    return question.wants_evidence and bool(said - _SAYS_NOTHING) and not answer.evidence and not drawn


def _command(question: Question, each: Standing, case: Case) -> str:
    """The command that gives an answer again, as one types it."""
    return f"board answer {case.id} {question.id} {quote(','.join(each.value))}"


def _no_evidence(question: Question, each: Standing, case: Case, where: Where) -> Finding:
    return Finding(
        "answer.no-evidence",
        f"{question.id} asks what the answer rests on, and no evidence is named: “{each.asked.wording}”",
        Severity.NOTE,
        where,
        "The board decides on what it can look at.",
        f"`{_command(question, each, case)} --evidence ID`, with an id from [[evidence]]. The note stays.",
    )


def _no_note(question: Question, each: Standing, case: Case, where: Where) -> Finding:
    kept = " The evidence stays." if any(one.question == question.id and one.evidence for one in case.answers) else ""
    return Finding(
        "answer.no-note",
        f"{question.id} asks for a note, and it is empty: “{each.asked.wording}”",
        Severity.WARNING,
        where,
        "The answer alone does not say what the board wants to know.",
        f'`{_command(question, each, case)} --note "…"`{kept}',
    )


def _barring(each: Standing, case: Case, where: Where) -> Finding:
    """That an answer bars approval as it stands, and what would clear it."""
    question = each.asked.question
    said = one_line(", ".join(told(case, each)), 60)
    effect = each.bars[0]
    return Finding(
        "answer.bars",
        f"{question.id} is {'found' if each.by == COMPUTED else 'answered'} “{said}”, and that bars approval.",
        Severity.WARNING,
        where if each.by == PROPOSER else Where(case.files[0] if case.files else ""),
        effect.text,
        _what_clears(each, case),
    )


def _what_clears(each: Standing, case: Case) -> str:
    question = each.asked.question
    if each.by == COMPUTED:
        clears = _COMPUTED_CLEARS.get(question.computed, "Mend what the program looks at.")
    elif good := [value for value in allowed_values(question) if not _bars(each, value, case)]:
        clears = f"It bars no more once the answer can be {' or '.join(good)}."
    elif "no-evidence" in _tokens(each):
        clears = "Name the evidence that it rests on."
    elif line := next((told for token in _tokens(each) if (told := _on_the_good_side(token, question))), ""):
        clears = f"It bars no more with {line}."
    else:
        clears = "Find it out, then answer it."
    if (first := tier_waits_for(case)) and question.id not in barring_below(case):
        verb = "is" if len(first) == 1 else "are"
        lower = f"the tier counts as {tier_in(case)} only until {and_(first)} {verb} answered"
        clears = f"Answer {and_(first)} first: {lower}, and at a lower one this bars nothing. {clears}"
    always = any(effect.kind is EffectKind.BLOCK_ALWAYS for effect in each.bars)
    kept = always or case.policy.kept_by(question.id, each.value)
    return f"{clears} {'No exception lifts it.' if kept else 'Or the board grants an exception (policy-exception).'}"


def _tokens(each: Standing) -> tuple[str, ...]:
    return tuple(token for effect in each.bars for token in effect.answers)


def _on_the_good_side(token: str, question: Question) -> str:
    """The number from which on a limit such as "<183" bars no more, in words; "" of anything else."""
    if question.type != "number" or token[:1] not in ("<", ">"):
        return ""
    return f"{' '.join(filter(None, (token[1:], question.unit)))} or {'more' if token[0] == '<' else 'less'}"


def _bars(each: Standing, value: str, case: Case) -> bool:
    """Whether this value would bar approval in the place of the one that stands."""
    question = each.asked.question.id
    others = tuple(answer for answer in case.answers if answer.question != question)
    before = next(answer for answer in case.answers if answer.question == question)
    return bool(standing(each.asked, replace(case, answers=(*others, replace(before, value=(value,))))).bars)
