"""Findings that several readers share."""

from __future__ import annotations

from collections.abc import Sequence

from board.core.finding import Finding, Severity, Where


def hidden_text(hidden: Sequence[tuple[int, str]], path: str, first_line: int = 1) -> tuple[Finding, ...]:
    """One warning about the characters of a text that nobody can see, however many there are."""
    if not hidden:
        return ()
    names = list(dict.fromkeys(name for _, name in hidden))
    listed = ", ".join(names[:4]) + (", …" if len(names) > 4 else "")
    count = "a hidden character" if len(hidden) == 1 else f"{len(hidden)} hidden characters"
    return (
        Finding(
            "hidden-characters",
            f"The text holds {count}: {listed}.",
            Severity.WARNING,
            Where(path, first_line + hidden[0][0] - 1),
            "What is read on the screen may differ from what is signed.",
            "Remove them, or ask the proposer why they are there.",
        ),
    )
