"""The shipped content, read once through the product's own readers."""

from __future__ import annotations

import tomllib
from functools import cache

from board.core.checklist import Checklist, Question
from board.core.finding import Finding
from board.core.kind import Fact, Kind
from board.formats.checklists import read_checklist
from board.formats.kinds import read_facts, read_kind
from board.formats.shipped import shipped, shipped_dir

CHECKLISTS = ("risk", "ethics", "compliance", "emergency")
PACK = "pack/2026-11.toml"


@cache
def checklists() -> tuple[Checklist, ...]:
    return tuple(read_checklist(shipped(f"checklists/{each}.toml"), f"{each}.toml").value for each in CHECKLISTS)


@cache
def questions() -> tuple[Question, ...]:
    return tuple(question for checklist in checklists() for question in checklist.questions)


@cache
def facts() -> dict[str, Fact]:
    return read_facts(shipped("kinds/facts.toml"), "facts.toml").value


@cache
def kinds() -> dict[str, Kind]:
    paths = sorted((shipped_dir() / "kinds").glob("*.toml"))
    found = (read_kind(path.read_bytes(), path.name, facts()).value for path in paths if path.stem != "facts")
    return {kind.id: kind for kind in found}


def findings() -> list[Finding]:
    """Everything the readers complain of, over all files."""
    found = [
        finding
        for each in CHECKLISTS
        for finding in read_checklist(shipped(f"checklists/{each}.toml"), f"{each}.toml").findings
    ]
    found.extend(read_facts(shipped("kinds/facts.toml"), "facts.toml").findings)
    for path in sorted((shipped_dir() / "kinds").glob("*.toml")):
        if path.stem != "facts":
            found.extend(read_kind(path.read_bytes(), path.name, facts()).findings)
    return found


def table(name: str) -> dict[str, object]:
    """A shipped TOML file that has no reader of its own."""
    return tomllib.loads(shipped(name).decode())
