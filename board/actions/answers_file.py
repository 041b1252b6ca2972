"""The scaffold of answers kept to what is still asked: blanks that facts or answers closed go, wordings follow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from board.core.answering import for_proposer
from board.core.case import Case
from board.core.from_facts import SAID
from board.formats.reviews import ANSWER_KEYS, answer_tables

_HEAD = re.compile(r"\s*\[\[\s*answers\s*\]\]")


def refreshed(data: bytes, path: str, case: Case) -> bytes:
    """The file without the blanks that are asked no more; every answer and every line of the proposer's own stays."""
    lines = data.decode("utf-8", "replace").splitlines(keepends=True)
    heads = [at for at, line in enumerate(lines) if _HEAD.match(line)]
    tables = answer_tables(data, path)
    if not heads or len(heads) != len(tables):
        return data  # written in another way than the scaffold: left alone
    by_fact = {one.question for one in case.answers if one.note == SAID}
    asked = {one.question.id: one.wording for one in for_proposer(case) if one.question.id not in by_fact}
    starts = [_first_line(lines, head) for head in heads]
    kept = list(lines[: starts[0]])
    for start, end, table in zip(starts, [*starts[1:], len(lines)], tables, strict=True):
        kept += _block(lines[start:end], table, asked)
    return "".join(kept).encode()


def _first_line(lines: list[str], head: int) -> int:
    """The first of the comments that stand right above a table."""
    while head > 0 and lines[head - 1].startswith("#"):
        head -= 1
    return head


def _block(lines: list[str], table: Mapping[str, object], asked: Mapping[str, str]) -> Iterator[str]:
    question = str(table.get("question"))
    blank = not any(value for key, value in table.items() if key != "question") and set(table) <= ANSWER_KEYS
    made_here = lines[0].startswith(f"# {question}: ")
    if blank and made_here and question not in asked:
        return
    if made_here and question in asked:
        lines = [f"# {question}: {asked[question]}\n", *lines[1:]]
    yield from lines
