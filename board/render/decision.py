"""The decision record: free parts drafted from what the board said, generated parts made from the record.

Form: the layout that decision-record tools read. The words are in
`templates/decision-parts.md.j2`; this module gathers the plain data they are filled with.
"""

from __future__ import annotations

from board.render.data import decision_data
from board.render.inputs import DecisionInputs
from board.render.page import Page
from board.render.sections import (
    DECISION,
    DECISION_SUMMARY,
    altered,
    decision_digest,
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

_PAGE = Page(DECISION, "decision-parts.md.j2", "decision.md.j2", decision_data, words_above=DECISION[-1].heading)

draft_decision, decision_sections, render_decision = _PAGE.draft, _PAGE.sections, _PAGE.render
