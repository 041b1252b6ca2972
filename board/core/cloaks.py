"""What a text does to be read otherwise than it looks: letters of another alphabet, and words far below the end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from board.core.finding import Finding, Severity, Where
from board.core.proposal import Proposal

_WORD = re.compile(r"[^\W\d_]+")
_TAIL = re.compile(r"\S[^\S\n]*\n(?:[^\S\n]*\n){39,}[^\S\n]*\S")
_ALIKE = frozenset(("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"))
"""Alphabets with letters that look the same; others are mixed with Latin in honest words."""


CLOAKS = ("text.mixed-letters", "text.hidden-tail")
"""What whoever signs something about the text is told again."""


def cloaks(proposal: Proposal, path: str) -> tuple[Finding, ...]:
    """Warnings about a proposal whose title, proposer or prose may deceive an eye."""
    found = [
        Finding(
            "text.mixed-letters",
            f"The word “{word}” mixes letters of {alphabets}, which look alike.",
            Severity.WARNING,
            Where(path, part=part),
            "It may be taken for another word or another person.",
            "Compare it letter by letter, or ask the proposer to write it in one alphabet.",
        )
        for part, text in (("title", proposal.title), ("proposer", proposal.proposer))
        for word, alphabets in _mixed(text)
    ]
    tail = _TAIL.search(proposal.body)
    if tail:
        line = proposal.body_line + proposal.body.count("\n", 0, tail.end() - 1)
        found.append(
            Finding(
                "text.hidden-tail",
                "After forty empty lines or more the text goes on.",
                Severity.WARNING,
                Where(path, line=line),
                "Who stops reading at the gap has not seen all that is voted on.",
                "Read to the last line, or ask the proposer to close the gap.",
            )
        )
    return tuple(found)


def worn(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those of some findings that say a text may deceive an eye."""
    return tuple(one for one in findings if one.code in CLOAKS)


def _mixed(text: str) -> Iterator[tuple[str, str]]:
    """Each word that is written in two alphabets with letters alike, and which those are."""
    for word in _WORD.findall(unicodedata.normalize("NFC", text)):
        if not word.isascii():
            names = {unicodedata.name(letter, "").partition(" ")[0] for letter in word} & _ALIKE
            if len(names) > 1:
                yield word, " and ".join(sorted(name.title() for name in names))
