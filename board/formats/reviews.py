"""Answers and views: the proposer's `answers.toml`, and each member's `reviews/<member>.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from board.core.digest import sha256
from board.core.review import CONFIDENCES, VIEWS, Answer, Review, View
from board.formats.conditions import filled
from board.formats.fields import Fields
from board.formats.read import Read
from board.formats.toml import FILE_LIMIT, dump, load

_SAID_KEYS = frozenset(("question", "value", "note", "evidence", "confidence"))
ANSWER_KEYS = _SAID_KEYS | {"prefilled", "confirmed_by"}
"""What an answer says; a key beside these is somebody's own."""
_HEAD = re.compile(r"\s*\[\[\s*answers\s*\]\]")
_VIEW_KEYS = _SAID_KEYS | {"seat", "view", "about"}


@lru_cache(maxsize=256)  # one file is read by many rules; what is read never changes
def read_answers(data: bytes, path: str) -> Read[tuple[Answer, ...]]:
    """The proposer's answers in the order of the file; of two answers to one question the last stands."""
    table = load(data, path, FILE_LIMIT)
    fields = Fields(table.value)
    answers: dict[str, Answer] = {}
    for each in fields.tables("answers", "answer"):
        answer = Answer(
            question=each.text("question", required=True),
            value=each.texts("value"),
            note=each.text("note"),
            evidence=each.texts("evidence"),
            confidence=each.choice("confidence", CONFIDENCES),
            prefilled=each.text("prefilled"),
            confirmed_by=each.text("confirmed_by"),
        )
        _once(each, answer.question, answers)
        if answer.question:
            answers[answer.question] = answer
    return Read(tuple(answers.values()), (*table.findings, *fields.done()))


def write_answers(answers: Iterable[Answer], before: bytes = b"") -> bytes:
    """The bytes of `answers.toml`; keys that only the file `before` knows are carried over."""
    return dump(_carried("answers", [_answer_table(each) for each in answers], ANSWER_KEYS, {}, before))


def put_answer(answer: Answer, before: bytes, path: str) -> bytes:
    """The file with one answer changed or added; every line of the others, and every comment around them, stays.

    Where the file is written in a way that does not allow it, it is written anew.
    """
    old = read_answers(before, path).value
    kept = tuple(one for one in old if one.question != answer.question)
    wanted = write_answers(sorted((*kept, answer), key=lambda one: one.question), before)
    edited = _one_table(answer, before, path)
    same = {one.question: one for one in read_answers(edited, path).value}
    if same != {one.question: one for one in (*kept, answer)}:
        return wanted
    return edited if _beside(edited) == _beside(wanted) else wanted


def _one_table(answer: Answer, before: bytes, path: str) -> bytes:
    """The text with the lines of one `[[answers]]` table in the place of those it had, or at the end."""
    lines = before.decode("utf-8", "replace").replace("\r\n", "\n").splitlines(keepends=True)
    heads = [at for at, line in enumerate(lines) if _HEAD.match(line)]
    asked = [one.get("question") for one in _tables_of(load(before, path, FILE_LIMIT).value.data)]
    (table,) = _tables_of(_carried("answers", [_answer_table(answer)], ANSWER_KEYS, {}, before))
    block = dump({"answers": [table]}).decode().strip("\n").splitlines(keepends=True)
    block[-1] += "\n"
    if answer.question not in asked or len(asked) != len(heads):
        gap = ["\n"] if lines and lines[-1].strip() else []
        return "".join((*lines, *gap, *block)).encode()
    at = heads[asked.index(answer.question)]
    end = next((after for after in range(at + 1, len(lines)) if lines[after].startswith("[")), len(lines))
    while end > at + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return "".join((*lines[:at], *block, *lines[end:])).encode()


def _beside(data: bytes) -> dict[str, object]:
    """What a file of answers holds besides them, and the keys of each answer that this program does not know."""
    table = load(data, "", FILE_LIMIT).value.data
    extra = {
        str(one.get("question")): {key: value for key, value in one.items() if key not in ANSWER_KEYS}
        for one in _tables_of(table)
    }
    return {**table, "answers": extra}


def answer_tables(data: bytes, path: str) -> list[Mapping[str, object]]:
    """The tables of a file of answers as they lie, in their order."""
    return _tables_of(load(data, path, FILE_LIMIT).value.data)


def _tables_of(table: Mapping[str, object]) -> list[Mapping[str, object]]:
    listed = table.get("answers")
    return [item for item in listed if isinstance(item, Mapping)] if isinstance(listed, list) else []


def _answer_table(answer: Answer) -> dict[str, object]:
    return filled(
        question=answer.question,
        value=_value(answer.value),
        note=answer.note,
        evidence=answer.evidence,
        confidence=answer.confidence,
        prefilled=answer.prefilled,
        confirmed_by=answer.confirmed_by,
    )


@lru_cache(maxsize=256)  # one file is read by many rules; what is read never changes
def read_review(data: bytes, path: str) -> Read[Review]:
    """A member's views; who she is comes from the file's name, and the digest is that of these bytes."""
    table = load(data, path, FILE_LIMIT)
    fields = Fields(table.value)
    updated_at = fields.moment("updated_at")
    views: dict[str, View] = {}
    for each in fields.tables("views", "view"):
        view = View(
            question=each.text("question", required=True),
            seat=each.text("seat"),
            view=each.choice("view", VIEWS),
            value=each.texts("value"),
            note=each.text("note"),
            evidence=each.texts("evidence"),
            confidence=each.choice("confidence", CONFIDENCES),
            about=each.text("about"),
        )
        _once(each, view.question, views)
        if view.question:
            views[view.question] = view
    member = path.rpartition("/")[2].removesuffix(".toml")
    review = Review(member, tuple(views.values()), sha256(data), updated_at)
    return Read(review, (*table.findings, *fields.done()))


def write_review(review: Review, before: bytes = b"") -> bytes:
    """The bytes of a review; keys that only the file `before` knows are carried over."""
    tables = [
        filled(
            question=each.question,
            seat=each.seat,
            view=each.view,
            value=_value(each.value),
            note=each.note,
            evidence=each.evidence,
            confidence=each.confidence,
            about=each.about,
        )
        for each in review.views
    ]
    return dump(_carried("views", tables, _VIEW_KEYS, filled(updated_at=review.updated_at), before))


def _value(value: tuple[str, ...]) -> object:
    """One value stands alone, several as a list."""
    return value[0] if len(value) == 1 and value[0] else list(value)


def _once(fields: Fields, question: str, seen: Mapping[str, object]) -> None:
    if question in seen:
        message = f"Question {question} is answered twice; the last answer stands."
        fields.report("duplicate-id", message, "question", fix="Remove one of them.")


def _carried(
    name: str, tables: list[dict[str, object]], known: frozenset[str], head: dict[str, object], before: bytes
) -> dict[str, object]:
    """A file to write, with the keys of the file before it that this program does not know."""
    old = load(before, "", FILE_LIMIT).value.data
    listed = old.get(name)
    extra = {
        item["question"]: {key: value for key, value in item.items() if key not in known}
        for item in (listed if isinstance(listed, list) else ())
        if isinstance(item, Mapping) and isinstance(item.get("question"), str)
    }
    own = {key: value for key, value in old.items() if key not in (name, "updated_at")}
    return {**head, **own, name: [{**each, **extra.get(str(each["question"]), {})} for each in tables]}
