"""The decision record: free parts drafted from what the board said, generated parts made from the record.

Form: the layout that decision-record tools read. The words are in
`templates/decision-parts.md.j2`; this module gathers the plain data they are filled with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from board.render.data import decision_data
from board.render.inputs import DecisionInputs, require_decision
from board.render.sections import (
    DECISION,
    DECISION_SUMMARY,
    Section,
    altered,
    decision_digest,
    filled,
    headings,
    parse_free,
    superseded_text,
)

__all__ = [
    "DECISION",
    "DECISION_SUMMARY",
    "DecisionInputs",
    "altered",
    "decision_digest",
    "decision_sections",
    "draft_decision",
    "parse_free",
    "render_decision",
    "superseded_text",
]

_PARTS = "decision-parts.md.j2"


def draft_decision(inputs: DecisionInputs) -> dict[str, str]:
    """The free parts as a first draft, by section id; raises Refused for a round that ends without a decision."""
    require_decision(inputs.record.outcome)
    from board.render.jinja import part, plain

    data = plain(decision_data(inputs))
    return {one.id: part(_PARTS, _macro(one), data) for one in DECISION if not one.generated}


def decision_sections(inputs: DecisionInputs, free: Mapping[str, str]) -> tuple[Section, ...]:
    """All sections in their order with their texts: free ones made harmless, generated ones made from the record."""
    require_decision(inputs.record.outcome)
    return _sections(decision_data(inputs), free)


def render_decision(inputs: DecisionInputs, free: Mapping[str, str]) -> str:
    """The whole text of `decisions/<id>.md`; the same input gives the same bytes. Raises Refused as draft_decision."""
    require_decision(inputs.record.outcome)
    from board.render.jinja import fill, plain

    data = plain(decision_data(inputs))
    texts = {one.id: one.text for one in _sections(data, free)}
    return fill("decision.md.j2", data, sections=filled(DECISION, texts))


def _sections(values: Mapping[str, object], free: Mapping[str, str]) -> tuple[Section, ...]:
    from board.render import escape
    from board.render.jinja import part, plain

    data, fixed = plain(values), headings(DECISION)
    return tuple(
        replace(
            one, text=part(_PARTS, _macro(one), data) if one.generated else escape.free(free.get(one.id, ""), fixed)
        )
        for one in DECISION
    )


def _macro(section: Section) -> str:
    return section.id.replace("-", "_")
