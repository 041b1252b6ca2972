"""Nothing with a date is silent: every dated key that a reader knows comes back, or is said to record the past."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import board.formats
from board.core.dated import SORTS
from board.core.record import DATED
from tests.content.loading import facts, questions

FORMATS = Path(board.formats.__file__).parent
PAST = "records the past"
TASK = "is a task of its own: tasks.py"
PACK = "is as old as it says: board pack"
STARTS = "is told by board pack when it has come"
LOOKS_DATED = re.compile(r"(_at|_on|_until|_ends|_date|^date|^due|^dated|^created|^retired|^deprecation|^times)$")

NO_KEYS = {"kinds.date", "checklists.date", "followups.retired"}
"""Words that name a type of fact or question, or a kind of follow-up."""
COMES_BACK = {
    "acts.at": PAST,
    "acts.acted_at": PAST,
    "ballots.cast_at": PAST,
    "charter.from": "term",
    "charter.until": "term",
    "conditions.due": "condition",
    "dockets.opened_at": "ratification",
    "dockets.window_ends": TASK,
    "evidence.dated": "evidence",
    "followups.at": "appeal",
    "followups.until": "reply",
    "incidents.date": PAST,
    "incidents.due": "action",
    "incidents.done_at": PAST,
    "incidents.reported_at": PAST,
    "incidents.reviewed_at": PAST,
    "incidents.times": PAST,
    "packs.applies_from": STARTS,
    "packs.as_of": PACK,
    "proposals.created": PAST,
    "proposals.date": PAST,
    "records.decided_at": "publication",
    "records.expires": "approval",
    "registers.approved_until": "entry",
    "registers.retention_until": "retention",
    "registers.deleted_on": PAST,
    "registers.obtained_at": PAST,
    "registers.review_date": PAST,
    "registers.retired": PAST,
    "registers.deprecation": "withdrawal",
    "reviews.updated_at": PAST,
}
"""Each dated key, by the module that reads it: the sort of date it is in dated.py, or why it is none."""
FACTS = {
    "review_by": "review", "pilot_ends": "pilot", "ends_on": "exception", "sunset_on": "sunset",
    "expected_end": "measure",
}  # fmt: skip
QUESTIONS = {"E-25": "review", "X-6": "ratification", "R-18b": "practice"}
"""Questions answered with a day; the board's ratification ends the wait of X-6."""


def dated_keys() -> set[str]:
    """Every key that a reader takes for a day or a time, or lists among those it keeps although it looks like one."""
    found = set()
    for file in sorted(FORMATS.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                names = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                read = node.func.attr in ("day", "moment")
                found |= {f"{file.stem}.{name}" for name in names[:1] if read}
                if node.func.attr == "raw":
                    found |= {f"{file.stem}.{name}" for name in names[:1] if LOOKS_DATED.search(name)}
            elif isinstance(node, (ast.Tuple, ast.Call)):
                parts = node.elts if isinstance(node, ast.Tuple) else node.args
                texts = [one.value for one in parts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                found |= {f"{file.stem}.{text}" for text in texts if LOOKS_DATED.search(text)}
    return found


def test_given_every_reader_then_each_date_in_it_comes_back_or_is_said_to_be_past() -> None:
    """Given a new dated key, when nobody says here what reads it, then this fails."""
    assert dated_keys() - NO_KEYS == set(COMES_BACK)


def test_what_is_said_to_come_back_is_a_sort_of_date_that_the_table_knows() -> None:
    said = {*COMES_BACK.values(), *FACTS.values(), *QUESTIONS.values()} - {PAST, TASK, PACK, STARTS}
    assert said <= set(SORTS)


def test_every_fact_and_question_that_asks_for_a_day_is_among_them() -> None:
    asked = {one.id for one in facts().values() if one.type == "date"}
    assert asked - {"obtained_at"} <= set(FACTS) == set(DATED), "when data was obtained is past"
    assert {one.id for one in questions() if one.type == "date"} == set(QUESTIONS)
