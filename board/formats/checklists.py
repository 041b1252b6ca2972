"""Checklists: `checklists/<id>.toml`, the board's questions as data."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from math import isfinite

from board.core.checklist import Applicability, Checklist, Effect, EffectKind, Option, Question, Ratio
from board.core.finding import Severity
from board.core.limits import LIMIT
from board.core.lines_owed import EACH
from board.formats.fields import Fields, listing
from board.formats.read import Read
from board.formats.toml import FILE_LIMIT, load

TYPES = ("yn", "scale", "multi", "text", "number", "date", "person", "evidence")
READS = ("evaluation-runs",)
"""Forms of evidence that the program reads an answer from."""
UNKNOWN = "unknown"
TOKENS = (UNKNOWN, "any", "no-evidence")
_YES_NO = ("yes", "no", "n-a")
_COMPARED = re.compile(r"[<>]\s*-?[0-9]+(?:\.[0-9]+)?")
_PICKED = ("scale", "multi")


@lru_cache(maxsize=8)  # the largest files there are, the same in most repositories
def read_checklist(data: bytes, path: str) -> Read[Checklist]:
    """A checklist with every question that has an id and a wording; the rest is reported and left out."""
    table = load(data, path, FILE_LIMIT)
    fields = Fields(table.value)
    checklist_id = fields.text("id", path.rpartition("/")[2].removesuffix(".toml"))
    title = fields.text("title", checklist_id)
    version, about, pack = fields.text("version"), fields.text("about"), fields.text("pack")
    questions: dict[str, Question] = {}
    for each in fields.tables("questions", "question"):
        named = each.data.get("id")
        each.words = f"question {named}" if isinstance(named, str) and named else each.words
        question = _question(each, checklist_id)
        if not question.id or not question.question:
            continue
        if question.id in questions:
            each.report("duplicate-id", f"The id {question.id} is used for two questions; the first counts.", "id")
            continue
        _check(each, question, questions)
        questions[question.id] = question
    checklist = Checklist(checklist_id, title, version, about, tuple(questions.values()), pack)
    return Read(checklist, (*table.findings, *fields.done()))


def _question(fields: Fields, checklist_id: str) -> Question:
    crosswalk = fields.table("crosswalk")
    return Question(
        id=fields.text("id", required=True),
        checklist=checklist_id,
        question=fields.text("question", required=True),
        why=fields.text("why"),
        type=fields.choice("type", TYPES, "yn"),
        core=fields.flag("core"),
        section=fields.text("section"),
        running=fields.text("running"),
        options=tuple(_option(each) for each in fields.tables("options", "option")),
        unit=fields.text("unit"),
        wants_evidence=fields.flag("evidence"),
        wants_note=fields.flag("note"),
        facts=fields.texts("facts"),
        beside=fields.texts("beside"),
        each=fields.choice("each", EACH),
        ratio=_ratio(fields.table("ratio")) if fields.has("ratio") else None,
        says=_says(fields.table("says")),
        reads=fields.choice("reads", READS),
        who_answers=fields.text("answers", "proposer"),
        judge=fields.text("judge"),
        judge_without=fields.texts("judge_without"),
        hands_to=fields.texts("hands_to"),
        applies=tuple(_applicability(each) for each in fields.tables("applies", "case")),
        effects=tuple(effect for each in fields.tables("effects", "effect") if (effect := _effect(each)) is not None),
        computed=fields.text("computed"),
        crosswalk={source: crosswalk.texts(source) for source in crosswalk.data},
    )


def _says(fields: Fields) -> dict[str, dict[str, tuple[str, ...]]]:
    """Fact → answer → the values of the fact that give this answer."""
    tables = {fact: fields.table(fact) for fact in fields.data}
    return {fact: {answer: table.texts(answer) for answer in table.data} for fact, table in tables.items()}


def _ratio(fields: Fields) -> Ratio:
    steps = [
        (each.number("percent", 100, least=1) / 100, each.text("answer"), each.text("policy"))
        for each in fields.tables("above", "step")
    ]
    return Ratio(
        fields.texts("of"),
        fields.text("to", required=True),
        _decimal(fields, "otherwise"),
        tuple(sorted(steps, reverse=True)),
        fields.text("below"),
    )


def _decimal(fields: Fields, name: str) -> float:
    """A number such as 1e23, 0 where none stands there."""
    value = fields.raw(name)
    if value is None:
        return 0.0
    if isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value):
        return float(value)
    fields.wrong(name, "a number", value)
    return 0.0


def _option(fields: Fields) -> Option:
    value = fields.text("value", required=True)
    return Option(value, fields.text("label", value))


def _applicability(fields: Fields) -> Applicability:
    facts, after = fields.table("facts"), fields.table("after")
    return Applicability(
        kinds=fields.texts("kinds"),
        rings=fields.texts("rings"),
        tiers=fields.texts("tiers"),
        facts={name: facts.texts(name) for name in facts.data},
        after={name: after.texts(name) for name in after.data},
    )


def _effect(fields: Fields) -> Effect | None:
    kind = fields.choice("effect", [each.value for each in EffectKind], required=True)
    answers = fields.texts("answers")
    if not answers:
        fields.missing("answers", why="An effect that no answer sets off never happens.")
    text, policy = fields.text("text"), fields.text("policy")
    own = next((one[1:].strip() for one in answers if _COMPARED.fullmatch(one)), "")
    if policy and not own:
        message = f"The effect takes its number from policy.toml ({policy}), but no answer has a number, such as >15."
        fields.report("missing", message, "answers", severity=Severity.WARNING)
    effect = Effect(
        kind=EffectKind(kind) if kind else EffectKind.NOTE,
        answers=answers,
        text=text.replace(LIMIT, own) if policy else text,
        to=fields.text("to"),
        when=_applicability(fields.table("when")),
        policy=policy,
        form=text if policy else "",
    )
    return effect if kind else None


def _check(fields: Fields, question: Question, earlier: dict[str, Question]) -> None:
    """What a reader of the checklist would trip over: options, effects that cannot happen, branches to nowhere."""
    if question.type in _PICKED and not question.options:
        fields.report("missing", f"Question {question.id} has type {question.type} but offers no options.", "options")
    values = [option.value for option in question.options]
    for twice in dict.fromkeys(value for value in values if values.count(value) > 1):
        fields.report("duplicate-id", f"The option “{twice}” is offered twice.", "options")
    if not question.why:
        message = f"Question {question.id} does not say why it matters."
        fields.report("missing", message, "why", severity=Severity.WARNING, fix="Add one sentence as “why”.")
    _check_says(fields, question)
    fits = _possible(question)
    hint = f"It can be {listing((*_offered(question), UNKNOWN))}." if _offered(question) else ""
    for index, effect in enumerate(question.effects):
        for answer in effect.answers:
            if not fits(answer):
                message = f"No answer to question {question.id} can be “{answer}”, so effect {index + 1} never happens."
                fields.report("effect-unreachable", message, "effects", fix=hint)
    for case in (*question.applies, *(effect.when for effect in question.effects)):
        for name in case.after:
            if name not in earlier:
                message = f"Question {question.id} depends on question {name}, which does not come before it."
                fields.report("unknown-question", message, "applies")


def _check_says(fields: Fields, question: Question) -> None:
    for fact, answers in question.says.items():
        for answer in answers:
            if answer not in _offered(question):
                message = f"The fact {fact} cannot answer “{answer}”: question {question.id} does not offer it."
                fields.report("unknown-word", message, "says", fix=f"It can be {listing(_offered(question))}.")


def _offered(question: Question) -> tuple[str, ...]:
    return tuple(option.value for option in question.options) or (_YES_NO if question.type == "yn" else ())


def _possible(question: Question) -> Callable[[str], bool]:
    """Whether some answer to the question can match the word an effect names."""
    offered = _offered(question)

    def fits(answer: str) -> bool:
        if answer == "any":
            return question.type in _PICKED
        if answer in TOKENS or answer in offered:
            return True
        if _COMPARED.fullmatch(answer):
            return question.type in ("number", "scale", "date")
        return question.type not in ("yn", *_PICKED, "number", "date") and not offered

    return fits
