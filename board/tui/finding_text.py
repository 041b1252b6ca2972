"""Problems as content: what happened, where, why it matters, what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from board.core.finding import Finding, Severity
from board.tui.safe import hang, lines, text
from board.tui.words import on_screen

SIGNS = {Severity.ERROR: ("✗", "$bad"), Severity.WARNING: ("!", "$warn"), Severity.NOTE: ("·", "$ink-2")}


def finding_content(finding: Finding, width: int) -> Content:
    """A problem in full: what happened, where, why it matters, what to do."""
    sign, colour = SIGNS[finding.severity]
    rows = [hang(Content.styled(f"{sign} ", f"bold {colour}"), text(finding.message, "bold $ink"), width)]
    for label, words, style in (
        ("Where", str(finding.where), "$ink-2"),
        ("Why", finding.why, "$ink-2"),
        ("Next", on_screen(finding.fix), "$ink"),
    ):
        if words:
            rows.append(hang(Content.styled(f"  {label:<7}", "$ink-3"), text(words, style), width))
    return lines(*rows)


def findings_content(findings: Sequence[Finding], width: int) -> Content:
    """Several problems below one another."""
    return Content("\n\n").join([finding_content(finding, width) for finding in findings])
