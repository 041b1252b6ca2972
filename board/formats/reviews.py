"""Answers and views: the proposer's `answers.toml`, and each member's `reviews/<member>.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from board.core.digest import sha256
from board.core.review import CONFIDENCES, VIEWS, Answer, Review, View
from board.formats.conditions import filled
from board.formats.fields import Fields
from board.formats.read import Read
from board.formats.toml import FILE_LIMIT, dump, load

_ANSWER_KEYS = frozenset(("question", "value", "note", "evidence", "confidence"))
_VIEW_KEYS = _ANSWER_KEYS | {"seat", "view"}


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
        )
        _once(each, answer.question, answers)
        if answer.question:
            answers[answer.question] = answer
    return Read(tuple(answers.values()), (*table.findings, *fields.done()))


def write_answers(answers: Iterable[Answer], before: bytes = b"") -> bytes:
    """The bytes of `answers.toml`; keys that only the file `before` knows are carried over."""
    tables = [
        filled(
            question=each.question,
            value=_value(each.value),
            note=each.note,
            evidence=each.evidence,
            confidence=each.confidence,
        )
        for each in answers
    ]
    return dump(_carried("answers", tables, _ANSWER_KEYS, {}, before))


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
