"""Conditions as ballots and records write them: text, owner, due date, proof, verifier."""

from __future__ import annotations

from collections.abc import Iterable

from board.core.ballot import Condition
from board.formats.fields import Fields


def read_conditions(fields: Fields) -> tuple[Condition, ...]:
    """The `[[conditions]]` of a table; one without a text or with a second use of an id is reported."""
    found: list[Condition] = []
    for index, each in enumerate(fields.tables("conditions", "condition"), start=1):
        condition = Condition(
            id=each.text("id", f"c{index}"),
            text=each.text("text", required=True),
            owner=each.text("owner"),
            due=each.day("due"),
            proof=each.text("proof"),
            verifier=each.text("verifier"),
            consequence=each.text("consequence"),
        )
        if any(condition.id == earlier.id for earlier in found):
            each.report("duplicate-id", f"The id “{condition.id}” is used for two conditions.", "id")
        found.append(condition)
    return tuple(found)


def condition_tables(conditions: Iterable[Condition]) -> list[dict[str, object]]:
    """Conditions as tables to write; empty fields are left out."""
    return [
        filled(
            id=each.id,
            text=each.text,
            owner=each.owner,
            due=each.due,
            proof=each.proof,
            verifier=each.verifier,
            consequence=each.consequence,
        )
        for each in conditions
    ]


def filled(**fields: object) -> dict[str, object]:
    """The fields that say something: not None, not empty text, list or table; 0 and false are kept."""
    return {name: value for name, value in fields.items() if value is not None and value not in ("", (), [], {})}
