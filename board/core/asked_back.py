"""A lone question mark where an answer belongs: somebody asked for help, and the board would read it as her word."""

from __future__ import annotations

from collections.abc import Iterator

from board.core.case import Case
from board.core.finding import Finding, Severity, Where
from board.core.text import one_line, only_asks


def asked_back(case: Case, document: str, answers: str) -> Iterator[Finding]:
    """A warning for each fact, name of evidence, answer or note that is nothing but “?”; both are paths of files."""
    for fact in case.proposal.facts:
        if any(map(only_asks, case.proposal.fact(fact))):
            yield _finding(
                f"The fact {one_line(fact, 40)}", document, f"fact {fact}", f"board answer {case.id} --facts"
            )
    for piece in case.proposal.evidence:
        if only_asks(piece.title) or only_asks(piece.dated):
            yield _finding(f"Evidence {one_line(piece.id, 40)}", document, f"evidence {piece.id}", "")
    for answer in case.answers:
        if any(map(only_asks, (*answer.value, answer.note))):
            named = f"{case.id} {one_line(answer.question, 40)}"
            part = f"answer {answer.question}"
            yield _finding(f"The answer to {one_line(answer.question, 40)}", answers, part, f"board answer {named}")


def _finding(what: str, path: str, part: str, command: str) -> Finding:
    return Finding(
        "proposal.question-mark",
        f"{what} says nothing but “?”.",
        Severity.WARNING,
        Where(path, part=part),
        "The board would read it as the proposer's word, and it says nothing.",
        f"Answer it, or say unknown: `{command}`." if command else "Write there what it is, or take the line out.",
    )
