"""What a proposal says of itself, in the words of the shipped kinds and facts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from board.core.kind import Fact
from board.formats.kinds import read_facts, read_kind
from board.formats.shipped import shipped, shipped_dir
from board.render.inputs import DecisionInputs, listed


def about(inputs: DecisionInputs) -> dict[str, object]:
    """What the change is, in the proposal's own facts: for the draft of a page whose prose nobody has written yet."""
    proposal = inputs.case.proposal
    found = {name: " ".join(proposal.fact(name)) for name in ("what_changed", "reason", "intended_use", "fallback")}
    named = listed(f"{one.id} {one.version}".strip() for one in inputs.record.artefacts)
    return {**found, "kind": _plain(inputs.record.kind), "models": named, "ends": inputs.record.kind == "model-retire"}


def same_again(inputs: DecisionInputs) -> dict[str, object]:
    """How many answers the proposer says she took over from which earlier decisions."""
    asked = {one.asked.question.id for one in inputs.standings if not one.asked.dropped}
    over = [one.prefilled for one in inputs.case.answers if one.prefilled and one.question in asked]
    return {"number": len(over), "from": listed(dict.fromkeys(over))}


def unknown_facts(inputs: DecisionInputs) -> list[str]:
    """The titles of the facts for which the proposal says “unknown”."""
    proposal = inputs.case.proposal
    names = [name for name in proposal.facts if "unknown" in proposal.fact(name)]
    if not names:
        return []
    facts = _shipped_facts()
    return [facts[name].title if name in facts else name.replace("_", " ") for name in names]


@cache
def _shipped_facts() -> Mapping[str, Fact]:
    return read_facts(shipped("kinds/facts.toml"), "templates/kinds/facts.toml").value


@cache
def _plain(kind: str) -> str:
    """What a kind is, in plain words; "" for one that the program does not ship."""
    files = {file.stem: file for file in (shipped_dir() / "kinds").glob("*.toml")}
    found = read_kind(files[kind].read_bytes(), kind, _shipped_facts()).value if kind in files else None
    return found.plain if found else ""
