"""Every JSON document is what docs/json/board.schema.json says: nothing missing, nothing that is not documented."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.cli.running import Board
from tests.conftest import ROOT

Play = Callable[[str], Board]
SCHEMA = json.loads((ROOT / "docs" / "json" / "board.schema.json").read_text())


def closed(schema: Any) -> Any:
    """The schema with every object closed: a field that is not documented is an error here, for readers it is not."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(value) for key, value in schema.items()}
    if "properties" in made and "allOf" not in made:
        made["additionalProperties"] = False
    return made


def problems(name: str, document: Any) -> list[str]:
    definitions = closed(SCHEMA["$defs"])
    # What is joined by allOf is closed as a whole, not part by part.
    for part in ("envelope", "row", "tally_parts", "measures", "pack_parts"):
        definitions[part].pop("additionalProperties")
    definitions["show"]["properties"]["tally"]["anyOf"][0] = {
        "$ref": "#/$defs/tally_parts",
        "unevaluatedProperties": False,
    }
    whole = {"$defs": definitions, "$ref": f"#/$defs/{name}", "unevaluatedProperties": False}
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(whole).iter_errors(document)]


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_a_field_too_many_and_a_field_too_few_are_both_noticed() -> None:
    whole: dict[str, object] = {"schema": 1, "matches": [], "ballots_left_out": []}
    assert problems("search", whole) == []
    assert problems("search", {**whole, "more": 1})
    assert problems("search", {"schema": 1, "matches": []})
    assert problems("search", {**whole, "matches": [{"id": "a", "path": "b", "line": "c", "d": "e"}]})


@pytest.mark.parametrize(
    ("name", "member", "arguments"),
    [
        ("list", "ana", ("list",)),
        ("show", "ana", ("show", "15")),
        ("show", "ben", ("show", "15")),
        ("show", "kim", ("show", "1")),
        ("show", "kim", ("show", "16")),
        ("hidden-tally", "ana", ("tally", "15")),
        ("tally", "ben", ("tally", "14")),
        ("tally", "ben", ("tally", "4")),
        ("history", "ana", ("history",)),
        ("log", "ana", ("log", "1")),
        ("search", "ana", ("search", "search")),
        ("review", "ana", ("review", "15")),
        ("answers", "ben", ("answer", "16")),
        ("list", "ana", ("list", "--consent")),
        ("history", "ana", ("history", "--expedited")),
        ("done", "ana", ("move", "15", "raise-tier", "high")),
        ("move", "ana", ("move", "15")),
        ("decide", "ana", ("decide", "14")),
        ("open", "kim", ("open", "18", "--preview")),
        ("follow-up", "ana", ("follow-up", "1")),
        ("follow-up", "ana", ("follow-up", "3")),
        ("check", "ana", ("check",)),
        ("checkpoint", "ana", ("checkpoint",)),
        ("checkpoint-list", "ana", ("checkpoint", "--list")),
        ("words", "ana", ("words", str(ROOT / "README.md"))),
        ("whoami", "ana", ("whoami",)),
        ("done", "lena", ("vote", "13", "approve")),
        ("done", "mo", ("ask", "15", "Why?")),
        ("done", "mo", ("new", "model-adopt", "Adopt it")),
        ("done", "mo", ("sync",)),
        ("saved", "ana", ("answer", "15", "R-02", "agree")),
        ("refused", "mo", ("decide", "14", "--yes")),
        ("refused", "ana", ("show", "no-such-proposal")),
    ],
)
def test_the_document_is_as_documented(play: Play, name: str, member: str, arguments: tuple[str, ...]) -> None:
    ran = play(member)(*arguments, "--json")
    assert problems(name, ran.data) == []
    if name != "refused":
        assert ran.err == ""


def test_every_document_of_the_schema_is_explained_and_every_command_is_named() -> None:
    from board.cli.register import ENTRIES

    told = (ROOT / "docs" / "json.md").read_text()
    documents = [name for name, schema in SCHEMA["$defs"].items() if "allOf" in schema]
    assert all(f"`{name}`" in told for name in documents)
    assert [entry.name for entry in ENTRIES if entry.name not in told] == []


def test_status_and_document_agree(play: Play) -> None:
    ran = play("mo")("decide", "14", "--yes", "--json")
    assert ran.status == ran.data["status"] == 1


def test_evidence_and_published_texts_are_read_as_they_are(play: Play, example: Path) -> None:
    shown = play("ana")("show", "1", "--decision", "--json").data
    [path] = (example / "decisions" / "2026").glob("0001-*.md")
    assert shown["text"] == path.read_text()
