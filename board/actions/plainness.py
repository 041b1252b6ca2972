"""How plainly the first page of a decision reads: hints for its writer, and a bar only where nobody could read it.

The board's own number is `block_grade` of the gate `record-readable` in `policy.toml`; without it nothing is barred.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from board.actions.made import Made
from board.actions.model import FreeParts, Readability
from board.core.case import Case
from board.core.finding import Finding, Refused
from board.render.plain import GROSS_GRADE, measure, raw_ids
from board.render.sections import DECISION, DECISION_SUMMARY, split

GATE, LIMIT = "record-readable", "block_grade"
_WORRIES = "worries"


def readability(text: str, *, summary: bool = False, most: float | None = GROSS_GRADE) -> Readability:
    """Plain-language measures of a text; `summary` holds it to the limits of a decision's first page.

    Above the school grade `most` a summary counts as unreadable; None never does.
    """
    found = measure(text, summary, most)
    return Readability(
        found.grade, found.ease, found.words, found.sentences, found.longest, found.worst, found.advice, found.gross
    )


def first_page(text: str) -> Readability | None:
    """The measures of a published decision's first page, its first three sections; None for any other text."""
    headings = [f"## {section.heading}" for section in DECISION if section.id in DECISION_SUMMARY]
    if not set(headings) <= {line.rstrip() for line in text.splitlines()}:
        return None
    return _page(split(text, DECISION)[1], GROSS_GRADE)


def summary_of(free: FreeParts, case: Case | None = None) -> Readability:
    """The measures of what everybody reads first, held against the number of the case's policy."""
    gate = case.policy.gates.get(GATE) if case else None
    return _page(free.decision, gate.numbers.get(LIMIT) if gate else None)


def too_hard(case: Case, free: FreeParts) -> tuple[Finding, ...]:
    """That the first page of a decision is too hard to be published as it is, or nothing."""
    found = summary_of(free, case)
    if not found.gross:
        return ()
    return (
        Finding(
            "decision.too-hard",
            f"The first page reads like school grade {found.grade:g}, so hardly anybody could read it.",
            why=f"policy.toml stops what is above {LIMIT} there ({GATE}). All else about plain words is a hint.",
            fix=f"Cut this sentence in two, or use shorter words: “{found.worst[0]}”",
        ),
    )


def refuse_too_hard(case: Case, made: Made) -> None:
    """Raise Refused where a decision would begin with a page that nobody could read; a round without one may end."""
    if made.record.outcome.final and (found := too_hard(case, made.free)):
        raise Refused(*found)


def _page(parts: Mapping[str, str], most: float | None) -> Readability:
    """The first three sections measured; no id may stand there unexplained, nor in what worried the board."""
    found = readability("\n\n".join(parts.get(one, "") for one in DECISION_SUMMARY), summary=True, most=most)
    ids = raw_ids("\n\n".join(parts.get(one, "") for one in (*DECISION_SUMMARY, _WORRIES)))
    hint = f"Say in words what these are, or leave them out: {', '.join(ids)}."
    return replace(found, advice=(*found.advice, hint)) if ids else found
