"""The optional published score of one proposal, in plain lines or JSON."""

from __future__ import annotations

from board.actions.scored import score_words, scoring
from board.cli import output
from board.cli.call import Call
from board.core.case import Case
from board.core.scoring import SOURCE


def show_score(call: Call, case: Case) -> int:
    """The level, the points behind it, what it asks for, and what was not stated."""
    found = scoring(case)
    if call.json:
        output.document(
            {
                "id": case.id,
                "source": SOURCE,
                "level": found.level,
                "impact": found.raw,
                "mitigation": found.mitigation,
                "counted": found.counted,
                "cut": found.cut,
                "asks_for": list(found.asks),
                "problems": list(found.problems),
            }
        )
        return 0
    output.line(case.proposal.title)
    output.paragraph(score_words(found), "  ", "  ")
    for problem in found.problems:
        output.paragraph(problem, "    ", "  ")
    output.paragraph("It is a score of its own: tier and risk band do not follow from it.", "  ", "  ")
    return 0
